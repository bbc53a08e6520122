"""Write a quiz as GIFT (docs.moodle.org, "GIFT format")."""

from collections.abc import Sequence

from ce_core.quiz.items import Answer, Item

_ESCAPED = str.maketrans(
    {"\n": r"\n", "\r": "", "\\": r"\\", **{mark: f"\\{mark}" for mark in "~=#{}:"}}
)


def to_gift(items: Sequence[Item], category: str) -> str:
    """Give the file: a category, then a question a paragraph.

    Parameters
    ----------
    items
        The questions.
    category
        Where the question bank is to put them; a slash in it would name a category below.
    """
    place = f"$CATEGORY: $course$/{category.replace('/', '//')}"
    return "\n\n".join([place, *map(_question, items)]) + "\n"


def _question(item: Item) -> str:
    answers = "\n".join(map(_answer, item.answers))
    why = f"####{_escaped(item.why)}"
    return f"::{_escaped(item.name)}::[html]{_escaped(item.text)}{{\n{answers}\n{why}\n}}"


def _answer(answer: Answer) -> str:
    sign = "=" if answer.right else "~"
    return f"{sign}{_escaped(answer.text)}#{_escaped(answer.feedback)}"


def _escaped(text: str) -> str:
    """Put a backslash before what GIFT would read as a mark; a blank line would end a question."""
    return text.translate(_ESCAPED)
