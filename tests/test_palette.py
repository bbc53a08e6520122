"""Text can be read, and the roles of data can be told apart, in both themes and by most eyes."""

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ce_core.palette import ROLE_NAMES, Theme, roles

THEMES: tuple[Theme, Theme] = ("light", "dark")
DATA_ROLES = (
    "logits",
    "probabilities",
    "labels",
    "cost_low",
    "cost_high",
    "push_up",
    "push_down",
)
NOT_TEXT = ("grid", "background", "surface")
TEXT_ROLES = tuple(role for role in ROLE_NAMES if role not in NOT_TEXT)

# Machado, Oliveira and Fernandes (2009), severity 1, acting on linear RGB.
VISION: dict[str, NDArray[np.float64]] = {
    "common": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
SRGB_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
CONFIG = Path(__file__).parents[1] / ".streamlit" / "config.toml"


def linear_rgb(colour: str) -> NDArray[np.float64]:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    light, dark = sorted(float(SRGB_TO_XYZ[1] @ linear_rgb(c)) for c in (one, other))[::-1]
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE 1976 L*a*b* of linear RGB, white point D65."""
    white = SRGB_TO_XYZ @ np.ones(3)
    ratio = SRGB_TO_XYZ @ np.clip(rgb, 0, 1) / white
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_ruler_knows_black_from_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lab(linear_rgb("#ffffff")) == pytest.approx([100, 0, 0], abs=1e-9)
    assert lab(linear_rgb("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_role_is_a_plain_hex_colour(theme: Theme) -> None:
    assert set(roles(theme)) == set(ROLE_NAMES)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in roles(theme).values())


@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("role", TEXT_ROLES)
@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_its_ground(theme: Theme, role: str, ground: str) -> None:
    assert contrast(roles(theme)[role], roles(theme)[ground]) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", THEMES)
def test_the_roles_of_data_stay_apart(theme: Theme, vision: str) -> None:
    seen = {role: lab(VISION[vision] @ linear_rgb(roles(theme)[role])) for role in DATA_ROLES}
    distances = {
        pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]]))
        for pair in itertools.combinations(DATA_ROLES, 2)
    }
    nearest = min(distances, key=distances.__getitem__)
    assert distances[nearest] >= 12, nearest


def test_the_data_roles_are_the_first_seven() -> None:
    assert ROLE_NAMES[:7] == DATA_ROLES


def test_an_unknown_theme_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"theme must be 'light' or 'dark'.*'sepia'"):
        roles("sepia")  # type: ignore[arg-type]  # the mistake under test


@pytest.mark.parametrize("theme", THEMES)
def test_streamlit_wears_the_same_colours(theme: Theme) -> None:
    worn: dict[str, Any] = tomllib.loads(CONFIG.read_text("utf-8"))["theme"][theme]
    palette = roles(theme)
    assert worn["backgroundColor"].lower() == palette["background"]
    assert worn["secondaryBackgroundColor"].lower() == palette["surface"]
    assert worn["textColor"].lower() == palette["text"]
