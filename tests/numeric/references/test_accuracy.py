"""Results lie within a few units in the last place of a reference of fifty digits or more.

The inputs are chosen to hurt: ties, huge and tiny differences, logits at the end of the range,
differences that overflow, wide spreads that make exp lose digits, and thousands of random ones.
"""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt
import pytest

from ce_core.numeric import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    cross_entropy_and_grad,
    cross_entropy_grad,
    cross_entropy_hessian,
    entropy,
    kl_divergence,
    log_softmax,
    logsumexp,
    one_hot,
    sigmoid,
    softmax,
    softmax_jacobian,
)
from tests.numeric.references.fifty_digits import (
    DIGITS,
    exact,
    exact_log_softmax,
    exact_one_class_gradient,
    exact_softmax,
    ulps,
    unit,
)

FEW = 4.0
DTYPES = [np.float64, np.float32, np.float16]

Array = npt.NDArray[Any]


def adversarial(dtype: npt.DTypeLike) -> list[Array]:
    """Vectors of logits of up to ten classes in `dtype`."""
    limit = float(np.finfo(dtype).max)
    next_below = np.nextafter(np.asarray(limit, dtype), np.asarray(0, dtype))
    vectors: list[Any] = [
        [0],
        [limit],
        [0, 0],
        [0, 40],
        [0.1, 40.3],
        [40.3, 0.1],
        [-0.1, -40.3],
        [0, 700],
        [-700.3, 0.1],
        [0.1, 745.2, -3],
        [-745.3, -1400.1, -745.4],
        [1000, -1000, 0],
        [-1000.1, -1000.2, -1000.3],
        [299.9, -400.1],
        [300.1, -400.1],
        [-299.9, -310.3],
        [-5, -708.5, -712.9],
        [-39.9, -79.9, -81],
        [39.9, -60.3, -85.7],
        [0.1, -103.1],
        [limit, -limit],
        [limit, limit, -limit],
        [limit, next_below],
        [-limit, -next_below, -limit],
        [-limit, 0.1, 0.2],
        [-limit, -limit / 2],
        [5e-324, 0, -5e-324],
        [1e-8, 0, -1e-8],
        [1] * 10,
        [1, 3, 5, 7],
        [1, -9, 4, 8],
        [1.1, 1.1, -800, 1.1],
    ]
    rng = np.random.default_rng(20240607)
    for scale in (1e-3, 1, 10, 100, 500):
        vectors += [rng.normal(scale=scale, size=rng.integers(2, 11)) for _ in range(8)]
        vectors += [scale * 3 + rng.normal(scale=scale, size=4) for _ in range(4)]
    with np.errstate(over="ignore"):
        arrays = [np.asarray(v, np.float64).astype(dtype) for v in vectors]
    return [a for a in arrays if np.isfinite(a).all()]


@pytest.fixture(params=DTYPES, ids=lambda dtype: np.dtype(dtype).name)
def vectors(request: pytest.FixtureRequest) -> list[Array]:
    return adversarial(request.param)


def test_softmax_is_accurate(vectors: list[Array]) -> None:
    for z in vectors:
        assert ulps(softmax(z), exact_softmax(z)) < FEW, z


def test_log_softmax_is_accurate_also_next_to_zero(vectors: list[Array]) -> None:
    for z in vectors:
        assert ulps(log_softmax(z), exact_log_softmax(z)) < FEW, z


@pytest.mark.parametrize("classes", [2, 3, 7, 8, 129, 1000, 4097])
@pytest.mark.parametrize("scale", [0.1, 5.0, 10.0])
def test_float32_rows_are_as_accurate_as_their_float64_twins_rounded(
    classes: int, scale: float
) -> None:
    rng = np.random.default_rng(classes)
    z = (scale * rng.normal(size=(200, classes))).astype(np.float32)
    wide = z.astype(np.float64)
    for function in (softmax, log_softmax, logsumexp):
        found, true = function(z), function(wide)
        assert found.dtype == np.float32
        parts = np.abs(true)
        if function is logsumexp:
            parts = np.maximum(parts, np.abs(wide).max(axis=-1))
        room = FEW * np.spacing(parts.astype(np.float32)).astype(np.float64)
        assert (np.abs(found - true) <= room).all()


@pytest.mark.parametrize("temperature", [0.1, 0.7, 3.0, 1e-3, 123.456, 1e300, 1e-300])
def test_temperature_costs_no_accuracy(vectors: list[Array], temperature: float) -> None:
    for z in vectors:
        expected = exact_softmax(z, temperature)
        assert ulps(softmax(z, temperature=temperature), expected) < FEW, z
        logs = exact_log_softmax(z, temperature)
        assert ulps(log_softmax(z, temperature=temperature), logs) < FEW, z


def test_logsumexp_is_accurate_relative_to_its_parts(vectors: list[Array]) -> None:
    for z in vectors:
        largest = z.max()
        with mpmath.workdps(400):
            rest = mpmath.fsum(mpmath.exp(exact(v) - exact(largest)) for v in z) - 1
            expected = exact(largest) + mpmath.log1p(rest)
            error = abs(exact(logsumexp(z)) - expected)
        parts = np.maximum(np.abs(largest), z.dtype.type(float(mpmath.log1p(rest))))
        assert error <= FEW * unit(parts), z


def test_loss_of_a_class_is_accurate(vectors: list[Array]) -> None:
    for z in vectors:
        costs = [-v for v in exact_log_softmax(z)]
        computed = np.array([cross_entropy(z, true) for true in range(len(z))])
        assert ulps(computed, costs) < FEW, z
        rows = np.tile(z, (len(z), 1))
        together = cross_entropy(rows, np.arange(len(z)), reduction="none")
        assert ulps(together, costs) < FEW, z


def test_gradient_of_a_class_is_accurate_also_where_the_prediction_is_right(
    vectors: list[Array],
) -> None:
    for z in vectors:
        for true in range(len(z)):
            expected = exact_one_class_gradient(z, true)
            assert ulps(cross_entropy_grad(z, true), expected) < FEW, (z, true)


def test_one_hot_probabilities_are_as_accurate_as_class_indices(vectors: list[Array]) -> None:
    for z in vectors:
        for true in range(len(z)):
            loss, gradient = cross_entropy_and_grad(z, one_hot(true, len(z)))
            assert ulps(np.array([loss]), [-exact_log_softmax(z)[true]]) < FEW, (z, true)
            assert ulps(gradient, exact_one_class_gradient(z, true)) < FEW, (z, true)


def test_loss_of_a_soft_target_is_accurate(vectors: list[Array]) -> None:
    rng = np.random.default_rng(5)
    for z in vectors:
        target = rng.dirichlet(np.ones(len(z)))
        with mpmath.workdps(400):
            terms = zip(target, exact_log_softmax(z), strict=True)
            expected = -mpmath.fsum(exact(y) * v for y, v in terms)
        assert ulps(np.array([cross_entropy(z, target)]), [expected]) < FEW, z


@pytest.mark.parametrize("matrix", [softmax_jacobian, cross_entropy_hessian])
def test_jacobian_is_accurate_also_on_a_diagonal_next_to_zero(
    vectors: list[Array], matrix: Callable[[Array], Array]
) -> None:
    for z in vectors:
        with mpmath.workdps(DIGITS):
            logs = exact_log_softmax(z)
            p = [mpmath.exp(v) for v in logs]
            expected = [
                -p[i] * mpmath.expm1(logs[i]) if i == j else -p[i] * p[j]
                for i in range(len(z))
                for j in range(len(z))
            ]
        # Entries are products of two probabilities: the errors of both add up.
        assert ulps(matrix(z), expected) < 2 * FEW, z


def test_sigmoid_is_accurate(vectors: list[Array]) -> None:
    for z in vectors:
        with mpmath.workdps(DIGITS):
            expected = [exact_softmax(np.array([v, 0.0]))[0] for v in z]
        assert ulps(sigmoid(z), expected) < FEW, z


@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_binary_cross_entropy_with_logits_is_accurate(vectors: list[Array], y: float) -> None:
    for z in vectors:
        with mpmath.workdps(400):
            logs = [exact_log_softmax(np.array([v, 0.0])) for v in z]
            expected = [-y * true - (1 - y) * false for true, false in logs]
        assert ulps(binary_cross_entropy_with_logits(z, np.full_like(z, y)), expected) < FEW, z


def test_binary_cross_entropy_is_accurate_at_both_ends() -> None:
    p = np.array([1e-300, 1e-17, 0.1, 0.5, 0.9, 1 - 2**-53])
    for y in (0.0, 0.3, 1.0):
        with mpmath.workdps(400):
            expected = [
                -exact(y) * mpmath.log(exact(v)) - (1 - exact(y)) * mpmath.log1p(-exact(v))
                for v in p
            ]
        assert ulps(binary_cross_entropy(p, np.full_like(p, y)), expected) < FEW


def test_entropy_and_divergence_are_accurate() -> None:
    rng = np.random.default_rng(7)
    for classes in (2, 3, 10):
        for concentration in (0.02, 1.0, 50.0):
            p, q = rng.dirichlet(np.full(classes, concentration), size=2)
            q = np.maximum(q, 1e-9)
            q /= q.sum()
            with mpmath.workdps(DIGITS):
                logs = [mpmath.log(exact(v)) if v else mpmath.mpf(0) for v in p]
                h = -mpmath.fsum(exact(v) * log for v, log in zip(p, logs, strict=True))
                terms = [
                    exact(a) * (log - mpmath.log(exact(b)))
                    for a, b, log in zip(p, q, logs, strict=True)
                ]
                kl = mpmath.fsum(terms)
                size = mpmath.fsum(abs(t) for t in terms)
            assert ulps(np.array([entropy(p)]), [h]) < FEW
            # Terms of both signs may cancel; what counts is their size.
            assert abs(exact(kl_divergence(p, q)) - kl) <= FEW * size * 2**-52


def test_divergence_of_nearly_equal_distributions_keeps_its_digits() -> None:
    p = np.array([0.25, 0.75])
    q = p + np.array([2.0**-30, -(2.0**-30)])
    with mpmath.workdps(DIGITS):
        kl = mpmath.fsum(
            exact(a) * mpmath.log(exact(a) / exact(b)) for a, b in zip(p, q, strict=True)
        )
    # 2.3e-18, far below the rounding of log(p) − log(q).
    assert float(kl_divergence(p, q)) == pytest.approx(float(kl), rel=1e-6)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("layout", ["batch", "ordinary", "wide"])
def test_blocks_and_batches_are_as_accurate_as_single_rows(dtype: type, layout: str) -> None:
    rng = np.random.default_rng(11)
    shape = {"batch": (40, 7), "ordinary": (3, 400), "wide": (2, 1500)}[layout]
    offset = 0.0 if layout != "batch" else 1000.0
    z = (offset + rng.normal(scale=6, size=shape)).astype(dtype)
    target = rng.integers(shape[1], size=shape[0])
    target[0] = z[0].argmax()
    gradient = cross_entropy_grad(z, target, reduction="sum")
    for row, true, computed in zip(z, target, gradient, strict=True):
        with mpmath.workdps(DIGITS):
            exponentials = [mpmath.exp(exact(v) - exact(row.max())) for v in row]
            total = mpmath.fsum(exponentials)
            expected = [e / total for e in exponentials]
            others = mpmath.fsum(e for j, e in enumerate(exponentials) if j != true)
            expected[true] = -others / total
        assert ulps(computed, expected) < FEW + 1
