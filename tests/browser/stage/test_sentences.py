"""What the sentence on the stage claims is true for scenarios of all kinds."""

import re

from mpmath import mp, mpf
from playwright.sync_api import Page

from ce_core.scenario import Scenario
from tests.browser.support.javascript import call_each
from tests.figures.scenarios_at_random import Numbers, numbers_of, scenarios
from tests.figures.test_captions import NUMBER, PERCENT, TINY, class_of, found, shows, size_of

SEED = 22


def test_what_the_sentence_claims_is_true(modules: Page) -> None:
    drawn = list(scenarios(SEED))
    arguments = [[list(s.logits), list(s.target), s.temperature, s.label_smoothing] for s in drawn]
    results = call_each(modules, "shared/softmax.js", "evaluate", arguments)
    calls = [
        [{"names": list(s.names), "target": list(s.target)}, result]
        for s, result in zip(drawn, results, strict=True)
    ]
    sentences = call_each(modules, "stage/sentences.js", "stateSentence", calls)
    seen = set()
    with mp.workdps(50):
        for scenario, sentence in zip(drawn, sentences, strict=True):
            try:
                seen.add(_check(scenario, numbers_of(scenario), sentence))
            except AssertionError as wrong:
                raise AssertionError(f"{scenario}: “{sentence}”: {wrong}") from wrong
    assert seen == {"low", "medium", "high"}


def _check(scenario: Scenario, n: Numbers, sentence: str) -> str:
    for name, gets in re.findall(rf"([Cc]lass \d+) gets ({PERCENT})", sentence):
        assert shows(gets, n.p[class_of(name.lower())])
    cost, level = found(rf"the cost is {NUMBER}[:,] (low|medium|high)\b", sentence)
    assert shows(cost, n.cost, size_of(scenario))
    if "entropy of the label" in sentence:
        (floor,) = found(rf"Of it {NUMBER} is the entropy", sentence)
        assert shows(floor, n.floor)
    else:
        assert max(n.y) >= 1 - TINY
    _check_level(n, level, sentence)
    return level


def _check_level(n: Numbers, level: str, sentence: str) -> None:
    uniform, noise = mp.log(n.k), mpf("1e-6")
    largest = [i for i in range(n.k) if n.y[i] >= max(n.y) - TINY]
    rest = [n.p[i] for i in range(n.k) if i not in largest]
    leads = max(n.p[i] for i in largest) - max(rest, default=mpf(-1))
    if "uniform guess" in sentence:
        (said,) = found(rf"uniform guess costs (?:only )?{NUMBER}", sentence)
        assert shows(said, uniform)
    if level == "low":
        assert "close to the label" in sentence
        assert leads > -noise
        assert n.cost - n.floor <= (uniform - n.floor) / 2 + noise
    if level == "high":
        assert n.cost > uniform
        if "got less than" in sentence:
            assert found(r"less than 1/(\d+)\.", sentence) == (str(n.k),)
            assert n.p[largest[0]] < mpf(1) / n.k
    if level == "medium":
        assert n.cost <= uniform * mpf("1.006")
        if abs(leads) > noise:
            assert ("lead" in sentence) == (leads < 0)
