"""Write the call in PyTorch, and say what to know about it."""

from ce_core.frameworks.call import (
    Call,
    data,
    joined,
    no_temperature,
    numpy_for_file,
    temperature,
    weight,
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
    if call.settings.weight is not None:
        arguments.append("weight=weight")
    if call.settings.ignore_index is not None:
        arguments.append(f"ignore_index={call.settings.ignore_index}")
    if call.settings.label_smoothing:
        arguments.append(f"label_smoothing={call.settings.label_smoothing!r}")
    arguments.append(f'reduction="{call.settings.reduction}"')
    load = data(call, "torch.tensor", of_logits=double, of_target=double if call.is_soft else "")
    return joined(
        [*numpy_for_file(call), "import torch", "import torch.nn.functional as F"],
        load + weight(call, "torch.tensor", double),
        [*lines, f"loss = F.cross_entropy({', '.join(arguments)})", "print(loss)"],
    )


def differs(call: Call) -> list[str]:
    """Say what this framework does in its own manner: axis, kind of label, kind of mean."""
    said = ["Labels may be indices (int64) or distributions; the shape decides."]
    if len(call.shape) == 1:
        said.append("One row of logits has its classes on axis 0, and its label is one number.")
    elif len(call.shape) == 2:
        said.append("The classes are on axis 1.")
    else:
        said.append("The classes are on axis 1, so the code moves them there from the last axis.")
    if call.settings.weight is not None and call.settings.reduction == "mean":
        said.append(
            "With distributions the mean divides by the number of rows, whatever the weights."
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
    return no_temperature(call)
