"""Build HTML whose every text is escaped: elements, and tables that scroll within a named region.

Colours come from the palette's CSS variables, so the style sheets in ``assets`` need no theme.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Literal

import streamlit as st

from ce_core.ui.shell.assets import read


class Markup(str):
    """HTML that was built here, so that it is not escaped again."""

    __slots__ = ()


Attributes = Mapping[str, str | int]


def element(tag: str, attributes: Attributes | None = None, *children: str) -> Markup:
    """Build one element.

    Parameters
    ----------
    tag
        A tag name that the code chose, never a text that came from outside.
    attributes
        Their values are escaped; those that are empty are left out.
    *children
        Texts are escaped, :class:`Markup` stands as it is.
    """
    given = (attributes or {}).items()
    written = "".join(f' {name}="{escape(str(value))}"' for name, value in given if value != "")
    inside = "" if tag == "img" else f"{joined(children)}</{tag}>"
    return Markup(f"<{tag}{written}>{inside}")


def joined(children: Iterable[str]) -> Markup:
    """Put elements and texts, which are escaped, one after the other."""
    return Markup("".join(each if isinstance(each, Markup) else escape(each) for each in children))


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Parameters
    ----------
    content
        Text, which is escaped, or :class:`Markup`.
    classes
        CSS classes, separated by spaces.
    heads
        What the cell is the heading of; empty for a cell of data.
    span
        How many columns the cell covers.
    tint
        From 0 to 1: given to the style sheet as ``--tint``.
    """

    content: str
    classes: str = ""
    heads: Literal["", "row", "col", "colgroup"] = ""
    span: int = 1
    tint: float | None = None

    def markup(self) -> Markup:
        """Build the cell."""
        attributes: dict[str, str | int] = {
            "scope": self.heads,
            "colspan": self.span if self.span > 1 else "",
            "class": self.classes,
            "style": "" if self.tint is None else f"--tint:{self.tint:.3f}",
        }
        return element("th" if self.heads else "td", attributes, self.content)


@dataclass(frozen=True)
class Row:
    """A row of a table, with CSS classes."""

    cells: tuple[Cell, ...]
    classes: str = ""

    def markup(self) -> Markup:
        """Build the row."""
        cells = (cell.markup() for cell in self.cells)
        return element("tr", {"class": self.classes}, *cells)


def html_table(heads: Sequence[Row], body: Iterable[Row], label: str, classes: str) -> Markup:
    """Build a table in a region that scrolls by touch, wheel and keys.

    Parameters
    ----------
    heads, body
        The rows of the two parts of the table.
    label
        What a screen reader calls the region.
    classes
        CSS classes of the region; ``"lab-table"``, which scrolls, is one in any case.
    """
    table = element(
        "table",
        {},
        element("thead", {}, *(row.markup() for row in heads)),
        element("tbody", {}, *(row.markup() for row in body)),
    )
    region: Attributes = {
        "class": f"lab-table {classes}",
        "tabindex": 0,
        "role": "region",
        "aria-label": label,
    }
    return element("div", region, table)


def show(markup: Markup, sheet: str = "") -> None:
    """Draw HTML with the style sheet at that path below ``assets``, and that of all tables."""
    st.html(_style(sheet) + markup)


@cache
def _style(sheet: str) -> str:
    sheets = ("shared/tables.css", *((sheet,) if sheet else ()))
    return f"<style>\n{''.join(map(read, sheets))}</style>"
