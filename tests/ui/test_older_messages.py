"""A move that Python has overtaken on its way does not put the session back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ce_core.scenario import PRESETS, Scenario
from ce_core.stage_messages import scenario_for_stage
from ce_core.ui.components import descent_player, points_editor
from ce_core.ui.components.points_editor import Setup
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import fragments

MOVED = PRESETS[1].scenario
NEWER = PRESETS[2].scenario
MALFORMED = (None, 7, [], {}, "0", {"number": 0}, {"session": ["x"], "number": 0})


def script() -> None:
    """Take what the stage has sent, as its callback does."""
    import streamlit as st

    from ce_core.ui.session import scenario_state
    from ce_core.ui.shell import fragments

    scenario_state.read_url()
    for act in st.session_state.pop("acts", []):
        if isinstance(act, dict):
            st.session_state["stage"] = act
            fragments.take("stage")
        else:
            scenario_state.set_scenario(act)


def opened() -> tuple[AppTest, dict[str, Any]]:
    """Open a session; give it with the revision that its stage has seen."""
    app = AppTest.from_function(script, default_timeout=60).run()
    return app, app.session_state["scenario"].revision.as_sent()


def after(app: AppTest, *acts: dict[str, Any] | Scenario) -> Scenario:
    app.session_state["acts"] = acts
    app.run()
    assert not app.exception
    found: Scenario = app.session_state["scenario"].value
    return found


def message(scenario: Scenario, revision: object) -> dict[str, Any]:
    return {"scenario": {**scenario_for_stage(scenario), "revision": revision, "message": 1}}


def test_a_move_on_the_scenario_that_python_sent_last_is_taken() -> None:
    app, revision = opened()
    assert after(app, message(MOVED, revision)) == MOVED


def test_a_move_that_crosses_a_scenario_of_pythons_is_ignored() -> None:
    app, revision = opened()
    assert after(app, NEWER, message(MOVED, revision)) == NEWER
    newer = app.session_state["scenario"].revision
    assert newer.number == revision["number"] + 1
    assert after(app, message(MOVED, newer.as_sent())) == MOVED


def test_a_move_of_the_session_before_a_restart_is_taken() -> None:
    app, revision = opened()
    other = {**revision, "session": "another"}
    assert after(app, NEWER, message(MOVED, other)) == MOVED


@pytest.mark.parametrize("revision", MALFORMED, ids=repr)
def test_a_move_without_a_readable_revision_is_taken(revision: object) -> None:
    app, _ = opened()
    assert after(app, NEWER, message(MOVED, revision)) == MOVED


def test_an_older_message_that_is_no_scenario_is_ignored_and_a_current_one_refused() -> None:
    app, revision = opened()
    assert after(app, NEWER, {"scenario": {"revision": revision}}) == NEWER
    newer = app.session_state["scenario"].revision
    assert newer.number == revision["number"] + 1
    assert after(app, {"scenario": {"revision": newer.as_sent()}}) == NEWER
    assert app.session_state["scenario"].revision.number == newer.number + 1


# --- the logits of a step of descent, and points in the plane ----------------------------------


def player() -> None:
    """Mount the player."""
    from ce_core.ui.components import descent_player
    from ce_core.ui.session import scenario_state

    scenario_state.read_url()
    descent_player.player(scenario_state.scenario(), 1.0, 10)


@pytest.mark.parametrize(
    ("revision", "taken"),
    [
        (lambda seen: seen, False),
        (lambda seen: {**seen, "number": seen["number"] + 1}, True),
        (lambda seen: {**seen, "session": "another"}, True),
        (lambda _: None, True),
    ],
    ids=["older", "current", "other session", "missing"],
)
def test_a_step_of_descent_is_taken_unless_python_has_replaced_its_start(
    monkeypatch: pytest.MonkeyPatch,
    revision: Callable[[dict[str, Any]], object],
    taken: bool,
) -> None:
    logits = (9.0,) * NEWER.n_classes

    def mounted(key: str, data: Any, on_taken_change: Callable[[], None]) -> None:
        answer = {"logits": [*logits], "revision": revision(data["revision"])}
        scenario_state.set_scenario(NEWER)
        st.session_state[key] = {"taken": answer}
        on_taken_change()

    monkeypatch.setattr(descent_player, "_component", lambda: mounted)
    app = AppTest.from_function(player, default_timeout=60).run()
    assert not app.exception
    wanted = replace(NEWER, logits=logits) if taken else NEWER
    assert app.session_state["scenario"].value == wanted


SETUP = Setup("blobs", 2, 1, 2.0, 0)
HERE = [[0.5, 0.5, 0], [-0.5, 0.5, 1]]


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Stand in for a session's state."""
    held: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", held)
    monkeypatch.setattr(fragments, "put_on_stage", lambda new: held.update(put=new))
    return held


def test_points_that_python_has_drawn_anew_are_not_replaced(state: dict[str, Any]) -> None:
    points_editor.work(SETUP)
    older = state["plane_work"].revision.as_sent()
    state["plane_work"] = state["plane_work"].replace(points_editor.work(SETUP))
    newer, drawn = state["plane_work"].revision.as_sent(), points_editor.work(SETUP)
    work = {"points": HERE, "chosen": 1}
    points_editor._take_points({**work, "revision": older}, SETUP)
    points_editor._take_opened({"index": 1, "step": 0, "revision": older}, SETUP)
    assert points_editor.work(SETUP) == drawn
    assert "put" not in state
    points_editor._take_opened({"index": 1, "step": 0, "revision": newer}, SETUP)
    assert state["put"].n_classes == 2
    for revision in (newer, {**older, "session": "another"}):
        state["plane_work"] = state["plane_work"].from_browser(drawn)
        points_editor._take_points({**work, "revision": revision}, SETUP)
        assert points_editor.work(SETUP).points == tuple(map(tuple, HERE))


@pytest.mark.parametrize("sent", [None, [], "points", {}, {"points": HERE}], ids=repr)
def test_what_is_no_work_is_refused_and_the_points_stay(state: dict[str, Any], sent: Any) -> None:
    drawn = points_editor.work(SETUP)
    number = state["plane_work"].revision.number
    points_editor._take_points(sent, SETUP)
    assert points_editor.work(SETUP) == drawn
    assert state["plane_work"].revision.number == number + 1
