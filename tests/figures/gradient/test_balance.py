"""The beam is level: pushes up and down weigh the same, for whatever was dragged."""

import numpy as np
import pytest

from ce_core.figures.gradient.balance import balance, balance_chart
from ce_core.figures.plotly_figure import as_figure
from ce_core.number_format import format_number
from ce_core.numeric.softmax import softmax
from tests.figures.examples import HOSTILE, SCENARIOS, SOFT


def beam(chart):
    return chart.spec["data"][1]


@pytest.mark.parametrize("key", SCENARIOS)
def test_pushes_sum_to_zero(key):
    scenario = SCENARIOS[key]
    weighed = balance(scenario)
    rounding = 1e-15 / scenario.temperature
    assert abs(weighed.gradient.sum()) <= rounding
    assert weighed.up == pytest.approx(weighed.down, abs=rounding)


@pytest.mark.parametrize("key", ["low-cost", "high-cost", "tie", "ten-classes", "extreme", "cold"])
def test_total_push_of_a_hard_label_is_what_the_true_class_misses(key):
    scenario = SCENARIOS[key]
    scaled = (np.array(scenario.logits) - max(scenario.logits)) / scenario.temperature
    missing = np.delete(softmax(scaled), scenario.target.index(1)).sum()
    assert balance(scenario).total == pytest.approx(missing / scenario.temperature)


def test_total_push_of_a_soft_label_is_half_the_sum_of_all():
    p = softmax(SOFT.logits)
    assert balance(SOFT).total == pytest.approx(np.abs(p - SOFT.target).sum() / 2)
    assert "half the sum of all |ŷ − y|" in balance_chart(SOFT, "light").caption


@pytest.mark.parametrize("key", SCENARIOS)
def test_pieces_on_the_beam_are_the_gradient(key):
    chart = balance_chart(SCENARIOS[key], "light")
    as_figure(chart.spec)
    gradient = balance(SCENARIOS[key]).gradient
    assert chart.spec["data"][0]["x"] == gradient.tolist()
    pieces = beam(chart)
    assert pieces["x"] == gradient.tolist()
    # Each side starts at the fulcrum and has no gap: its pieces' ends are the next one's bases.
    for sign in (1, -1):
        side = [
            (b, b + v) for b, v in zip(pieces["base"], pieces["x"], strict=True) if sign * v > 0
        ]
        side.sort(key=lambda ends: abs(ends[0]))
        bases, ends = [0.0, *(end for _, end in side)], [base for base, _ in side]
        assert ends == pytest.approx(bases[: len(ends)])


def test_beam_spans_the_largest_push_there_can_be():
    for scenario in SCENARIOS.values():
        line = next(
            s for s in balance_chart(scenario, "light").spec["layout"]["shapes"] if "path" not in s
        )
        assert line["x0"] == -line["x1"]
        assert 1 <= line["x1"] * scenario.temperature < 2  # a gradient is at most 1/T
        assert line["y0"] == line["y1"]
        assert balance(scenario).total <= line["x1"] * (1 + 1e-12)


def test_words_hold_the_total():
    chart = balance_chart(SCENARIOS["low-cost"], "light")
    assert "1 − ŷ of the labelled class, 0.135." in chart.caption
    assert "class 4 −0.135" in chart.alt
    assert "below 0 sum to −0.135, those above to +0.135" in chart.alt


def test_names_are_literal_on_axis_and_beam():
    layout = balance_chart(HOSTILE, "light").spec["layout"]
    assert layout["yaxis"]["ticktext"][0] == "&lt;b&gt;bol…/b&gt;"
    assert layout["yaxis"]["ticktext"][2] == "W" * 6 + "…" + "W" * 3


def test_warm_pushes_are_divided_by_the_temperature():
    warm = SCENARIOS["warm"]
    p = softmax(warm.logits, temperature=warm.temperature)
    expected = (p - np.array(warm.smoothed_target)) / warm.temperature
    np.testing.assert_allclose(balance(warm).gradient, expected, atol=1e-16)
    chart = balance_chart(warm, "light")
    assert chart.spec["layout"]["xaxis"]["title"]["text"] == "(ŷ − y)/T (nats per unit of logit)"
    assert format_number(balance(warm).total) in chart.caption
