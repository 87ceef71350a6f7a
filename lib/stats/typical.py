"""Which few texts speak for many: near to what all of them say, long enough to say something, not alike."""

import re
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

#: Numbers are no words: "2 days late" and "4 days late" say the same.
_WORD = re.compile(r"[^\W\d_]+")
#: A text of so many words or more is not favoured for its length any more.
ENOUGH_WORDS = 8
#: Two texts with this cosine or more say the same, and so do two that share a sentence of so many words.
ALIKE = 0.6
WORDS_OF_A_SENTENCE = 3
_SENTENCE = re.compile(r"[.!?\n]+")


def typical(texts: Sequence[str], most: int) -> list[int]:
    """The places of at most `most` texts that speak for all of them, the most typical first.

    Words are weighed by TF-IDF (logarithmic, rows of length 1). A text scores by its cosine to the mean of
    all, times the root of its part of `ENOUGH_WORDS` words, because "Bad." is typical and says nothing. Texts
    that are nearly equal to one taken before, or share a whole sentence with it, are passed over (maximal
    marginal relevance with a fixed limit, after Carbonell and Goldstein 1998). Ties go to the earlier place;
    fewer than `most` are given where the rest is alike.
    """
    words = [_WORD.findall(text.casefold()) for text in texts]
    weights = _weights(words)
    if weights is None:
        return []
    length = np.minimum(np.array([len(one) for one in words]) / ENOUGH_WORDS, 1.0)
    score = (weights @ np.asarray(weights.mean(axis=0)).ravel()) * np.sqrt(length)
    taken: list[int] = []
    alike, said = np.zeros(len(texts)), set[tuple[str, ...]]()
    for place in np.argsort(-score, kind="stable"):
        if len(taken) == most or score[place] <= 0:
            break
        sentences = _sentences(texts[place])
        if alike[place] < ALIKE and not said & sentences:
            taken.append(int(place))
            said |= sentences
            near = weights @ weights[[place]].T.toarray()
            alike = np.maximum(alike, near.ravel())
    return taken


def _sentences(text: str) -> set[tuple[str, ...]]:
    """The sentences that say something, as words."""
    parted = (tuple(_WORD.findall(part)) for part in _SENTENCE.split(text.casefold()))
    return {words for words in parted if len(words) >= WORDS_OF_A_SENTENCE}


def _weights(words: Sequence[Sequence[str]]) -> csr_array | None:
    """One row a text, one column a word; None where no text has a word."""
    places: dict[str, int] = {}
    columns = [places.setdefault(word, len(places)) for one in words for word in one]
    if not columns:
        return None
    rows = np.repeat(np.arange(len(words)), [len(one) for one in words])
    counts = csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(words), len(places)))
    counts.sum_duplicates()
    seen = np.bincount(counts.indices, minlength=len(places))
    counts.data = (1 + np.log(counts.data)) * (np.log((1 + len(words)) / (1 + seen)) + 1)[counts.indices]
    sizes = np.sqrt(np.asarray((counts * counts).sum(axis=1)).ravel())
    return csr_array(counts.multiply((1 / np.where(sizes > 0, sizes, 1.0))[:, None]))
