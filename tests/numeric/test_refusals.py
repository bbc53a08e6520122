"""Bad input is refused with a sentence: which argument, what came, what was expected."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ce_core.numeric import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    central_difference,
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
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

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("f", [softmax, log_softmax, logsumexp, softmax_jacobian])
@pytest.mark.parametrize(
    ("logits", "sentence"),
    [
        ([1.0, NAN], "logits must not contain nan"),
        ([1.0, INF], r"logits must not contain \+inf"),
        ([-INF, -INF], "all logits of a row are −inf"),
        (3.0, r"logits must have at least one dimension.*single number 3\.0"),
        ([], r"logits must have at least one class.*shape \(0,\)"),
        ([[1.0], [1.0, 2.0]], "logits must be a rectangular array"),
        (["a", "b"], "logits must hold real numbers, but came with dtype <U1"),
        ([1j, 2.0], "logits must hold real numbers, but came with dtype complex128"),
        (
            np.ma.array([1.0, 2], mask=[False, True]),
            r"logits is a masked array.*logits\.filled\(value\)",
        ),
    ],
)
def test_bad_logits(f: Callable[[Any], Any], logits: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        f(logits)


@pytest.mark.parametrize("temperature", [0, -1.0, NAN, INF])
def test_bad_temperature(temperature: float) -> None:
    with pytest.raises(ValueError, match=f"temperature must be a positive.*{temperature!r}"):
        softmax([1.0, 2.0], temperature=temperature)


def test_axis_out_of_range() -> None:
    with pytest.raises(ValueError, match=r"axis must lie between -1 and 0.*but came as 1"):
        softmax([1.0, 2.0], axis=1)


@pytest.mark.parametrize("f", [cross_entropy, cross_entropy_grad, cross_entropy_and_grad])
@pytest.mark.parametrize(
    ("target", "options", "sentence"),
    [
        ([0, 3], {}, "target must hold class indices from 0 to 2, but contains 3"),
        ([0, -1], {}, "target must hold class indices from 0 to 2, but contains -1"),
        ([0, 7], {"ignore_index": -1}, "from 0 to 2, but contains 7"),
        (np.array([0, 2**64 - 100], "u8"), {"ignore_index": -100}, "contains 18446744073709551516"),
        (np.ma.array([0, 1], mask=[False, True]), {}, "target is a masked array"),
        ([0.0, 1.0], {}, "must hold class indices as integers, but came with dtype float64"),
        ([0, 1, 2], {}, r"of shape \(2,\) or probabilities of shape \(2, 3\).*shape \(3,\)"),
        ([[0.5, 0.6, 0], [0, 1, 0]], {}, r"target must.*sum to 1.*but one sums to 1\.1"),
        ([[0.5, 0.4, 0], [0, 1, 0]], {}, r"target must.*sum to 1.*but one sums to 0\.9"),
        ([[1.5, -0.5, 0], [0, 1, 0]], {}, r"target must.*between 0 and 1, but contains -0\.5"),
        ([[NAN, 0.5, 0], [0, 1, 0]], {}, "target must hold probabilities, but contains nan"),
        ([[1, 0, 0], [0, 1, 0]], {"ignore_index": 0}, "ignore_index works with class indices"),
        ([0, 1], {"weight": [1, 2]}, r"weight must have one entry.*3 classes.*shape \(2,\)"),
        ([0, 1], {"weight": [1, 2, -1]}, "weight must be finite and not negative"),
        ([0, 1], {"weight": [1, 2, NAN]}, "weight must be finite and not negative"),
        ([0, 1], {"label_smoothing": 1.5}, "label_smoothing must lie between 0 and 1.*1.5"),
        ([0, 1], {"label_smoothing": NAN}, "label_smoothing must lie between 0 and 1.*nan"),
        ([0, 1], {"reduction": "avg"}, "reduction must be 'mean', 'sum' or 'none'.*'avg'"),
    ],
)
def test_bad_targets_and_options(
    f: Callable[..., Any], target: Any, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        f([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]], target, **options)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: one_hot([0, 2], 2), "target must hold class indices from 0 to 1, but contains 2"),
        (lambda: one_hot([0.5], 2), "target must hold class indices as integers"),
        (lambda: sigmoid([NAN]), "logits must not contain nan"),
        (lambda: binary_cross_entropy(1.5, 1), "p must hold probabilities.*contains 1.5"),
        (lambda: binary_cross_entropy(0.5, -1), "y must hold probabilities.*contains -1.0"),
        (lambda: binary_cross_entropy([0.5] * 2, [1] * 3), r"y must have a shape that.*\(3,\)"),
        (lambda: binary_cross_entropy_with_logits(NAN, 1), "logits must not contain nan"),
        (lambda: logistic_normalize([0.5, NAN]), "p must hold probabilities.*contains nan"),
        (lambda: logistic_denormalize([0.1, 0.2, 0.7]), r"two entries.*shape \(3,\)"),
        (lambda: logistic_denormalize([0.1, 0.2]), "probabilities must.*sums to 0.3"),
        (lambda: entropy([0.1, 0.2]), "probabilities must.*sums to 0.3"),
        (lambda: kl_divergence([0.5, 0.5], [1.0]), "p and q must have the same shape"),
        (lambda: kl_divergence([0.5, 0.5], [0.5, 0.6]), "q must hold probabilities that sum to 1"),
        (lambda: central_difference(np.sum, [INF]), "x must hold finite numbers"),
        (lambda: central_difference(np.sum, [1.0], 0.0), "step must be a positive.*0.0"),
        (lambda: central_difference(np.sum, [1e300], 1e-5), "step must be large enough"),
        (lambda: textbook.softmax(1.0), "values must have at least one dimension"),
    ],
)
def test_the_rest_of_the_wing_refuses_too(call: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_probabilities_rounded_to_their_dtype_are_accepted(dtype: type) -> None:
    rng = np.random.default_rng(2)
    for classes in (2, 10, 1000):
        target = rng.dirichlet(np.ones(classes), size=20).astype(dtype)
        cross_entropy(np.zeros((20, classes), dtype), target)
