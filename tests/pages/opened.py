"""A page in a test session that works on a given scenario."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ce_core.scenario import Scenario
from ce_core.ui.session import scenario_state

PAGES = Path(__file__).parents[2] / "pages"


def opened(
    page: str, scenario: Scenario, section: str = "", *, field: str = "section", **choices: object
) -> AppTest:
    """Run ``pages/<page>.py`` on ``scenario``, at a section, its widgets as ``choices`` say.

    ``field`` is how the page's link calls its section.
    """
    app = AppTest.from_file(PAGES / f"{page}.py", default_timeout=60)
    app.session_state["app_has_run"] = True
    scenario_state.begin(app.session_state, scenario)
    if section:
        app.query_params[field] = section
    for key, value in choices.items():
        app.session_state[key] = value
    return app.run()


def moved(app: AppTest, scenario: Scenario) -> None:
    """Leave the session as a drag on the stage does: the page is not opened anew."""
    app.session_state["scenario"] = app.session_state["scenario"].from_browser(scenario)


def shown(app: AppTest) -> Scenario:
    """What the session works on."""
    scenario: Scenario = app.session_state["scenario"].value
    return scenario


def words(app: AppTest) -> str:
    """Everything that the page says in Markdown and captions."""
    return "\n".join(element.value for element in [*app.markdown, *app.caption])
