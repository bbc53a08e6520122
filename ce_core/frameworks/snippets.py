"""Write one cross-entropy call for NumPy, PyTorch, TensorFlow/Keras, JAX/Optax, scikit-learn.

Only text is made. Each snippet runs as it stands where its framework is installed, with the
numbers in it or, for many numbers, beside the downloaded ``batch.npz``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ce_core.frameworks import jax, numpy, pytorch, scikit_learn, tensorflow
from ce_core.frameworks.call import Call


@dataclass(frozen=True)
class Snippet:
    """The code for one framework, and what to know about it."""

    key: str
    title: str
    code: str
    differs: tuple[str, ...]
    missing: tuple[str, ...]
    """What the framework's own function cannot express, and what the code does instead."""


Sentences = Callable[[Call], Sequence[str]]
_FRAMEWORKS: tuple[tuple[str, str, Callable[[Call], str], Sentences, Sentences], ...] = (
    ("numpy", "NumPy", numpy.code, numpy.differs, numpy.missing),
    ("pytorch", "PyTorch", pytorch.code, pytorch.differs, pytorch.missing),
    ("tensorflow", "TensorFlow / Keras", tensorflow.code, tensorflow.differs, tensorflow.missing),
    ("jax", "JAX / Optax", jax.code, jax.differs, jax.missing),
    ("sklearn", "scikit-learn", scikit_learn.code, scikit_learn.differs, scikit_learn.missing),
)


def snippets(call: Call) -> tuple[Snippet, ...]:
    """Write the call for every framework."""
    return tuple(
        Snippet(key, title, code(call), tuple(differs(call)), tuple(missing(call)))
        for key, title, code, differs, missing in _FRAMEWORKS
    )
