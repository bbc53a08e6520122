"""The page Practice without a browser: what is said, where the board stands, what is noted."""

from typing import Any

from streamlit.testing.v1 import AppTest

from ce_core.numeric.exercises.challenges import CHALLENGES
from ce_core.numeric.exercises.questions import question
from ce_core.scenario import Scenario, one_hot_scenario
from ce_core.symbolic.practice.exercises import practices
from ce_core.symbolic.practice.slips import hunts
from ce_core.symbolic.writing.plain_text import written
from ce_core.synced import Synced
from ce_core.ui.components.chart import plain
from ce_core.ui.practice.predict import Asked
from ce_core.ui.practice.record import from_text, to_text
from tests.pages.opened import moved, shown
from tests.pages.opened import opened as opened_page

LOW_COST = one_hot_scenario((1, 3, 5, 7), 3)


def opened(scenario: Scenario = LOW_COST, **choices: Any) -> AppTest:
    app = opened_page("practice", scenario, **choices)
    assert not app.exception
    return app


def typed(app: AppTest, text: str, check: str = "practice_check") -> AppTest:
    fields = [field for field in app.text_input if not field.disabled]
    fields[0].set_value(text).run()
    app.button(key=check).click().run()
    assert not app.exception
    return app


def record(app: AppTest):
    return app.session_state["practice_record"].value


def test_a_whole_derivation_can_be_written_from_its_first_line() -> None:
    for each in (practices()[0], practices()[-3], practices()[-1]):
        app = opened(chain=each.key, blank=2)
        for line in each.chain.lines[1:]:
            typed(app, written(line.expression))
            assert app.success, (each.key, written(line.expression))
        assert any("complete" in text.value for text in app.markdown)
        assert record(app).lines == each.last
        assert record(app).chains == {f"{each.key}.2"}


def test_a_wrong_line_is_named_marked_and_not_taken() -> None:
    app = opened(chain="two-class.slope-of-f")
    typed(app, "e^x b/(e^x+b)^3")
    assert "not equal to the line above" in app.error[0].value
    assert any(":red-background[3]" in text.value for text in app.markdown)
    assert record(app).attempts == 1
    assert record(app).lines == 0


def test_one_line_fills_one_blank_and_the_question_fills_none() -> None:
    app = opened(chain="k-class.same", blank=2)
    typed(app, "p_j - p_j e^z_j/(Σ_k e^z_k)")
    assert record(app).reached["k-class.same.2"] == 1
    typed(app, "p_j - p_j e^z_j/(Σ_k e^z_k)")
    assert "already written" in app.info[0].value
    # A reload brings the record back from the browser, and the written line with it.
    again = opened(chain="k-class.same", blank=2)
    again.session_state["practice_record"] = Synced.of(from_text(to_text(record(app))))
    typed(again.run(), "p_j - p_j e^z_j/(Σ_k e^z_k)")
    assert "already written" in again.info[0].value
    typed(app, "∂p_j/∂z_j + 0")
    assert "no step yet" in app.info[0].value
    assert record(app).reached["k-class.same.2"] == 1
    typed(app, "p_j - p_j^2")
    assert any("complete" in text.value for text in app.markdown)


def test_what_is_typed_is_shown_as_text_never_as_markup() -> None:
    app = opened(chain="two-class.slope-of-f")
    typed(app, "<b>x</b> [a](javascript:x) :red[y] $x$ ]")
    shown = [text.value for text in (*app.markdown, *app.error, *app.caption)]
    assert not any("<b>" in text or "](java" in text or ":red[y]" in text for text in shown)


def test_hints_come_in_three_steps_and_are_noted() -> None:
    app = opened(chain="two-class.slope-of-f")
    for taken in (1, 2, 3):
        app.button(key="practice_hint").click().run()
        assert record(app).hints == taken
    assert "What it gives here" in app.info[0].value
    assert app.button(key="practice_hint").disabled
    assert len(app.latex) == 2  # the board, and the line that was given away


def test_the_board_stands_where_it_was_left() -> None:
    app = opened(chain="two-class.slope-of-f", blank=2)
    typed(app, "e^x (e^x+b-e^x)/(e^x+b)^2")
    assert "further on" in app.success[0].value
    assert record(app).reached["two-class.slope-of-f.2"] == 2
    assert app.text_input[0].label == "Write line 4"


def test_a_slip_that_was_found_can_be_mended() -> None:
    for each in (*hunts()[:3], hunts()[7], hunts()[-1]):
        app = opened(section="slip", practice_hunt=each.key, practice_pointed=each.slip)
        typed(app, written(each.exercise().wanted), "practice_mend_check")
        assert len(app.success) == 2, each.key


def test_pointing_elsewhere_says_in_which_direction_to_look() -> None:
    app = opened(section="slip", practice_hunt="published.together")
    for line, said in ((2, "further down"), (5, "further up")):
        app.radio[0].set_value(line).run()
        app.button(key="practice_point").click().run()
        assert said in app.warning[0].value
    assert record(app).slips == frozenset()
    app.radio[0].set_value(3).run()
    app.button(key="practice_point").click().run()
    assert record(app).slips == {"published.together"}
    badges = " ".join(text.value for text in app.markdown)
    assert badges.count("carries the mistake") == 2
    assert badges.count("silently corrected") == 1


def test_a_prediction_is_locked_before_anything_is_shown() -> None:
    put = question("largest-gradient", 4)
    app = opened(section="predict", practice_question=Asked(put.kind, 4))
    assert app.button(key="practice_lock").disabled
    app.radio[0].set_value(put.answer).run()
    app.button(key="practice_lock").click().run()
    assert shown(app).logits == put.setup.logits
    assert not app.success
    app.button(key="practice_do_it").click().run()
    assert app.success[0].value.startswith("Right")
    app.radio[0].set_value(put.reason).run()
    assert "that is why" in app.success[1].value
    noted = record(app)
    assert (noted.asked, noted.predicted, noted.explained) == (1, 1, 1)


def test_a_wrong_reason_is_answered_with_the_right_one() -> None:
    put = question("largest-gradient", 4)
    app = opened(section="predict", practice_question=Asked(put.kind, 4))
    app.radio[0].set_value(put.answer).run()
    app.button(key="practice_lock").click().run()
    app.button(key="practice_do_it").click().run()
    wrong = next(k for k in range(len(put.reasons)) if k != put.reason)
    app.radio[0].set_value(wrong).run()
    assert plain(put.reasons[put.reason]) in app.error[0].value
    assert record(app).explained == 0


def test_another_move_than_the_one_asked_for_shows_nothing() -> None:
    put = question("cost-direction", 9)
    app = opened(section="predict", practice_question=Asked(put.kind, 9))
    app.radio[0].set_value(put.answer).run()
    app.button(key="practice_lock").click().run()
    logits = tuple(z + 3 for z in put.setup.logits)
    moved(app, Scenario(logits, put.setup.target))
    app.run()
    assert not app.success
    assert "Not there yet" in app.caption[0].value
    moved(app, Scenario(put.shown.logits, put.shown.target))
    app.run()
    assert app.success[0].value.startswith("Right")
    # What was seen stays seen, whatever the stage shows next.
    said = app.success[0].value
    moved(app, Scenario(logits, put.setup.target))
    app.run()
    assert app.success[0].value == said


def test_a_wrong_prediction_is_told_with_the_right_one() -> None:
    put = question("cost-direction", 9)
    app = opened(section="predict", practice_question=Asked(put.kind, 9))
    app.radio[0].set_value(2).run()
    app.button(key="practice_lock").click().run()
    app.button(key="practice_do_it").click().run()
    assert put.options[put.answer] in app.error[0].value
    assert record(app).predicted == 0


def test_every_challenge_starts_unsolved_and_notes_its_solution() -> None:
    for each in CHALLENGES:
        app = opened(section="challenges", challenge=each.key)
        app.button(key="practice_start").click().run()
        assert not app.success
    app = opened(section="challenges", challenge="one-logit")
    app.button(key="practice_start").click().run()
    moved(app, Scenario((1, 6, 3, 2), (0, 1, 0, 0)))
    app.run()
    assert app.success[0].value.startswith("Solved")
    assert record(app).challenges == {"one-logit"}


def test_everything_can_be_forgotten() -> None:
    app = opened(chain="two-class.slope-of-f")
    typed(app, "e^x b/(e^x+b)^2")
    assert record(app).lines == 1
    app.button(key="practice_reset").click().run()
    assert record(app).lines == 0
    assert not record(app).reached


def test_questions_for_a_quiz_are_offered_in_both_formats() -> None:
    app = opened(section="predict", practice_quiz=True)
    assert [field.label for field in app.number_input] == ["Questions", "Seed"]
    offered = {button.proto.label for button in app.get("download_button")}
    assert {"Moodle XML", "GIFT"} <= offered
    assert (app.number_input[0].min, app.number_input[0].max) == (10, 50)
