"""What Streamlit would look up again for every run, though it never changes."""

from functools import cache

from streamlit import config


def look_up_once() -> None:
    """Let Streamlit go through its few hundred options once, not at the start of every run.

    Each run's first message describes the theme, section by section, and for each of the six
    sections all options are searched: a fifth of what a small run costs. They are settled when the
    app has started; its own test of the options holds that this app sets none later.
    """
    if not hasattr(config.get_options_for_section, "cache_clear"):
        config.get_options_for_section = cache(config.get_options_for_section)
