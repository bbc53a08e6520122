"""Write the call in PyTorch, and say what to know about it."""

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

MASKED = (
    "Where a label of 0 meets a logit of −∞ it gives nan (0 times ∞); the code puts a very small "
    "logit there."
)


def code(call: Call) -> str:
    """Write ``torch.nn.functional.cross_entropy``, whose arguments ours are named after."""
    double = ", dtype=torch.float64"
    arguments = ["logits", "target"]
    lines = temperature(call)
    if len(call.shape) > 2:
        lines.append("logits = logits.movedim(-1, 1)  # the classes belong on axis 1")
        if call.is_soft:
            lines.append("target = target.movedim(-1, 1)")
    if call.meets_zero_times_infinity and not call.settings.label_smoothing:
        lines.append("unused = logits.isneginf() & (target == 0)")
        lines.append("logits = logits.masked_fill(unused, -1e300)  # 0 times −∞ would be nan")
    if call.settings.weight is not None:
        arguments.append("weight=weight")
    if call.settings.ignore_index is not None:
        arguments.append(f"ignore_index={call.settings.ignore_index}")
    if call.settings.label_smoothing:
        arguments.append(f"label_smoothing={call.settings.label_smoothing!r}")
    reduction = "none" if call.has_row_weight else call.settings.reduction
    arguments.append(f'reduction="{reduction}"')
    load = data(call, "torch.tensor", of_logits=double, of_target=double if call.is_soft else "")
    return joined(
        [*numpy_for_file(call), "import torch", "import torch.nn.functional as F"],
        load + row_weight(call, "torch.tensor", double) + weight(call, "torch.tensor", double),
        [*lines, *_loss(call, ", ".join(arguments)), "print(loss)"],
    )


def _loss(call: Call, arguments: str) -> list[str]:
    """Call it; row weights, which it does not know, multiply its single losses."""
    if not call.has_row_weight:
        return [f"loss = F.cross_entropy({arguments})"]
    lines = [f"losses = F.cross_entropy({arguments})"]
    if call.settings.reduction == "mean" and not call.is_soft:
        lines += known(call, "torch.where")
    return lines + reduced(call, "torch.sum", "torch.mean", "weight[target]", "counts")


def differs(call: Call) -> list[str]:
    """Say what this framework does in its own manner: axis, kind of label, kind of mean."""
    said = ["Labels may be indices (int64) or distributions; the shape decides."]
    if len(call.shape) == 1:
        said.append("One row of logits has its classes on axis 0, and its label is one number.")
    elif len(call.shape) == 2:
        said.append("The classes are on axis 1.")
    else:
        said.append("The classes are on axis 1, so the code moves them there from the last axis.")
    if call.meets_zero_times_infinity:
        said.append(MASKED)
    if call.settings.weight is not None and call.settings.reduction == "mean":
        said.append(
            "With distributions its own mean divides by the number of rows, whatever the weights."
            if call.is_soft
            else "The mean is weighted: it divides by the sum of the true classes' weights."
        )
    if call.may_count_nothing and call.settings.reduction == "mean" and not call.is_soft:
        said.append(
            "If nothing counts, the mean is nan. So is the gradient of the rows that count; "
            "that of ignored rows is 0."
        )
    if not call.is_soft and call.settings.ignore_index is None:
        said.append("Rows labelled −100 are ignored unless another ignore_index is given.")
    return said


def missing(call: Call) -> list[str]:
    """Say what this call asks for and the framework's own function does not know."""
    said = no_temperature(call)
    if call.has_row_weight:
        said.append(
            "There is no weight per row: the code multiplies the single losses, and the mean "
            "divides by the sum of the weights."
        )
    return said
