"""The landscape over two logits, its curvature, and the chord that squared error breaks."""

import numpy as np
import pytest

from ce_core.figures.cost.convexity import along_chord, curvature, hessian_eigenvalues, witness
from ce_core.figures.cost.surface import cost_contour, cost_surface
from ce_core.numeric import central_difference, cross_entropy, softmax
from ce_core.numeric.descent.landscape import COSTS
from ce_core.scenario import PRESETS, Scenario
from tests.figures.examples import SCENARIOS

PRESET = {preset.key: preset.scenario for preset in PRESETS}


def cost_of(scenario: Scenario, cost: str, logits: np.ndarray) -> float:
    scaled, target = np.asarray(logits) / scenario.temperature, np.array(scenario.smoothed_target)
    if cost == "cross-entropy":
        return float(cross_entropy(scaled, target))
    return float(((softmax(scaled) - target) ** 2).sum())


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("key", ["low-cost", "high-cost", "soft", "warm", "cold"])
def test_heights_are_the_cost_with_two_logits_moved(key, cost):
    scenario = SCENARIOS[key]
    for draw in (cost_contour, cost_surface):
        trace = draw(scenario, "light", pair=(0, 2), cost=cost).spec["data"][0]
        for m in (0, 11, 30):
            for n in (3, 15, 29):
                moved = np.array(scenario.logits, float)
                moved[0], moved[2] = trace["x"][n], trace["y"][m]
                expected = cost_of(scenario, cost, moved)
                assert trace["z"][m][n] == pytest.approx(expected, rel=2e-3, abs=1e-6)


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("key", ["low-cost", "high-cost", "soft", "warm"])
def test_arrow_points_along_the_gradient_and_the_path_starts_against_it(key, cost):
    scenario = SCENARIOS[key]
    spec = cost_contour(scenario, "light", pair=(0, 2), cost=cost).spec
    slope = central_difference(
        lambda z: cost_of(scenario, cost, z), np.array(scenario.logits), 1e-5
    )[[0, 2]]
    arrow = spec["data"][2]
    shown = np.array([arrow["x"][1] - arrow["x"][0], arrow["y"][1] - arrow["y"][0]])
    cosine = shown @ slope / np.linalg.norm(shown) / np.linalg.norm(slope)
    assert cosine == pytest.approx(1, abs=1e-4)
    path = spec["data"][1]
    first = np.array([path["x"][1] - path["x"][0], path["y"][1] - path["y"][0]])
    step = -2 * slope * scenario.temperature**2
    np.testing.assert_allclose(first, step, rtol=0.02, atol=2e-5)


def test_cross_entropy_descends_where_squared_error_stands_still():
    scenario = PRESET["extreme"]
    told = cost_contour(scenario, "light", cost="squared error").caption
    assert "does not move" in told
    assert "does not move" not in cost_contour(scenario, "light", cost="cross-entropy").caption


def test_eigenvalues_are_never_negative_for_cross_entropy():
    rng = np.random.default_rng(5)
    for _ in range(300):
        k = int(rng.integers(2, 11))
        target = rng.dirichlet(np.ones(k))
        scenario = Scenario(
            tuple((rng.normal(size=k) * rng.choice([1.0, 10.0, 300.0])).tolist()),
            tuple((target / target.sum()).tolist()),
            temperature=float(rng.uniform(0.05, 20)),
        )
        assert hessian_eigenvalues(scenario, "cross-entropy").min() >= 0


def test_eigenvalues_drawn_are_those_of_a_hessian_made_of_differences():
    scenario = SCENARIOS["warm"]
    hessian = np.stack(
        [
            central_difference(
                lambda z, i=i: central_difference(
                    lambda x: cost_of(scenario, "squared error", x), z, 0.1
                )[i],
                np.array(scenario.logits),
                0.1,
            )
            for i in range(3)
        ]
    )
    expected = np.linalg.eigvalsh((hessian + hessian.T) / 2)
    drawn = curvature(scenario, "light").spec["data"][1]["x"]
    np.testing.assert_allclose(drawn, expected, atol=1e-6)


def test_squared_error_curves_downwards_in_the_high_cost_case_and_the_caption_says_so():
    chart = curvature(PRESET["high-cost"], "light")
    assert min(chart.spec["data"][1]["x"]) < -0.01
    assert "not convex" in chart.caption
    assert set(chart.spec["data"][1]["marker"]["symbol"]) == {"circle", "triangle-down"}


@pytest.mark.parametrize("key", SCENARIOS)
def test_every_scenario_has_a_chord_that_squared_error_breaks_and_cross_entropy_keeps(key):
    scenario = SCENARIOS[key]
    assert witness(scenario, (0, 1)).excess > 0.01
    assert "above the chord" in along_chord(scenario, "light", cost="squared error").alt
    assert "below the chord" in along_chord(scenario, "light", cost="cross-entropy").alt


def test_chord_drawn_is_straight_between_two_points_of_the_curve():
    spec = along_chord(PRESET["low-cost"], "light", cost="squared error").spec
    curve, chord, gap = spec["data"]
    assert chord["y"] == pytest.approx([curve["y"][0], curve["y"][-1]], rel=1e-5)
    share = gap["x"][0]
    straight = (1 - share) * chord["y"][0] + share * chord["y"][1]
    assert gap["y"][0] == pytest.approx(straight, rel=1e-6)
    assert gap["y"][1] == pytest.approx(np.interp(share, curve["x"], curve["y"]), rel=1e-2)
    assert gap["y"][1] > gap["y"][0]


@pytest.mark.parametrize("pair", [(0, 0), (0, 4), (-1, 2)])
def test_a_pair_that_is_none_is_refused_in_a_sentence(pair):
    with pytest.raises(ValueError, match="two different classes from 0 to 3"):
        cost_contour(PRESET["low-cost"], "light", pair=pair, cost="cross-entropy")
