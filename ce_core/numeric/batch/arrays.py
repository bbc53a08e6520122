"""Arrays from .npy, .npz and JSON: headers and declared sizes are judged before anything is read.

Nothing is unpickled, and no archive is unpacked further than it declares.
"""

import io
import json
import math
import zipfile
from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ce_core.numeric.batch.limits import (
    MAX_FILE_MEGABYTES,
    MAX_JSON_MEGABYTES,
    check_count,
    check_size,
    place,
    quoted,
)

Array = npt.NDArray[Any]

_MAX_MEMBERS = 16
_MAX_AXES = 4


def read_npy(content: bytes, what: str = "The .npy file") -> Array:
    """Read one array of real numbers without copying it.

    Raises
    ------
    ValueError
        When it is no such array, or holds other than what its header declares.
    """
    check_size(len(content), MAX_FILE_MEGABYTES, what)
    stream = io.BytesIO(content)
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
    if dtype.kind not in "fiu" or dtype.itemsize > 16:
        raise ValueError(
            f"{what} holds values of type {quoted(str(dtype))}; expected integers or floats "
            "(Python objects are never unpickled)."
        )
    if len(shape) > _MAX_AXES or any(length < 0 for length in shape):
        raise ValueError(f"{what} has shape {quoted(str(shape), 40)}; {_EXPECTED_SHAPES}.")
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


_EXPECTED_SHAPES = "expected (K), (N, K) or (batch, seq, K)"


def _plain_dtype(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Native byte order, and nothing wider than float64: what is wider loses digits only."""
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
                _unpack(archive, member), f"The array {quoted(member.filename)}"
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


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack one member, and never more of it than it has declared."""
    try:
        with archive.open(member) as stream:
            return stream.read(member.file_size)
    except Exception as problem:
        raise ValueError(_NO_ARCHIVE) from problem


def read_json(content: bytes) -> Array | dict[str, Array]:
    """Read nested lists of numbers, or an object that names such lists.

    Raises
    ------
    ValueError
        With the place of the first value that is no finite number, or of the slip in the JSON.
    """
    check_size(len(content), MAX_JSON_MEGABYTES, "The JSON")
    try:
        data = json.loads(
            content.decode("utf-8-sig"), parse_int=float, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as slip:
        raise ValueError(
            f"The JSON breaks off at line {slip.lineno}, column {slip.colno}; expected nested "
            "lists of numbers."
        ) from None
    except UnicodeDecodeError:
        raise ValueError("The JSON is not UTF-8 text.") from None
    except RecursionError:
        raise ValueError(f"The JSON is nested too deeply; {_EXPECTED_SHAPES}.") from None
    if isinstance(data, Mapping):
        return {
            str(name): as_array(value, f"{quoted(str(name))} in the JSON")
            for name, value in data.items()
        }
    return as_array(data, "The JSON")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"The JSON holds {name}; expected finite numbers only.")


def as_array(data: Any, what: str) -> Array:
    """Turn nested lists of numbers into an array; the first odd one is named by its place."""
    shape = _shape(data, what)
    check_count(math.prod(shape))
    _check_cells(data, shape, (), what)
    return np.array(data, np.float64)


def _shape(data: Any, what: str) -> tuple[int, ...]:
    """Follow the first entries down."""
    shape: list[int] = []
    while isinstance(data, list):
        shape.append(len(data))
        if len(shape) > _MAX_AXES or not data:
            problem = "is nested too deeply" if data else "holds an empty list"
            raise ValueError(f"{what} {problem}; {_EXPECTED_SHAPES}.")
        data = data[0]
    return tuple(shape)


def _check_cells(data: Any, shape: tuple[int, ...], at: tuple[int, ...], what: str) -> None:
    if not shape:
        if type(data) is not float:
            shown = quoted(json.dumps(data))
            raise ValueError(f"{what}: {place(at)} holds {shown}; expected a number.")
        return
    if not isinstance(data, list) or len(data) != shape[0]:
        held = f"{len(data)} entries" if isinstance(data, list) else quoted(json.dumps(data))
        where = f"list {at[-1] + 1}" if at else "the list"
        raise ValueError(
            f"{what}: {where} holds {held}; expected {shape[0]} entries, as in the first."
        )
    if len(shape) == 1 and set(map(type, data)) == {float}:
        return
    for i, part in enumerate(data):
        _check_cells(part, shape[1:], (*at, i), what)
