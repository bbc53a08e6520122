"""Write a Jupyter notebook that makes a batch's results again, with NumPy and nothing else."""

from ce_core.frameworks.call import (
    NOTHING,
    Call,
    double,
    joined,
    known,
    shares,
    smoothed,
    temperature,
    weight,
)
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
            joined(["import numpy as np"], double(call, "np.array") + weight(call, "np.array"))
        ),
        text_cell(
            "Softmax is computed by its logarithm. Shifting by the maximum changes nothing in the "
            "result and keeps exp from overflowing."
        ),
        code_cell(joined(_probabilities(call))),
        text_cell("The label that each term multiplies, then terms, losses and their reduction."),
        code_cell(joined(_losses(call), [*_reduction(call), "loss"])),
        text_cell("The gradient with respect to the logits: probability minus label."),
        code_cell(joined(_gradient(call), ["gradient"])),
        code_cell(joined(_writing(call))),
        text_cell(
            "Links that open the rows with the highest loss in the lab. They need its package: "
            "`pip install .` in a checkout."
        ),
        code_cell(joined(_links(call))),
    ]
    return notebook_file(cells)


def _probabilities(call: Call) -> list[str]:
    scaled = temperature(call, "scaled") or ["scaled = logits"]
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
    if call.settings.weight is not None:
        lines.append("y = weight * y")
    if call.has_row_weight:
        lines.append("y = row_weight[..., None] * y")
    if call.settings.ignore_index is not None:
        lines.append("y = counts[..., None] * y")
    logs = "log_probabilities"
    if call.is_masked:
        logs = "logs"
        lines.append("logs = np.where(y > 0, log_probabilities, 0.0)  # 0 times −∞ would be nan")
    return [*lines, f"terms = -y * {logs}", "losses = terms.sum(axis=-1)"]


def _reduction(call: Call) -> list[str]:
    if call.settings.reduction != "mean":
        return ["loss = losses" if call.settings.reduction == "none" else "loss = losses.sum()"]
    if not call.weighs_rows:
        return ["divisor = losses.size", "loss = losses.sum() / divisor"]
    lines = [f"divisor = np.sum({shares(call, 'weight[target]', 'counts')})"]
    if not call.may_count_nothing:
        return [*lines, "loss = losses.sum() / divisor"]
    return [*lines, f"loss = losses.sum() / divisor if divisor else np.nan{NOTHING}"]


def _gradient(call: Call) -> list[str]:
    over = "" if call.settings.temperature == 1 else f" / {call.settings.temperature!r}"
    lines = [f"gradient = (probabilities * y.sum(axis=-1, keepdims=True) - y){over}"]
    if call.settings.reduction != "mean":
        return lines
    if not (call.weighs_rows and call.may_count_nothing):
        return [*lines, "gradient = gradient / divisor"]
    counted = "counts[..., None]" if call.settings.ignore_index is not None else "True"
    return [
        *lines,
        f"undefined = np.where({counted}, np.nan, 0.0 * gradient)",
        "gradient = gradient / divisor if divisor else undefined",
    ]


def _links(call: Call) -> list[str]:
    k = call.n_classes
    rows = f"scaled.reshape(-1, {k})"
    labels = f"target.reshape(-1, {k})" if call.is_soft else "target.reshape(-1)"
    if call.settings.ignore_index is not None:
        rows, labels = (f"{part}[counts.reshape(-1)]" for part in (rows, labels))
    return [
        "base = 'http://localhost:8501'  # the address of the lab",
        "try:",
        "    from ce_core import lab_links",
        "",
        f"    for link in lab_links({rows}, {labels}, worst=5, base=base):",
        "        print(link)",
        "except (ImportError, ValueError) as problem:",
        "    print('No links:', problem)",
    ]


def _writing(call: Call) -> list[str]:
    k = call.n_classes
    label = f"*[f'label_{{c}}' for c in range({k})]" if call.is_soft else "'label'"
    of_rows = "row_weight.reshape(-1, 1), " if call.has_row_weight else ""
    weight_name = "'weight', " if call.has_row_weight else ""
    wide = " for c in range(" + str(k) + ")]"
    return [
        f"labels = labels.reshape(-1, {k if call.is_soft else 1})",
        f"parts = [part.reshape(-1, {k}) for part in (probabilities, terms, gradient)]",
        "rows = np.arange(losses.size).reshape(-1, 1)",
        f"table = np.hstack([rows, labels, {of_rows}losses.reshape(-1, 1), *parts])",
        f"names = ['row', {label}, {weight_name}'loss']",
        "for part in ('probability', 'term', 'gradient'):",
        "    names += [f'{part}_{c}'" + wide,
        f"np.savetxt('{RESULTS}.csv', table, delimiter=',', header=','.join(names), comments='',",
        "           fmt='%.17g')",
        f"np.savez('{RESULTS}.npz', probabilities=probabilities, terms=terms, losses=losses,",
        "         gradient=gradient, reduced=loss)",
    ]
