"""Every deviation that can be named has a remedy in every framework, in short sentences."""

import re
from pathlib import Path

import pytest

from ce_core.frameworks.remedies import FRAMEWORKS, REMEDIES
from ce_core.numeric.explain.deviations import KEYS

PAGES = {path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py")}


def test_every_deviation_has_a_remedy_and_every_remedy_a_deviation() -> None:
    assert {*REMEDIES} == {*KEYS}


@pytest.mark.parametrize("key", sorted(REMEDIES))
def test_a_remedy_speaks_for_every_framework_and_links_to_a_page(key: str) -> None:
    remedy = REMEDIES[key]
    assert tuple(remedy.lines) == FRAMEWORKS
    assert remedy.page in PAGES
    for line in remedy.lines.values():
        prose = re.sub(r"`[^`]*`", "x", line)
        assert line.count("`") % 2 == 0
        assert max(len(sentence.split()) for sentence in prose.split(". ")) <= 25
        assert line.endswith(".")
