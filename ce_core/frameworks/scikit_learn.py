"""The call through scikit-learn's ``log_loss``, which knows probabilities and indices only."""

from ce_core.frameworks.call import Call, data, joined, known, smoothed, temperature, weight


def sklearn_code(call: Call) -> str:
    """Write ``sklearn.metrics.log_loss``, which takes probabilities and class indices."""
    k = call.n_classes
    prepare = [
        *temperature(call),
        f"probabilities = softmax(logits.astype(float), axis=-1).reshape(-1, {k})",
        f"classes = np.arange({k})",
    ]
    whole = call.is_soft or call.label_smoothing > 0
    return joined(
        ["import numpy as np", "from scipy.special import softmax"],
        ["from sklearn.metrics import log_loss"],
        data(call, "np.array") + weight(call, "np.array"),
        prepare,
        _sklearn_spread(call) if whole else _sklearn_indices(call),
        ["print(loss)"],
    )


def _sklearn_indices(call: Call) -> list[str]:
    lines = ["target = target.reshape(-1)"]
    weighted = "" if call.weight is None else ", sample_weight=weight[target]"
    if call.ignore_index is not None:
        lines += [
            f"counts = target != {call.ignore_index}",
            "target, probabilities = target[counts], probabilities[counts]",
        ]
    if call.reduction == "none":
        factor = "" if call.weight is None else "weight[t] * "
        each = f"{factor}log_loss([t], [p], labels=classes) for t, p in zip(target, probabilities)"
        if call.ignore_index is None:
            return [*lines, f"loss = [{each}]"]
        return [*lines, "loss = np.zeros(counts.shape)", f"loss[counts] = [{each}]"]
    normalize = "" if call.reduction == "mean" else ", normalize=False"
    return [
        *lines,
        f"loss = log_loss(target, probabilities, labels=classes{weighted}{normalize})",
    ]


def _sklearn_spread(call: Call) -> list[str]:
    """Ask for every class of every row, weighted by the share of the label it has."""
    k = call.n_classes
    lines = []
    if call.is_soft:
        lines.append(f"y = {smoothed(call, f'target.reshape(-1, {k})')}")
    else:
        lines += ["target = target.reshape(-1)", *known(call, "np.where")]
        lines.append(f"y = {smoothed(call, f'np.eye({k})[target]')}")
    if call.ignore_index is not None:
        lines.append("y = counts[:, None] * y")
    share = "y" if call.weight is None else "(weight * y)"
    options = "labels=classes, normalize=False"
    if call.reduction == "none":
        each = f"log_loss(classes, [p] * {k}, sample_weight=share, {options})"
        if call.ignore_index is not None:
            each += " if share.any() else 0.0"
        return [
            *lines,
            "loss = [",
            f"    {each}",
            f"    for p, share in zip(probabilities, {share})",
            "]",
        ]
    lines += [
        "every_class = np.tile(classes, len(y))",
        f"every_row = np.repeat(probabilities, {k}, axis=0)",
        f"loss = log_loss(every_class, every_row, sample_weight={share}.reshape(-1), {options})",
    ]
    if call.reduction == "mean":
        parts = []
        if not call.is_soft:
            parts += ["weight[target]"] if call.weight is not None else []
            parts += ["counts"] if call.ignore_index is not None else []
        lines.append("loss /= " + (f"np.sum({' * '.join(parts)})" if parts else "len(y)"))
    return lines
