"""The glossary: each term has a sentence and a formula, and what links to it finds it."""

import re

import pytest

from ce_core.component_parts import stage_html
from ce_core.symbolic.derivations import meanings
from ce_core.ui.shell import terms
from tests.browser.support.server import ROOT

TEXT = (ROOT / "assets" / "app" / "terms.md").read_text("utf-8")
TERMS = dict(re.findall(r"^#### (.+?)\n\n(.+?)(?=\n#### |\Z)", TEXT, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_one_or_two_sentences_and_a_formula(term: str) -> None:
    words, formula = TERMS[term].strip().split("\n\n")
    assert 1 <= len(re.findall(r"\.(?:\s|$)", words)) <= 3
    assert re.fullmatch(r"\$[^$]+\$", formula)


def test_what_links_to_the_glossary_finds_its_term() -> None:
    known = {terms.anchor(term) for term in TERMS}
    assert terms.anchors() <= known
    linked = re.findall(
        r'href="help\?section=terms&amp;term=([a-z-]+)"', terms.symbols_linked(stage_html())
    )
    assert linked == ["logits", "softmax-probabilities", "label", "cost", "gradient"]
    assert set(linked) <= known


def test_a_link_opens_the_glossary_at_its_term() -> None:
    for term in TERMS:
        found = terms.with_first(TEXT, terms.anchor(term))
        headings = re.findall(r"^#### (.+)$", found, re.MULTILINE)
        assert headings[0] == term
        assert sorted(headings) == sorted(TERMS)
        assert found.index("Symbols as in") < found.index("####")
    assert re.findall(r"^#### (.+)$", terms.with_first(TEXT, "<b>"), re.MULTILINE) == [*TERMS]


@pytest.mark.parametrize("words", [*meanings.ANY_CLASS.values(), *meanings.FIRST_CLASS.values()])
def test_what_the_letters_of_a_derivation_mean_is_linked(words: str) -> None:
    found = terms.linked(words)
    assert re.sub(r"\[(.+?)\]\(.+?\)", r"\1", found) == words
    assert found.count("](help?section=terms&term=") == 1
