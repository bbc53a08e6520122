"""Build the questions of a quiz from a seed, in the HTML that both file formats carry."""

from dataclasses import dataclass
from html import escape

import numpy as np

from ce_core.number_format import format_number
from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_grad
from ce_core.numeric.exercises.question import Question, Setup
from ce_core.numeric.exercises.questions import KINDS, question
from ce_core.numeric.softmax import softmax

LEAST, MOST = 10, 50
"""How many questions a quiz may have."""

_RIGHT = "Right."
_WRONG = "No. The right answer is: {right}."
_NOT_BECAUSE = "Wrong reasons that people give:"
_FORMULAS = {
    "cost-direction": r"\frac{\partial E}{\partial z_i} = \hat{y}_i - y_i",
    "largest-gradient": r"\frac{\partial E}{\partial z_i} = \hat{y}_i - y_i",
    "shift-all": r"\frac{e^{z_i + c}}{\sum_j e^{z_j + c}} = \frac{e^{z_i}}{\sum_j e^{z_j}}",
    "below-the-floor": r"E \geq -\sum_i y_i \log y_i",
    "sum-of-gradients": r"\sum_i (\hat{y}_i - y_i) = 1 - 1 = 0",
    "who-pays": r"\frac{\partial \hat{y}_i}{\partial z_j} = -\hat{y}_i \hat{y}_j, \; i \neq j",
    "dearest-label": r"E = -\log \hat{y}_t",
    "double-all": r"\frac{\hat{y}_i}{\hat{y}_j} = e^{z_i - z_j}",
}


@dataclass(frozen=True)
class Answer:
    """An answer to choose, in HTML, and what is said to whoever chooses it."""

    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Item:
    """A multiple-choice question with one right answer.

    Parameters
    ----------
    name
        Plain text, unique in its quiz.
    text
        HTML: the question and the logits and labels that it is about.
    answers
        In the order in which they are offered.
    why
        HTML, with TeX between ``\\(`` and ``\\)``: the reason, the formula and the numbers.
    """

    name: str
    text: str
    answers: tuple[Answer, ...]
    why: str


def quiz(count: int, seed: int) -> tuple[Item, ...]:
    """Draw ``count`` questions, all kinds in turn, with the numbers that belong to ``seed``.

    Raises
    ------
    ValueError
        If ``count`` is not from 10 to 50, or ``seed`` is negative.
    """
    if not LEAST <= count <= MOST:
        raise ValueError(f"A quiz has {LEAST} to {MOST} questions, but {count} are asked for.")
    if seed < 0:
        raise ValueError(f"The seed must be 0 or a larger whole number, but it is {seed}.")
    kinds = [*KINDS]
    seeds = np.random.SeedSequence(seed).generate_state(count)
    drawn = (question(kinds[k % len(kinds)], int(seeds[k])) for k in range(count))
    return tuple(_item(k + 1, each) for k, each in enumerate(drawn))


def _item(number: int, put: Question) -> Item:
    right = escape(put.options[put.answer])
    answers = tuple(
        Answer(
            escape(text), _RIGHT if k == put.answer else _WRONG.format(right=right), k == put.answer
        )
        for k, text in enumerate(put.options)
    )
    text = f"<p>{escape(put.prompt)}</p>{_table(put.setup)}"
    return Item(f"{number:02d} {put.kind}", text, answers, _why(put))


def _why(put: Question) -> str:
    wrong = "".join(
        f"<li>{escape(reason)}</li>" for k, reason in enumerate(put.reasons) if k != put.reason
    )
    return (
        f"<p>{escape(put.reasons[put.reason])}</p>"
        f"<p>\\({escape(_FORMULAS[put.kind])}\\)</p>"
        f"{_numbers(put.setup)}"
        f"<p>{_NOT_BECAUSE}</p><ul>{wrong}</ul>"
    )


def _table(setup: Setup) -> str:
    """Write logits and labels exactly: they are multiples of a half and of a tenth."""
    logits = [f"{z:g}".replace("-", "−") for z in setup.logits]
    return _rows(len(logits), {"logit z": logits, "label y": [f"{y:g}" for y in setup.target]})


def _numbers(setup: Setup) -> str:
    """Write what follows from a setup: probabilities, gradient and cost."""
    rows = {
        "probability ŷ": softmax(setup.logits),
        "gradient ŷ − y": cross_entropy_grad(setup.logits, setup.target),
    }
    written = {name: [format_number(v) for v in values] for name, values in rows.items()}
    cost = format_number(float(cross_entropy(setup.logits, setup.target)))
    return _rows(len(setup.logits), written) + f"<p>The cost is {cost}.</p>"


def _rows(classes: int, rows: dict[str, list[str]]) -> str:
    head = "".join(f'<th scope="col">class {k + 1}</th>' for k in range(classes))
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(text)}</td>" for text in texts)
        + "</tr>"
        for name, texts in rows.items()
    )
    return f"<table><tr><td></td>{head}</tr>{body}</table>"
