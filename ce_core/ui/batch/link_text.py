"""Pack pasted or typed numbers for the link, and unpack them; what is too large is only named.

A packed text is compressed and written in letters that an address takes. A link that cannot hold
its batch says so, and names the batch, so that a reload can ask for it.
"""

import json
from dataclasses import dataclass

from ce_core import packed_text
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.reading.shapes import shown

MOST_CHARACTERS = 6000
"""What of an address one batch may take: browsers and proxies take 8,000 in all."""
LONGEST_TEXT = 400_000
_PLAIN = 1500
_PACKED, _MISSING = packed_text.PACKED, "~~"
_MOST_WRITTEN = 20_000


@dataclass(frozen=True)
class TooLarge:
    """A batch that its link cannot hold, by the name of its file, if it has one, and its shape."""

    name: str
    shape: str

    def sentence(self) -> str:
        """Say what the link lacks, and what to do."""
        source = f"the file “{self.name}”, " if self.name else "a batch of "
        again = "Upload the file" if self.name else "Paste the numbers"
        return (
            f"This link belongs to {source}{self.shape} numbers, which is too large for a link. "
            f"{again} again to see its result."
        )


def pack(text: str, shape: str = "") -> str:
    """Write a pasted text for a link: as it is if it is short, packed, or only its shape."""
    if len(text) <= _PLAIN and not text.startswith(_PACKED):
        return text
    return _packed(text) or _named("", shape)


def pack_batch(batch: Batch, name: str) -> str:
    """Write a batch for a link, as JSON that reads back exactly; or only its name and shape."""
    packed = ""
    if batch.logits.size <= _MOST_WRITTEN:
        held = {"logits": batch.logits.tolist(), "labels": batch.target.tolist()}
        if batch.row_weight is not None:
            held["sample_weight"] = batch.row_weight.tolist()
        packed = _packed(json.dumps(held, separators=(",", ":")))
    return packed or _named(name, shown(batch.logits.shape))


def _packed(text: str) -> str:
    return packed_text.pack(text, MOST_CHARACTERS) if len(text) <= LONGEST_TEXT else ""


def _named(name: str, shape: str) -> str:
    return f"{_MISSING}{_plain(name, 60)}~{_plain(shape, 40)}"


def unpack(linked: str) -> str | TooLarge:
    """Read what `pack` wrote, or a text written by hand.

    Raises
    ------
    ValueError
        When it is longer than a link may be, or damaged.
    """
    if linked.startswith(_MISSING):
        name, _, shape = linked.removeprefix(_MISSING).partition("~")
        return TooLarge(_plain(name, 60), _plain(shape, 40) or "many")
    if len(linked) > MOST_CHARACTERS + len(_PACKED):
        raise ValueError(
            f"its batch has {len(linked):,} characters; the limit is {MOST_CHARACTERS:,}."
        )
    if not linked.startswith(_PACKED):
        return linked
    try:
        return packed_text.unpack(linked, LONGEST_TEXT)
    except ValueError:
        raise ValueError("its batch is damaged; copy the whole link again.") from None


def _plain(text: str, length: int) -> str:
    return "".join(c for c in text if c.isprintable() and c not in "~<>&")[:length]


def is_held(linked: str) -> bool:
    """Tell whether a link's text holds its batch, and does not only name it."""
    return not linked.startswith(_MISSING)
