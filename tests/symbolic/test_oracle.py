"""No right line is refused, no wrong one accepted: an oracle of the test's own decides.

Lines are random trees of the test's own, spelled by its own speller, and evaluated with mpmath at
40 digits for 2 to 6 classes, with soft labels and with one-hot ones. Each run draws new lines; set
``ORACLE_SEED`` to see those of an earlier run again.
"""

import os
import random
import secrets
from collections import Counter

import mpmath
import pytest

from ce_core.symbolic.practice.exercises import Exercise, Numbers, practice
from ce_core.symbolic.practice.judge import VerdictKind, judge
from tests.symbolic.oracle_lines import QUESTIONS, Question, Writer
from tests.symbolic.oracle_trees import DIGITS, Speller, Tree, random_point, size, value

LINES = 270  # for each of fourteen questions: 3,780 in all
LARGEST = 45
SEED = int(os.environ.get("ORACLE_SEED") or secrets.randbelow(10**9))
NUMBERS = Numbers((1.0, -0.5, 2.0, 0.25), (0.0, 0.0, 1.0, 0.0), 2)

RIGHT, WRONG, UNDEFINED, UNSURE = "right", "wrong", "undefined", "unsure"


def judged_by_the_oracle(
    tree: Tree, question: Question, draw: random.Random, one_hot: bool = False
) -> str:
    """Whether a line equals the answer at a random point for each number of classes."""
    differences = []
    with mpmath.workdps(DIGITS):
        sizes = (2,) if question.two_classes else (*range(2, 7), *range(2, 7))
        for number, classes in enumerate(sizes):
            at = random_point(draw, classes, question.free)
            if number % 2 and question.key == "one-formula.jacobian":
                at.indices["i"] = at.indices["j"]
            if question.sigmoid:
                at.logits[1] = mpmath.mpf(0)
            if one_hot:
                # The class whose logit moves is the true one, as in the numbers of the exercise.
                at.labels = [mpmath.mpf(0)] * classes
                at.labels[at.indices.get("j", 1) - 1] = mpmath.mpf(1)
            try:
                truth, found = value(question.answers[0], at), value(tree, at)
            except (ZeroDivisionError, ValueError):
                return UNDEFINED
            differences.append(abs(truth - found) / (1 + abs(truth)))
    if max(differences) < 1e-25:
        return RIGHT
    return WRONG if max(differences) > 1e-12 else UNSURE


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.key)
def test_no_right_line_is_refused_and_no_wrong_one_accepted(question: Question) -> None:
    print(f"ORACLE_SEED={SEED}")
    draw = random.Random(f"{SEED} {question.key}")
    writer, exercise = Writer(draw, question), practice(question.key)
    counted: Counter[str] = Counter()
    while sum(counted.values()) < LINES:
        make = draw.choice([writer.right, writer.right, writer.wrong, writer.right_for_one_hot])
        tree = make(draw.randint(0, 4))
        if size(tree) > LARGEST:
            continue
        truth = judged_by_the_oracle(tree, question, draw)
        if truth in (UNDEFINED, UNSURE):
            continue
        counted[truth] += 1
        text = Speller(draw).spell(tree)
        line = draw.randint(1, exercise.last)
        verdict = judge(text, Exercise(exercise, line, NUMBERS))
        told = f"ORACLE_SEED={SEED}: {question.key} | {line} | {text} | {verdict.message}"
        assert verdict.true is (truth == RIGHT), told
        if verdict.kind is VerdictKind.RIGHT_NUMBER:
            assert judged_by_the_oracle(tree, question, draw, one_hot=True) == RIGHT, told
    assert counted[RIGHT] > LINES / 4
    assert counted[WRONG] > LINES / 8


def test_the_oracle_tells_right_from_wrong() -> None:
    draw = random.Random(1)
    for question in QUESTIONS:
        for answer in question.answers:
            assert judged_by_the_oracle(answer, question, draw) == RIGHT
            assert judged_by_the_oracle(("neg", answer), question, draw) == WRONG
            squared = ("pow", answer, 2)
            assert judged_by_the_oracle(squared, question, draw) == WRONG


def test_at_least_three_thousand_lines_are_judged() -> None:
    assert LINES * len(QUESTIONS) >= 3000
