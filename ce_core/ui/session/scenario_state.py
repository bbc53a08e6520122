"""Hold the session's scenario, in step with the stage and the URL.

The scenario lives in the session; the URL repeats it. A full run of the app reads the URL first
(reload, back, a pasted link); a fragment's run never does, because the link it carries may be
one move old.
"""

from typing import Any, Protocol

import streamlit as st

from ce_core.scenario import Scenario
from ce_core.scenario_query import QUERY_KEYS, from_query, to_query
from ce_core.synced import Synced
from ce_core.ui.session import outside_runs, url_widgets

_SCENARIO = "scenario"
_HEARD = "scenario_heard"


class Holds(Protocol):
    """What a session's state can do, in the app and in Streamlit's AppTest."""

    def __setitem__(self, key: str, value: Any) -> None: ...


def begin(session: Holds, scenario: Scenario) -> None:
    """Let a session work on ``scenario`` from its start, whatever its URL says."""
    session[_SCENARIO] = Synced.of(scenario).with_url({})


def scenario() -> Scenario:
    """Give the scenario that this session works on."""
    return _synced().value


def set_scenario(new: Scenario) -> None:
    """Replace the scenario from Python's side: the stage follows, and so does the URL."""
    _keep(_synced().replace(new))


def take_from_stage(new: Scenario, heard: int = 0) -> None:
    """Replace the scenario by what the stage shows already: only the URL has to follow.

    Parameters
    ----------
    new : Scenario
        What is on the stage.
    heard : int
        The number of the stage's message.
    """
    _keep(_synced().from_browser(new))
    st.session_state[_HEARD] = heard


def heard() -> int:
    """Give the number of the stage's last message that the scenario has taken in."""
    return int(st.session_state.get(_HEARD, 0))


def is_older(revision: object) -> bool:
    """Tell whether a message with this revision was sent before Python replaced the scenario."""
    return _synced().is_older(revision)


def stage_revision() -> tuple[dict[str, Any], Scenario]:
    """Give the revision that the stage should have seen, and the scenario that came with it."""
    now = _synced()
    return now.revision.as_sent(), now.handed_over


def read_url() -> list[str]:
    """Let the URL win where it says something new; give sentences for what was ignored in it."""
    query = url_widgets.values(QUERY_KEYS)
    before: Synced[Scenario] | None = st.session_state.get(_SCENARIO)
    if before is not None and not before.is_news(query):
        # Nothing new; or another page was opened, and the scenario goes along. A stage that is
        # mounted only now starts from here; one that was there keeps what it shows.
        _keep(before.for_new_element())
        return []
    new, problems = from_query(query)
    now = Synced.of(new) if before is None else before.replace(new)
    _keep(now.with_url(query))
    return problems


def _synced() -> Synced[Scenario]:
    if _SCENARIO not in st.session_state:
        read_url()
    found: Synced[Scenario] = st.session_state[_SCENARIO]
    return found


def _keep(new: Synced[Scenario]) -> None:
    query = to_query(new.value)
    st.session_state[_SCENARIO] = new.with_url(query)
    outside_runs.note(scenario=new.value)
    url_widgets.replace(QUERY_KEYS, query, even_if_there=new.is_overtaken_by(query))
