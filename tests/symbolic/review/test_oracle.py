"""No right line is refused as wrong and no wrong line accepted, for thousands of random lines."""

import os
from collections import Counter
from functools import partial
from random import Random

import pytest

from ce_core.symbolic.review.review import review
from tests.symbolic.review.oracle import (
    STYLES,
    Node,
    agree,
    equal,
    point,
    printed,
    same,
    tree,
    values_at,
    wrong,
)

LINES_IN_A_STYLE = int(os.environ.get("REVIEW_LINES", "500"))
IN_ONE_TEXT = 10
SEED = int(os.environ.get("REVIEW_SEED", "0")) or Random().randrange(1, 10**6)


def equation(random: Random) -> tuple[Node, Node, bool]:
    while True:
        left = Node("add", (tree(random, 2), tree(random, 1)))
        right = same(random, left)
        if random.random() < 0.5:
            right = wrong(random, right)
        try:
            return left, right, equal(random, left, right)
        except (ZeroDivisionError, ValueError):
            continue


def equations(random: Random) -> list[tuple[Node, Node, bool]]:
    """Equations for one text, each of a subject of its own: a line on the same one would go on."""
    asked: list[tuple[Node, Node, bool]] = []
    at, values = [point(random) for _ in range(4)], []
    while len(asked) < IN_ONE_TEXT:
        new = equation(random)
        try:
            worth = values_at(new[0], at)
        except (ZeroDivisionError, ValueError):
            continue
        if not any(map(partial(agree, worth), values)):
            asked.append(new)
            values.append(worth)
    return asked


def framed(style: int, rows: list[str]) -> str:
    if style >= 6:
        return "\n".join(rows)
    if style in (0, 1):
        return "\n".join(f"$$ {row} $$" for row in rows)
    if style == 2:
        return "\n".join(rf"\[ {row} \]" for row in rows)
    name = {3: "align", 4: "gather", 5: "align*"}[style]
    mark = "&=" if style != 4 else "="
    body = " \\\\\n".join(row.replace(" = ", f" {mark} ") for row in rows)
    return rf"\begin{{{name}}}{body}\end{{{name}}}"


@pytest.mark.parametrize("style", range(STYLES))
def test_right_lines_are_right_and_wrong_ones_wrong(style: int) -> None:
    random = Random(SEED * 100 + style)
    counted: Counter[tuple[bool, str]] = Counter()
    disagreed = []
    for _ in range(LINES_IN_A_STYLE // IN_ONE_TEXT):
        asked = equations(random)
        rows = [f"{printed(left, style)} = {printed(right, style)}" for left, right, _ in asked]
        lines = review(framed(style, rows)).lines
        assert len(lines) == len(rows), rows
        for (_, _, true), row, line in zip(asked, rows, lines, strict=True):
            counted[true, line.status] += 1
            if line.status not in (("ok",) if true else ("slip", "needs-fact")):
                disagreed.append((true, line.status, row, line.message))
    print(f"seed {SEED}, style {style}: {dict(counted)}")
    assert not disagreed, (SEED, len(disagreed), disagreed[:3])
