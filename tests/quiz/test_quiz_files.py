"""Quiz files, read back by other means; every right answer computed again from what they say."""

import re
from pathlib import Path

import numpy as np
import pytest
from lxml import html as lxml_html

from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_grad
from ce_core.numeric.exercises.questions import KINDS
from ce_core.numeric.information import entropy
from ce_core.numeric.softmax import softmax
from ce_core.quiz.__main__ import main
from ce_core.quiz.files import quiz_file
from ce_core.quiz.gift import to_gift
from ce_core.quiz.items import Answer, Item, quiz
from ce_core.quiz.moodle_xml import to_moodle_xml
from tests.quiz import gift_reading, moodle_reading
from tests.quiz.gift_reading import Asked

READERS = {".xml": moodle_reading.read, ".gift": gift_reading.read}
SEEDS = (0, 1, 2**31)


def numbers(html: str, name: str) -> list[float]:
    """Give a row of a table in the HTML."""
    rows = {
        row.find("th").text: [cell.text for cell in row.findall("td")]
        for row in lxml_html.fromstring(f"<div>{html}</div>").iter("tr")
        if row.find("th").get("scope") == "row"
    }
    return [float(text.replace("−", "-")) for text in rows[name]]


def direction(before: float, after: float) -> str:
    return "It rises" if after > before else "It falls"


def recomputed(asked: Asked) -> str:
    """Answer the question from its own words and numbers, with ce_core.numeric."""
    kind = asked.name.split()[1]
    z, y = np.array(numbers(asked.text, "logit z")), np.array(numbers(asked.text, "label y"))
    one_hot = np.eye(len(z))
    named = re.search(r"class (\d+)", asked.text)
    k = int(named[1]) - 1 if named else 0
    cost = float(cross_entropy(z, y))
    match kind:
        case "cost-direction":
            return direction(cost, float(cross_entropy(z + 0.5 * one_hot[k], y)))
        case "largest-gradient":
            return f"Class {np.argmax(np.abs(cross_entropy_grad(z, y))) + 1}"
        case "shift-all":
            assert np.allclose(softmax(z), softmax(z + 3))
            return "Nothing but the logits"
        case "below-the-floor":
            goal = float(re.search(r"below ([\d.]+)", asked.text)[1])
            return "Yes" if float(entropy(y)) < goal else "No"
        case "sum-of-gradients":
            return f"{abs(round(float(np.sum(cross_entropy_grad(z, y))), 9)):g}"
        case "who-pays":
            k = int(re.search(r"The logit of class (\d+)", asked.text)[1]) - 1
            loss = softmax(z) - softmax(z + one_hot[k])
            loss[k] = -1
            return f"Class {np.argmax(loss) + 1}"
        case "dearest-label":
            return f"Class {np.argmax([cross_entropy(z, each) for each in one_hot]) + 1}"
        case "double-all":
            return direction(cost, float(cross_entropy(2 * z, y)))
    raise AssertionError(kind)


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_right_answer_is_right_by_the_numbers_in_the_file(ending: str, seed: int) -> None:
    category, asked = READERS[ending](quiz_file(ending, 50, seed))
    assert category == f"$course$/Softmax and cross-entropy, seed {seed}"
    assert len(asked) == 50
    assert len({each.name for each in asked}) == 50
    for each in asked:
        right = [said for said, _, good in each.answers if good]
        assert right == [recomputed(each)], each.name
        assert len({said for said, _, _ in each.answers}) == len(each.answers)
        for _, feedback, good in each.answers:
            assert (feedback == "Right.") is good
            assert good or right[0] in feedback


@pytest.mark.parametrize("ending", READERS)
def test_the_feedback_gives_the_reason_and_the_numbers(ending: str) -> None:
    _, asked = READERS[ending](quiz_file(ending, 24, 5))
    for each in asked:
        z, y = numbers(each.text, "logit z"), numbers(each.text, "label y")
        for name, value in (
            ("probability ŷ", softmax(z)),
            ("gradient ŷ − y", cross_entropy_grad(z, y)),
        ):
            assert np.allclose(numbers(each.why, name), value, rtol=6e-3, atol=1e-6)
        assert re.search(r"<p>\\\([^$]+\\\)</p>", each.why)
        assert each.why.count("<li>") == 2


def test_both_formats_say_the_same() -> None:
    assert moodle_reading.read(quiz_file(".xml", 50, 3)) == gift_reading.read(
        quiz_file(".gift", 50, 3)
    )


def test_whatever_is_in_a_text_survives_both_formats() -> None:
    odd = r"<b>&amp;</b> {a=b} ~c #1 : x::y \neq \\ ]]> $1 %50% // → “ŷ”" + "\nnext\n\nline"
    item = Item(odd.replace("\n", " "), odd, (Answer(odd, odd, True), Answer("~", "#", False)), odd)
    wanted = Asked(item.name, odd, ((odd, odd, True), ("~", "#", False)), odd)
    for write, read in ((to_moodle_xml, moodle_reading.read), (to_gift, gift_reading.read)):
        assert read(write([item], "a/b")) == ("$course$/a//b", [wanted])


def test_the_strict_reader_refuses_a_mark_that_is_not_escaped() -> None:
    good = to_gift(quiz(10, 0), "x")
    for spoiled in (good.replace("\\=", "="), good.replace("\\}", "}"), good.replace("\\\\", "\\")):
        with pytest.raises((AssertionError, ValueError)):
            gift_reading.read(spoiled)


def test_a_seed_gives_the_same_quiz_and_another_one_other_numbers() -> None:
    assert quiz(20, 1) == quiz(20, 1)
    assert quiz(50, 1)[:20] == quiz(20, 1)
    assert not {each.text for each in quiz(20, 1)} & {each.text for each in quiz(20, 2)}
    assert {each.name.split()[1] for each in quiz(10, 1)} == {*KINDS}


@pytest.mark.parametrize(("count", "seed"), [(9, 1), (51, 1), (10, -1)])
def test_a_quiz_that_cannot_be_is_refused_with_a_sentence(count: int, seed: int) -> None:
    with pytest.raises(ValueError, match=r"10 to 50 questions|seed must be 0 or a larger"):
        quiz(count, seed)


@pytest.mark.parametrize("ending", READERS)
def test_the_command_line_writes_the_same_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{ending}"
    main(["--count", "12", "--seed", "7", str(path)])
    assert path.read_text("utf-8") == quiz_file(ending, 12, 7)


def test_the_command_line_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        (["--count", "3", str(tmp_path / "a.xml")], "10 to 50 questions, but 3"),
        ([str(tmp_path / "a.doc")], "must end in .xml or .gift, not '.doc'"),
    ):
        with pytest.raises(SystemExit):
            main(arguments)
        assert said in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]
