"""Every deviation is found again from its own digits, and nothing else is blamed."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ce_core import cross_entropy, cross_entropy_grad, explain_number, log_softmax
from ce_core.numeric.explain.case import Case, read_case
from ce_core.numeric.explain.deviations import DEVIATIONS, KEYS, Deviation
from ce_core.numeric.explain.evaluator import Evaluator
from ce_core.numeric.explain.explain import explain
from ce_core.numeric.explain.printed import read_printed
from ce_core.numeric.explain.recipe import RIGHT

ISSUED = {
    "another-reduction",
    "divided-by-classes",
    "divided-twice",
    "weights-divided-by-rows",
    "weights-forgotten",
    "ignored-rows-counted",
    "softmax-twice",
    "probabilities-as-logits",
    "log-odds-as-logits",
    "logits-as-probabilities",
    "log-base-2",
    "log-base-10",
    "sign-lost",
    "log-forgotten",
    "labels-shifted",
    "wrong-axis",
    "per-class-binary",
    "sigmoid-per-class",
    "kl-divergence",
    "squared-error",
    "smoothing-over-others",
    "smoothing-adds-mass",
    "smoothing-forgotten",
    "temperature-forgotten",
    "temperature-inverted",
    "clipped-1e-7",
    "clipped-1e-8",
    "clipped-1e-9",
    "clipped-1e-10",
    "clipped-1e-12",
    "clipped-1e-15",
    "clipped-float32-eps",
    "clipped-float64-eps",
    "softmax-then-log",
    "exp-without-shift",
    "fused-float32",
    "fused-float16",
    "gradient-not-averaged",
    "gradient-averaged-twice",
    "gradient-sign",
    "gradient-by-probabilities",
    "jacobian-diagonal-only",
}


def random_case(seed: int, kind: str) -> Case:
    """A batch in which `kind` can be told from the right computation."""
    rng = np.random.default_rng(seed)
    n, classes = int(rng.integers(2, 7)), int(rng.integers(3, 7))
    logits = 2 * rng.normal(size=(n, classes))
    target = rng.integers(0, classes - 1, size=n)
    if kind == "probabilities":
        values = np.exp(log_softmax(logits))
        return read_case(values, target, given="probabilities", label_smoothing=0.2)
    soft = rng.dirichlet(np.ones(classes), size=n)
    return read_case(
        logits,
        soft if kind == "soft" else target,
        weight=rng.uniform(0.3, 3, size=classes) if kind == "weighted" else None,
        ignore_index=int(target[0]) if kind == "ignoring" and len(set(target)) > 1 else None,
        label_smoothing=0.15 if kind in ("soft", "warm") else 0.0,
        temperature=2.5 if kind == "warm" else 1.0,
    )


def test_all_kinds_of_the_issue_are_there() -> None:
    assert {*KEYS} >= ISSUED


@pytest.mark.parametrize("kind", ["plain", "weighted", "ignoring", "soft", "warm", "probabilities"])
@pytest.mark.parametrize("seed", range(4))
def test_the_right_computation_is_that_of_the_library(kind: str, seed: int) -> None:
    case = random_case(seed, kind)
    evaluator = Evaluator(case)
    logits = np.log(case.rows) if case.given == "probabilities" else case.rows / case.temperature
    target: Any = case.soft
    ignored = None
    if case.indices is not None:
        assert target is None
        target = np.where(case.counted, case.indices, -100)
        ignored = -100
    more: dict[str, Any] = {
        "weight": case.weight,
        "ignore_index": ignored,
        "label_smoothing": case.label_smoothing,
    }
    assert evaluator.reduced(RIGHT) == pytest.approx(
        cross_entropy(logits, target, **more), rel=1e-12
    )
    each = cross_entropy(logits, target, reduction="none", **more)
    assert evaluator.row_losses(RIGHT) == pytest.approx(each, rel=1e-12)
    slope = cross_entropy_grad(logits, target, **more) / case.temperature
    assert evaluator.gradients(RIGHT) == pytest.approx(slope, rel=1e-10, abs=1e-15)


def found_again(case: Case, deviation: Deviation, digits: int) -> None:
    evaluator = Evaluator(case)
    recipe = deviation.change(RIGHT)
    if deviation.of == "gradient":
        value, right = evaluator.gradients(recipe), evaluator.gradients(RIGHT)
        text = " ".join(f"{entry:.{digits}g}" for entry in value.flat)
    else:
        number, right_number = evaluator.reduced(recipe), evaluator.reduced(RIGHT)
        value, right = np.array([number]), np.array([right_number])
        text = f"{number:.{digits}g}"
    printed = read_printed(text)
    found = explain(case, printed)
    assert found, (deviation, text)
    if printed.matches(right):
        assert found[0].keys == ()
        return
    named = {key for explanation in found for key in explanation.keys}
    assert deviation.key in named or any(
        printed.matches(explanation.value, deviation.slack) for explanation in found
    )
    assert len(found[0].keys) == 1


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda d: f"{d.key}:{dict(d.steps)}")
@pytest.mark.parametrize("digits", [4, 8])
def test_a_deviation_is_found_from_its_own_digits(deviation: Deviation, digits: int) -> None:
    tried = 0
    for kind in ("plain", "weighted", "ignoring", "soft", "warm", "probabilities"):
        for seed in range(1):
            case = random_case(seed, kind)
            if deviation.applies(case):
                tried += 1
                found_again(case, deviation, digits)
    assert tried or deviation.key == "probabilities-rescaled"


@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 4, 5, 6, 7, 8, 10, 16]))
@settings(max_examples=60)
def test_the_right_number_never_blames_anybody(seed: int, digits: int) -> None:
    for kind in ("plain", "weighted", "ignoring", "soft", "warm", "probabilities"):
        case = random_case(seed, kind)
        loss = Evaluator(case).reduced(RIGHT)
        (explanation,) = explain(case, read_printed(f"{loss:.{digits}g}"))
        assert explanation.keys == ()


def test_numbers_that_nobody_computes_are_left_unexplained() -> None:
    rng = np.random.default_rng()
    alarms = tried = 0
    for seed in rng.integers(2**32, size=150):
        case = random_case(int(seed), "warm")
        number = rng.uniform(0, 2 * Evaluator(case).reduced(RIGHT))
        alarms += bool(explain(case, read_printed(f"{number:.7g}")))
        tried += 1
    print(f"{alarms} of {tried} random numbers of 7 digits were explained")
    assert alarms / tried < 0.05


@pytest.mark.parametrize(
    ("text", "value", "fits"),
    [
        ("1.3449", 1.34485, True),
        ("1.3449", 1.34499, True),
        ("1.3449", 1.34501, False),
        ("1.3449", 1.34484, False),
        ("-1.3449", -1.34499, True),
        ("-1.3449", 1.3449, False),
        ("\u22121.5", -1.5, True),
        ("0.0", 0.04, True),
        ("0.0", 0.2, False),
        ("nan", math.nan, True),
        ("nan", 1.0, False),
        ("inf", math.inf, True),
        ("-inf", math.inf, False),
        ("1e-43", 1.2e-43, True),
        ("1.116e-43", 1.116e-43, True),
        ("12", 12.4, True),
    ],
)
def test_a_printed_number_is_any_value_that_rounds_or_is_cut_off_to_it(
    text: str, value: float, fits: bool
) -> None:
    printed = read_printed(text)
    assert printed.matches([value]) is fits
    assert printed.matches_one(value) is fits


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("tensor([0.31, 3.05])", [0.31, 3.05]),
        ("tensor(0.9488, dtype=torch.float64)", [0.9488]),
        ("tensor(1.3449, grad_fn=<NllLossBackward0>)", [1.3449]),
        ("array([[ 1., -2.],\n       [ 3.,  4.]], dtype=float32)", [1, -2, 3, 4]),
        ("[0.1 nan inf -inf]", [0.1, math.nan, math.inf, -math.inf]),
        ("tf.Tensor(1.5, shape=(), dtype=float32)", [1.5]),
        ("loss: 2.5e-3", [0.0025]),
        ("np.float64(0.25)", [0.25]),
    ],
)
def test_printed_arrays_and_tensors_are_read(text: str, numbers: list[float]) -> None:
    assert read_printed(text).values == pytest.approx(numbers, nan_ok=True)


@pytest.mark.parametrize(
    "text", ["", "none", "import os", "1.2 apples", "[]", "__class__", "9" * 30_000]
)
def test_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"printed numbers"):
        read_printed(text)


def test_one_class_is_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match="softmax of one logit is always 1"):
        explain_number([[0.3], [1.1]], [0, 0], "0.0")
