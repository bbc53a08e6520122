"""Write the call with scikit-learn's ``log_loss``, which takes probabilities and indices only."""

from ce_core.frameworks.call import (
    NOTHING,
    Call,
    double,
    joined,
    known,
    no_temperature,
    shares,
    smoothed,
    temperature,
    weight,
)


def code(call: Call) -> str:
    """Write ``sklearn.metrics.log_loss``, which takes probabilities and class indices."""
    k = call.n_classes
    prepare = [
        *temperature(call),
        f"probabilities = softmax(logits, axis=-1).reshape(-1, {k})",
        f"classes = np.arange({k})",
    ]
    whole = call.is_soft or call.settings.label_smoothing > 0
    return joined(
        ["import numpy as np", "from scipy.special import softmax"],
        ["from sklearn.metrics import log_loss"],
        double(call, "np.array") + weight(call, "np.array"),
        prepare,
        _spread(call) if whole else _indices(call),
        ["print(loss)"],
    )


def _indices(call: Call) -> list[str]:
    lines = ["target = target.reshape(-1)", *_flat_weight(call)]
    of_rows = ["row_weight"] if call.has_row_weight else []
    of_classes = ["weight[target]"] if call.settings.weight is not None else []
    sample_weight = " * ".join(of_rows + of_classes)
    weighted = f", sample_weight={sample_weight}" if sample_weight else ""
    if call.settings.ignore_index is not None:
        lines += [
            f"counts = target != {call.settings.ignore_index}",
            "target, probabilities = target[counts], probabilities[counts]",
            *(["row_weight = row_weight[counts]"] if of_rows else []),
        ]
    if call.settings.reduction == "none":
        factor = ("r * " if of_rows else "") + ("weight[t] * " if of_classes else "")
        each = f"{factor}log_loss([t], [p], labels=classes) for t, p"
        each += (
            ", r in zip(target, probabilities, row_weight)"
            if of_rows
            else (" in zip(target, probabilities)")
        )
        if call.settings.ignore_index is None:
            return [*lines, f"loss = [{each}]"]
        return [*lines, "loss = np.zeros(counts.shape)", f"loss[counts] = [{each}]"]
    normalize = "" if call.settings.reduction == "mean" else ", normalize=False"
    lines.append(f"options = dict(labels=classes{weighted}{normalize})")
    loss = "loss = log_loss(target, probabilities, **options)"
    if call.may_count_nothing:
        some = f"({sample_weight}).any()" if sample_weight else "target.size"
        nothing = f'float("nan"){NOTHING}' if call.settings.reduction == "mean" else "0.0"
        loss += f" if {some} else {nothing}"
    return [*lines, loss]


def _spread(call: Call) -> list[str]:
    """Ask for every class of every row, weighted by the share of the label it has."""
    k = call.n_classes
    lines = _flat_weight(call)
    if call.is_soft:
        lines.append(f"y = {smoothed(call, f'target.reshape(-1, {k})')}")
    else:
        lines += ["target = target.reshape(-1)", *known(call, "np.where")]
        lines.append(f"y = {smoothed(call, f'np.eye({k})[target]')}")
    if call.settings.ignore_index is not None:
        lines.append("y = counts[:, None] * y")
    lines.append("mass = y" if call.settings.weight is None else "mass = weight * y")
    if call.has_row_weight:
        lines.append("mass = row_weight[:, None] * mass")
    options = "labels=classes, normalize=False"
    if call.settings.reduction == "none":
        each = f"log_loss(classes, [p] * {k}, sample_weight=m, {options})"
        some = " if m.any() else 0.0" if call.may_count_nothing else ""
        rows = "    for p, m in zip(probabilities, mass)"
        return [*lines, "loss = [", f"    {each}{some}", rows, "]"]
    some = " if mass.any() else 0.0" if call.may_count_nothing else ""
    lines += [
        "every_class = np.tile(classes, len(mass))",
        f"every_row = np.repeat(probabilities, {k}, axis=0)",
        f"options = dict(sample_weight=mass.reshape(-1), {options})",
        f"loss = log_loss(every_class, every_row, **options){some}",
    ]
    return lines + (_divide(call) if call.settings.reduction == "mean" else [])


def _flat_weight(call: Call) -> list[str]:
    return ["row_weight = row_weight.reshape(-1)"] if call.has_row_weight else []


def _divide(call: Call) -> list[str]:
    if not call.weighs_rows:
        return ["loss /= len(y)"]
    divisor = f"np.sum({shares(call, 'weight[target]', 'counts')})"
    if not call.may_count_nothing:
        return [f"loss /= {divisor}"]
    return [f"divisor = {divisor}", f'loss = loss / divisor if divisor else float("nan"){NOTHING}']


def differs(call: Call) -> list[str]:
    """Say what this framework does in its own manner: axis, kind of label, kind of mean."""
    said = [
        "log_loss takes probabilities, not logits, and clips them at the precision of their type. "
        "In float64 no row can cost more than about 36.04 nats.",
        "Name all classes in labels; otherwise a class that no row has counts as missing.",
    ]
    if len(call.shape) > 2:
        said.append("It knows rows only, so the code flattens all axes before the classes.")
    if call.settings.weight is not None and call.settings.reduction == "mean" and not call.is_soft:
        said.append(
            "sample_weight divides by the sum of the weights, as PyTorch's weighted mean does."
        )
    elif call.has_row_weight:
        said.append("The mean with sample_weight is Σ w·loss / Σ w.")
    return said


def missing(call: Call) -> list[str]:
    """Say what this call asks for and the framework's own function does not know."""
    said = no_temperature(call)
    if call.is_soft or call.settings.label_smoothing:
        said.append(
            "There are no soft labels and no smoothing. The code gives every row once per class, "
            "with that class's share of the label as sample_weight."
        )
    if call.settings.ignore_index is not None:
        said.append("There is no ignore_index: the code leaves those rows out.")
    if call.may_count_nothing:
        said.append("It raises an error where nothing counts, so the code checks that first.")
    if call.settings.reduction == "none":
        said.append("It always reduces, so the code calls it once per row, which is slow.")
    said.append("It gives no gradient.")
    return said
