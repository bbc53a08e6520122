"""Describe the theme once a process: Streamlit would do so anew with every run."""

from functools import cache, wraps

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from ce_core.ui.shell.streamlit_patches.fit import misfit


def describe_theme_once() -> str:
    """Let Streamlit describe the theme once, and repeat the description with every run.

    The first message of each run says what the configuration says of the theme, in six sections,
    and for each of them all of Streamlit's options are searched and their names rewritten. The
    configuration is settled once the app has started.

    Returns
    -------
    str
        Why Streamlit was left as it is; nothing if the change is made.
    """
    if problem := misfit(app_session, "_populate_theme_msg", ("msg", "section")):
        return problem
    describe = app_session._populate_theme_msg
    if hasattr(describe, "__wrapped__"):
        return ""

    @cache
    def described(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        describe(message, section)
        return message

    @wraps(describe)
    def repeat(msg: CustomThemeConfig, section: str = "theme") -> None:
        msg.MergeFrom(described(section))

    app_session._populate_theme_msg = repeat
    return ""
