"""The session's scenario and the URL that repeats it."""

from typing import Any

import pytest
from streamlit.runtime.state import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.scenario_query import to_query

MOVED = one_hot_scenario((2.0, -1.0), 0, ("cat", "dog"))


def script() -> None:
    """Read the URL, do what the session asks for, and show what came of it."""
    import streamlit as st

    from ce_core.ui.session import scenario_state

    said = scenario_state.read_url() if st.session_state.get("full_run", True) else []
    before = scenario_state.stage_revision()
    move: Any = st.session_state.pop("move", None)
    if move is not None:
        how, new = move
        {"python": scenario_state.set_scenario, "stage": scenario_state.take_from_stage}[how](new)
    after = scenario_state.stage_revision()
    st.session_state["seen"] = (said, before, after, scenario_state.scenario())


def opened(query: dict[str, list[str]]) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    for key, values in query.items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    return app


def moved(app: AppTest, how: str, new: Scenario) -> Any:
    app.session_state["move"] = (how, new)
    app.run()
    assert not app.exception
    return app.session_state["seen"]


def written(app: AppTest) -> dict[str, list[str]]:
    values = {key: app.query_params[key] for key in app.query_params}
    return {
        key: [value] if isinstance(value, str) else list(value) for key, value in values.items()
    }


def test_an_empty_link_opens_the_low_cost_and_says_so_in_the_url() -> None:
    app = opened({})
    said, _, _, scenario = app.session_state["seen"]
    assert (said, scenario) == ([], PRESETS[0].scenario)
    assert written(app) == to_query(scenario)


def test_a_move_from_python_tells_the_stage_and_the_url() -> None:
    app = opened({})
    _, before, after, scenario = moved(app, "python", MOVED)
    assert scenario == MOVED
    assert after[0]["number"] == before[0]["number"] + 1
    assert after[0]["session"] == before[0]["session"]
    assert after[1] == MOVED
    assert written(app) == to_query(MOVED)


def test_a_move_of_the_stage_is_not_sent_back_to_it() -> None:
    app = opened({})
    _, before, after, scenario = moved(app, "stage", MOVED)
    assert scenario == MOVED
    assert after == before
    assert written(app) == to_query(MOVED)


def test_a_new_link_wins_and_the_written_one_does_not_count_as_new() -> None:
    app = opened(to_query(MOVED))
    revision = app.session_state["seen"][2]
    app.run()
    assert app.session_state["seen"][2] == revision
    app.query_params["z"] = ["7,7"]
    app.run()
    assert app.session_state["seen"][3].logits == (7, 7)
    assert app.session_state["seen"][2][0]["number"] == revision[0]["number"] + 1


def test_another_page_without_a_query_keeps_the_scenario() -> None:
    app = opened(to_query(MOVED))
    for key in list(app.query_params):
        del app.query_params[key]
    app.run()
    assert app.session_state["seen"][3] == MOVED
    assert written(app) == to_query(MOVED)


def test_what_others_keep_in_the_url_stays_there() -> None:
    app = opened({"view": ["present"], "hide": ["presets"]})
    moved(app, "stage", MOVED)
    assert written(app) == {"view": ["present"], "hide": ["presets"], **to_query(MOVED)}


def test_a_move_taken_back_before_the_browser_heard_of_it_reaches_the_url(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = opened({})
    before = written(app)
    moved(app, "stage", MOVED)
    for key, values in before.items():  # what the browser still says when it sends the next move
        app.query_params[key] = values
    sent: list[dict[str, list[str]]] = []
    monkeypatch.setattr(QueryParamsProxy, "from_dict", lambda _, query: sent.append(query))
    app.session_state["full_run"] = False
    moved(app, "stage", PRESETS[0].scenario)
    assert sent == [before]


def test_a_link_that_is_right_as_it_stands_is_no_new_step_of_history(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(QueryParamsProxy, "from_dict", lambda _, query: sent.append(query))
    app = opened(to_query(MOVED))
    for key, values in to_query(PRESETS[0].scenario).items():
        app.query_params[key] = values
    del app.query_params["n"]
    app.run()  # the browser's back button
    assert app.session_state["seen"][3] == PRESETS[0].scenario
    assert sent == []


def test_every_flaw_of_a_link_gets_a_sentence() -> None:
    app = opened({"z": ["1,cat,5"], "y": ["9"]})
    said = app.session_state["seen"][0]
    assert len(said) == 2
    assert all(sentence.endswith(".") for sentence in said)
    assert written(app) == to_query(app.session_state["seen"][3])


def test_two_sessions_do_not_share_anything() -> None:
    first, second = opened({}), opened({})
    moved(first, "python", MOVED)
    second.run()
    assert second.session_state["seen"][3] == PRESETS[0].scenario
    sessions = {app.session_state["seen"][2][0]["session"] for app in (first, second)}
    assert len(sessions) == 2
