"""Name the callback that long work reports its progress to."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Told the share that is done, from 0 to 1."""


def silent(_share: float) -> None:
    """Report progress to nobody."""
