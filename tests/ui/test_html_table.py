"""No text becomes markup in a table that the lab builds."""

from html.parser import HTMLParser

import pytest

from ce_core.ui.shell.html_table import Cell, Markup, Row, element, html_table, joined

HOSTILE = (
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "&lt;b&gt; &amp;amp; a < b > c",
)


class Seen(HTMLParser):
    """What a reader of HTML finds: the tags, the names and values of attributes, the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text_wherever_it_stands(text):
    head = Row((Cell(text, text, heads="col"),), text)
    body = Row((Cell(text, text, heads="row", span=2), Cell(text, tint=0.5)), text)
    seen = Seen(html_table([head], [body], text, text))
    plain = ["div", "table", "thead", "tr", "th", "tbody", "tr", "th", "td"]
    assert seen.tags == plain
    assert seen.text == [text, text, text]
    assert {name for name, _ in seen.attributes} == {
        *("class", "tabindex", "role", "aria-label", "scope", "colspan", "style")
    }
    assert ("aria-label", text) in seen.attributes


@pytest.mark.parametrize("text", HOSTILE)
def test_only_what_was_built_here_stands_as_it_is(text):
    inner = element("b", {"title": text}, text)
    assert isinstance(inner, Markup)
    seen = Seen(element("p", {}, text, inner, joined((text, inner))))
    assert seen.tags == ["p", "b", "b"]
    assert "".join(seen.text) == 4 * text
    assert seen.attributes == [("title", text), ("title", text)]
    # Joined by hand it is a text like any other.
    assert Seen(element("p", {}, text + inner)).tags == ["p"]


def test_an_image_has_no_end_tag_and_an_empty_attribute_is_left_out():
    assert element("img", {"src": "a&b", "class": ""}) == '<img src="a&amp;b">'
