"""One cross-entropy call, written for NumPy, PyTorch, TensorFlow/Keras, JAX/Optax, scikit-learn.

Only text is made. Each snippet runs as it stands where its framework is installed, with the
numbers in it or, for many numbers, beside the downloaded ``batch.npz``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ce_core.frameworks import notes as words
from ce_core.frameworks.call import Call
from ce_core.frameworks.code import jax_code, numpy_code, pytorch_code, tensorflow_code
from ce_core.frameworks.scikit_learn import sklearn_code


@dataclass(frozen=True)
class Snippet:
    """The code for one framework, and what to know about it."""

    key: str
    title: str
    code: str
    differs: tuple[str, ...]
    missing: tuple[str, ...]
    """What the framework's own function cannot express, and what the code does instead."""


def snippets(call: Call) -> tuple[Snippet, ...]:
    """Write the call for every framework."""
    write: dict[str, tuple[str, Callable[[Call], str]]] = {
        "numpy": ("NumPy", numpy_code),
        "pytorch": ("PyTorch", pytorch_code),
        "tensorflow": ("TensorFlow / Keras", tensorflow_code),
        "jax": ("JAX / Optax", jax_code),
        "sklearn": ("scikit-learn", sklearn_code),
    }
    return tuple(
        Snippet(key, title, code(call), words.differs(key, call), words.missing(key, call))
        for key, (title, code) in write.items()
    )
