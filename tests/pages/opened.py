"""A page in a test session that works on a given scenario."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ce_core.scenario import Scenario

PAGES = Path(__file__).parents[2] / "pages"


def opened(page: str, scenario: Scenario, **choices: object) -> AppTest:
    """Run ``pages/<page>.py`` on ``scenario``, its widgets as ``choices`` say."""
    app = AppTest.from_file(PAGES / f"{page}.py", default_timeout=60)
    app.session_state["app_has_run"] = True
    app.session_state["scenario"] = scenario
    app.session_state["scenario_revision"] = ("test", 0)
    app.session_state["scenario_shown_by_stage"] = scenario
    app.session_state["scenario_query_written"] = {}
    for key, value in choices.items():
        app.session_state[key] = value
    return app.run()


def words(app: AppTest) -> str:
    """Everything that the page says in Markdown and captions."""
    return "\n".join(element.value for element in [*app.markdown, *app.caption])
