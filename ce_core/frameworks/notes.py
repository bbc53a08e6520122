"""What each framework does differently, and what its own function cannot express, in sentences."""

from ce_core.frameworks.call import Call


def differs(key: str, call: Call) -> tuple[str, ...]:
    """Give what to know about the call as it stands: axis, kind of label, kind of mean."""
    return tuple(_DIFFERS[key](call))


def missing(key: str, call: Call) -> tuple[str, ...]:
    """Give what this call asks for and the framework's own function does not know."""
    return tuple(_MISSING[key](call))


def _axis(call: Call) -> str:
    return f"axis {len(call.shape) - 1}, the last"


def _numpy_differs(call: Call) -> list[str]:
    return [
        "NumPy has no cross-entropy: these lines are the whole of it. Shifting by the maximum "
        "changes nothing in the result and keeps exp from overflowing.",
        f"The classes stand on {_axis(call)}.",
    ]


def _numpy_missing(_call: Call) -> list[str]:
    return []


def _pytorch_differs(call: Call) -> list[str]:
    said = ["Labels may be indices (int64) or distributions; the shape decides."]
    if len(call.shape) == 1:
        said.append("One row of logits stands on axis 0, and its label is a single number.")
    elif len(call.shape) == 2:
        said.append("The classes stand on axis 1.")
    else:
        said.append(
            "The classes stand on axis 1, so (batch, seq, K) is transposed to (batch, K, seq)."
        )
    if call.weight is not None and call.reduction == "mean":
        said.append(
            "With distributions the mean divides by the number of rows, whatever the weights."
            if call.is_soft
            else "The mean is weighted: it divides by the sum of the true classes' weights."
        )
    if not call.is_soft and call.ignore_index is None:
        said.append("Rows labelled −100 are ignored unless another ignore_index is given.")
    return said


def _pytorch_missing(call: Call) -> list[str]:
    return _no_temperature(call)


def _no_temperature(call: Call) -> list[str]:
    if call.temperature == 1:
        return []
    return ["There is no argument for the temperature; the logits are divided beforehand."]


def _tensorflow_differs(call: Call) -> list[str]:
    sparse = not call.is_soft and not call.label_smoothing
    said = [
        "The op with sparse in its name takes class indices, the one without takes one "
        f"distribution a row; this call {'takes the first' if sparse else 'needs distributions'}.",
        "The classes stand on the last axis, and every row gives a loss of its own.",
    ]
    if call.weight is None and call.ignore_index is None and len(call.shape) > 1:
        said.append(
            "Keras computes in float32 unless told otherwise, and from_logits=True matters: "
            "without it the numbers are taken for probabilities."
        )
    if not sparse and call.weight is not None:
        said.append(
            "Weighted labels do not sum to 1, for which the op's own gradient would be wrong: "
            "the sum over log_softmax is written out."
        )
    return said


def _tensorflow_missing(call: Call) -> list[str]:
    said = _no_temperature(call)
    if call.weight is not None:
        said.append(
            "There is no weight a class. A Keras sample_weight multiplies the losses, but the mean "
            "divides by the number of rows, not by the sum of the weights."
        )
    if call.ignore_index is not None:
        said.append(
            "The op has no ignore_index: an index that names no class is an error on a CPU and "
            "nan on a GPU, so a class stands in for it and its loss is left out."
        )
    if call.label_smoothing and not call.is_soft:
        said.append("Smoothing needs one-hot labels; the sparse op and loss have none.")
    if call.reduction != "none":
        said.append("The op does not reduce; a Keras loss does.")
    return said


def _jax_differs(_call: Call) -> list[str]:
    return [
        "The classes stand on the last axis, and every row gives a loss of its own.",
        "JAX computes in float32 unless jax_enable_x64 is set first.",
    ]


def _jax_missing(call: Call) -> list[str]:
    said = _no_temperature(call)
    wanted = {
        "weight": call.weight is not None,
        "ignore_index": call.ignore_index is not None,
        "reduction": call.reduction != "none",
    }
    names = [name for name, asked in wanted.items() if asked]
    if names:
        said.append(
            f"Optax's losses do not know {_enumerated(names)}; that is written around them."
        )
    if call.label_smoothing and not call.is_soft:
        said.append("Smoothing is a function of its own, smooth_labels, and needs one-hot labels.")
    return said


def _sklearn_differs(call: Call) -> list[str]:
    said = [
        "log_loss takes probabilities, not logits, and clips them at the precision of their type: "
        "in float64 no row can cost more than about 36.04 nats.",
        "Name all classes in labels, or one that no row has is taken to be missing.",
    ]
    if len(call.shape) == 3:
        said.append("It knows rows only, so (batch, seq, K) is flattened.")
    if call.weight is not None and call.reduction == "mean" and not call.is_soft:
        said.append(
            "sample_weight divides by the sum of the weights, as PyTorch's weighted mean does."
        )
    return said


def _sklearn_missing(call: Call) -> list[str]:
    said = _no_temperature(call)
    if call.is_soft or call.label_smoothing:
        said.append(
            "There are no soft labels and no smoothing: every row is given once a class, with its "
            "share of the label as sample_weight."
        )
    if call.ignore_index is not None:
        said.append("There is no ignore_index: those rows are left out.")
    if call.reduction == "none":
        said.append("It always reduces: it is called row by row, which is slow for many.")
    said.append("It gives no gradient.")
    return said


def _enumerated(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


_DIFFERS = {
    "numpy": _numpy_differs,
    "pytorch": _pytorch_differs,
    "tensorflow": _tensorflow_differs,
    "jax": _jax_differs,
    "sklearn": _sklearn_differs,
}
_MISSING = {
    "numpy": _numpy_missing,
    "pytorch": _pytorch_missing,
    "tensorflow": _tensorflow_missing,
    "jax": _jax_missing,
    "sklearn": _sklearn_missing,
}
