"""Read arrays from .npy and .npz: headers and declared sizes are judged before anything is read.

Nothing is unpickled, and no archive is unpacked further than it declares.
"""

import io
import math
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.batch.files.nested import EXPECTED, MAX_AXES
from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES, check_count, check_size, quoted

Array = npt.NDArray[Any]

_MAX_MEMBERS = 16
_LONGEST_TEXT = 4096
_LONGEST_HEADER = 2**17
"""Bytes: more than the 10,000 characters that NumPy reads of a header."""
_LOCAL = struct.Struct("<4s5H3I2H")
"""What stands before a member of a zip archive, up to the lengths of its name and extra field."""


def read_npy(content: bytes | memoryview, what: str = "The .npy file") -> Array:
    """Read one array of real numbers without copying it.

    Raises
    ------
    ValueError
        When it is no such array, or holds other than what its header declares.
    """
    check_size(len(content), MAX_FILE_MEGABYTES, what)
    stream = _start_of(content)
    try:
        version = np.lib.format.read_magic(stream)
        read = (
            np.lib.format.read_array_header_1_0
            if version == (1, 0)
            else np.lib.format.read_array_header_2_0
        )
        shape, by_column, dtype = read(stream)
    except Exception as problem:  # the header is anybody's bytes, and NumPy's parser has many ways
        raise ValueError(f"{what} is not an array that numpy.save has written.") from problem
    if dtype.kind not in "fiubUS" or (dtype.kind not in "US" and dtype.itemsize > 16):
        pickled = " Python objects are never unpickled." if dtype.hasobject else ""
        raise ValueError(
            f"{what} holds values of type {quoted(str(dtype))}; expected numbers, truth values or "
            f"the names of classes.{pickled}"
        )
    if dtype.itemsize == 0 or dtype.itemsize > _LONGEST_TEXT:
        raise ValueError(
            f"{what} holds texts of {dtype.itemsize} bytes; the limit is {_LONGEST_TEXT} bytes."
        )
    if len(shape) > MAX_AXES or any(length < 0 for length in shape):
        raise ValueError(f"{what} has shape {quoted(str(shape), 40)}; {EXPECTED}.")
    count = math.prod(shape)
    check_count(count)
    held = len(content) - stream.tell()
    if held != count * dtype.itemsize:
        raise ValueError(
            f"{what} declares shape {shape} of {dtype}, {count * dtype.itemsize} bytes, "
            f"but {held} bytes follow."
        )
    flat = np.frombuffer(content, dtype, count, offset=stream.tell())
    return flat.reshape(shape, order="F" if by_column else "C").astype(
        _plain_dtype(dtype), copy=False
    )


def _start_of(content: bytes | memoryview) -> io.BytesIO:
    """Give what a header is read from: of a view only the beginning, for BytesIO copies it."""
    return io.BytesIO(content if isinstance(content, bytes) else bytes(content[:_LONGEST_HEADER]))


def _plain_dtype(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Native byte order, and nothing wider than float64: what is wider loses digits only."""
    if dtype.kind in "US":
        return dtype.newbyteorder("=")
    return np.dtype(np.float64) if dtype.itemsize > 8 else dtype.newbyteorder("=")


def read_npz(content: bytes) -> dict[str, Array]:
    """Read the arrays of a .npz archive by their names.

    Raises
    ------
    ValueError
        When it is no archive of arrays, is encrypted, or would unpack to more than the limit:
        the declared sizes are added up before anything is unpacked.
    """
    check_size(len(content), MAX_FILE_MEGABYTES, "The .npz file")
    with _open(content) as archive:
        members = archive.infolist()
        _check_members(members)
        return {
            member.filename.removesuffix(".npy"): read_npy(
                _stored(content, member) or _unpack(archive, member),
                f"The array {quoted(member.filename)}",
            )
            for member in members
        }


# The archive is anybody's bytes, and zipfile has a dozen ways to stumble over them.
_NO_ARCHIVE = "The .npz file is not an archive that numpy.savez has written, or it is damaged."


def _open(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except Exception as problem:
        raise ValueError(_NO_ARCHIVE) from problem


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if not members or len(members) > _MAX_MEMBERS:
        raise ValueError(
            f"The .npz file holds {len(members)} arrays; expected 1 to {_MAX_MEMBERS}, "
            "named logits and labels."
        )
    for member in members:
        if not member.filename.endswith(".npy"):
            raise ValueError(f"The .npz file holds {quoted(member.filename)}, which is no array.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("The .npz file is packed in a way that numpy.savez does not use.")
        if member.flag_bits & 1:
            raise ValueError("The .npz file is encrypted; expected what numpy.savez writes.")
    total = sum(member.file_size for member in members)
    check_size(total, MAX_FILE_MEGABYTES, "The .npz file, unpacked,")


def _stored(content: bytes, member: zipfile.ZipInfo) -> memoryview | None:
    """Give a member that is not packed as a view of the archive; None where that cannot be.

    A copy would be the largest part of what an upload takes. Whatever is odd is left to zipfile.
    """
    if member.compress_type != zipfile.ZIP_STORED or member.compress_size != member.file_size:
        return None
    head = content[member.header_offset : member.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        return None
    *_, name, extra = _LOCAL.unpack(head)
    start = member.header_offset + _LOCAL.size + name + extra
    view = memoryview(content)[start : start + member.file_size]
    if len(view) != member.file_size or zlib.crc32(view) != member.CRC:
        return None
    return view


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack one member, and never more of it than it has declared."""
    try:
        with archive.open(member) as stream:
            return stream.read(member.file_size)
    except Exception as problem:
        raise ValueError(_NO_ARCHIVE) from problem
