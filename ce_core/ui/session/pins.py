"""Keep the two scenarios pinned for comparison, in the session and repeated in the URL.

``?a=…&b=…``: each value is a whole scenario, written as a query of its own by the one codec.
"""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ce_core.scenario import PRESETS, Scenario
from ce_core.scenario_query import from_query, to_query
from ce_core.ui.session import scenario_state

DEFAULTS: Mapping[str, Scenario] = {"A": PRESETS[0].scenario, "B": PRESETS[1].scenario}
"""What is compared until something else is pinned: a low cost with a high one."""

INSTEAD: Mapping[str, str] = {"A": "the current one", "B": "a preset"}
"""What the page shows where nothing is pinned: A follows the logits until it is."""

_LONGEST = 4000
_MOST_FIELDS = 40


def to_text(scenario: Scenario) -> str:
    """Write a whole scenario as one text that fits into a query."""
    return urlencode(to_query(scenario), doseq=True)


@lru_cache(maxsize=256)
def from_text(text: str) -> Scenario | None:
    """Read what ``to_text`` wrote; None for anything else."""
    if len(text) > _LONGEST:
        return None
    try:
        query = parse_qs(text, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    scenario, problems = from_query(query)
    return scenario if "z" in query and not problems else None


def pinned(letter: str) -> tuple[Scenario, str]:
    """Give the scenario pinned as ``letter``, and a sentence if the URL names one in vain.

    The URL wins where it says something; where it does not (another page was open in between),
    it is told what the session holds.
    """
    key, name = f"pinned_{letter}", letter.lower()
    asked = st.query_params.get(name)
    if asked is None:
        kept: Scenario | None = st.session_state.get(key)
        if kept is not None:
            st.query_params[name] = to_text(kept)
        return kept or DEFAULTS[letter], ""
    found = from_text(asked)
    if found is None:
        return DEFAULTS[letter], (
            f"The link's scenario {letter} could not be read; {INSTEAD[letter]} is shown instead."
        )
    st.session_state[key] = found
    return found, ""


def is_pinned(letter: str) -> bool:
    """Say whether something is pinned as ``letter``, now that ``pinned`` has read the URL."""
    return f"pinned_{letter}" in st.session_state


def pin(letter: str) -> None:
    """Pin the current scenario as ``letter``."""
    current = scenario_state.scenario()
    st.session_state[f"pinned_{letter}"] = current
    st.query_params[letter.lower()] = to_text(current)
