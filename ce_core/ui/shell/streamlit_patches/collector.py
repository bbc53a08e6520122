"""Keep the garbage collector away from what never goes away, and from the end of every run."""

import gc

from streamlit import config

_BETWEEN_COLLECTIONS = (2_000, 10, 10)
_kept: set[str] = set()
"""The pages whose modules are loaded, and out of the garbage collector's sight."""


def leave_collector_alone() -> str:
    """Look whether ``.streamlit/config.toml`` keeps Streamlit from collecting after every run.

    Returns
    -------
    str
        What is wrong; nothing if no run ends with a full collection.
    """
    try:
        collects = config.get_option("runner.postScriptGC")
    except RuntimeError:
        return "there is no option runner.postScriptGC"
    return "runner.postScriptGC is not false" if collects else ""


def keep_modules_of(page: str) -> None:
    """Take what is loaded out of the collector's sight, once a page; call it after the page's run.

    SymPy's and Plotly's hundred thousands of objects never go away: each look at them costs a
    tenth of a run. What a run leaves behind goes away by itself: the collector may look for cycles
    less often than after every 700 new objects, of which a run makes thousands.
    """
    if page in _kept:
        return
    _kept.add(page)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_BETWEEN_COLLECTIONS)
