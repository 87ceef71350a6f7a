"""Answers that people chose as words, on the usual scale of five steps."""

#: From the lowest step to the highest; the words of one step mean the same on it.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        "very dissatisfied", "very unsatisfied", "extremely dissatisfied", "completely dissatisfied",
        "strongly disagree", "very difficult", "extremely difficult", "very poor", "very bad", "terrible",
        "sehr unzufrieden", "sehr schwierig", "sehr schlecht", "stimme überhaupt nicht zu",
    ),
    (
        "dissatisfied", "unsatisfied", "somewhat dissatisfied", "somewhat unsatisfied", "disagree",
        "somewhat disagree", "difficult", "somewhat difficult", "poor", "bad", "unzufrieden",
        "eher unzufrieden", "schwierig", "schlecht", "stimme nicht zu",
    ),
    (
        "neutral", "neither satisfied nor dissatisfied", "neither satisfied nor unsatisfied",
        "neither agree nor disagree", "neither easy nor difficult", "fair", "average", "ok", "okay",
        "weder zufrieden noch unzufrieden", "teils, teils", "teils/teils",
    ),
    (
        "satisfied", "somewhat satisfied", "agree", "somewhat agree", "easy", "somewhat easy", "good",
        "zufrieden", "eher zufrieden", "einfach", "gut", "stimme zu",
    ),
    (
        "very satisfied", "extremely satisfied", "completely satisfied", "strongly agree", "very easy",
        "extremely easy", "very good", "excellent", "sehr zufrieden", "sehr einfach", "sehr gut",
        "stimme voll und ganz zu",
    ),
)  # fmt: skip
#: Each word with its step, 1 to 5.
ANSWERS: dict[str, int] = {word: step for step, words in enumerate(STEPS, 1) for word in words}


def steps(words: set[str]) -> dict[str, int] | None:
    """The step of each of the `words` that a column holds; None where one is not known or two share a step.

    A scale with both `satisfied` and `somewhat satisfied` has more than five steps.

    >>> steps({"Satisfied", "Neutral"}), steps({"Satisfied", "Somewhat satisfied"}), steps({"Blue"})
    ({'Neutral': 3, 'Satisfied': 4}, None, None)
    """
    found = {word: ANSWERS.get(word.strip().lower(), 0) for word in sorted(words)}
    if not found or 0 in found.values() or len(set(found.values())) < len(found):
        return None
    return found
