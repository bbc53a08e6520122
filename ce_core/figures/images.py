"""Make small pictures of arrays, as PNG: ink on paper, and numbers of either sign."""

from base64 import b64encode
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from ce_core.palette import Theme, roles

Pixels = npt.NDArray[np.uint8]


def png(pixels: Pixels) -> bytes:
    """Encode pixels (height, width, 3) as PNG."""
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    return file.getvalue()


def data_uri(pixels: Pixels) -> str:
    """Give pixels as the address of a picture that needs no file."""
    return "data:image/png;base64," + b64encode(png(pixels)).decode("ascii")


def ink(values: npt.ArrayLike, theme: Theme) -> Pixels:
    """Paint values (height, width) from 0, paper, to 1, ink, in the colours of ``theme``."""
    colour = roles(theme)
    return _mixed(np.asarray(values), colour["surface"], colour["text"])


def signed(values: npt.ArrayLike, theme: Theme) -> Pixels:
    """Paint values (height, width): those above 0 towards one colour, those below towards another.

    The largest distance from 0 gets the full colour.
    """
    colour = roles(theme)
    share = np.asarray(values, dtype=np.float64)
    share = share / max(float(np.abs(share).max()), 1e-300)
    above = _mixed(np.maximum(share, 0), colour["surface"], colour["probabilities"])
    below = _mixed(np.maximum(-share, 0), colour["surface"], colour["push_down"])
    pixels: Pixels = np.where((share >= 0)[..., None], above, below)
    return pixels


def _mixed(share: npt.NDArray[np.floating], ground: str, colour: str) -> Pixels:
    low, high = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in (ground, colour))
    pixels: Pixels = np.rint(low + share[..., None] * (high - low)).astype(np.uint8)
    return pixels
