"""Read what a link asks of a page: which section, what is hidden, the presenter view and its step.

``?section=``, ``view=present``, ``step`` and ``hide=a,b``; each is validated, and whatever is
ignored gets one sentence. Nothing here draws.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ce_core.url_fields import UrlField, attribute, read_all

NO_VIEW = "The link asks for a view that does not exist; the only one is “present”."
NOT_THERE = (
    "The link hides something that the page {title} does not have; what can be hidden is {known}."
)
NO_SECTION = "The link names a section that the page {title} does not show."
NO_STEP = "The link's step does not exist; the steps are 1 to {last}."
_LONGEST = 500

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
    view, problems = read_all(
        {key: [text] for key, text in query.items()}, fields(contents), View()
    )
    if not view.section:
        view = replace(view, section=next(iter(_shown(contents, view)), ""))
    return view, problems


def fields(contents: Contents) -> tuple[UrlField[View], ...]:
    """Give what a link can say of a page with these contents, in the order in which it is read.

    What is hidden comes before what is asked for; of several fields for the section, that of the
    page comes last, so that it counts.
    """
    return (
        attribute("view", "presenting", False, {"present": True}.get, NO_VIEW, lambda _: "present"),
        UrlField("hide", partial(_read_hidden, contents), lambda view: sorted(view.hidden)),
        *(
            UrlField(name, partial(_read_section, contents), lambda view: [view.section])
            for name in (*reversed(FORMER_FIELDS), contents.field)
        ),
        UrlField("step", partial(_read_step, contents), lambda view: [str(view.step + 1)]),
    )


def steps_of(contents: Contents, hidden: frozenset[str]) -> tuple[str, ...]:
    """Give the presenter's steps that are not hidden; there is always one."""
    return tuple(key for key in contents.steps if key not in hidden) or contents.steps[:1]


def _shown(contents: Contents, view: View) -> list[str]:
    return [key for key in contents.sections if key not in view.hidden]


def _read_hidden(
    contents: Contents, texts: Sequence[str], so_far: View, problems: list[str]
) -> View:
    asked = [name for name in texts[-1][:_LONGEST].split(",") if name]
    stage = {STAGE, *STAGE_PARTS} if STAGE in contents.steps else set()
    known = {*stage, *contents.sections}
    if not known.issuperset(asked):
        problems.append(NOT_THERE.format(title=contents.title, known=", ".join(sorted(known))))
    return replace(so_far, hidden=frozenset(asked) & known)


def _read_section(
    contents: Contents, texts: Sequence[str], so_far: View, problems: list[str]
) -> View:
    names = {key: (key, contents.sections[key]) for key in _shown(contents, so_far)}
    found = next((key for key, called in names.items() if texts[-1] in called), None)
    if found is None:
        problems.append(NO_SECTION.format(title=contents.title))
        return so_far
    return replace(so_far, section=found)


def _read_step(contents: Contents, texts: Sequence[str], so_far: View, problems: list[str]) -> View:
    last = len(steps_of(contents, so_far.hidden))
    step = int(texts[-1]) if re.fullmatch(r"\d{1,3}", texts[-1], re.ASCII) else 0
    if not 1 <= step <= last:
        problems.append(NO_STEP.format(last=last))
        return so_far
    return replace(so_far, step=step - 1)
