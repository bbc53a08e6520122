"""What pages really draw, in all their sections, is in the field's words, and short."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ce_core.scenario import Scenario
from ce_core.ui.derivation.view import METHODS
from tests.pages.opened import PAGES, opened
from tests.plain_words import dialect, is_code, too_long
from tests.texts import in_html, is_text

SECTION = re.compile(r"Section\(\s*\"([\w-]+)\"")
SOFT = Scenario((5.0, 5.7, -2.0), (0.2, 0.5, 0.3), ("cat", "dog", "bird"), 2.0, 0.1)
HARD = Scenario((1.0, -9.0, 4.0, 8.0), (0.0, 1.0, 0.0, 0.0))


def sections() -> list[tuple[str, str]]:
    """Every page with each of its sections."""
    found = []
    for path in sorted(PAGES.glob("*.py")):
        keys = SECTION.findall(path.read_text("utf-8"))
        found += [(path.stem, key) for key in (METHODS if path.stem == "derivation" else keys)]
    return found


def drawn(app: AppTest) -> set[str]:
    """Every text that a run has sent, of elements and within components."""
    return {said for element in elements(app) for said in strings(element.proto)}


def elements(app: AppTest) -> Iterator[Any]:
    waiting = [app.main, app.sidebar]
    while waiting:
        node = waiting.pop()
        children = getattr(node, "children", None)
        if children:
            waiting += children.values()
        elif getattr(node, "proto", None) is not None:
            yield node


def strings(proto: Any) -> Iterator[str]:
    """The texts in a message of Streamlit's, or in the JSON that it carries."""
    if isinstance(proto, str | bytes):
        yield from in_json(proto)
    elif hasattr(proto, "ListFields"):
        for field, value in proto.ListFields():
            if field.name not in {"id", "js_content", "css_content", "html_content", "key"}:
                yield from strings(value)
    elif isinstance(proto, list) or type(proto).__name__.startswith("Repeated"):
        for each in proto:
            yield from strings(each)


def in_json(said: str | bytes) -> Iterator[str]:
    try:
        yield from leaves(json.loads(said))
    except (ValueError, UnicodeDecodeError):
        if isinstance(said, str):
            yield said


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)


def readable(said: str) -> Iterator[str]:
    """What of a string a person reads: of HTML what stands between the tags."""
    pieces = [piece for _, piece in in_html(said)] if re.search(r"</\w+>", said) else [said]
    yield from (piece for piece in pieces if is_text(piece) and not is_code(piece))


@pytest.mark.parametrize("scenario", [HARD, SOFT], ids=["hard", "soft"])
@pytest.mark.parametrize(("page", "section"), sections())
def test_what_a_page_draws_is_plain(page: str, section: str, scenario: Scenario) -> None:
    field = "road" if page == "derivation" else "section"
    app = opened(page, scenario, section, field=field)
    assert not app.exception
    said = {piece for text in drawn(app) for piece in readable(text)}
    assert said
    wrong = [f"{text} {found}" for text in said if (found := dialect(text))]
    wrong += [each for text in said for each in too_long(text)]
    assert not wrong, "\n".join(wrong)
