"""The histogram of losses counts every row once and says where an even guess stands."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.figures.loss_histogram import bin_edges, loss_histogram
from ce_core.figures.plotly_figure import as_figure

NOTES = np.array([0.14507794, 17.01904505])
LOSSES = {
    "notes": NOTES,
    "zero": np.zeros(3),
    "one": np.array([0.3]),
    "many": np.random.default_rng(0).exponential(1.0, 10_000),
    "huge": np.array([1.0, 1e300]),
    "tiny": np.array([1e-300, 2e-300]),
}


@pytest.mark.parametrize("key", LOSSES)
@pytest.mark.parametrize("weighted", [False, True])
def test_every_row_is_counted_and_plotly_accepts_it(key: str, weighted: bool) -> None:
    chart = loss_histogram(LOSSES[key], 4, "light", weighted=weighted)
    as_figure(chart.spec)
    json.dumps(chart.spec, allow_nan=False)
    assert sum(chart.spec["data"][0]["y"]) == len(LOSSES[key])
    assert chart.alt.endswith(".")
    assert chart.caption.endswith(".")


@given(st.floats(0, 1e12), st.integers(2, 1000))
def test_bars_cover_all_losses_and_are_not_too_many(largest: float, classes: int) -> None:
    edges = bin_edges(largest, math.log(classes))
    assert edges[0] == 0
    assert edges[-1] >= largest
    assert 1 <= len(edges) - 1 <= 41
    assert np.all(np.diff(edges) > 0)


def test_low_and_high_losses_differ_in_colour_and_in_words() -> None:
    chart = loss_histogram(NOTES, 4, "light", weighted=False)
    colours = chart.spec["data"][0]["marker"]["color"]
    assert colours[0] != colours[-1]
    assert "50.0 % of the rows (1 of 2) cost more than a uniform guess" in chart.caption


def test_with_weights_no_even_guess_is_drawn() -> None:
    chart = loss_histogram(NOTES, 4, "light", weighted=True)
    assert "even guess" not in str(chart.spec)
