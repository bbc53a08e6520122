"""What Streamlit would say anew with every run, though it never changes: the theme."""

from functools import cache, wraps

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


def describe_theme_once() -> None:
    """Let Streamlit describe the theme once, and repeat the description with every run.

    The first message of each run says what the configuration says of the theme, in six sections,
    and for each of them all of Streamlit's options are searched and their names rewritten: a
    quarter of what the smallest run costs a server. The configuration is settled once the app has
    started. Where a version of Streamlit has no such function, nothing happens.
    """
    describe = getattr(app_session, "_populate_theme_msg", None)
    if describe is None or hasattr(describe, "__wrapped__"):
        return

    @cache
    def described(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        describe(message, section)
        return message

    @wraps(describe)
    def repeat(message: CustomThemeConfig, section: str = "theme") -> None:
        message.MergeFrom(described(section))

    app_session._populate_theme_msg = repeat  # type: ignore[assignment]  # wrapped, no less
