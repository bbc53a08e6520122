"""Offer each format of a quiz file by the ending of its name."""

from collections.abc import Callable, Mapping, Sequence

from ce_core.quiz.gift import to_gift
from ce_core.quiz.items import Item, quiz
from ce_core.quiz.moodle_xml import to_moodle_xml

WRITERS: Mapping[str, Callable[[Sequence[Item], str], str]] = {
    ".xml": to_moodle_xml,
    ".gift": to_gift,
}
"""What writes a file, by its ending."""


def quiz_file(ending: str, count: int, seed: int) -> str:
    """Give the text of a quiz file.

    Parameters
    ----------
    ending
        ``.xml`` for Moodle XML, ``.gift`` for GIFT.
    count, seed
        As in :func:`ce_core.quiz.items.quiz`.

    Raises
    ------
    ValueError
        If the ending is another, or there is no such quiz.
    """
    if ending not in WRITERS:
        raise ValueError(f"The file's name must end in {' or '.join(WRITERS)}, not {ending!r}.")
    category = f"Softmax and cross-entropy, seed {seed}"
    return WRITERS[ending](quiz(count, seed), category)
