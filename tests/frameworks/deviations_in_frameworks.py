"""Let the real frameworks print a wrong number, and ask which computation gives it; by name only:

    pip install -r requirements-frameworks.txt
    python -m pytest tests/frameworks/deviations_in_frameworks.py

The ordinary suite does not collect this file: its name does not begin with test.
"""

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ce_core import explain_number
from ce_core.numeric.explain.deviations import KEYS

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
torch = pytest.importorskip("torch")
F = torch.nn.functional

Z = np.array([[1.5, -0.3, 2.2, 0.1], [0.2, 1.9, -1.1, 0.6], [-0.7, 0.4, 0.9, 2.5]])
Y = np.array([2, 0, 1])
W = np.array([0.5, 2.0, 1.5, 1.0])
P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
SOFT = np.array([[0.1, 0.2, 0.6, 0.1], [0.7, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25]])
FAR = np.array([[40.0, 0.0, 3.0, 1.0], [0.0, 38.0, -2.0, 1.0], [1.0, 0.0, 42.0, 2.0]])
HUGE = np.array([[800.0, 1.0, 2.0, 3.0]])
z, y, w, p, soft = (torch.tensor(a) for a in (Z, Y, W, P, SOFT))
far = torch.tensor(FAR)
far_y = np.array([1, 0, 3])
T, EPS = 2.5, 0.2


def ce(logits: Any = z, labels: Any = y, **more: Any) -> Any:
    return F.cross_entropy(logits, labels, **more)


def gradient(make: Callable[[Any], Any], values: Any = z) -> Any:
    leaf = values.clone().requires_grad_()
    make(leaf).backward()
    return leaf.grad


def onehot() -> Any:
    return F.one_hot(y, 4).double()


def clipped(bound: float) -> Any:
    chosen = torch.softmax(far, 1)[torch.arange(3), torch.tensor(far_y)]
    return -torch.log(chosen.clamp(min=bound)).mean()


def binary_over_classes(probabilities: Any) -> Any:
    return F.binary_cross_entropy(probabilities, onehot(), reduction="none").sum(1).mean()


def mean_of(labels: Any) -> Any:
    return -(labels * torch.log_softmax(z, 1)).sum(1).mean()


def two_calls(logits: Any) -> Any:
    return F.nll_loss(torch.softmax(torch.tensor(logits), 1).log(), torch.tensor([1]))


def textbook(logits: Any) -> Any:
    exponentials = torch.tensor(logits).exp()
    return -(exponentials / exponentials.sum(1)).log()[0, 1]


def diagonal() -> Any:
    jacobian = torch.autograd.functional.jacobian(lambda v: torch.softmax(v, 0), z[0])
    return -soft[0] / torch.softmax(z[0], 0) * jacobian.diagonal()


OTHERS = (1 - EPS) * onehot() + EPS / 3 * (1 - onehot())
IGNORED = {"ignore_index": 0}
WARM = {"temperature": T}
HOT = {"label_smoothing": EPS}

# The key → logits, labels, the number that the framework gives, and the settings of the right one.
CASES: list[tuple[str, Any, Any, Any, dict[str, Any]]] = [
    ("another-reduction", Z, Y, ce(reduction="sum"), {}),
    ("divided-by-classes", Z, Y, ce(reduction="none").sum() / z.numel(), {}),
    ("divided-twice", Z, Y, ce() / 3, {}),
    ("weights-divided-by-rows", Z, Y, ce(weight=w, reduction="none").mean(), {"weight": W}),
    ("weights-forgotten", Z, Y, ce(), {"weight": W}),
    ("ignored-rows-counted", Z, Y, ce(ignore_index=0, reduction="none").mean(), IGNORED),
    ("ignored-rows-counted", Z, Y, ce(), IGNORED),
    ("softmax-twice", Z, Y, ce(torch.softmax(z, 1)), {}),
    ("probabilities-as-logits", P, Y, ce(p), {"given": "probabilities"}),
    ("log-odds-as-logits", P, Y, ce(torch.logit(p)), {"given": "probabilities"}),
    ("probabilities-rescaled", P / 2, Y, F.nll_loss(p.log(), y), {"given": "probabilities"}),
    ("logits-as-probabilities", abs(Z), Y, F.nll_loss(z.abs().log(), y), {}),
    ("log-softmax-forgotten", Z, Y, F.nll_loss(z, y), {}),
    ("log-base-2", Z, Y, -torch.log2(torch.softmax(z, 1))[torch.arange(3), y].mean(), {}),
    ("log-base-10", Z, Y, -torch.log10(torch.softmax(z, 1))[torch.arange(3), y].mean(), {}),
    ("sign-lost", Z, Y, -F.nll_loss(torch.log_softmax(z, 1), y), {}),
    ("sign-lost", Z, Y, torch.log_softmax(z, 1)[torch.arange(3), y].mean(), {}),
    ("log-forgotten", Z, Y, F.nll_loss(torch.softmax(z, 1), y), {}),
    ("labels-shifted", Z, Y, ce(labels=y + 1), {}),
    ("wrong-axis", Z, Y, F.nll_loss(torch.log_softmax(z, 0), y), {}),
    ("per-class-binary", Z, Y, F.binary_cross_entropy(torch.softmax(z, 1), onehot()), {}),
    ("per-class-binary", Z, Y, binary_over_classes(torch.softmax(z, 1)), {}),
    ("sigmoid-per-class", Z, Y, F.binary_cross_entropy_with_logits(z, onehot()), {}),
    ("sigmoid-per-class", Z, Y, binary_over_classes(torch.sigmoid(z)), {}),
    ("kl-divergence", Z, SOFT, F.kl_div(torch.log_softmax(z, 1), soft, reduction="batchmean"), {}),
    ("squared-error", Z, Y, F.mse_loss(torch.softmax(z, 1), onehot()), {}),
    ("squared-error", Z, Y, F.mse_loss(torch.softmax(z, 1), onehot(), reduction="sum") / 3, {}),
    ("smoothing-over-others", Z, Y, ce(labels=OTHERS), HOT),
    ("smoothing-adds-mass", Z, Y, mean_of(onehot() + EPS / 4), HOT),
    ("smoothing-forgotten", Z, Y, ce(), HOT),
    ("temperature-forgotten", Z, Y, ce(), WARM),
    ("temperature-inverted", Z, Y, ce(z * T), WARM),
    *(
        (f"clipped-{name}", FAR, far_y, clipped(float(name)), {})
        for name in ("1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15")
    ),
    ("clipped-float32-eps", FAR, far_y, clipped(torch.finfo(torch.float32).eps), {}),
    ("clipped-float64-eps", FAR, far_y, clipped(torch.finfo(torch.float64).eps), {}),
    ("softmax-then-log", HUGE, [1], two_calls(HUGE), {}),
    ("exp-without-shift", HUGE, [1], textbook(HUGE), {}),
    ("gradient-not-averaged", Z, Y, gradient(lambda v: ce(v, reduction="sum")), {}),
    ("gradient-averaged-twice", Z, Y, gradient(lambda v: ce(v) / 3), {}),
    ("gradient-sign", Z, Y, gradient(lambda v: -ce(v)), {}),
    ("gradient-by-probabilities", Z[0], Y[0],
     gradient(lambda v: F.nll_loss(v.log(), y[:1]), torch.softmax(z[:1], 1)), {}),
    ("jacobian-diagonal-only", Z[0], SOFT[0], diagonal(), {}),
    ("temperature-forgotten", Z, Y, gradient(lambda v: ce(v), z / T), WARM),
    ("softmax-twice", Z, Y, gradient(lambda v: ce(torch.softmax(v, 1))), {}),
    ("labels-shifted", Z, Y, gradient(lambda v: ce(v, y + 1)), {}),
]  # fmt: skip

# Arithmetic in few digits: what is printed depends on the machine.
NOT_OF_PYTORCH = {"fused-float32", "fused-float16"}


def text(number: Any) -> str:
    values = np.ravel(np.asarray(number.detach() if hasattr(number, "detach") else number))
    return " ".join(f"{value:.7g}" for value in values)


def named(logits: Any, labels: Any, printed: str, more: dict[str, Any]) -> set[str]:
    found = explain_number(logits, labels, printed, **more)
    return {key for explanation in found for key in explanation.keys}


def test_every_deviation_is_tried() -> None:
    assert {case[0] for case in CASES} | NOT_OF_PYTORCH == {*KEYS}


@pytest.mark.parametrize(("key", "logits", "labels", "number", "more"), CASES)
def test_pytorch_s_number_leads_to_its_computation(
    key: str, logits: Any, labels: Any, number: Any, more: dict[str, Any]
) -> None:
    assert key in named(logits, labels, text(number), more)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_few_digits_are_called_so(dtype: str) -> None:
    narrow = ce(z.to(getattr(torch, dtype)).float() if dtype == "float16" else z.float())
    found = named(Z, Y, text(narrow), {})
    assert not found or any(
        dtype in key or key in ("softmax-then-log", "exp-without-shift") for key in found
    )


@pytest.mark.parametrize("more", [{}, {"weight": W}, {"ignore_index": 0}, {"label_smoothing": EPS}])
def test_pytorch_s_right_number_blames_nobody(more: dict[str, Any]) -> None:
    given = {key: torch.tensor(v) if key == "weight" else v for key, v in more.items()}
    assert named(Z, Y, text(ce(**given)), more) == set()


def test_keras_clips_and_rescales() -> None:
    keras = pytest.importorskip("keras")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=False)
    sure = np.exp(FAR - FAR.max(1, keepdims=True))
    sure /= sure.sum(1, keepdims=True)
    number = float(loss(far_y, sure.astype("float64")))
    assert "clipped-1e-7" in named(FAR, far_y, f"{number:.7g}", {})
    twice = float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(Y, P))
    assert "softmax-twice" in named(Z, Y, f"{twice:.6g}", {})


def test_optax_has_no_mean_and_no_weights() -> None:
    optax = pytest.importorskip("optax")
    losses = np.asarray(optax.softmax_cross_entropy_with_integer_labels(Z, Y))
    assert "another-reduction" in named(Z, Y, f"{losses.sum():.6g}", {})
    assert "weights-forgotten" in named(Z, Y, f"{losses.mean():.6g}", {"weight": W})
    binary = np.asarray(optax.sigmoid_binary_cross_entropy(Z, np.eye(4)[Y])).mean()
    assert "sigmoid-per-class" in named(Z, Y, f"{binary:.6g}", {})


def test_scikit_learn_s_sample_weight_is_right_and_logits_are_not() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    weighted = metrics.log_loss(Y, P, labels=range(4), sample_weight=W[Y])
    assert named(Z, Y, f"{weighted:.7g}", {"weight": W}) == set()
    total = metrics.log_loss(Y, P, labels=range(4), normalize=False)
    assert named(Z, Y, f"{total:.7g}", {}) == {"another-reduction"}
