"""Compute softmax, cross-entropy, their derivatives and relatives; with NumPy alone.

Nothing here draws, derives or knows a page. Batches, descents, exercises and floating-point
studies have folders of their own, which do not know each other.
"""

from ce_core.numeric import textbook
from ce_core.numeric.binary import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    logistic_denormalize,
    logistic_normalize,
    sigmoid,
)
from ce_core.numeric.cross_entropy import (
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
    cross_entropy_hessian,
    one_hot,
)
from ce_core.numeric.gradient_check import GradientCheck, central_difference, check_gradient
from ce_core.numeric.information import entropy, kl_divergence
from ce_core.numeric.softmax import log_softmax, logsumexp, softmax, softmax_jacobian

__all__ = [
    "GradientCheck",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "central_difference",
    "check_gradient",
    "cross_entropy",
    "cross_entropy_and_grad",
    "cross_entropy_grad",
    "cross_entropy_hessian",
    "entropy",
    "kl_divergence",
    "log_softmax",
    "logistic_denormalize",
    "logistic_normalize",
    "logsumexp",
    "one_hot",
    "sigmoid",
    "softmax",
    "softmax_jacobian",
    "textbook",
]
