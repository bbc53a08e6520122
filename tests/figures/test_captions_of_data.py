"""What Descent, Stability and Batches claim of their numbers is true, by fifty digits.

As ``test_captions.py`` does for the figures of a scenario: soft labels, ties, K from 2 to 10,
temperatures and smoothing, each claim read out of the sentence and held against a computation of
this file.
"""

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import numpy as np
import pytest
from mpmath import mp, mpf

from ce_core.figures.error_curves import ErrorCurves, error_curves
from ce_core.figures.loss_histogram import loss_histogram
from ce_core.figures.training_curve import training_chart
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.settings import Settings
from ce_core.numeric.floating_point.step_by_step import PRECISIONS
from ce_core.scenario import Scenario
from ce_core.ui.batch.settings import effect
from ce_core.ui.components import digit_cards
from ce_core.ui.stability import measure
from tests.figures.scenarios_at_random import scenarios
from tests.figures.test_captions import NUMBER, PERCENT, found, number, shows

SEED = 31
LOST = {"float16": mpf(2) ** -24, "float32": mpf(2) ** -149, "float64": mpf(2) ** -1074}
"""The smallest positive number of each precision, from IEEE 754."""


def softmax(z: Sequence[mpf]) -> list[mpf]:
    largest = max(z)
    powers = [mp.exp(each - largest) for each in z]
    total = mp.fsum(powers)
    return [each / total for each in powers]


def cost_of(z: Sequence[mpf], y: Sequence[mpf]) -> mpf:
    """Σ y·(m + log(1 + the other powers) − z), so that a tiny cost keeps its digits."""
    first = max(range(len(z)), key=lambda i: z[i])
    rest = mp.log1p(mp.fsum(mp.exp(each - z[first]) for i, each in enumerate(z) if i != first))
    return mp.fsum(b * ((z[first] - a) + rest) for a, b in zip(z, y, strict=True) if b)


def gradient_of(z: Sequence[mpf], y: Sequence[mpf]) -> list[mpf]:
    """ŷ − y; where y is 1 from the other probabilities, for the same reason."""
    p = softmax(z)
    others = [mp.fsum(b for j, b in enumerate(p) if j != i) for i in range(len(p))]
    return [-o if b == 1 else a - b for a, b, o in zip(p, y, others, strict=True)]


def exactly(values: Sequence[float]) -> list[mpf]:
    return [mpf(each) for each in values]


@pytest.fixture(autouse=True)
def fifty_digits() -> Iterator[None]:
    with mp.workdps(50):
        yield


# --- Numerical stability ---------------------------------------------------------------------


def asked(count: int) -> Iterator[tuple[Scenario, float, str]]:
    draw = random.Random(SEED)
    for scenario in islice(scenarios(SEED), count):
        yield scenario, draw.choice(measure.SCALES), draw.choice(PRECISIONS)


def true_values(scenario: Scenario, scale: float) -> tuple[mpf, list[mpf]]:
    z = exactly(measure.scaled_logits(scenario, scale))
    y = exactly(scenario.smoothed_target)
    return cost_of(z, y), gradient_of(z, y)


def test_verdicts_of_both_formulas_are_their_errors() -> None:
    for scenario, scale, precision in asked(160):
        cost, gradient = true_values(scenario, scale)
        for build, exact in zip(
            (*measure.COST, *measure.GRADIENT), ([cost], [cost], gradient, gradient), strict=True
        ):
            measured = measure.measure(build, scenario, scale, precision)  # type: ignore[arg-type]
            judge(measured, exact, f"{scenario} ×{scale} {precision}: {measured.verdict}")


def judge(measured: measure.Measured, exact: Sequence[mpf], where: str) -> None:
    result = measured.computation.result.tolist()
    said = measured.verdict
    if not all(map(np.isfinite, result)):
        nan = any(map(np.isnan, result))
        assert said == ("not a number" if nan else "infinite error"), where
        assert not measured.is_right, where
        return
    off = max(abs(mpf(a) - b) for a, b in zip(result, exact, strict=True))
    size = max(map(abs, exact))
    if said == "exact":
        assert off <= size * mpf("1e-45"), where
        return
    if said == "infinite error":  # the true gradient is 0, and the computed one is not
        assert size == 0 < off, where
        return
    (relative,) = found(rf"relative error {NUMBER}", said)
    assert shows(relative, off / size, mpf("1e-40")), where
    if "the exact result is tiny" in said:
        (absolute,) = found(rf"absolute error is only {NUMBER}$", said)
        assert shows(absolute, off, mpf("1e-40")), where
        assert size < 1 > off, where
    assert measured.is_right == (
        off / size < measure.TOLERABLE[measured.computation.precision]
        or off < mpf(float(np.finfo(measured.computation.precision).eps))
    ), where


def textbook(scenario: Scenario, scale: float, precision: str) -> float:
    """The textbook cost with NumPy, in one line a step; nan and ∞ are what is looked for."""
    y = np.asarray(scenario.smoothed_target).astype(precision)
    with np.errstate(all="ignore"):
        z = np.asarray(measure.scaled_logits(scenario, scale)).astype(precision)
        e = np.exp(z)
        return float((-y * np.log(e / e.sum())).sum())


def test_crosses_stand_where_a_result_stops_being_finite() -> None:
    for scenario in islice(scenarios(SEED), 0, 320, 10):
        for quantity in ("cost", "gradient"):
            curves = measure.curves(scenario, quantity)
            said = error_curves(curves, 20, "float32", "light").caption
            claimed = dict(re.findall(rf"(float\d\d) at ×{NUMBER}", said.split(" Stable")[0]))
            if quantity == "cost":
                crosses(scenario, curves, claimed)
            assert ("never, up to a factor" in said) == all(
                np.isfinite(curves.errors["stable", p]).all() for p in PRECISIONS
            )
            if "may lose all of it" in said:
                tiny = [min_size(scenario, scale, quantity) for scale in curves.scales]
                assert min(tiny) < mpf(float(np.finfo("float16").eps)), scenario


def crosses(scenario: Scenario, curves: ErrorCurves, claimed: dict[str, str]) -> None:
    for precision in PRECISIONS:
        broken = [s for s in curves.scales if not np.isfinite(textbook(scenario, s, precision))]
        assert (precision in claimed) == bool(broken), (scenario, precision)
        if broken:
            assert shows(claimed[precision], mpf(broken[0])), (scenario, precision)


def min_size(scenario: Scenario, scale: float, quantity: str) -> mpf:
    cost, gradient = true_values(scenario, scale)
    return cost if quantity == "cost" else max(map(abs, gradient))


def test_why_with_logits_says_what_the_two_results_are() -> None:
    for scenario, scale, precision in asked(320):
        stable, two = measure.one_call_and_two(scenario, scale, precision)  # type: ignore[arg-type]
        said = measure.why_with_logits(two, stable, scenario.names)
        least, most = found(rf"above 0 is {NUMBER}\. So no cost above {NUMBER} nats", said)
        assert shows(least, LOST[precision])
        assert shows(most, -mp.log(LOST[precision]))
        cost, _ = true_values(scenario, scale)
        result = float(two.computation.result[0])
        if np.isfinite(result):
            assert result <= -mp.log(LOST[precision]) * mpf("1.002")
        if "both ways are right" in said:
            assert abs(result - cost) <= mpf("0.01") * (1 + cost)
            assert "no ŷ is rounded to 0" in said
            shares = next(s for s in two.computation.steps if s.symbol.startswith("ŷ"))
            assert (shares.values > 0).all(), (scenario, scale, precision)
        elif "the two calls fail and the single call does not" in said:
            assert not np.isfinite(result) or abs(result - cost) > mpf("1e-13") * cost
            single = float(stable.computation.result[0])
            assert abs(single - cost) <= mpf("0.01") * (1 + cost)


def test_softmax_applied_twice_costs_at_least_what_is_said() -> None:
    for scenario, scale, _ in asked(320):
        k = scenario.n_classes
        z, y = exactly(measure.scaled_logits(scenario, scale)), exactly(scenario.smoothed_target)
        once = softmax(z)
        bound = mp.log(1 + (k - 1) / mp.e)
        assert cost_of(once, y) >= bound * (1 - mpf("1e-12"))
        assert max(softmax(once)) <= mp.e / (mp.e + k - 1) + mpf("1e-40")
        # ... and moves each probability towards 1/K, as the page says: none overtakes another.
        assert max(softmax(once)) <= max(once) + mpf("1e-40")


# --- Batches ---------------------------------------------------------------------------------


def batches() -> Iterator[tuple[Batch, list[list[mpf]], list[list[mpf]], Settings]]:
    """Rows of equal K from scenarios at random, with one temperature and smoothing a batch."""
    draw = random.Random(SEED)
    by_k: dict[int, list[Scenario]] = {}
    for scenario in scenarios(SEED + 1):
        by_k.setdefault(scenario.n_classes, []).append(scenario)
    for k, of_k in by_k.items():
        for start in range(0, len(of_k) - 4, 5):
            rows = of_k[start : start + 5]
            soft = draw.random() < 0.5
            t, epsilon = draw.choice((1.0, 0.5, 4.0)), draw.choice((0.0, 0.1, 0.6))
            logits = np.array([row.logits for row in rows])
            if soft:
                target = np.array([row.target for row in rows])
                labels = [exactly(row.target) for row in rows]
            else:
                target = np.array([draw.randrange(k) for _ in rows])
                labels = [[mpf(int(c == i)) for c in range(k)] for i in target.tolist()]
            settings = Settings(temperature=t, label_smoothing=epsilon)
            z = [[mpf(each) / mpf(t) for each in row] for row in logits.tolist()]
            yield Batch(logits, target), z, labels, settings


def smoothed(y: Sequence[mpf], epsilon: float) -> list[mpf]:
    e = mpf(epsilon)
    return [(1 - e) * each / mp.fsum(y) + e / len(y) for each in y]


def test_what_is_said_of_a_batch_of_losses() -> None:
    for batch, z, labels, settings in batches():
        losses = [
            cost_of(row, smoothed(y, settings.label_smoothing))
            for row, y in zip(z, labels, strict=True)
        ]
        noise = mpf("1e-12") * (1 + max(abs(each) for row in z for each in row))
        evaluation = evaluate(batch, settings)
        said = loss_histogram(evaluation.losses, batch.n_classes, "light", weighted=False).caption
        low, high, share, above, of = found(
            rf"from {NUMBER} to {NUMBER} nats\. ({PERCENT}) of the rows \((\d+) of (\d+)\)", said
        )
        assert shows(low, min(losses), noise)
        assert shows(high, max(losses), noise)
        assert int(of) == len(losses)
        even = mp.log(batch.n_classes)
        assert sum(each > even + noise for each in losses) <= int(above)
        assert int(above) <= sum(each > even - noise for each in losses)
        assert shows(share, mpf(int(above)) / int(of))


def test_what_is_said_of_smoothed_labels() -> None:
    for batch, _, labels, settings in batches():
        if not settings.label_smoothing:
            continue
        said = effect("label_smoothing", batch, settings, evaluate(batch, settings))
        new = [smoothed(y, settings.label_smoothing) for y in labels]
        if "A true class's label" in said:
            true, other = found(rf"label is {NUMBER}, another's {NUMBER} instead", said)
            for before, after in zip(labels, new, strict=True):
                for y, now in zip(before, after, strict=True):
                    assert y in (0, 1)
                    assert shows(true if y else other, now)
        else:
            times, plus = found(rf"multiplied by {NUMBER}, and {NUMBER} is added", said)
            for before, after in zip(labels, new, strict=True):
                for y, now in zip(before, after, strict=True):
                    assert abs(number(times) * y + number(plus) - now) <= mpf("0.006")


def test_a_row_that_guesses_uniformly_does_not_cost_more_than_a_uniform_guess() -> None:
    for k in range(2, 11):
        logits = np.full((4, k), 0.1 * k)
        evaluation = evaluate(Batch(logits, np.array([0, 1, 0, 1])), Settings())
        assert "0 % of the rows (0 of 4)" in (
            loss_histogram(evaluation.losses, k, "light", weighted=False).caption
        )


# --- Descent on digits -----------------------------------------------------------------------


@cache
def shares_of(at: int, index: int) -> list[mpf]:
    school = digit_cards.school()
    classifier, pixels = school.training.snapshots[at], school.held_out.pixels[index].tolist()
    z = [
        mp.fdot(exactly(row), exactly(pixels)) + mpf(b)
        for row, b in zip(classifier.weights.tolist(), classifier.bias.tolist(), strict=True)
    ]
    return softmax(z)


@pytest.mark.parametrize("at", [0, 1, 8, -1])
def test_what_is_said_of_single_digits(at: int) -> None:
    school = digit_cards.school()
    classifier = school.training.snapshots[at]
    low, high = digit_cards.extremes(classifier, school.held_out)
    assert len({int(school.held_out.labels[index]) for index in low}) == len(low)
    for index in (*low, *high):
        said = digit_cards.verdict(classifier, school.held_out, index)
        p, label = shares_of(at, index), int(school.held_out.labels[index])
        name, gets, cost = found(rf"^(\d) gets ({PERCENT}): cost {NUMBER}\.", said)
        assert int(name) == label
        assert shows(gets, p[label])
        assert shows(cost, -mp.log(p[label]))
        other = re.search(rf"The prediction is (\d), with ({PERCENT})\.", said)
        assert bool(other) == any(each > p[label] for each in p)
        if other:
            assert p[int(other[1])] == max(p)
            assert shows(other[2], max(p))


def test_what_is_said_of_the_training() -> None:
    school = digit_cards.school()
    drawn = training_chart(school.training, school.held_out_costs, 0, "light")
    (start,) = found(rf"log 10 = {NUMBER} nats", drawn.caption)
    assert shows(start, mp.log(10))
    assert "all digits are equally likely" in drawn.caption
    assert len({str(each) for each in shares_of(0, 0)}) == 1
    (unseen,) = found(rf"{NUMBER} on the validation digits", drawn.alt)
    costs = [
        -mp.log(shares_of(-1, index)[int(label)])
        for index, label in enumerate(school.held_out.labels.tolist())
    ]
    assert shows(unseen, mp.fsum(costs) / len(costs))
