"""Choices that a link can hold: read when a session meets them, written when they change."""

from streamlit.testing.v1 import AppTest

from ce_core.ui.session import url_widgets


def script() -> None:
    """Offer three colours, of which the link may choose one."""
    import streamlit as st

    from ce_core.ui.session import url_widgets

    options = ("red", "green", "blue")
    chosen = st.segmented_control("Colour", options, **url_widgets.bound("colour", options, "red"))
    st.session_state["seen"] = chosen


def opened(**query: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def choose(app: AppTest, value: str | None) -> None:
    app.segmented_control[0].set_value(value).run()
    assert not app.exception


def test_the_link_chooses_and_the_default_stands_for_nonsense() -> None:
    assert opened().session_state["seen"] == "red"
    assert opened(colour="blue").session_state["seen"] == "blue"
    assert opened(colour="None").session_state["seen"] == "red"


def test_a_choice_is_written_and_the_default_is_not() -> None:
    app = opened(colour="blue")
    choose(app, "green")
    assert app.query_params["colour"] == "green"
    choose(app, "red")
    assert "colour" not in app.query_params


def test_what_nobody_chose_leaves_the_link_and_the_choice_alone() -> None:
    app = opened(colour="blue")
    choose(app, None)
    assert app.query_params["colour"] == "blue"
    assert app.session_state["seen"] == "blue"
    choose(app, "green")
    assert app.query_params["colour"] == "green"


def test_a_choice_that_does_not_exist_is_ignored_with_a_sentence_said_once() -> None:
    app = opened(colour="<b>mauve</b>")
    assert [said.value for said in app.info] == [url_widgets.IGNORED.format(key="colour")]
    choose(app, "green")
    assert not app.info
    assert not opened(colour="blue").info
