"""Write the call in TensorFlow and Keras, and say what to know about it."""

from ce_core.frameworks.call import (
    Call,
    data,
    joined,
    known,
    no_temperature,
    numpy_for_file,
    reduced,
    row_weight,
    smoothed,
    temperature,
    weight,
)


def code(call: Call) -> str:
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
        [*numpy_for_file(call), "import tensorflow as tf"],
        load + row_weight(call, "tf.constant", double) + weight(call, "tf.constant", double),
        temperature(call) + _unmasked(call) + _losses(call),
        [*reduction, "print(loss)"],
        _keras(call),
    )


def _unmasked(call: Call) -> list[str]:
    if not call.meets_zero_times_infinity or call.settings.label_smoothing:
        return []
    return [
        "unused = (target == 0) & tf.math.is_inf(logits)",
        "smallest = tf.constant(-1e300, tf.float64)",
        "logits = tf.where(unused, smallest, logits)  # 0 times −∞ would be nan",
    ]


def _losses(call: Call) -> list[str]:
    sparse = "losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=logits)"
    dense = "losses = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits)"
    lines = [] if call.is_soft else known(call, "tf.where")
    if not call.is_soft and not call.settings.label_smoothing:
        lines.append(sparse)
        if call.settings.weight is not None:
            lines.append("losses = tf.gather(weight, target) * losses")
    else:
        if not call.is_soft:
            lines.append(f"one_hot = tf.one_hot(target, {call.n_classes}, dtype=tf.float64)")
        lines.append(f"y = {smoothed(call, 'target' if call.is_soft else 'one_hot')}")
        weighted = "losses = -tf.reduce_sum(weight * y * tf.nn.log_softmax(logits), axis=-1)"
        lines.append(dense if call.settings.weight is None else weighted)
    if call.settings.ignore_index is not None:
        lines.append("losses = tf.where(counts, losses, tf.zeros_like(losses))")
    return lines


def keras_expresses(call: Call) -> bool:
    """Tell whether a Keras loss gives the same number without more around it."""
    settings = call.settings
    if call.meets_zero_times_infinity:
        return False  # it computes in float32, where the very small logit is −∞ again
    weighted = settings.weight is not None or call.has_row_weight
    return not weighted and settings.ignore_index is None and len(call.shape) > 1


def _keras(call: Call) -> list[str]:
    if not keras_expresses(call):
        return []
    asked = call.settings.reduction
    reduction = "sum_over_batch_size" if asked == "mean" else asked
    options = f'from_logits=True, reduction="{reduction}"'
    if not call.is_soft and not call.settings.label_smoothing:
        lines = [f"keras_loss = tf.keras.losses.SparseCategoricalCrossentropy({options})"]
        lines.append("print(keras_loss(target, logits))")
        return lines
    if call.settings.label_smoothing:
        options += f", label_smoothing={call.settings.label_smoothing!r}"
    labels = "target" if call.is_soft else "one_hot"
    return [
        f"keras_loss = tf.keras.losses.CategoricalCrossentropy({options})",
        f"print(keras_loss({labels}, logits))",
    ]


def differs(call: Call) -> list[str]:
    """Say what this framework does in its own manner: axis, kind of label, kind of mean."""
    sparse = not call.is_soft and not call.settings.label_smoothing
    said = [
        "The op with sparse in its name takes class indices; the other takes a distribution per "
        f"row. This call {'uses the first' if sparse else 'needs distributions'}.",
        "The classes are on the last axis, and every row gives a loss of its own.",
    ]
    if keras_expresses(call):
        said.append(
            "Keras computes in float32 unless told otherwise, so logits beyond about 1e38 "
            "overflow there and give nan."
        )
        said.append(
            "from_logits=True matters: without it Keras takes the numbers for probabilities."
        )
    if call.meets_zero_times_infinity:
        said.append(
            "Where a label of 0 meets a logit of −∞ the op gives nan (0 times ∞); the code puts a "
            "very small logit there."
        )
    if not sparse and call.settings.weight is not None:
        said.append(
            "Weighted labels do not sum to 1, and then the op's own gradient would be wrong. "
            "So the code writes out the sum over log_softmax."
        )
    return said


def missing(call: Call) -> list[str]:
    """Say what this call asks for and the framework's own function does not know."""
    said = no_temperature(call)
    if call.has_row_weight:
        said.append(
            "The op has no row weights. A Keras sample_weight multiplies the losses, but the mean "
            "divides by the number of rows, not by the sum of the weights."
        )
    elif call.settings.weight is not None:
        said.append(
            "There is no weight per class. A Keras sample_weight multiplies the losses, but the "
            "mean divides by the number of rows, not by the sum of the weights."
        )
    if call.settings.ignore_index is not None:
        said.append(
            "The op has no ignore_index: an index that names no class is an error on a CPU and "
            "nan on a GPU. The code puts class 0 in its place and leaves its loss out."
        )
    if call.settings.label_smoothing and not call.is_soft:
        said.append("Smoothing needs one-hot labels; the sparse op and loss have none.")
    if call.settings.reduction != "none":
        said.append("The op does not reduce; a Keras loss does.")
    return said
