"""Pack a text into the letters that an address takes, and unpack it with distrust."""

import base64
import zlib

PACKED = "~"
"""What a packed text begins with."""


def pack(text: str, most: int) -> str:
    """Write a text for a link; empty where it takes more than ``most`` characters."""
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8", "replace"), 9))
    return PACKED + packed.decode("ascii").rstrip("=") if len(packed) <= most else ""


def unpack(linked: str, longest: int) -> str:
    """Read what :func:`pack` wrote; a text of more than ``longest`` bytes counts as damaged.

    Raises
    ------
    ValueError
        When it is damaged.
    """
    coded = linked.removeprefix(PACKED)
    try:
        raw = base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
        reader = zlib.decompressobj()
        content = reader.decompress(raw, longest)
        if not reader.eof:
            raise ValueError
        return content.decode("utf-8")
    except (ValueError, zlib.error):
        raise ValueError("the packed text is damaged; copy the whole link again.") from None
