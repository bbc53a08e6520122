"""What the snippets call in PyTorch, TensorFlow, Keras, JAX and Optax, as their documentation says.

NumPy stands in for the arrays; each function does what its own documentation states, in a few
lines that share nothing with `ce_core.numeric`.
"""

from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np


class Tensor(np.ndarray):
    """An array that can move an axis, as PyTorch's tensors can."""

    def movedim(self, source: int, destination: int) -> Any:
        return np.moveaxis(self, source, destination)


def log_softmax(logits: Any, axis: int = -1) -> Any:
    shifted = np.asarray(logits) - np.max(logits, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def per_row(labels: Any, logits: Any) -> Any:
    assert np.shape(labels) == np.shape(logits)
    return -np.sum(labels * log_softmax(logits), axis=-1)


def safe_per_row(labels: Any, logits: Any) -> Any:
    """Give the loss where 0·log 0 counts as 0."""
    return -np.sum(np.where(labels == 0, 0.0, labels * log_softmax(logits)), axis=-1)


def per_row_sparse(labels: Any, logits: Any) -> Any:
    assert np.shape(labels) == np.shape(logits)[:-1]
    assert np.all((np.asarray(labels) >= 0) & (np.asarray(labels) < np.shape(logits)[-1]))
    picked = np.take_along_axis(log_softmax(logits), np.asarray(labels)[..., None], axis=-1)
    return -picked[..., 0]


def one_hot(labels: Any, depth: int, dtype: Any = float) -> Any:
    return np.eye(depth, dtype=dtype)[labels]


def module(name: str, **parts: Any) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(parts)
    return made


def torch(cross_entropy: Any) -> dict[str, ModuleType]:
    """PyTorch with the given `torch.nn.functional.cross_entropy`."""

    def tensor(data: Any, dtype: Any = None) -> Any:
        return np.array(data, dtype=dtype).view(Tensor)

    functional = module("torch.nn.functional", cross_entropy=cross_entropy)
    nn = module("torch.nn", functional=functional)
    root = module(
        "torch", tensor=tensor, float64=np.float64, nn=nn, sum=np.sum, mean=np.mean, where=np.where
    )
    return {"torch": root, "torch.nn": nn, "torch.nn.functional": functional}


def tensorflow(printed: list[Any]) -> dict[str, ModuleType]:
    """TensorFlow 2; what its Keras losses give is noted in `printed`."""

    def dense(*, labels: Any, logits: Any) -> Any:
        # "each row labels[i] must be a valid probability distribution"
        assert np.allclose(np.sum(labels, axis=-1), 1)
        return per_row(labels, logits)

    def sparse(*, labels: Any, logits: Any) -> Any:
        return per_row_sparse(labels, logits)

    def keras(row_loss: Any) -> Any:
        def loss(*, from_logits: bool, reduction: str, label_smoothing: float = 0.0) -> Any:
            assert from_logits
            reduce = {"sum_over_batch_size": np.mean, "sum": np.sum, "none": np.asarray}[reduction]

            def call(y_true: Any, y_pred: Any) -> Any:
                if label_smoothing:
                    k = np.shape(y_true)[-1]
                    y_true = y_true * (1.0 - label_smoothing) + label_smoothing / k
                printed.append(reduce(row_loss(y_true, y_pred)))
                return printed[-1]

            return call

        return loss

    losses = SimpleNamespace(
        SparseCategoricalCrossentropy=keras(per_row_sparse), CategoricalCrossentropy=keras(per_row)
    )
    root = module(
        "tensorflow",
        constant=lambda data, dtype=None: np.array(data, dtype=dtype),
        float64=np.float64,
        where=np.where,
        cast=lambda array, dtype: array.astype(dtype),
        gather=lambda array, indices: array[indices],
        one_hot=one_hot,
        zeros_like=np.zeros_like,
        reduce_sum=np.sum,
        reduce_mean=np.mean,
        nn=SimpleNamespace(
            softmax_cross_entropy_with_logits=dense,
            sparse_softmax_cross_entropy_with_logits=sparse,
            log_softmax=log_softmax,
        ),
        keras=SimpleNamespace(losses=losses),
    )
    return {"tensorflow": root}


def jax() -> dict[str, ModuleType]:
    """JAX and Optax."""
    optax = module(
        "optax",
        softmax_cross_entropy=lambda logits, labels: per_row(labels, logits),
        softmax_cross_entropy_with_integer_labels=lambda logits, labels: per_row_sparse(
            labels, logits
        ),
        safe_softmax_cross_entropy=lambda logits, labels: safe_per_row(labels, logits),
        smooth_labels=lambda labels, alpha: (1.0 - alpha) * labels + alpha / labels.shape[-1],
    )
    config = SimpleNamespace(update=lambda _name, _value: None)
    numpy = module("jax.numpy", array=np.array, sum=np.sum, mean=np.mean, where=np.where)
    root = module("jax", config=config, numpy=numpy, nn=SimpleNamespace(one_hot=one_hot))
    return {"jax": root, "jax.numpy": numpy, "optax": optax}
