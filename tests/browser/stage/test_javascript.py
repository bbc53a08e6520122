"""The pure modules of the browser, exactly as shipped, against their Python counterparts."""

import itertools
import math
import random
import struct
import unicodedata
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from ce_core import (
    central_difference,
    cross_entropy,
    cross_entropy_grad,
    entropy,
    log_softmax,
    softmax,
)
from ce_core.figures.gradient.simplex import three_classes
from ce_core.figures.marks import push_words, stepped_top
from ce_core.number_format import format_given, format_number, format_percent, format_signed
from ce_core.numeric.cost_level import cost_level, label_leads
from ce_core.numeric.descent.landscape import COSTS, Landscape
from ce_core.numeric.descent.simplex import contours
from ce_core.scenario import PRESETS, clean_name
from ce_core.scenario_query import read_float
from tests.browser.support.javascript import call_each
from tests.texts_of_strangers import HOSTILE

Case = tuple[list[float], list[float], float, float]


# --- the mathematics -------------------------------------------------------------------------


def one_hot(k: int, label: int) -> list[float]:
    return [float(i == label) for i in range(k)]


def cases() -> list[Case]:
    """Several hundred vectors: gentle, wide, tied, tiny, huge; hard, soft and smoothed targets."""
    chance = np.random.default_rng(20)
    made: list[Case] = []
    for k, scale in itertools.product(range(2, 11), (1e-9, 0.1, 1, 5, 30, 800, 1e6, 1e150)):
        for _ in range(3):
            logits = (chance.standard_normal(k) * scale).tolist()
            soft = chance.dirichlet(np.ones(k)).tolist()
            temperature, smoothing = chance.choice([0.05, 0.5, 2.0, 20.0]), chance.uniform(0, 0.9)
            made += [
                (logits, one_hot(k, int(chance.integers(k))), 1.0, 0.0),
                (logits, soft, 1.0, 0.0),
                (logits, one_hot(k, int(np.argmax(logits))), 1.0, float(smoothing)),
                (logits, soft, float(temperature), float(smoothing)),
            ]
    edges = [0.0, 5e-324, 1e-300, 1.0, 36.7, 709.8, 745.2, 1000.0, 1e16, 8.9e307]
    for one, other in itertools.product(edges, edges):
        for label in range(3):
            made.append(([one, -other, other], one_hot(3, label), 1.0, 0.0))
    made += [
        ([1.7e308, -1.7e308], [1.0, 0.0], 1.0, 0.0),
        ([1.7e308, -1.7e308], [0.0, 1.0], 1.0, 0.0),
        ([0.0] * 10, one_hot(10, 0), 1.0, 0.0),
        ([1e308] * 4, [0.25] * 4, 1.0, 0.0),
    ]
    for preset in PRESETS:
        made.append((list(preset.scenario.logits), list(preset.scenario.target), 1.0, 0.0))
    return made


CASES = cases()


@pytest.fixture(scope="module")
def results(modules: Page) -> list[dict[str, Any]]:
    return call_each(modules, "shared/softmax.js", "evaluate", [list(case) for case in CASES])


def both(results: list[dict[str, Any]], part: str) -> Iterator[tuple[Case, Any]]:
    assert len(results) == len(CASES) > 500
    return ((case, result[part]) for case, result in zip(CASES, results, strict=True))


def smoothed(target: list[float], smoothing: float) -> Any:
    return (1 - smoothing) * np.array(target) + smoothing / len(target)


def test_the_browser_has_the_probabilities_of_numeric(results: list[dict[str, Any]]) -> None:
    for (logits, _, temperature, _), found in both(results, "probabilities"):
        expected = softmax(np.array(logits), temperature=temperature)
        np.testing.assert_allclose(found, expected, rtol=1e-13, atol=0, err_msg=str(logits))


def test_the_browser_has_the_log_probabilities_of_numeric(results: list[dict[str, Any]]) -> None:
    for (logits, _, temperature, _), found in both(results, "logProbabilities"):
        expected = log_softmax(np.array(logits), temperature=temperature)
        np.testing.assert_allclose(found, expected, rtol=1e-13, atol=0, err_msg=str(logits))


def test_the_browser_has_the_cost_of_numeric(results: list[dict[str, Any]]) -> None:
    for (logits, target, temperature, smoothing), found in both(results, "cost"):
        expected = cross_entropy(
            np.array(logits) / temperature, np.array(target), label_smoothing=smoothing
        )
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=0, err_msg=str(logits))


def test_the_terms_of_the_browser_sum_to_its_cost(results: list[dict[str, Any]]) -> None:
    for case, (terms, cost) in zip(
        CASES, ((result["terms"], result["cost"]) for result in results), strict=True
    ):
        assert min(terms) >= 0, case
        assert sum(terms) == pytest.approx(cost, rel=1e-14), case


def test_the_browser_has_the_gradient_of_numeric(results: list[dict[str, Any]]) -> None:
    for (logits, target, temperature, smoothing), found in both(results, "gradient"):
        expected = (
            cross_entropy_grad(
                np.array(logits) / temperature, np.array(target), label_smoothing=smoothing
            )
            / temperature
        )
        np.testing.assert_allclose(
            found, expected, rtol=1e-12, atol=1e-15 / temperature, err_msg=str(logits)
        )


def test_the_browser_smooths_the_target_alike(results: list[dict[str, Any]]) -> None:
    for (_, target, _, smoothing), found in both(results, "target"):
        np.testing.assert_allclose(found, smoothed(target, smoothing), rtol=1e-15, atol=0)


def test_the_floor_of_the_cost_is_the_entropy_of_the_target(results: list[dict[str, Any]]) -> None:
    for (_, target, _, smoothing), found in both(results, "floor"):
        expected = entropy(smoothed(target, smoothing))
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


def test_both_call_the_same_costs_low_and_high(modules: Page) -> None:
    costs = [0.0, 1e-9, 0.1, *np.linspace(0.2, 4, 96).tolist(), 17.0, 2000.0, math.inf]
    calls = [
        [cost, floor, k, leads]
        for cost, floor, k, leads in itertools.product(
            costs, (0.0, 0.3, 0.69), range(2, 11), (True, False)
        )
        if cost >= floor
    ]
    calls += [[math.log(k) * by, 0.0, k, True] for k in range(2, 11) for by in (1, 1.001, 1.01)]
    found = call_each(modules, "shared/softmax.js", "costLevel", calls)
    assert found == [cost_level(cost, floor, k, leads=leads) for cost, floor, k, leads in calls]
    assert {*found} == {"low", "medium", "high"}


def test_both_say_alike_whether_the_label_leads(modules: Page) -> None:
    shares = [0.0, 0.1, 0.3, 0.3, 0.5]
    triples = [list(triple) for triple in itertools.product(shares, repeat=3)]
    calls = [[p, y] for p, y in itertools.product(triples, triples[::7])]
    found = call_each(modules, "shared/softmax.js", "labelLeads", calls)
    assert found == [label_leads(*call) for call in calls]
    assert {*found} == {True, False}


# --- descent -----------------------------------------------------------------------------------

RATES = (0.1, 1.0, 10.0)
STEPS = 40
Walk = tuple[dict[str, Any], str, float, int]


def walks() -> list[Walk]:
    """Both costs from gentle, decided and vast logits, with soft labels and temperatures."""
    chance = np.random.default_rng(7)
    starts = [([1.0, -9.0, 4.0, 8.0], one_hot(4, 1), 1.0, 0.0), ([1e308, -1e308], [0, 1], 1.0, 0.0)]
    for k, scale in itertools.product(range(2, 11), (0.1, 3.0, 40.0)):
        logits = (chance.standard_normal(k) * scale).tolist()
        temperature, smoothing = (float(chance.choice(c)) for c in ([0.5, 1, 3], [0, 0.2]))
        soft = chance.dirichlet(np.ones(k)).tolist()
        starts += [
            (logits, one_hot(k, int(chance.integers(k))), temperature, smoothing),
            (logits, soft, temperature, 0.0),
        ]
    scenarios = [
        {"logits": z, "target": y, "temperature": t, "labelSmoothing": s} for z, y, t, s in starts
    ]
    return [
        (scenario, cost, rate, STEPS)
        for scenario, cost, rate in itertools.product(scenarios, COSTS, RATES)
    ]


WALKS = walks()


@pytest.fixture(scope="module")
def runs(modules: Page) -> list[dict[str, Any]]:
    return call_each(modules, "player/descent.js", "descend", [list(walk) for walk in WALKS])


def each(runs: list[dict[str, Any]]) -> Iterator[tuple[Walk, Landscape, dict[str, Any]]]:
    assert len(runs) == len(WALKS) > 300
    for walk, run in zip(WALKS, runs, strict=True):
        scenario, cost = walk[0], walk[1]
        label = smoothed(scenario["target"], scenario["labelSmoothing"])
        landscape = Landscape(tuple((label / label.sum()).tolist()), cost)  # type: ignore[arg-type]
        yield walk, landscape, {name: np.array(values) for name, values in run.items()}


def test_a_run_holds_what_numeric_says_of_its_logits(runs: list[dict[str, Any]]) -> None:
    for (scenario, *_), landscape, run in each(runs):
        temperature = scenario["temperature"]
        np.testing.assert_array_equal(run["logits"][0], scenario["logits"])
        assert {len(values) for values in run.values()} == {STEPS + 1}
        if np.abs(run["logits"]).max() > 1e6:
            continue  # of logits that vast a step is rounded off; of the runs it is not
        near = {"rtol": 1e-9, "atol": 1e-13}
        logits = run["logits"] / temperature
        np.testing.assert_allclose(run["probabilities"], softmax(logits), **near)
        np.testing.assert_allclose(run["costs"], landscape.value(logits), **near)
        slopes = np.linalg.norm(landscape.gradient(logits), axis=-1) / temperature
        np.testing.assert_allclose(run["slopes"], slopes, **near)


def test_each_step_of_a_run_goes_down_the_gradient_of_numeric(runs: list[dict[str, Any]]) -> None:
    for (scenario, _, rate, _), landscape, run in each(runs):
        temperature, logits = scenario["temperature"], run["logits"]
        if np.abs(logits).max() > 1e6:
            continue
        slopes = landscape.gradient(logits / temperature) / temperature
        np.testing.assert_allclose(np.diff(logits, axis=0), -rate * slopes[:-1], atol=1e-11)


def test_a_step_follows_the_slope_measured_by_central_differences(
    runs: list[dict[str, Any]],
) -> None:
    for (scenario, _, rate, _), landscape, run in [*each(runs)][:60]:
        before, after = run["logits"][:2]
        if np.abs(before).max() > 100:
            continue
        height = partial(_height, landscape, scenario["temperature"])
        slope = central_difference(height, before)
        np.testing.assert_allclose(after - before, -rate * slope, atol=1e-7 * max(1, rate))


def _height(landscape: Landscape, temperature: float, logits: Any) -> Any:
    return landscape.value(np.asarray(logits) / temperature)


def test_cross_entropy_only_falls_up_to_a_rate_of_two(runs: list[dict[str, Any]]) -> None:
    # No curvature of it is above 1/(2T²), so a step of up to 4T² cannot overshoot the start.
    for (scenario, cost, rate, _), _, run in each(runs):
        if cost == "cross-entropy" and rate <= 2 * scenario["temperature"] ** 2:
            assert (np.diff(run["costs"]) <= 1e-12 * (1 + run["costs"][:-1])).all()


def test_vast_logits_are_walked_from_without_overflow(runs: list[dict[str, Any]]) -> None:
    for _, _, run in each(runs):
        assert all(np.isfinite(values).all() for values in run.values())


def test_the_flat_start_is_squared_errors_alone(modules: Page) -> None:
    high = {"logits": [1, -9, 4, 8], "target": [0, 1, 0, 0], "temperature": 1, "labelSmoothing": 0}
    calls = [[high, cost, 1.0, 200] for cost in COSTS]
    steep, flat = call_each(modules, "player/descent.js", "descend", calls)
    assert steep["slopes"][0] == pytest.approx(np.sqrt(0.98113516**2 + 1 + 0.01797**2), rel=1e-3)
    assert flat["slopes"][0] < 0.05
    assert (np.array(steep["probabilities"])[:, 1] >= 0.9).argmax() == 18
    assert (np.array(flat["probabilities"])[:, 1] < 0.01).all()


def test_descent_ends_at_a_soft_label(modules: Page) -> None:
    soft = {"logits": [3, -1, 0], "target": [0.2, 0.3, 0.5], "temperature": 1, "labelSmoothing": 0}
    (run,) = call_each(modules, "player/descent.js", "descend", [[soft, COSTS[0], 1.0, 400]])
    np.testing.assert_allclose(run["probabilities"][-1], soft["target"], atol=1e-6)


# --- the triangle ------------------------------------------------------------------------------

LABELS = [(0.0, 0.0, 1.0), (0.2, 0.5, 0.3), (0.5, 0.5, 0.0), (1e-3, 0.9, 0.099)]
EXCESS = (0.1, 0.5, 2.0, 5.0)


def test_the_browser_has_the_contours_of_numeric(modules: Page) -> None:
    calls = [[list(label), excess] for label in LABELS for excess in EXCESS]
    found = iter(call_each(modules, "player/descent.js", "contour", calls))
    for label in LABELS:
        for expected in contours(label, EXCESS):
            lines = next(found)
            # A point that stands alone, cut off on both sides, makes no line.
            inside = np.isfinite(expected[:, 0])
            beside = np.append(inside[1:], False) | np.append(False, inside[:-1])
            np.testing.assert_allclose(np.concatenate(lines), expected[inside & beside], atol=1e-9)


def test_the_browser_chooses_the_classes_that_figures_choose(modules: Page) -> None:
    calls = [[logits, target] for logits, target, *_ in CASES if len(logits) >= 3]
    found = call_each(modules, "player/descent.js", "threeClasses", calls)
    for call, chosen in zip(calls, found, strict=True):
        assert tuple(chosen) == three_classes(*call), call


# --- the numbers as text ---------------------------------------------------------------------


def numbers() -> list[float]:
    """Thousands of doubles: random bits, everyday decimals, exact halves, edges of a format."""
    chance = random.Random(7)
    bits = [struct.unpack("<d", chance.randbytes(8))[0] for _ in range(3000)]
    everyday = [round(chance.uniform(-12, 12), chance.randrange(6)) for _ in range(1000)]
    shares = [chance.random() ** chance.randrange(1, 9) for _ in range(1000)]
    halves = [n / 2**p for p in range(1, 12) for n in range(1, 2**p, 2) if p < 8 or n < 99]
    edges = [
        math.nextafter(m * 10.0**e, m * 10.0**e * direction)
        for m in (0.9994999, 0.9995, 0.99951, 1, 5)
        for e in range(-9, 10)
        for direction in (0, 1, 2)
    ]
    special = [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1.7976931348623157e308]
    return [*bits, *everyday, *shares, *halves, *edges, *special]


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("formatNumber", format_number),
        ("formatSigned", format_signed),
        ("formatGiven", format_given),
    ],
)
def test_numbers_are_written_alike(modules: Page, name: str, python: Any) -> None:
    values = numbers()
    assert len(values) > 5000
    found = call_each(modules, "shared/format.js", name, [[value] for value in values])
    assert found == [python(value) for value in values]


def test_axes_end_alike(modules: Page) -> None:
    values = [abs(value) for value in numbers() if math.isfinite(value)]
    values += [1.5 * 10.0**e / 1.08 for e in range(300)] + [10.0**e / 1.08 for e in range(300)]
    found = call_each(modules, "shared/axis.js", "steppedTop", [[value] for value in values])
    assert found == [stepped_top(value) for value in values]


def test_percentages_are_written_alike(modules: Page) -> None:
    values = [value for value in numbers() if 0 <= value <= 1]
    values += [n / 2000 for n in range(2001)]
    found = call_each(modules, "shared/format.js", "formatPercent", [[value] for value in values])
    assert found == [format_percent(value) for value in values]


def test_what_a_gradient_means_is_said_alike(modules: Page) -> None:
    slopes = [0.0, -0.0, 5e-324, -5e-324, 0.3, -0.3, 1e300, -1e300]
    found = call_each(modules, "stage/sentences.js", "pushWords", [[slope] for slope in slopes])
    assert found == [*map(push_words, slopes)]
    assert len({*found}) == 3


def names() -> list[str]:
    """Names of every kind of character, in every place: two tables of Unicode must agree."""
    chance = random.Random(8)
    # Characters that both tables know; half a pair of UTF-16 is no text.
    codes = [
        *range(0x2100),
        *range(0x3000, 0x3100),
        *range(0xFE00, 0x10000),
        *range(0x1F600, 0x1F650),
    ]
    signs = [chr(c) for c in codes if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    made = [f"a{sign}b {sign}" for sign in signs]
    made += ["".join(chance.choices(signs, k=chance.randrange(60))) for _ in range(2000)]
    return [*made, *HOSTILE.values(), "", " ", "x" * 200, "\N{GRINNING FACE}" * 60]


def test_names_are_cleaned_alike(modules: Page) -> None:
    given = names()
    assert len(given) > 9000
    found = call_each(modules, "shared/names.js", "cleanName", [[name] for name in given])
    wrong = [
        (name, seen) for name, seen in zip(given, found, strict=True) if seen != clean_name(name)
    ]
    assert wrong == []


def test_an_exact_number_in_a_field_reads_back_the_same(modules: Page) -> None:
    values = [value for value in numbers() if math.isfinite(value)]
    texts = call_each(modules, "shared/format.js", "exactNumber", [[value] for value in values])
    found = call_each(modules, "shared/format.js", "readNumber", [[text] for text in texts])
    assert [*map(float, found)] == values  # on the way here whole numbers become int
    assert [read_float(text) for text in texts] == values


def test_a_typed_number_is_read_alike(modules: Page) -> None:
    texts = ["5", "+5", "-5", "−5", ".5", "5.", "-.5", "1e3", "1E-3", "1e+3", "5e-324", "1e308"]
    texts += ["1e309", "1e-400", "e5", ".", "-", "+", "−−", "1e", "1e1.5", "0x10", "1_0", "٣"]
    texts += ["inf", "nan", "Infinity", "1,5", "1+1", "--1", "x"]
    texts += ["", " ", " 7 ", "1 0", "1\n", "<b>1</b>", "(1)"]
    found = call_each(modules, "shared/format.js", "readNumber", [[text] for text in texts])
    assert found == [read_float(text) for text in texts]
