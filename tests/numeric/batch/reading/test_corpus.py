"""Every file of the corpus is read as a person means it, or asked about, or refused in words."""

import math

import pytest

from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.files.read import read_file, read_text
from ce_core.numeric.batch.reading.interpret import Choices, Reading, interpret
from ce_core.numeric.batch.settings import Settings
from tests.numeric.batch.reading.corpus import (
    CASES,
    FRACTIONS,
    P3,
    THREE_ROWS,
    Case,
    mean_cost,
    mean_log,
    npz,
)


def read(case: Case, choices: Choices | None = None) -> tuple[Reading | None, str]:
    """Read a case; give the reading, and all that is said."""
    try:
        content = (
            read_file(case.name, case.content) if case.name else read_text(case.content.decode())
        )
        labels = None if case.labels is None else read_text(case.labels)
    except ValueError as problem:
        return None, str(problem)
    reading = interpret(content, labels, choices)
    said = [reading.sentence, *reading.notes, *(q.sentence for q in reading.questions)]
    if reading.problem:
        said.append(reading.problem)
    if reading.look_like_probabilities and reading.numbers == "logits":
        said.append("LOOK like probabilities")
    if reading.batch is not None:
        said.append(f"SHAPE {reading.batch.logits.shape}")
    return reading, " | ".join(said)


def cost(reading: Reading) -> float:
    found = evaluate(reading.or_raise(), Settings()).reduced
    assert found is not None
    return found


@pytest.mark.parametrize(
    "case", [case for _, case in CASES], ids=[f"{g}-{c.name or c.content[:20]!r}" for g, c in CASES]
)
def test_a_file_is_read_asked_about_or_refused(case: Case) -> None:
    reading, said = read(case)
    for expected in case.says:
        assert expected in said, said
    if case.cost is not None:
        assert reading is not None, said
        assert not reading.questions, said
        assert cost(reading) == pytest.approx(case.cost, rel=1e-9), said
        return
    assert reading is None or reading.batch is None, said
    if case.asks:
        assert reading is not None
        assert case.asks in {question.key for question in reading.questions}, said
    elif reading is not None:
        assert reading.problem is not None, said
        assert not reading.questions, said
        assert reading.problem.endswith(".")
        assert max(len(part.split()) for part in reading.problem.split(". ")) <= 30


def named(name: str) -> Case:
    return next(case for _, case in CASES if case.name == name)


ANSWERED = [
    (named("square.json"), Choices(axis=1), None),
    (Case("", b"1 2 3\n4 5 6", labels="1 3"), Choices(count_from=1), mean_cost(THREE_ROWS, [0, 2])),
    (
        Case("", b"1 2\n4 5", labels="1 2"),
        Choices(count_from=1),
        mean_cost([[1, 2], [4, 5]], [0, 1]),
    ),
    (
        Case("", b"[0.3, -1.2, 2.0]", labels="[1, 0, 0]"),
        Choices(rows="binary"),
        mean_cost([[0, 0.3], [0, -1.2], [0, 2.0]], [1, 0, 0]),
    ),
    (
        Case("", b"[0.3, -1.2, 2.0]", labels="[1, 0, 0]"),
        Choices(rows="classes"),
        mean_cost([[0.3, -1.2, 2.0]], [0]),
    ),
    # The thread P18: 2.8824 in all, taken for probabilities; its 0 is not that of a true class.
    (
        Case("", b".1 .2 .7\n.3 .3 .4\n.4 .4 .2\n.5 .5 0", labels="2 2 0 1"),
        Choices(numbers="probabilities"),
        2.882404 / 4,
    ),
    (
        Case("a.csv", b"a,b,label\n1,3,dog\n2,4,cat"),
        Choices(order="alphabet"),
        mean_cost([[1, 3], [2, 4]], [1, 0]),
    ),
    (
        Case("a.csv", b"a,b,label\n1,3,dog\n2,4,cat"),
        Choices(order="appearance"),
        mean_cost([[1, 3], [2, 4]], [0, 1]),
    ),
    (
        Case("a.csv", b"k,a,b,label\n0,.5,1.25,0\n1,2.75,.25,1\n2,1.5,-.75,0\n3,.1,.2,1"),
        Choices(roles=(("left out", None), ("logit", 0), ("logit", 1), ("label", None))),
        mean_cost(FRACTIONS, [0, 1, 0, 1]),
    ),
    (
        Case("a.csv", b"k,a,b,label\n0,.5,1.25,0\n1,2.75,.25,1"),
        Choices(roles=(("logit", 2), ("logit", 1), ("logit", 0), ("label", None))),
        mean_cost([[1.25, 0.5, 0], [0.25, 2.75, 1]], [0, 1]),
    ),
    (
        Case("a.csv", b"k,a,b,label\n0,.5,.5,0\n1,.25,.75,1"),
        Choices(
            roles=(("label", None), ("probability", 0), ("probability", 1), ("left out", None))
        ),
        mean_log([[0.5, 0.5], [0.25, 0.75]], [0, 1]),
    ),
    (
        Case("a.npz", npz(first=P3, second=[0, 1])),
        Choices(roles=(("probability", None), ("label", None))),
        mean_log(P3, [0, 1]),
    ),
    (
        Case("a.json", b'{"logits": [[1, 4], [2, 5], [3, 6]], "labels": [0, 1]}'),
        Choices(axis=0),
        mean_cost(THREE_ROWS, [0, 1]),
    ),
]


@pytest.mark.parametrize(("case", "choices", "expected"), ANSWERED)
def test_what_is_chosen_is_what_is_computed(
    case: Case, choices: Choices, expected: float | None
) -> None:
    reading, said = read(case, choices)
    assert reading is not None
    if expected is None:
        assert reading.batch is not None, said
    else:
        assert cost(reading) == pytest.approx(expected, rel=1e-6), said


def test_square_logits_give_two_numbers_by_the_axis_that_is_chosen() -> None:
    case = named("square.json")
    first, second = (read(case, Choices(axis=axis))[0] for axis in (1, 2))
    assert first is not None
    assert second is not None
    assert not math.isclose(cost(first), cost(second))


WRONG = [
    (Choices(axis=5), "no axis 5"),
    (Choices(roles=(("logit", 0), ("logit", 0), ("label", None))), "more than one"),
    (Choices(roles=(("logit", 0), ("logit", 7), ("label", None))), "a class has none"),
    (Choices(roles=(("label", None), ("label", None), ("logit", 0))), "More than one column"),
    (Choices(roles=(("left out", None),) * 3), "No column holds logits"),
    (Choices(count_from=1), "is 0, but the labels count from 1"),
    (Choices(numbers="probabilities"), "no probability"),
]


@pytest.mark.parametrize(("choices", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_choice_that_does_not_fit_is_refused_in_words(choices: Choices, said: str) -> None:
    reading, everything = read(Case("a.csv", b"a,b,label\n1,3,0\n2,4,1"), choices)
    assert reading is not None
    assert reading.batch is None
    assert said in everything
