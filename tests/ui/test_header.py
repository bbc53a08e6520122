"""The QR code leads where the link leads."""

import xml.etree.ElementTree as ElementTree

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core.ui.shell.header import qr_code

LINK = "http://127.0.0.1:8501/?z=1%2C-9%2C4%2C8&y=1&n=fox+%26+%E7%8B%90"


def modules(drawn: str) -> int:
    """Count the modules across a drawn code, its quiet zone included."""
    root = ElementTree.fromstring(drawn)
    return int(root.attrib["width"]) // 8


def test_a_code_is_drawn_with_its_quiet_zone_on_white_whatever_the_theme() -> None:
    drawn = qr_code(LINK)
    assert modules(drawn) == segno.make(LINK, micro=False).symbol_size(border=4)[0]
    assert 'fill="#fff' in drawn
    assert 'stroke="#000"' in drawn


def test_nothing_in_a_code_can_run() -> None:
    drawn = qr_code('http://x/?n=</svg><script>alert("1")</script>')
    tags = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(drawn).iter()}
    assert tags <= {"svg", "g", "path"}


@settings(max_examples=20)
@given(st.text("0123456789.,-&=%ABCDEFnzy", min_size=1, max_size=900))
def test_every_link_of_ordinary_length_has_a_code(query: str) -> None:
    assert qr_code(f"http://127.0.0.1:8501/?{query}").startswith("<?xml")


def test_a_link_that_no_code_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        qr_code("http://x/?" + "n=fox&" * 600)
