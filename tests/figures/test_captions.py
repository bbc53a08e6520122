"""What captions claim (largest, above, below, equal, at least) is true for scenarios of all kinds.

Each claim is read out of the caption and held against numbers that are computed here, with 50
digits and in another way. Numbers in captions have three digits; each has to be the right one.
"""

import re
from collections.abc import Callable
from functools import partial

import pytest
from mpmath import mp, mpf

from ce_core.figures.cost.both_cases import both_cases
from ce_core.figures.cost.comparison import compared_gradients, compared_terms
from ce_core.figures.cost.convexity import along_chord, curvature
from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.cost.entropy_floor import cost_floor
from ce_core.figures.cost.logit_curves import cost_along_each_logit
from ce_core.figures.cost.softmax_or_sigmoids import shifted_costs, two_readings
from ce_core.figures.cost.surface import cost_contour
from ce_core.figures.gradient.balance import balance_chart
from ce_core.figures.gradient.bars import gradient_bars
from ce_core.figures.gradient.jacobian import jacobian_chart
from ce_core.figures.gradient.simplex import simplex_chart, three_classes
from ce_core.figures.gradient.temperature import temperature_chart
from ce_core.figures.theme import Chart
from ce_core.figures.two_classes.log_odds import log_odds_ruler
from ce_core.figures.two_classes.logit_shift import shift_chart
from ce_core.figures.two_classes.pair import gradient_words, pair_of
from ce_core.figures.two_classes.sigmoid import sigmoid_chart, slope_chart
from ce_core.scenario import Scenario
from ce_core.ui.derivation import remarks
from tests.figures.scenarios_at_random import Numbers, numbers_of, scenarios

SEED = 20
NUMBER = r"([−+]?(?:\d+(?:\.\d+)?(?:e[+-]\d+)?|∞))"
PERCENT = r"(?:more than |less than )?\d+(?:\.\d)? %"
NAME = r"(class \d+)"
TINY = mpf("1e-12")  # two floats so near are one number

Claims = Callable[[Scenario, Numbers], None]


def number(text: str) -> mpf:
    return mp.inf if text.endswith("∞") else mpf(text.replace("−", "-"))


def shows(text: str, value: mpf, noise: mpf = TINY) -> bool:
    """Whether a number of three digits, or a percentage, is that of a value.

    ``noise`` is what the rounding of floats may do, relative to 1 and to the value.
    """
    if text.endswith("%"):
        if text.startswith("more"):
            return value >= mpf("0.999") - noise
        if text.startswith("less"):
            return 0 <= value <= mpf("0.001") + noise
        return abs(number(text.split()[0]) / 100 - value) <= mpf("0.00050001") + noise
    said = number(text)
    digits = abs(value) * mpf("0.0050001")
    return said == value or abs(said - value) <= digits + noise * (1 + abs(value))


def found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    assert match, (pattern, text)
    return match.groups()


def class_of(name: str) -> int:
    return int(name.removeprefix("class ")) - 1


def size_of(scenario: Scenario) -> mpf:
    """How much rounding the logits themselves allow: their last bits, over T."""
    return TINY * (1 + max(map(abs, scenario.logits)) / mpf(scenario.temperature))


# --- the cost --------------------------------------------------------------------------------


def low_cost(scenario: Scenario, n: Numbers) -> None:
    for unit, per in (("nats", mpf(1)), ("bits", mp.log(2))):
        said = low_cost_curve(scenario, "light", unit=unit).caption  # type: ignore[arg-type]
        if "true class" in said:
            name, gets, cost = found(
                rf"true class, {NAME}, gets ({PERCENT}), .*= {NUMBER} {unit}", said
            )
            assert abs(n.y[class_of(name)] - 1) <= TINY
        else:
            name, gets, cost, label = found(
                rf"larger label than {NAME}. It gets ({PERCENT}): .*= {NUMBER} {unit}.*"
                rf"its label, {NUMBER}\.$",
                said,
            )
            assert n.y[class_of(name)] >= max(n.y) - TINY
            assert shows(label, n.y[class_of(name)])
        assert shows(gets, n.p[class_of(name)])
        assert shows(cost, -mp.log(n.p[class_of(name)]) / per, size_of(scenario))


def high_cost(scenario: Scenario, n: Numbers) -> None:
    said = high_cost_curve(scenario, "light").caption
    true = max(range(n.k), key=lambda i: (n.y[i], -i))
    others = [i for i in range(n.k) if i != true]
    over = {i: n.p[i] - n.y[i] for i in others}
    (cost,) = found(rf"−log\(1 − ŷ\) = {NUMBER} nats", said)
    if "No wrong class" in said:
        name, gets = found(rf"No wrong class gets more than {NAME}: ({PERCENT})", said)
        assert abs(n.y[true] - 1) <= TINY
        assert n.p[class_of(name)] >= max(n.p[i] for i in others) - TINY
        assert n.cost >= number(cost) * mpf("0.99") - size_of(scenario)
    elif "further above" in said:
        name, gets, label = found(
            rf"above its label than {NAME}: ({PERCENT}) for a label of {NUMBER}\.", said
        )
        assert over[class_of(name)] >= max(over.values()) - TINY
        assert over[class_of(name)] > 0
        assert shows(label, n.y[class_of(name)])
    elif "as much as its label" in said:
        name, gets = found(rf"{NAME} gets about as much as its label, ({PERCENT})", said)
        assert abs(over[class_of(name)]) <= mpf("0.0011")
    else:
        name, gets, label = found(
            rf"{NAME} comes closest, with ({PERCENT}) for a label of {NUMBER}", said
        )
        assert max(over.values()) <= TINY
        assert over[class_of(name)] >= max(over.values()) - TINY
        assert shows(label, n.y[class_of(name)])
    assert shows(gets, n.p[class_of(name)])
    rest = mp.fsum(p for i, p in enumerate(n.p) if i != class_of(name))
    assert shows(cost, -mp.log(rest), size_of(scenario))


def cases(scenario: Scenario, n: Numbers) -> None:
    for log_axis in (False, True):
        said = both_cases(scenario, "light", log_axis=log_axis).caption
        for name, y, cost in re.findall(rf"For {NAME}, C\(p, ([01])\) = {NUMBER}", said):
            p = n.p[class_of(name)]
            rest = mp.fsum(q for i, q in enumerate(n.p) if i != class_of(name))
            assert shows(cost, -mp.log(p if y == "1" else rest), size_of(scenario))


def along_each(scenario: Scenario, n: Numbers) -> None:
    said = cost_along_each_logit(scenario, "light").caption
    (cost,) = found(rf"current cost, {NUMBER} nats", said)
    assert shows(cost, n.cost, size_of(scenario))
    assert ("(ŷ − y)/T" in said) == (scenario.temperature != 1)
    steepest = max(map(abs, n.gradient))
    if "The gradient is 0" in said:
        assert steepest <= TINY / scenario.temperature
        return
    name, slope = found(rf"None is steeper than that of {NAME}, {NUMBER}: raising", said)
    found_slope = n.gradient[class_of(name)]
    noise = TINY / scenario.temperature
    assert abs(found_slope) >= steepest - noise
    assert shows(slope, found_slope, noise)
    if abs(found_slope) > noise:
        assert ("raising this logit raises the cost" in said) == (found_slope > 0)


def floor(scenario: Scenario, n: Numbers) -> None:
    said = cost_floor(scenario, "light").caption
    if "The label is one class" in said:
        assert max(n.y) >= 1 - TINY
        return
    least, above = found(rf"H\(y\) = {NUMBER} nats.*the cost is {NUMBER} above", said)
    assert shows(least, n.floor)
    assert shows(above, n.cost - n.floor, size_of(scenario))
    # Softmax never gives exactly 0: where a label is 0 the floor is not reached.
    assert ("is reached where" in said) == (min(n.y) > 0)


def sigmoids(scenario: Scenario, n: Numbers) -> None:
    t = mpf(scenario.temperature)
    z = [mpf(each) / t for each in scenario.logits]
    singles = [1 / (1 + mp.exp(-each)) for each in z]
    apart = mp.fsum(
        y * _softplus(-each) + (1 - y) * _softplus(each) for y, each in zip(n.y, z, strict=True)
    )
    said = two_readings(scenario, "light").caption
    cost, together = found(rf"costs {NUMBER} nats.*together {NUMBER}\. ", said)
    assert shows(cost, n.cost, size_of(scenario))
    assert shows(together, apart, size_of(scenario))
    if said.endswith("both say the same."):
        assert apart - n.cost < mpf("0.01")
        return
    (extra,) = found(rf"The difference, {NUMBER},", said)
    assert shows(extra, apart - n.cost)
    if "happen to sum to 1" in said:
        assert abs(mp.fsum(singles) - 1) < mpf("0.006")
    else:
        (total,) = found(rf"sigmoids sum to {NUMBER}, not to 1", said)
        assert shows(total, mp.fsum(singles))
        assert total != "1.00"
    # The other figure says that the sigmoids always cost more.
    assert "always above" in shifted_costs(scenario, "light").caption
    assert apart > n.cost


def _softplus(z: mpf) -> mpf:
    return mp.log(1 + mp.exp(z)) if z < 400 else z


def landscape(scenario: Scenario, n: Numbers) -> None:
    said = cost_contour(scenario, "light", cost="cross-entropy").caption
    if "its gradient is 0" in said:
        assert abs(n.gradient[0]) + abs(n.gradient[1]) <= 4 * TINY / scenario.temperature
        return
    start, end = found(rf"from {NUMBER} to {NUMBER}\.$", said)
    assert shows(start, n.cost, size_of(scenario))
    assert number(end) <= number(start)


def convexity(scenario: Scenario, n: Numbers) -> None:
    del n
    said = along_chord(scenario, "light", cost="squared error").caption
    if "never rises above its chord" in said:
        value, chord = found(rf"squared error is {NUMBER}, but .*is at {NUMBER}\.", said)
        assert number(value) >= number(chord)
    said = along_chord(scenario, "light", cost="cross-entropy").caption
    value, chord = found(rf"cross-entropy is {NUMBER}, its chord {NUMBER}\.", said)
    assert number(value) <= number(chord) * mpf("1.006")
    said = curvature(scenario, "light").caption
    (smallest,) = found(rf"smallest eigenvalue is {NUMBER}\.", said)
    assert number(smallest) >= 0
    if "Squared error does here" in said:
        (lowest,) = found(rf"does here, with {NUMBER}:", said)
        assert number(lowest) < 0


# --- the gradient ----------------------------------------------------------------------------


def balanced(scenario: Scenario, n: Numbers) -> None:
    said = balance_chart(scenario, "light").caption
    total = mp.fsum(map(abs, n.gradient)) / 2
    noise = TINY / scenario.temperature
    if "1 − ŷ of the labelled class" in said:
        true = max(range(n.k), key=lambda i: n.y[i])
        assert abs(n.y[true] - 1) <= TINY
        rest = mp.fsum(p for i, p in enumerate(n.p) if i != true)
        assert abs(rest / scenario.temperature - total) <= noise
    (size,) = found(rf"(?:class|\|ŷ − y\|), {NUMBER}[. ]", said)
    assert shows(size, total, noise)
    assert ("divided by T" in said) == (scenario.temperature != 1)


def bars(scenario: Scenario, n: Numbers) -> None:
    chart = gradient_bars(scenario, "light")
    names = [a["text"] for a in chart.spec["layout"]["annotations"] if "raising it" in a["text"]]
    if n.k >= 7:
        assert len(chart.spec["layout"]["annotations"]) == n.k  # the numbers alone
        return
    for slope, text in zip(n.gradient, names, strict=True):
        verb = "raises" if slope > 0 else "lowers" if slope < 0 else "keeps"
        assert abs(slope) < TINY / scenario.temperature or f"raising it {verb}" in text


def jacobian(scenario: Scenario, n: Numbers) -> None:
    for step in (1, 2, 3, 4):
        said = jacobian_chart(scenario, "light", step=step).caption
        assert ("divided by T" in said) == (scenario.temperature != 1)
        for which in re.findall(r"Here (ŷ[₀-₉]+(?:, ŷ[₀-₉]+)*) has underflowed", said):
            for symbol in which.split(", "):
                i = int(symbol[1:].translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))) - 1
                assert n.p[i] < mpf("1e-300")
                assert n.y[i] > 0


def three(scenario: Scenario, n: Numbers) -> None:
    if n.k < 3:
        return
    said = simplex_chart(scenario, "light").caption
    assert ("one with the largest label and the two likeliest others" in said) == (n.k > 3)
    chosen = three_classes(scenario.logits, scenario.smoothed_target)
    true = next(i for i in range(n.k) if n.y[i] >= max(n.y) - TINY)
    assert true in chosen
    rest = [n.p[i] for i in range(n.k) if i not in chosen]
    assert all(n.p[i] >= max(rest, default=mpf(0)) - TINY for i in chosen if i != true)


def temperature(scenario: Scenario, n: Numbers) -> None:
    chart = temperature_chart(scenario, "light")
    even, t, entropy, push, most = found(
        rf"log K = {NUMBER} nats.*T = {NUMBER}: entropy {NUMBER} nats, .*\|/T {NUMBER}, "
        rf"of at most 1/T = {NUMBER}\.$",
        chart.caption,
    )
    assert shows(even, mp.log(n.k))
    assert shows(t, mpf(scenario.temperature))
    assert shows(entropy, -mp.fsum(p * mp.log(p) for p in n.p if p))
    assert shows(push, mp.fsum(map(abs, n.gradient)) / 2, TINY / scenario.temperature)
    assert shows(most, 1 / mpf(scenario.temperature))
    thick = [t for t in chart.spec["data"][: 2 * n.k : 2] if t["line"]["width"] > 3]
    assert len(thick) == sum(y >= max(n.y) - TINY for y in n.y)


# --- two classes -----------------------------------------------------------------------------


def two(scenario: Scenario, n: Numbers) -> None:
    pair = pair_of(scenario)
    a, b = pair.classes
    t = mpf(scenario.temperature)
    difference = (mpf(scenario.logits[a]) - mpf(scenario.logits[b])) / t
    share = 1 / (1 + mp.exp(-difference))
    label = n.y[a] / (n.y[a] + n.y[b])
    warm = scenario.temperature != 1
    noise = size_of(scenario)

    said = sigmoid_chart(pair, "light").caption
    shown, name, gets = found(
        rf"difference is {NUMBER}: of these two, {NAME} gets ({PERCENT})", said
    )
    assert class_of(name) == a
    assert shows(shown, difference, noise)
    assert shows(gets, share, noise)
    assert ("(z₁ − z₂)/T counts" in said) == warm

    (slope,) = found(rf"Now σ\(1 − σ\) = {NUMBER},", slope_chart(pair, "light").caption)
    assert shows(slope, share * (1 - share), noise)

    ruler = log_odds_ruler(pair, "light")
    assert ("(z₁ − z₂)/T" in ruler.spec["layout"]["xaxis"]["title"]["text"]) == warm
    p, at, y = found(rf"Now p = {NUMBER} at {NUMBER}; the label y = {NUMBER} ", ruler.caption)
    assert shows(p, share, noise)
    assert shows(at, difference, noise)
    assert shows(y, label)
    assert ("which no logit reaches" in ruler.caption) == (label in (0, 1))

    said = shift_chart(pair, 3.0, "light").caption
    assert "no digit of them changed" in said or "from rounding" in said

    words = gradient_words(pair)
    (total,) = found(rf" = {NUMBER}: ", words)
    slope_of_cost = share - label
    assert shows(total, slope_of_cost, noise)
    if abs(slope_of_cost) > noise:
        assert ("raises the cost" in words) == (slope_of_cost > 0)


def sense(scenario: Scenario, n: Numbers) -> None:
    said = remarks.sense(scenario)
    least, most = found(rf"go from {NUMBER} to {NUMBER}\.", said.replace("\\", ""))
    assert shows(least, min(n.p))
    assert shows(most, max(n.p))
    for line, holds in (("Less probability", -1), ("More probability", 1)):
        for part in re.findall(rf"{line} than the label: (.*)\. A larger", said):
            for name in re.findall(NAME, part):
                assert holds * (n.p[class_of(name)] - n.y[class_of(name)]) > -TINY


CLAIMS: tuple[Claims, ...] = (
    low_cost,
    high_cost,
    cases,
    along_each,
    floor,
    sigmoids,
    landscape,
    convexity,
    balanced,
    bars,
    jacobian,
    three,
    temperature,
    two,
    sense,
)
SLOW = (landscape, convexity)  # a search each: a share of the scenarios will do


@pytest.mark.parametrize("claims", CLAIMS, ids=lambda each: each.__name__)
def test_what_captions_claim_is_true(claims: Claims) -> None:
    with mp.workdps(50):
        for i, scenario in enumerate(scenarios(SEED)):
            if claims in SLOW and i % 8:
                continue
            try:
                claims(scenario, numbers_of(scenario))
            except AssertionError as wrong:
                raise AssertionError(f"{scenario}: {wrong}") from wrong


def test_what_comparisons_claim_is_true() -> None:
    drawn = list(scenarios(SEED + 1))
    for a, b in zip(drawn[::2], drawn[1::2], strict=True):
        with mp.workdps(50):
            _compare(a, b, numbers_of(a), numbers_of(b))
    same = drawn[0]
    assert "They cost the same." in compared_terms(same, same, "light").caption


def _compare(a: Scenario, b: Scenario, first: Numbers, second: Numbers) -> None:
    said = compared_terms(a, b, "light").caption
    one, other = found(rf"A costs {NUMBER} nats, B {NUMBER}\. ", said)
    assert shows(one, first.cost, size_of(a))
    assert shows(other, second.cost, size_of(b))
    dearer = re.search(r"([AB]) costs (?:more|slightly|[\d.e+]+ times)", said)
    noise = size_of(a) + size_of(b)
    if dearer and abs(first.cost - second.cost) > noise:
        assert (dearer[1] == "A") == (first.cost > second.cost)
    ratio = re.search(rf"{NUMBER} times as much", said)
    if ratio:
        low, high = sorted((first.cost, second.cost))
        assert ratio[1] != "1.00"
        assert low < noise or shows(ratio[1], high / low, noise / low)
    _name_rows(a, b, compared_terms(a, b, "light"))
    said = compared_gradients(a, b, "light").caption
    halves = found(rf"to each side A has {NUMBER}, B {NUMBER}\.", said)
    for half, n, s in zip(halves, (first, second), (a, b), strict=True):
        assert shows(half, mp.fsum(map(abs, n.gradient)) / 2, TINY / s.temperature)


def _name_rows(a: Scenario, b: Scenario, chart: Chart) -> None:
    rows = [
        note["text"] for note in chart.spec["layout"]["annotations"] if "<b>class" in note["text"]
    ]
    for row, text in enumerate(rows):
        true = "".join(
            letter for letter, s in (("A", a), ("B", b)) if row < s.n_classes and s.target[row] == 1
        )
        said = re.search(r"true in (A and B|A|B)", text)
        assert (said[1].replace(" and ", "") if said else "") == true


def test_the_checks_notice_what_is_false(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each sentence is put in place of the right one, and the check has to object.
    scenario = Scenario((1, 3, 5, 7), (0.1, 0.2, 0.3, 0.4))
    false = (
        (low_cost, low_cost_curve, "No class has a larger label than class 1. It gets 0.2 %: "
         "−log ŷ = 6.15 nats. Its weight in the cost is its label, 0.100."),
        (high_cost, high_cost_curve, "Of the other classes none is further above its label than "
         "class 1: 0.2 % for a label of 0.100. −log(1 − ŷ) = 0.00215 nats."),
        (floor, cost_floor, "No prediction can cost less than H(y) = 1.00 nats. It is reached "
         "where ŷ = y. Now the cost is 1.07 above it."),
    )  # fmt: skip
    for claims, drawn, said in false:
        chart = partial(Chart, {"data": [], "layout": {}}, "", said)
        monkeypatch.setitem(globals(), drawn.__name__, lambda *_, _c=chart, **__: _c())
        with mp.workdps(50), pytest.raises(AssertionError):
            claims(scenario, numbers_of(scenario))
