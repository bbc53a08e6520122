"""The page Check mine: from a pasted derivation to verdicts, a mended line, a link and files."""

import pytest
from streamlit.testing.v1 import AppTest

from ce_core import packed_text
from ce_core.ui.review.examples import EXAMPLES
from ce_core.ui.review.fields import MOST_IN_LINK
from tests.pages.opened import PAGES, words

WRONG = "f(x) = e^x/(e^x + b)\nf'(x) = (e^x (e^x + b) + e^x e^x)/(e^x + b)^2"
MENDED = "f'(x) = (e^x (e^x + b) - e^x e^x)/(e^x + b)^2"


def asked(text: str = "", **query: str) -> AppTest:
    app = AppTest.from_file(PAGES / "check_mine.py", default_timeout=120)
    app.session_state["app_has_run"] = True
    if text:
        app.query_params["text"] = text
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def sentence(app: AppTest) -> str:
    (said,) = [*app.success, *app.error, *app.warning]
    return str(said.value)


def test_an_empty_page_invites_and_each_example_is_judged() -> None:
    for example in EXAMPLES:
        app = asked()
        assert not [*app.success, *app.error]
        app.button(key=f"mine_example_{example.key}").click().run()
        assert not app.exception
        assert app.text_area(key="mine_text").value == example.text
        assert bool(app.error) == (example.key == "mistake")
    assert not app.text_input or app.text_input[0].key != "mine_mend"


def test_a_wrong_line_is_told_with_part_values_and_difference() -> None:
    app = asked(WRONG)
    assert "line 2 is wrong" in sentence(app)
    said = words(app)
    assert ":red-badge[✗ mistake]" in said
    assert "At your numbers" in said
    assert "a plus instead of a minus" in said


def test_the_wrong_line_is_mended_in_its_place_and_what_follows_is_judged_anew() -> None:
    app = asked(f"{WRONG}\n= e^x b/(e^x + b)^2")
    field = app.text_input(key="mine_mend")
    assert field.value == WRONG.splitlines()[1]
    field.set_value(MENDED)
    app.button(key="mine_mend_use").click().run()
    assert app.text_area(key="mine_text").value.splitlines()[1] == MENDED
    assert "Every line that was judged is right" in sentence(app)


def test_a_reload_keeps_text_and_settings() -> None:
    app = asked()
    app.text_area(key="mine_text").set_value(WRONG).run()
    app.selectbox(key="mine_classes").set_value(3).run()
    app.toggle(key="mine_sum").set_value(False).run()
    linked = {key: app.query_params[key] for key in app.query_params}
    linked = {key: "".join(value) for key, value in linked.items()}
    again = asked(**linked)
    assert again.text_area(key="mine_text").value == WRONG
    assert again.selectbox(key="mine_classes").value == 3
    assert again.toggle(key="mine_sum").value is False


def test_a_letter_can_be_corrected_and_a_contradiction_gets_a_sentence() -> None:
    text = r"\frac{\partial E}{\partial o_j} = \frac{-t_j}{o_j}"
    app = asked(text)
    assert "With o as logits this line would be wrong" in words(app)
    app.text_input(key="mine_letters_logits").set_value("o").run()
    assert "line 1 is wrong" in sentence(app).lower()
    app.text_input(key="mine_letters_labels").set_value("o").run()
    assert "stands for logits and for labels" in sentence(app)


def test_what_a_line_may_use_changes_the_verdict() -> None:
    text = "∂E/∂z_j = -y_j (1 - ŷ_j) + sum_{i!=j} y_i ŷ_j\n= ŷ_j - y_j"
    app = asked(text)
    assert "if Σy \\= 1" in words(app)
    app.toggle(key="mine_sum").set_value(False).run()
    assert "which you have not allowed" in words(app)


def test_any_label_forbids_what_holds_for_a_one_hot_one() -> None:
    app = asked("∂L/∂z_k = p_k - 1")
    assert "the label is one\\-hot and k is the true class" in words(app)
    app.selectbox(key="mine_one_hot").set_value(False).run()
    assert "which you have not allowed" in words(app)
    linked = {key: "".join(app.query_params[key]) for key in app.query_params}
    assert linked["onehot"] == "0"
    assert asked(**linked).selectbox(key="mine_one_hot").value is False


def test_words_between_formulas_are_grey_and_what_cannot_be_read_is_plain() -> None:
    app = asked("We use the chain rule.\n$$f(x) = \\frac{e^x}{\\foo}$$\n")
    said = words(app)
    assert ":gray[We use the chain rule\\.]" in said
    assert ":gray[f\\(x\\) \\= \\\\frac" in said
    assert "foo" in said


HOSTILE = (
    r"f(x) = \input{/etc/passwd}",
    r"\def\a{\a\a} f(x) = \a",
    r"\write18{rm -rf /} = 1",
    r"\href{javascript:alert(1)}{x} = 2",
    "<img src=x onerror=alert(1)> = <script>alert(1)</script>",
    "f(x) = " + "{" * 5000,
    "f(x) = " + r"\frac{" * 2000,
    "f(x) = " + "9" * 5000 + "^" + "9" * 5000,
    "f(x) = " + "x^" * 3000 + "x",
    "$" * 999,
    "f(x) = [a](javascript:alert(1)) :red[b] `c` | d",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gets_a_sentence_and_never_becomes_markup(text: str) -> None:
    app = asked(text)
    assert sentence(app)
    for element in app.markdown:
        assert not element.allow_html
        shown = element.value
        assert "<script" not in shown.replace("\\<", "")
        assert "](javascript" not in shown
        assert r"\input" not in shown.replace(r"\\input", "")


def test_a_damaged_or_endless_link_is_told() -> None:
    assert "The link's derivation was ignored" in asked("~nonsense").info[0].value
    assert "ignored" in asked("~" + "A" * 9000).info[0].value
    bomb = packed_text.pack("a" * 3_000_000, MOST_IN_LINK)
    assert bomb
    assert "ignored" in asked(bomb).info[0].value


def test_a_text_that_the_link_cannot_hold_is_told() -> None:
    import random

    letters = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=18_000)
    app = asked()
    app.text_area(key="mine_text").set_value("".join(letters)).run()
    assert "too long for the link" in words(app)
    assert "text" not in app.query_params
