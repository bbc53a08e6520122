"""Describe what a page consists of: its sections, and the smaller steps a presenter takes."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Steps:
    """The steps within a section, for a presenter's Next and Back.

    Parameters
    ----------
    count : callable
        How many there are just now.
    at : callable
        The 0-based step that is shown.
    go : callable
        Goes to a step.
    """

    count: Callable[[], int]
    at: Callable[[], int]
    go: Callable[[int], None]


@dataclass(frozen=True)
class Section:
    """One thing to look at, with its caption; a page shows one section at a time.

    Parameters
    ----------
    key : str
        Its name in a link: ``?section=key``, ``?hide=key``.
    title : str
        What it is called where it is chosen.
    draw : callable
        Draws it, with the widgets that it has.
    follows : bool
        Whether a change on the stage concerns it, so that it is drawn anew.
    charts_only : bool
        Whether nothing but charts follows the stage: where the browser has moved all of them, a
        change on the stage draws nothing anew.
    folded : bool
        Nothing here follows the stage: the stage is folded away until something is put on it.
    presented : bool
        Whether a presenter steps through it.
    wide : bool
        A presenter shows it without the stage: it needs the whole screen.
    covered : callable, optional
        Draws what is shown before its answers are revealed; a question by default.
    steps : Steps, optional
        Steps within it.
    draw_step : callable, optional
        Draws the step that a presenter is at; ``draw`` by default.
    """

    key: str
    title: str
    draw: Callable[[], None]
    follows: bool = True
    charts_only: bool = False
    folded: bool = False
    presented: bool = True
    wide: bool = False
    covered: Callable[[], None] | None = None
    steps: Steps | None = None
    draw_step: Callable[[], None] | None = None
