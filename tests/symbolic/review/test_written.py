"""What a review says beside its statuses: numbers, words passed over, marks, and the files."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ce_core.numeric.cross_entropy import cross_entropy_grad
from ce_core.symbolic.expression.board import without_marks
from ce_core.symbolic.practice.exercises import Numbers
from ce_core.symbolic.review.documents import to_latex, to_markdown
from ce_core.symbolic.review.reading.limits import MOST_WRONG
from ce_core.symbolic.review.review import Letters, review
from ce_core.symbolic.review.written_line import (
    _marked,
    is_marked,
    letter_latex,
    line_latex,
    own_letters,
)
from ce_core.symbolic.writing.latex import typeset
from tests.symbolic.review.test_student_lines import LINES

LATEX = shutil.which("pdflatex")
MINE = Numbers((1.0, 3.0, 5.0, 7.0), (0.0, 0.25, 0.0, 0.75), 3)
WRONG = r"\frac{\partial E}{\partial z_j} = \hat y_j + y_j"
HOSTILE = (
    r"f(x) = \input{/etc/passwd} \\ = \write18{id} \\ = <b>&%#_^~{}$"
    "\n<script>alert(1)</script> = 日本 🙂 \x07\n]( javascript:x ) = **b** `c`"
)


def test_a_wrong_line_is_told_its_value_at_a_persons_own_numbers() -> None:
    (line,) = review(WRONG, numbers=MINE).lines
    gradient = cross_entropy_grad(MINE.logits, MINE.labels)
    right = float(gradient[MINE.own])
    wrong = right + 2 * MINE.labels[MINE.own]
    told = re.search(r"At your numbers \((.*?)\) this line gives (\S+), and (\S+) is right",
                     line.message)  # fmt: skip
    assert told is not None
    assert told[1] == "logits 1, 3, 5, 7; labels 0, 0.25, 0, 0.75; j = 4"
    said = [float(each.replace("−", "-")) for each in told.groups()[1:]]
    assert said == pytest.approx([wrong, right], abs=0.006)


def test_numbers_that_hide_a_mistake_give_way_to_an_example() -> None:
    one_hot = Numbers((0.0, 0.0), (1.0, 0.0), 0)
    text = "∂E/∂z_j = p_j - y_j\n= p_j - y_j + z_j"
    (_, line) = review(text, numbers=one_hot).lines
    assert line.status == "slip"
    assert "At logits 1, 3, 5 and labels 0.1, 0.2, 0.3" in line.message


def test_words_between_formulas_have_their_places() -> None:
    text = "First the cost.\n\n$$f(x) = e^x$$\n\nthen its slope:\n\n$$f'(x) = e^x$$\nThat is all."
    found = review(text)
    assert [text[a:b] for a, b in found.words] == ["First the cost.", "then its slope:",
                                                  "That is all."]  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_mark_changes_nothing_of_a_line(name: str) -> None:
    for line in review(LINES[name][0]).lines:
        if line.reading is not None:
            marked = _marked(line.reading, line.place)
            assert without_marks(marked) == line.reading.expression
            assert is_marked(line) == (marked != line.reading.expression)


def test_a_line_is_typeset_in_its_own_letters() -> None:
    found = review(r"\frac{\partial L}{\partial o_i} = p_i - t_i")
    (line,) = found.lines
    assert line_latex(line, found.letters) == (r"\frac{\partial L}{\partial o_{i}} = p_{i} - t_{i}")


@pytest.mark.parametrize(
    ("letter", "latex"),
    [("ŷ", r"\hat{y}"), ("z", "z"), ("θ", r"\theta"), ("loss", r"\mathrm{loss}"), ("<b>", ""),
     ("\\def", ""), ("", ""), ("z" * 40, "")],
)  # fmt: skip
def test_only_letters_become_latex(letter: str, latex: str) -> None:
    assert letter_latex(letter) == latex


def test_letters_that_a_person_makes_up_are_never_latex() -> None:
    letters = Letters(logits=("}\\write18{x}",), probabilities=("p",), labels=("y",), cost=("E",))
    assert "write" not in typeset(review(WRONG).lines[0].left.expression, own_letters(letters))


def test_many_mistakes_are_told_and_the_first_are_explained() -> None:
    text = "f(x) = x\n" + "\n".join(f"= x + {n} x^2" for n in range(1, 60))
    statuses = [str(line.status) for line in review(text).lines]
    assert statuses.count("slip") == MOST_WRONG
    assert statuses[1 + MOST_WRONG :] == ["unsupported"] * (59 - MOST_WRONG)


@pytest.mark.parametrize("text", [WRONG, HOSTILE, *(each for each, _ in LINES.values())],
                         ids=["wrong", "hostile", *LINES])  # fmt: skip
def test_markdown_holds_every_line_and_no_markup_of_the_text(text: str) -> None:
    found = review(text)
    document = to_markdown(found)
    for line in found.lines:
        assert f"\n{line.number}. " in document
    assert "<script" not in document.replace(r"\<", "")
    assert "](" not in document.replace(r"\]", "")


@pytest.mark.skipif(LATEX is None, reason="no pdflatex here to compile with")
@pytest.mark.parametrize("texts", [(WRONG, HOSTILE), tuple(each for each, _ in LINES.values())],
                         ids=["hostile", "published"])  # fmt: skip
def test_the_latex_document_compiles(texts: tuple[str, ...], tmp_path: Path) -> None:
    for text in texts[:12]:
        (tmp_path / "mine.tex").write_text(to_latex(review(text)), encoding="utf-8")
        command = [str(LATEX), "-interaction=nonstopmode", "-halt-on-error", "mine.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        said = done.stdout.decode(errors="replace")
        assert done.returncode == 0, said[-1500:]
