"""Streamlit's description of the theme is made once, and says the same as ever."""

from typing import Any

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from ce_core.ui.shell.streamlit_patches.theme_message import describe_theme_once

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar")


@pytest.fixture
def original(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Streamlit's own function, whatever an earlier test has made of it."""
    found = app_session._populate_theme_msg
    own = getattr(found, "__wrapped__", found)
    monkeypatch.setattr(app_session, "_populate_theme_msg", own)
    return own


def described(section: str) -> CustomThemeConfig:
    message = CustomThemeConfig()
    app_session._populate_theme_msg(message, section)
    return message


def test_each_section_is_described_as_streamlit_would(original: Any) -> None:
    before = [described(section) for section in SECTIONS]
    describe_theme_once()
    assert app_session._populate_theme_msg is not original
    assert [described(section) for section in SECTIONS] == before
    assert before[1] != CustomThemeConfig(), "this app has colours of its own"


def test_it_is_looked_up_once_and_wrapped_once(
    original: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def counted(msg: CustomThemeConfig, section: str = "theme") -> None:
        calls.append(section)
        original(msg, section)

    monkeypatch.setattr(app_session, "_populate_theme_msg", counted)
    describe_theme_once()
    wrapped = app_session._populate_theme_msg
    describe_theme_once()
    assert app_session._populate_theme_msg is wrapped
    for _ in range(3):
        described("theme.dark")
    assert calls == ["theme.dark"]


@pytest.mark.usefixtures("original")
def test_a_message_that_says_something_already_keeps_it() -> None:
    describe_theme_once()
    message = CustomThemeConfig(code_font="mine")
    app_session._populate_theme_msg(message, "theme.light")
    assert message.code_font == "mine"
    assert message.background_color == "#ffffff"


def test_a_streamlit_without_that_function_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(app_session, "_populate_theme_msg")
    assert "_populate_theme_msg" in describe_theme_once()
    assert not hasattr(app_session, "_populate_theme_msg")
