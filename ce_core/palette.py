"""Give a colour to each role, in light and dark. Colour is never the only sign."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Theme = Literal["light", "dark"]

_COLOURS: Mapping[str, tuple[str, str]] = {
    # role: (light, dark). Text contrast is at least 4.5 : 1 on background and surface, and the
    # first seven stay apart under the three common colour-vision deficiencies; a test says so.
    "logits": ("#8b6303", "#f2b84b"),
    "probabilities": ("#0b5fd6", "#4a9bff"),
    "labels": ("#5f1a9e", "#cdb0fb"),
    "cost_low": ("#0e7a4c", "#45d89a"),
    "cost_high": ("#930b14", "#ff5c52"),
    "push_up": ("#12404d", "#c3ecf2"),
    "push_down": ("#bb2f97", "#e06aad"),
    # what has no role of its own
    "cost": ("#3d4450", "#d5dae2"),
    "gradient": ("#bb2f97", "#e06aad"),
    "cancelled": ("#666d79", "#98a1b0"),
    "moved": ("#0b5fd6", "#4a9bff"),
    "proved": ("#0e7a4c", "#45d89a"),
    "text": ("#1b212b", "#e8ebf0"),
    "muted": ("#5a6270", "#a0a9b8"),
    "grid": ("#d9dee6", "#343d4e"),
    "background": ("#ffffff", "#11161f"),
    "surface": ("#f4f6f9", "#1b2230"),
}

ROLE_NAMES: tuple[str, ...] = tuple(_COLOURS)

_LIGHT: Mapping[str, str] = MappingProxyType({role: pair[0] for role, pair in _COLOURS.items()})
_DARK: Mapping[str, str] = MappingProxyType({role: pair[1] for role, pair in _COLOURS.items()})


def roles(theme: Theme) -> Mapping[str, str]:
    """Give the hex colour of every role in ``theme``.

    Raises
    ------
    ValueError
        When ``theme`` is neither "light" nor "dark".
    """
    if theme not in ("light", "dark"):
        raise ValueError(f"theme must be 'light' or 'dark', but it is {theme!r}.")
    return _LIGHT if theme == "light" else _DARK
