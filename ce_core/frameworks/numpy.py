"""Write the call out in NumPy, and say what to know about it."""

from ce_core.frameworks.call import (
    Call,
    axis_sentence,
    double,
    joined,
    known,
    reduced,
    smoothed,
    temperature,
    weight,
)


def code(call: Call) -> str:
    """Write the call out in NumPy: a maximum, an exponential, a logarithm and a sum."""
    losses = _soft(call) if call.is_soft else _indices(call)
    return joined(
        ["import numpy as np"],
        double(call, "np.array") + weight(call, "np.array"),
        [
            *temperature(call),
            "shifted = logits - logits.max(axis=-1, keepdims=True)",
            "log_sum = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
            "log_probabilities = shifted - log_sum",
        ],
        losses,
        [*reduced(call, "np.sum", "np.mean", "weight[target]", "counts"), "print(loss)"],
    )


def _soft(call: Call) -> list[str]:
    y = smoothed(call, "target")
    weighted = "y" if call.settings.weight is None else "weight * y"
    if not call.meets_zero_times_infinity:
        return [f"y = {y}", f"losses = -np.sum({weighted} * log_probabilities, axis=-1)"]
    return [
        f"y = {y}",
        "logs = np.where(y > 0, log_probabilities, 0.0)  # 0 times −∞ would be nan",
        f"losses = -np.sum({weighted} * logs, axis=-1)",
    ]


def _indices(call: Call) -> list[str]:
    picked = "np.take_along_axis(log_probabilities, target[..., None], axis=-1)[..., 0]"
    lines = [*known(call, "np.where"), f"losses = -{picked}"]
    if call.settings.weight is not None:
        lines.append("losses = weight[target] * losses")
    if call.settings.label_smoothing:
        epsilon = call.settings.label_smoothing
        every = "" if call.settings.weight is None else "weight * "
        lines += [
            f"uniform = -np.mean({every}log_probabilities, axis=-1)",
            f"losses = (1 - {epsilon!r}) * losses + {epsilon!r} * uniform",
        ]
    if call.settings.ignore_index is not None:
        lines.append("losses = np.where(counts, losses, 0.0)")
    return lines


def differs(call: Call) -> list[str]:
    """Say what to know about the code: why it shifts, and where the classes are."""
    return [
        "NumPy has no cross-entropy function: these lines are all of it. Shifting by the maximum "
        "changes nothing in the result and keeps exp from overflowing.",
        axis_sentence(call),
    ]


def missing(_call: Call) -> list[str]:
    """Say what NumPy's own function does not know: there is none."""
    return []
