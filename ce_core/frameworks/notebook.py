"""A Jupyter notebook that makes a batch's results again, with NumPy and nothing else."""

from ce_core.frameworks.call import Call, data, joined, known, smoothed, temperature, weight
from ce_core.notebook_file import code_cell, notebook_file, text_cell

RESULTS = "results"
"""The notebook writes ``results.csv`` and ``results.npz``."""


def to_notebook(call: Call) -> str:
    """Write the notebook as JSON (nbformat 4.5); it holds the numbers or loads ``batch.npz``."""
    cells = [
        text_cell(
            "# Cross-entropy of a batch\n\n"
            "Run all cells: they recompute what the page showed and write "
            f"`{RESULTS}.csv` and `{RESULTS}.npz`."
            + ("\n\nPut `batch.npz` beside this notebook." if call.logits is None else "")
        ),
        code_cell(
            joined(["import numpy as np"], data(call, "np.array") + weight(call, "np.array"))
        ),
        text_cell(
            "Softmax by way of its logarithm: shifting by the maximum changes nothing in the "
            "result and keeps exp from overflowing."
        ),
        code_cell(joined(_probabilities(call))),
        text_cell("The label that each term multiplies, then terms, losses and their reduction."),
        code_cell(joined(_losses(call), [*_reduction(call), "loss"])),
        text_cell("The gradient with respect to the logits: probability minus label."),
        code_cell(joined(_gradient(call), ["gradient"])),
        code_cell(joined(_writing(call))),
    ]
    return notebook_file(cells)


def _probabilities(call: Call) -> list[str]:
    scaled = temperature(call, "scaled") or ["scaled = logits.astype(float)"]
    return [
        *scaled,
        "shifted = scaled - scaled.max(axis=-1, keepdims=True)",
        "log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
        "probabilities = np.exp(log_probabilities)",
    ]


def _losses(call: Call) -> list[str]:
    lines = ["labels = target"]
    if not call.is_soft:
        lines += known(call, "np.where")
    label = "target" if call.is_soft else f"np.eye({call.n_classes})[target]"
    lines.append(f"y = {smoothed(call, label)}")
    if call.weight is not None:
        lines.append("y = weight * y")
    if call.ignore_index is not None:
        lines.append("y = counts[..., None] * y")
    return [*lines, "terms = -y * log_probabilities", "losses = terms.sum(axis=-1)"]


def _reduction(call: Call) -> list[str]:
    if call.reduction != "mean":
        return ["loss = losses" if call.reduction == "none" else "loss = losses.sum()"]
    if call.is_soft:
        divisor = "losses.size"
    else:
        shares = ["weight[target]"] if call.weight is not None else ["np.ones(target.shape)"]
        shares += ["counts"] if call.ignore_index is not None else []
        divisor = f"np.sum({' * '.join(shares)})"
    return [f"divisor = {divisor}", "loss = losses.sum() / divisor"]


def _gradient(call: Call) -> list[str]:
    over = "" if call.temperature == 1 else f" / {call.temperature!r}"
    line = f"gradient = (probabilities * y.sum(axis=-1, keepdims=True) - y){over}"
    return [line, *(["gradient = gradient / divisor"] if call.reduction == "mean" else [])]


def _writing(call: Call) -> list[str]:
    k = call.n_classes
    label = f"*[f'label_{{c}}' for c in range({k})]" if call.is_soft else "'label'"
    wide = " for c in range(" + str(k) + ")]"
    return [
        f"labels = labels.reshape(-1, {k if call.is_soft else 1})",
        f"parts = [part.reshape(-1, {k}) for part in (probabilities, terms, gradient)]",
        "rows = np.arange(losses.size).reshape(-1, 1)",
        "table = np.hstack([rows, labels, losses.reshape(-1, 1), *parts])",
        f"names = ['row', {label}, 'loss']",
        "for part in ('probability', 'term', 'gradient'):",
        "    names += [f'{part}_{c}'" + wide,
        f"np.savetxt('{RESULTS}.csv', table, delimiter=',', header=','.join(names), comments='',",
        "           fmt='%.17g')",
        f"np.savez('{RESULTS}.npz', probabilities=probabilities, terms=terms, losses=losses,",
        "         gradient=gradient, reduced=loss)",
    ]
