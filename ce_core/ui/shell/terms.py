"""Link words and symbols to the glossary, the section Terms of the page Help."""

import re
from collections.abc import Mapping

PAGE = "help?section=terms&term="

_ANCHORS: Mapping[str, str] = {
    "softmax probabilities": "softmax-probabilities",
    "softmax probability": "softmax-probabilities",
    "logits": "logits",
    "logit": "logits",
    "labels": "label",
    "label": "label",
    "cost": "cost",
    "gradient": "gradient",
    "sigmoid": "sigmoid",
}
"""The words that are linked, the longest first, and what a link calls the term."""

_WORDS = re.compile(rf"\b(?:{'|'.join(_ANCHORS)})\b")
_SYMBOL = re.compile(r'<b data-term="([a-z-]+)">(.*?)</b>(?=<i|</div>)')


def anchors() -> frozenset[str]:
    """Give the headings of the glossary that something links to."""
    return frozenset(_ANCHORS.values())


def anchor(heading: str) -> str:
    """Give what a link calls the term with this heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def known(glossary: str) -> list[str]:
    """Give what links call the terms of a glossary, in its order."""
    return [anchor(heading) for heading in re.findall(r"^#### (.+)$", glossary, re.MULTILINE)]


def with_first(glossary: str, term: str) -> str:
    """Put one term before all others; as it was where the glossary has no such term."""
    opening, *entries = re.split(r"^(?=#### )", glossary, flags=re.MULTILINE)
    entries.sort(key=lambda entry: anchor(entry.splitlines()[0]) != term)
    return opening + "".join(entry.rstrip() + "\n\n" for entry in entries)


def linked(words: str) -> str:
    """Write ``words``, which are constants of ours, in Markdown with their first term as a link."""
    return _WORDS.sub(lambda found: f"[{found[0]}]({PAGE}{_ANCHORS[found[0]]})", words, count=1)


def symbols_linked(html: str) -> str:
    """Make the symbols of the stage's column heads, marked ``data-term``, links.

    The mouse and a finger follow them. The Tab key passes by, for it is on its way to the handles.
    """
    page = PAGE.replace("&", "&amp;")
    link = rf'<b><a href="{page}\1" target="_blank" rel="noopener" tabindex="-1">\2</a></b>'
    return _SYMBOL.sub(link, html)
