"""Keep the two scenarios pinned for comparison, in the session and repeated in the URL.

``?a=…&b=…``: each value is a whole scenario, written as a query of its own by the one codec.
"""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

import streamlit as st

from ce_core.scenario import PRESETS, Scenario
from ce_core.scenario_query import from_query, to_query
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.url_fields import UrlField, entry, keys, read_all, write_all

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


FIELDS: Mapping[str, UrlField[Mapping[str, Scenario]]] = {
    letter: entry(
        letter.lower(),
        letter,
        None,
        from_text,
        f"The link's scenario {letter} could not be read; {INSTEAD[letter]} is shown instead.",
        to_text,
    )
    for letter in DEFAULTS
}


def pinned(letter: str) -> tuple[Scenario, str]:
    """Give the scenario pinned as ``letter``, and a sentence if the URL names one in vain.

    The URL wins where it says something; where it does not (another page was open in between),
    it is told what the session holds.
    """
    fields = [FIELDS[letter]]
    query = url_widgets.values(keys(fields))
    if not query:
        kept: Scenario | None = st.session_state.get(_key(letter))
        if kept is not None:
            _write(letter, kept)
        return kept or DEFAULTS[letter], ""
    found, problems = read_all(query, fields, dict[str, Scenario]())
    if letter in found:
        st.session_state[_key(letter)] = found[letter]
    return found.get(letter, DEFAULTS[letter]), " ".join(problems)


def is_pinned(letter: str) -> bool:
    """Say whether something is pinned as ``letter``, now that ``pinned`` has read the URL."""
    return _key(letter) in st.session_state


def pin(letter: str) -> None:
    """Pin the current scenario as ``letter``."""
    current = scenario_state.scenario()
    st.session_state[_key(letter)] = current
    _write(letter, current)


def _key(letter: str) -> str:
    return f"pinned_{letter}"


def _write(letter: str, scenario: Scenario) -> None:
    fields = [FIELDS[letter]]
    url_widgets.replace(keys(fields), write_all({letter: scenario}, fields))
