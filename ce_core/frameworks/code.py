"""The call in NumPy, PyTorch, TensorFlow/Keras and JAX/Optax, as text that runs as it stands."""

from ce_core.frameworks.call import (
    Call,
    data,
    joined,
    known,
    reduced,
    smoothed,
    temperature,
    weight,
)


def _numpy_for_file(call: Call) -> list[str]:
    return ["import numpy as np"] if call.logits is None else []


# --- NumPy ----------------------------------------------------------------------------------


def numpy_code(call: Call) -> str:
    """Write the call out in NumPy: a maximum, an exponential, a logarithm and a sum."""
    losses = _numpy_soft(call) if call.is_soft else _numpy_indices(call)
    return joined(
        ["import numpy as np"],
        data(call, "np.array") + weight(call, "np.array"),
        [
            *temperature(call),
            "shifted = logits - logits.max(axis=-1, keepdims=True)",
            "log_sum = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
            "log_probabilities = shifted - log_sum",
        ],
        losses,
        [*reduced(call, "np.sum", "np.mean", "weight[target]", "counts"), "print(loss)"],
    )


def _numpy_soft(call: Call) -> list[str]:
    y = smoothed(call, "target")
    weighted = "y" if call.weight is None else "weight * y"
    return [f"y = {y}", f"losses = -np.sum({weighted} * log_probabilities, axis=-1)"]


def _numpy_indices(call: Call) -> list[str]:
    picked = "np.take_along_axis(log_probabilities, target[..., None], axis=-1)[..., 0]"
    lines = [*known(call, "np.where"), f"losses = -{picked}"]
    if call.weight is not None:
        lines.append("losses = weight[target] * losses")
    if call.label_smoothing:
        epsilon, every = call.label_smoothing, "weight * " if call.weight is not None else ""
        lines += [
            f"even = -np.mean({every}log_probabilities, axis=-1)",
            f"losses = (1 - {epsilon!r}) * losses + {epsilon!r} * even",
        ]
    if call.ignore_index is not None:
        lines.append("losses = np.where(counts, losses, 0.0)")
    return lines


# --- PyTorch ----------------------------------------------------------------------------------


def pytorch_code(call: Call) -> str:
    """Write ``torch.nn.functional.cross_entropy``, whose arguments ours are named after."""
    double = ", dtype=torch.float64"
    arguments = ["logits", "target"]
    lines = temperature(call)
    if len(call.shape) == 3:
        lines.append("logits = logits.transpose(1, 2)  # the classes stand on axis 1")
        if call.is_soft:
            lines.append("target = target.transpose(1, 2)")
    if call.weight is not None:
        arguments.append("weight=weight")
    if call.ignore_index is not None:
        arguments.append(f"ignore_index={call.ignore_index}")
    if call.label_smoothing:
        arguments.append(f"label_smoothing={call.label_smoothing!r}")
    arguments.append(f'reduction="{call.reduction}"')
    load = data(call, "torch.tensor", of_logits=double, of_target=double if call.is_soft else "")
    return joined(
        [*_numpy_for_file(call), "import torch", "import torch.nn.functional as F"],
        load + weight(call, "torch.tensor", double),
        [*lines, f"loss = F.cross_entropy({', '.join(arguments)})", "print(loss)"],
    )


# --- TensorFlow / Keras -----------------------------------------------------------------------


def tensorflow_code(call: Call) -> str:
    """Write TensorFlow's op, which gives a loss per row; what it lacks stands around it."""
    double = ", tf.float64"
    load = data(call, "tf.constant", of_logits=double, of_target=double if call.is_soft else "")
    reduction = reduced(
        call,
        "tf.reduce_sum",
        "tf.reduce_mean",
        "tf.gather(weight, target)",
        "tf.cast(counts, tf.float64)",
    )
    return joined(
        [*_numpy_for_file(call), "import tensorflow as tf"],
        load + weight(call, "tf.constant", double),
        temperature(call) + _tensorflow_losses(call),
        [*reduction, "print(loss)"],
        _keras(call),
    )


def _tensorflow_losses(call: Call) -> list[str]:
    sparse = "losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=logits)"
    dense = "losses = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits)"
    lines = [] if call.is_soft else known(call, "tf.where")
    if not call.is_soft and not call.label_smoothing:
        lines.append(sparse)
        if call.weight is not None:
            lines.append("losses = tf.gather(weight, target) * losses")
    else:
        if not call.is_soft:
            lines.append(f"one_hot = tf.one_hot(target, {call.n_classes}, dtype=tf.float64)")
        lines.append(f"y = {smoothed(call, 'target' if call.is_soft else 'one_hot')}")
        weighted = "losses = -tf.reduce_sum(weight * y * tf.nn.log_softmax(logits), axis=-1)"
        lines.append(dense if call.weight is None else weighted)
    if call.ignore_index is not None:
        lines.append("losses = tf.where(counts, losses, tf.zeros_like(losses))")
    return lines


def keras_expresses(call: Call) -> bool:
    """Tell whether a Keras loss gives the same number without more around it."""
    return call.weight is None and call.ignore_index is None and len(call.shape) > 1


def _keras(call: Call) -> list[str]:
    if not keras_expresses(call):
        return []
    reduction = {"mean": "sum_over_batch_size"}.get(call.reduction, call.reduction)
    options = f'from_logits=True, reduction="{reduction}"'
    if not call.is_soft and not call.label_smoothing:
        lines = [f"keras_loss = tf.keras.losses.SparseCategoricalCrossentropy({options})"]
        lines.append("print(keras_loss(target, logits))")
        return lines
    if call.label_smoothing:
        options += f", label_smoothing={call.label_smoothing!r}"
    labels = "target" if call.is_soft else "one_hot"
    return [
        f"keras_loss = tf.keras.losses.CategoricalCrossentropy({options})",
        f"print(keras_loss({labels}, logits))",
    ]


# --- JAX / Optax ------------------------------------------------------------------------------


def jax_code(call: Call) -> str:
    """Write Optax's losses, which give a loss per row; what they lack stands around them."""
    load = data(call, "jnp.array", of_logits=", dtype=float")
    return joined(
        ["import jax", "import jax.numpy as jnp", *_numpy_for_file(call), "import optax"],
        ['jax.config.update("jax_enable_x64", True)'],
        load + weight(call, "jnp.array"),
        temperature(call) + _optax_losses(call),
        [
            *reduced(call, "jnp.sum", "jnp.mean", "weight[target]", "counts"),
            "print(loss)",
        ],
    )


def _optax_losses(call: Call) -> list[str]:
    lines = [] if call.is_soft else known(call, "jnp.where")
    if not call.is_soft and not call.label_smoothing:
        lines.append("losses = optax.softmax_cross_entropy_with_integer_labels(logits, target)")
        if call.weight is not None:
            lines.append("losses = weight[target] * losses")
    else:
        y = "target" if call.is_soft else f"jax.nn.one_hot(target, {call.n_classes})"
        if call.label_smoothing:
            y = f"optax.smooth_labels({y}, {call.label_smoothing!r})"
        lines.append(f"y = {y}")
        weighted = "y" if call.weight is None else "weight * y"
        lines.append(f"losses = optax.softmax_cross_entropy(logits, {weighted})")
    if call.ignore_index is not None:
        lines.append("losses = jnp.where(counts, losses, 0.0)")
    return lines
