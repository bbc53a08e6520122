"""Raise the number of files and connections that this process may hold open."""

from functools import cache

MOST_OPEN_FILES = 65_536
"""Room for 10,000 tabs, each with a connection and the three files of its session's event loop."""


@cache
def raise_limit() -> int:
    """Raise the soft limit as far as the system allows, once a process.

    A tab takes four open files. The usual soft limit is 1,024: a server would refuse its 157th
    tab, and its own health check with it.

    Returns
    -------
    int
        How many may be open now; 0 where the system has no such limit.
    """
    try:
        import resource
    except ImportError:  # Windows
        return 0
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
