"""The numbers of a derivation follow the hand: each is what Python shows once the hand rests."""

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from ce_core.number_format import format_given, format_number
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.latex import typeset_lines
from ce_core.ui.formulas.live_numbers import live_numbers
from ce_core.ui.formulas.routes import method
from ce_core.ui.formulas.table import Look, chain_values, line_key
from tests.browser.charts.test_live_marks import as_told
from tests.browser.support.driver import Stage
from tests.browser.support.javascript import call_each
from tests.browser.support.server import Server

THREE = one_hot_scenario((-1, 2, 0.5), 0)
LOOK = Look(Notation(), "light")
METHODS = ("two-class", "k-class", "short-road")


def scenarios() -> list[Scenario]:
    """Two to ten classes; gentle, decided and vast logits; ties; soft and smoothed; any T."""
    chance = np.random.default_rng(1515)
    made = [preset.scenario for preset in PRESETS]
    for k in range(2, 11):
        for scale in (0.0, 0.3, 3.0, 30.0, 1000.0):
            logits = (chance.standard_normal(k) * scale).round(2).tolist()
            soft = tuple(chance.dirichlet(np.ones(k)).tolist())
            warmth = float(np.exp(chance.uniform(np.log(0.05), np.log(20))))
            made += [
                one_hot_scenario(logits, int(chance.integers(k))),
                one_hot_scenario(logits, 0, label_smoothing=0.2, temperature=warmth),
                Scenario(tuple(logits), soft),
                Scenario(tuple(logits), soft, temperature=warmth, label_smoothing=0.5),
            ]
        made += [one_hot_scenario([1000.0, *[-1000.0] * (k - 1)], label) for label in (0, k - 1)]
        made.append(one_hot_scenario([5.0, 5.0, *[-3.0] * (k - 2)], 1))
    return made


SCENARIOS = scenarios()


def told_of(key: str, scenario: Scenario, *, written: bool, j: int = 0) -> Iterator[Any]:
    """Give each chain with what the page hands to the browser when it is open at its last line."""
    for shown in method(key, scenario, j=j, written=written).chains:
        lines = len(shown.chain.lines)
        yield shown, live_numbers([(shown, lines)], scenario, j, LOOK, opened=True)


def texts(modules: Page, calls: list[tuple[dict[str, Any], list[Any]]]) -> list[list[str]]:
    """Write quantities of scenarios as the browser does."""
    found: list[list[str]] = modules.evaluate(
        """async (calls) => {
            const { numbersOf } = await import('/charts/live/numbers.js');
            const { writtenAs } = await import('/charts/live/marks.js');
            return calls.map(([scenario, names]) => {
                const numbers = numbersOf(scenario);
                return names.map((name) => writtenAs([name.as, name.of], numbers));
            });
        }""",
        calls,
    )
    return found


@pytest.mark.parametrize("key", METHODS)
def test_values_are_what_python_shows(modules: Page, key: str) -> None:
    calls, expected = [], []
    for number, scenario in enumerate(SCENARIOS):
        j = number % (scenario.n_classes + 1)
        for shown, told in told_of(key, scenario, written=number % 2 == 1, j=j):
            for value, name in zip(chain_values(shown), told["values"][0], strict=True):
                entries = value if isinstance(value, tuple) else (value,)
                # Where Python has no value at all (its digits do not suffice) there is no place.
                if name is not None and not any(map(math.isnan, entries)):
                    calls.append((as_told(scenario), name if isinstance(name, list) else [name]))
                    expected.append((shown.chain.key, scenario, [*map(format_number, entries)]))
    found = texts(modules, calls)
    assert len(found) > 2500
    wrong = [(*told, seen) for told, seen in zip(expected, found, strict=True) if told[2] != seen]
    assert wrong == []


COLOURS_AND_GAPS = re.compile(r"\\textcolor\{[^}]*\}|\\text\{[^}]*\}|\\\\\[[^\]]*\]")
NUMERAL = re.compile(r"(\d+(?:\.\d+)?)(?: \\times 10\^\{(-?\d+)\})?")


def numerals_in(latex: str) -> list[str]:
    """Give the numbers in the LaTeX of a line, unsigned, as they are written in plain text."""
    return [
        f"{digits}e{int(power):+03d}" if power else digits
        for digits, power in NUMERAL.findall(COLOURS_AND_GAPS.sub("", latex))
    ]


@pytest.mark.parametrize("key", METHODS)
def test_numbers_in_a_line_are_those_that_python_typesets(modules: Page, key: str) -> None:
    calls, typeset = [], []
    for number, scenario in enumerate(SCENARIOS):
        if scenario.n_classes > 4:
            continue
        j = number % (scenario.n_classes + 1)
        for shown in method(key, scenario, j=j, written=number % 2 == 1).chains:
            assert shown.numbered is not None
            numbers = shown.numbered.numbers(shown.numbers)
            lines = typeset_lines(shown.numbered.lines, LOOK.letters, LOOK.colours, numbers)
            for count, latex in enumerate(lines, start=1):
                told = live_numbers([(shown, count)], scenario, j, LOOK, opened=True)["open"]
                calls.append((as_told(scenario), [name for name in told if name]))
                typeset.append((shown.chain.key, scenario, [*map(bool, told)], numerals_in(latex)))
    found = texts(modules, calls)
    assert len(found) > 900
    for (chain, scenario, live, expected), seen in zip(typeset, found, strict=True):
        assert len(live) == len(expected), (chain, scenario)
        moving = [text for text, moves in zip(expected, live, strict=True) if moves]
        assert [text.removeprefix("−") for text in seen] == moving, (chain, scenario)


@pytest.mark.parametrize(
    "value", [0.5, 7.0, -9.0, 2.13, 1 / 3, 0.0, 1e6, 1e-9, -0.25, 100.0, 12345]
)
def test_numbers_that_a_person_has_set_are_written_alike(modules: Page, value: float) -> None:
    assert call_each(modules, "shared/format.js", "formatGiven", [[value]]) == [format_given(value)]


# --- on the page -----------------------------------------------------------------------------

# What the last line shows in numbers and as its value, at each frame that the stage paints.
LINES = ".st-key-derivation_lines tbody"
READ = """() => {
    const words = (cell) => {
        const shown = (cell.querySelector('.katex-html') ?? cell).cloneNode(true);
        for (const part of shown.querySelectorAll('[data-gone]')) part.remove();
        return shown.textContent;
    };
    window.lineNow = () => {
        const { children } = document.querySelector(
            '.st-key-derivation_lines tbody tr:last-child');
        return [words(children[2]), words(children[3])];
    };
    window.addEventListener('lab-scenario', () => queueMicrotask(() => {
        window.lineLive = window.lineNow();
    }));
}"""


def plain(texts: list[str]) -> list[str]:
    return [re.sub(r"[\s\u200b\u00a0]", "", text) for text in texts]


@pytest.mark.parametrize("key", METHODS)
def test_every_open_line_follows_and_stays_as_it_is_at_rest(
    page: Page, server: Server, key: str
) -> None:
    stage = Stage(page, f"{server.url}/derivation?road={key}&z=-1,2,0.5&y=0.7,0.2,0.1")
    page.evaluate(READ)
    stops = [
        line_key(shown.chain, number)
        for shown in method(key, THREE).chains
        for number in range(1, len(shown.chain.lines) + 1)
    ]
    seen = 0
    for stop, line in enumerate(stops):
        page.locator(f"{LINES} tr:last-child [href='#line-{line}']").wait_for()
        page.locator(f"{LINES} tr:last-child .katex-html").first.wait_for()
        before = plain(page.evaluate("lineNow()"))
        stage.type_logit(0, ("1.25", "-1", "0")[stop % 3])
        live = plain(page.evaluate("lineLive"))
        stage.wait_until_told()
        page.wait_for_function(
            "() => { const now = lineNow().join(); const same = now === window.lineOnce;"
            " window.lineOnce = now; return same; }",
            polling=100,
        )
        resting = plain(page.evaluate("lineNow()"))
        assert live == resting
        seen += live != before
        if line != stops[-1]:
            page.get_by_role("button", name="Next").click()
    assert seen > 0.8 * len(stops)
