"""Tie widgets to the URL: read when a session meets them, written on change.

Not Streamlit's own ``bind="query-params"``: a bound key may be written by its widget alone, and
here one write replaces several keys at once, as one step of the browser's history.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from ce_core.url_fields import entry, one_of, read_all

Choice = TypeVar("Choice")

IGNORED = "The link's “{key}” is none of the choices here, so it was ignored."


def start(key: str, options: Sequence[Choice], default: Choice) -> None:
    """Give the widget named ``key`` its first value: the one in the URL if it is an option.

    Another value in the URL is ignored, and a sentence says so; not where the options have changed
    under a value that was chosen here.
    """
    is_new = key not in st.session_state
    if not is_new and st.session_state[key] in options:
        return
    field = entry(key, key, default, one_of(options), IGNORED.format(key=key.replace("_", " ")))
    found, problems = read_all(values([key]), [field], {key: default})
    st.session_state[key] = found[key]
    for problem in problems if is_new else ():
        st.info(problem, icon=":material/link_off:")


def bound(key: str, options: Sequence[Choice], default: Choice) -> dict[str, Any]:
    """Tie a widget to the URL: what it takes as ``key``, ``on_change`` and ``args``.

    As in ``st.selectbox("Unit", UNITS, **linked.bound("unit", UNITS, "nats"))``.
    """
    start(key, options, default)
    return {"key": key, "on_change": write, "args": (key, default)}


def write(key: str, default: object) -> None:
    """Write the widget's value to the URL; the default is not written.

    A choice that is made of something always, but comes back as nothing, was not made by anybody:
    the browser has been asked for it before it had heard of the value that ``start`` gave it. The
    URL stays, and gives that value again.
    """
    value = st.session_state[key]
    if value is None:
        return
    if value != default:
        st.query_params[key] = str(value)
    elif key in st.query_params:
        del st.query_params[key]


def values(keys: Sequence[str]) -> dict[str, list[str]]:
    """Give what the URL says under ``keys``."""
    return {key: st.query_params.get_all(key) for key in keys if key in st.query_params}


def replace(
    keys: Sequence[str], query: Mapping[str, list[str]], *, even_if_there: bool = False
) -> None:
    """Write ``query`` in place of whatever the URL says under ``keys``, as one step of history."""
    present = values(list(st.query_params))
    wanted = {key: found for key, found in present.items() if key not in keys} | dict(query)
    if even_if_there or wanted != present:
        st.query_params.from_dict(wanted)
