"""Write the call in JAX and Optax, and say what to know about it."""

from ce_core.frameworks.call import (
    Call,
    data,
    joined,
    known,
    no_temperature,
    numpy_for_file,
    reduced,
    row_weight,
    temperature,
    weight,
)


def code(call: Call) -> str:
    """Write Optax's losses, which give a loss per row; what they lack stands around them."""
    cast = ", dtype=float"
    load = data(call, "jnp.array", of_logits=cast, of_target=cast if call.is_soft else "")
    return joined(
        ["import jax", "import jax.numpy as jnp", *numpy_for_file(call), "import optax"],
        ['jax.config.update("jax_enable_x64", True)'],
        load + row_weight(call, "jnp.array", cast) + weight(call, "jnp.array"),
        temperature(call) + _optax_losses(call),
        [
            *reduced(call, "jnp.sum", "jnp.mean", "weight[target]", "counts"),
            "print(loss)",
        ],
    )


def _optax_losses(call: Call) -> list[str]:
    lines = [] if call.is_soft else known(call, "jnp.where")
    if not call.is_soft and not call.settings.label_smoothing:
        lines.append("losses = optax.softmax_cross_entropy_with_integer_labels(logits, target)")
        if call.settings.weight is not None:
            lines.append("losses = weight[target] * losses")
    else:
        y = "target" if call.is_soft else f"jax.nn.one_hot(target, {call.n_classes})"
        if call.settings.label_smoothing:
            y = f"optax.smooth_labels({y}, {call.settings.label_smoothing!r})"
        lines.append(f"y = {y}")
        weighted = "y" if call.settings.weight is None else "weight * y"
        safe = "safe_" if call.meets_zero_times_infinity else ""
        lines.append(f"losses = optax.{safe}softmax_cross_entropy(logits, {weighted})")
    if call.settings.ignore_index is not None:
        lines.append("losses = jnp.where(counts, losses, 0.0)")
    return lines


def differs(call: Call) -> list[str]:
    """Say what this framework does in its own manner: axis, kind of label, kind of mean."""
    said = [
        "The classes are on the last axis, and every row gives a loss of its own.",
        "JAX computes in float32 unless jax_enable_x64 is set first.",
    ]
    if call.meets_zero_times_infinity:
        said.append(
            "softmax_cross_entropy gives nan where a label of 0 meets a logit of −∞; "
            "safe_softmax_cross_entropy counts 0 there."
        )
    return said


def missing(call: Call) -> list[str]:
    """Say what this call asks for and the framework's own function does not know."""
    said = no_temperature(call)
    wanted = {
        "weight": call.settings.weight is not None,
        "ignore_index": call.settings.ignore_index is not None,
        "row weights": call.has_row_weight,
        "reduction": call.settings.reduction != "none",
    }
    names = [name for name, asked in wanted.items() if asked]
    if names:
        said.append(
            f"Optax's losses do not know {_enumerated(names)}; the code adds that around them."
        )
    if call.settings.label_smoothing and not call.is_soft:
        said.append("Smoothing is a function of its own, smooth_labels, and needs one-hot labels.")
    return said


def _enumerated(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
