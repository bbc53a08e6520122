"""Give the mathematics of softmax and cross-entropy, usable on its own from a notebook.

Importing it costs NumPy and nothing else; the wings that draw, typeset or derive are imported
by their own names.
"""

from ce_core.numeric import (
    GradientCheck,
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    central_difference,
    check_gradient,
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
    cross_entropy_hessian,
    entropy,
    kl_divergence,
    log_softmax,
    logistic_denormalize,
    logistic_normalize,
    logsumexp,
    one_hot,
    sigmoid,
    softmax,
    softmax_jacobian,
    textbook,
)
from ce_core.numeric.explain.explain import Explanation, explain_number
from ce_core.numeric.lab_links import lab_link, lab_links

__all__ = [
    "Explanation",
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
    "explain_number",
    "kl_divergence",
    "lab_link",
    "lab_links",
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
