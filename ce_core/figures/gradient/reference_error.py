"""Compute how far ŷ − y in float64 is from its fifty-digit value, for a gradient check's V."""

from functools import lru_cache

import numpy as np

from ce_core.numeric.floating_point.reference import absolute_error, reference
from ce_core.numeric.floating_point.step_size import analytic_gradient
from ce_core.scenario import Scenario


@lru_cache(maxsize=256)
def analytic_error(scenario: Scenario) -> float:
    """Give the largest error of the analytic gradient of all logits, in nats per unit of logit."""
    true = reference(scenario.logits, scenario.smoothed_target, scenario.temperature).gradient
    logits, target = np.array(scenario.logits), np.array(scenario.smoothed_target)
    gradient = analytic_gradient(logits, target, scenario.temperature)
    return absolute_error(gradient.tolist(), true)
