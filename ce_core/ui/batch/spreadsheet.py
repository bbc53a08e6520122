"""Read Excel sheets and Parquet files through pandas, where what it needs is installed."""

import io
import zipfile
from importlib.util import find_spec
from typing import Any

import pandas as pd  # type: ignore[import-untyped]

from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES, check_count, check_size
from ce_core.numeric.batch.reading.content import Table, table_of

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
        frame = _sheet(content) if kind == "xlsx" else _parquet(content)
    except ValueError:
        raise
    except Exception as problem:  # untrusted bytes, and the readers fail in a dozen ways
        raise ValueError(
            f"The .{kind} file cannot be read: it is damaged, or {_INSTEAD[kind]}."
        ) from (problem)
    if not len(frame) or not len(frame.columns):
        raise ValueError(f"The .{kind} file holds no row of numbers.")
    names = ["" if str(name).startswith("Unnamed:") else str(name) for name in frame.columns]
    columns = [_column(frame.iloc[:, i]) for i in range(len(names))]
    return table_of(names, columns, f"The .{kind} file")


def _sheet(content: bytes) -> pd.DataFrame:
    """Read the first sheet; an archive that unpacks to more than the limit is refused before."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    check_size(unpacked, MAX_FILE_MEGABYTES, "The .xlsx file, unpacked,")
    return pd.read_excel(io.BytesIO(content), engine="openpyxl")


def _parquet(content: bytes) -> pd.DataFrame:
    """Read a Parquet file; what it declares is counted before anything is unpacked."""
    from pyarrow import parquet  # type: ignore[import-untyped]

    declared = parquet.ParquetFile(io.BytesIO(content)).metadata
    check_count(declared.num_rows * declared.num_columns)
    return parquet.read_table(io.BytesIO(content)).to_pandas()


def _column(values: Any) -> list[object]:
    """Give Python's own numbers, truth values and texts, whatever pandas holds them as."""
    if values.dtype.kind in "iufb":
        return [float(v) if not isinstance(v, bool) else v for v in values.tolist()]
    return [float(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in values]
