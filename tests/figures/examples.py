"""Scenarios that every figure must cope with."""

from ce_core.scenario import MAX_NAME_LENGTH, PRESETS, Scenario, one_hot_scenario

SOFT = Scenario((1, 3, 5, 7), (0.1, 0.2, 0.0, 0.7))
SMOOTHED = one_hot_scenario((1, -9, 4, 8), 1, label_smoothing=0.1)
COLD = one_hot_scenario((1, 3, 5, 7), 0, temperature=0.05)
WARM = Scenario((2, -1, 0.5), (0.5, 0.25, 0.25), temperature=20.0, label_smoothing=0.3)
HOSTILE = one_hot_scenario((0.5, 2, -1), 1, ("<b>bold</b>", "$x^2$ & %{y}", "W" * MAX_NAME_LENGTH))
VAST = one_hot_scenario((1e308, -1e308), 1)
SATED = one_hot_scenario((900.0, 0.0, 0.0), 0)
SCENARIOS = {
    **{preset.key: preset.scenario for preset in PRESETS},
    **{f"{k}-classes": one_hot_scenario(range(k), k // 2) for k in range(2, 11)},
    "soft": SOFT,
    "smoothed": SMOOTHED,
    "cold": COLD,
    "warm": WARM,
    "hostile-names": HOSTILE,
    "vast": VAST,
    "sated": SATED,
}
