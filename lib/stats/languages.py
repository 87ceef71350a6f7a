"""In which language is a text? By the n-grams of letters, without asking anybody."""

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

#: The languages that are told apart; a text in another one is unknown or taken for its nearest.
_KNOWN = "en de fr es nl pt it da sv no pl cs fi tr ro hu el ru uk ja zh ko ar"
KNOWN: tuple[str, ...] = tuple(_KNOWN.split())
#: From this probability on a language is taken as known. Measured on 4,109 Portuguese reviews: 93 % of them
#: reach it, of which 99.6 % are right; of 106 English sentences 92 % reach it and all are right.
SURE = 0.5
#: From this share of the known texts on the others are taken to be in the same language.
MAIN = 0.9


@lru_cache(maxsize=1 << 17)
def language(text: str) -> str | None:
    """The language of one text (ISO 639-1), or None where it is too short or too odd to tell.

    Method: py3langid (after Lui and Baldwin 2012) among the languages in `KNOWN`. Texts are put in lower
    case, because shouting is no language.
    """
    if not any(sign.isalpha() for sign in text):
        return None
    found, sure = _identifier().classify(text.lower())
    return str(found) if sure >= SURE else None


def languages(texts: Sequence[str]) -> list[str | None]:
    """The language of each text; the unknown ones are in that of nine in ten of the others, if there is one.

    "Ok!" alone has no language, among Portuguese reviews it has.
    """
    found = [language(text) for text in texts]
    counts = Counter(one for one in found if one is not None)
    if not counts:
        return found
    main, times = counts.most_common(1)[0]
    return [one or main for one in found] if times >= MAIN * counts.total() else found


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(KNOWN))
    return identifier
