"""Read what a link asks of a page: which section, what is hidden, the presenter view and its step.

``?section=``, ``view=present``, ``step`` and ``hide=a,b``; each is validated, and whatever is
ignored gets one sentence. Nothing here draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass

STAGE_PARTS: Mapping[str, str] = {
    "presets": "the presets",
    "tools": "undo, redo, reset, soft labels, edit and tour",
    "sentence": "the sentence below the rows",
    "gradient": "the column ŷ − y and the arrow that brings it",
}
"""What can be hidden of the stage, on every page."""

STAGE = "stage"
FORMER_FIELDS = ("descend", "road_to", "practise")
"""Fields that older links name a section by."""


@dataclass(frozen=True)
class View:
    """What the URL asks for.

    Parameters
    ----------
    presenting : bool
        Large type, no navigation, one section at a time, answers covered until revealed.
    hidden : frozenset of str
        Keys of sections and of parts of the stage.
    section : str
        The key of the section to open; always one that is shown, or empty where none is.
    step : int
        The 0-based presenter's step to open at; always one of the page's.
    """

    presenting: bool = False
    hidden: frozenset[str] = frozenset()
    section: str = ""
    step: int = 0


@dataclass(frozen=True)
class Contents:
    """What a page has, as far as a link can name it.

    Parameters
    ----------
    title : str
        The page's title, for the sentences.
    sections : mapping of str to str
        Key to title, in order.
    steps : sequence of str
        Keys of what a presenter steps through: ``"stage"`` and sections.
    field : str
        What the section is called in the link.
    """

    title: str
    sections: Mapping[str, str]
    steps: tuple[str, ...]
    field: str = "section"


def parse(query: Mapping[str, str], contents: Contents) -> tuple[View, list[str]]:
    """Read a view from query values, with a sentence for each thing that was ignored."""
    problems = []
    if query.get("view", "present") != "present":
        problems.append("The link asks for a view that does not exist; the only one is “present”.")
    asked = [name for name in query.get("hide", "")[:500].split(",") if name]
    stage = {STAGE, *STAGE_PARTS} if STAGE in contents.steps else set()
    known = {*stage, *contents.sections}
    if not known.issuperset(asked):
        problems.append(
            f"The link hides something that the page {contents.title} does not have; "
            f"what can be hidden is {', '.join(sorted(known))}."
        )
    hidden = frozenset(asked) & known
    section, unknown = _section(query, contents, hidden)
    problems += unknown
    shown = steps_of(contents, hidden)
    text = query.get("step", "1")
    step = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    if not 1 <= step <= len(shown):
        problems.append(f"The link's step does not exist; the steps are 1 to {len(shown)}.")
        step = 1
    return View(query.get("view") == "present", hidden, section, step - 1), problems


def steps_of(contents: Contents, hidden: frozenset[str]) -> tuple[str, ...]:
    """Give the presenter's steps that are not hidden; there is always one."""
    return tuple(key for key in contents.steps if key not in hidden) or contents.steps[:1]


def _section(
    query: Mapping[str, str], contents: Contents, hidden: frozenset[str]
) -> tuple[str, list[str]]:
    shown = [key for key in contents.sections if key not in hidden]
    first = shown[0] if shown else ""
    fields = [name for name in (contents.field, *FORMER_FIELDS) if name in query]
    if not fields:
        return first, []
    asked = query[fields[0]]
    found = next((key for key in shown if asked in (key, contents.sections[key])), None)
    if found is None:
        return first, [f"The link names a section that the page {contents.title} does not show."]
    return found, []
