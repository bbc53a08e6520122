"""Compute squared error on the same softmax: the cost that cross-entropy is better than.

With p = softmax(z) it is Σ_k (p_k − y_k)², which is not convex in the logits.
"""

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray, check_distributions, read_classes
from ce_core.numeric.softmax import softmax


def squared_error(logits: npt.ArrayLike, target: npt.ArrayLike) -> FloatArray:
    """Σ_k (p_k − y_k)² of p = softmax(logits), between 0 and 2.

    Parameters
    ----------
    logits : array_like, shape (…, K)
        Finite numbers.
    target : array_like, shape (K,) or (…, K)
        Not negative, summing to 1 over the classes.

    Returns
    -------
    ndarray, shape (…)

    Raises
    ------
    ValueError
        If logits or target are not as described, or their shapes do not match.
    """
    _, residual = _probabilities_and_residual(logits, target)
    error: FloatArray = np.square(residual).sum(axis=-1)
    return error


def squared_error_grad(logits: npt.ArrayLike, target: npt.ArrayLike) -> FloatArray:
    """∂/∂z_i = 2·p_i·(r_i − Σ_k p_k·r_k) with r = p − y, shape (…, K).

    The chain rule 2·Jᵀ·r with the Jacobian of softmax. The factor p_i is what cross-entropy does
    not have: where the prediction is confidently wrong, the gradient vanishes. Arguments and
    errors as for `squared_error`.
    """
    p, r = _probabilities_and_residual(logits, target)
    gradient: FloatArray = 2 * p * (r - (p * r).sum(axis=-1, keepdims=True))
    return gradient


def squared_error_hessian(logits: npt.ArrayLike, target: npt.ArrayLike) -> FloatArray:
    """The second derivatives, shape (…, K, K): symmetric, with eigenvalues of either sign.

    From differentiating `squared_error_grad` once more, with J = diag(p) − p·pᵀ:
    H_ij = 2·[J_ij·(r_i − r̄) + p_i·(J_ij − p_j·(q_j − q̄))], where q = p + r and a bar is the mean
    under p. Arguments and errors as for `squared_error`.
    """
    p, r = _probabilities_and_residual(logits, target)
    jacobian = p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])
    centred = r - (p * r).sum(axis=-1, keepdims=True)
    q = p + r
    drift = p * (q - (p * q).sum(axis=-1, keepdims=True))
    hessian = 2 * (
        jacobian * centred[..., :, None] + p[..., :, None] * (jacobian - drift[..., None, :])
    )
    # Symmetric by theory; rounding must not tell an eigenvalue routine otherwise.
    symmetric: FloatArray = (hessian + np.swapaxes(hessian, -1, -2)) / 2
    return symmetric


def _probabilities_and_residual(
    logits: npt.ArrayLike, target: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    array, _ = read_classes(logits, "logits", -1)
    goal, _ = read_classes(target, "target", -1)
    if goal.shape not in (array.shape, array.shape[-1:]):
        raise ValueError(
            f"target must have shape {array.shape} or {array.shape[-1:]} to match logits, "
            f"but came with {goal.shape}."
        )
    check_distributions(goal.reshape(-1, goal.shape[-1]), "target")
    probabilities = softmax(array)
    return probabilities, probabilities - goal
