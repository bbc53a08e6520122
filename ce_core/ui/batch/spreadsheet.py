"""Read Excel sheets and Parquet files through pandas, where what it needs is installed."""

import io
import zipfile
from importlib.util import find_spec
from typing import Any

import pandas as pd  # type: ignore[import-untyped]

from ce_core.numeric.batch.files.content import Table, table_of
from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES, check_count, check_size

KINDS = ("xlsx", "parquet")
_NEEDS = {"xlsx": "openpyxl", "parquet": "pyarrow"}
_INSTEAD = {
    "xlsx": "save the sheet as CSV in your spreadsheet program and upload that",
    "parquet": "write pandas.read_parquet(…).to_csv('batch.csv', index=False) and upload that",
}


def is_spreadsheet(name: str) -> bool:
    """Tell by the ending of a name whether a file is read here."""
    return name.rpartition(".")[2].casefold() in KINDS


def read_spreadsheet(name: str, content: bytes) -> Table:
    """Read the first sheet of an .xlsx file, or a .parquet file.

    Raises
    ------
    ValueError
        With a sentence, when it cannot be read here, is damaged, or passes a limit.
    """
    kind = name.rpartition(".")[2].casefold()
    if find_spec(_NEEDS[kind]) is None:
        raise ValueError(
            f"Reading .{kind} needs {_NEEDS[kind]} on the server, which is not installed; "
            f"{_INSTEAD[kind]}."
        )
    check_size(len(content), MAX_FILE_MEGABYTES)
    try:
        declared = _declared_bytes(content) if kind == "xlsx" else _declared_numbers(content)
    except Exception as problem:  # untrusted bytes, and the readers fail in a dozen ways
        raise ValueError(_damaged(kind)) from problem
    if kind == "xlsx":
        check_size(declared, MAX_FILE_MEGABYTES, "The .xlsx file, unpacked,")
    else:
        check_count(declared)
    try:
        stream = io.BytesIO(content)
        frame = pd.read_excel(stream) if kind == "xlsx" else pd.read_parquet(stream)
    except Exception as problem:
        raise ValueError(_damaged(kind)) from problem
    if not len(frame) or not len(frame.columns):
        raise ValueError(f"The .{kind} file holds no row of numbers.")
    names = ["" if str(name).startswith("Unnamed:") else str(name) for name in frame.columns]
    columns = [_column(frame.iloc[:, i]) for i in range(len(names))]
    return table_of(names, columns, f"The .{kind} file")


def _damaged(kind: str) -> str:
    return f"The .{kind} file cannot be read; {_INSTEAD[kind]}."


def _declared_bytes(content: bytes) -> int:
    """Count what an .xlsx file unpacks to, before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return max(1, sum(member.file_size for member in archive.infolist()))


def _declared_numbers(content: bytes) -> int:
    """Count the cells that a Parquet file declares, before anything is unpacked."""
    from pyarrow import parquet  # type: ignore[import-untyped]

    declared = parquet.ParquetFile(io.BytesIO(content)).metadata
    return int(declared.num_rows * declared.num_columns)


def _column(values: Any) -> list[object]:
    """Give Python's own numbers, truth values and texts, whatever pandas holds them as."""
    if values.dtype.kind in "iufb":
        return [float(v) if not isinstance(v, bool) else v for v in values.tolist()]
    return [float(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in values]
