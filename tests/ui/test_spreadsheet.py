"""Sheets and Parquet files are read as tables, or refused with what to do instead."""

import io
import math
import zipfile
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest

from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.reading.interpret import interpret
from ce_core.numeric.batch.settings import Settings
from ce_core.ui.batch import spreadsheet
from ce_core.ui.batch.spreadsheet import read_spreadsheet

FRAMES: dict[str, pd.DataFrame] = {
    "integers": pd.DataFrame({"cat": [1, 2], "dog": [3, 4], "label": [0, 1]}),
    "floats": pd.DataFrame({"z0": [1.0, 2.0], "z1": [3.0, 4.0], "y": [0.0, 1.0]}),
    "names": pd.DataFrame({"cat": [1, 2], "dog": [3, 4], "label": ["cat", "dog"]}),
    "notes": pd.DataFrame({"file": ["a", "b"], "z0": [1, 2], "z1": [3, 4], "y": [0, 1]}),
    "narrow": pd.DataFrame(
        {"z0": np.array([1, 2], "f4"), "z1": np.array([3, 4], "i1"), "y": [0, 1]}
    ),
    "missing note": pd.DataFrame({"pred": [None, 1.5], "z0": [1, 2], "z1": [3, 4], "y": [0, 1]}),
}
COST = (math.log(1 + math.exp(2)) + math.log(1 + math.exp(-2))) / 2


def written(frame: pd.DataFrame, kind: str, *, index: bool = False) -> bytes:
    out = io.BytesIO()
    if kind == "xlsx":
        frame.to_excel(out, index=index)
    else:
        frame.to_parquet(out, index=index)
    return out.getvalue()


@pytest.mark.parametrize("kind", spreadsheet.KINDS)
@pytest.mark.parametrize("name", FRAMES)
def test_a_sheet_costs_what_its_numbers_cost(name: str, kind: str) -> None:
    table = read_spreadsheet(f"a.{kind}", written(FRAMES[name], kind))
    found = evaluate(interpret(table).or_raise(), Settings()).reduced
    assert found == pytest.approx(COST, rel=1e-12)


def test_an_index_without_a_name_is_left_out() -> None:
    table = read_spreadsheet("a.xlsx", written(FRAMES["integers"], "xlsx", index=True))
    reading = interpret(table)
    assert "left out: the unnamed column 1 (0, 1: an index)" in reading.sentence
    assert evaluate(reading.or_raise(), Settings()).reduced == pytest.approx(COST)


BAD: list[tuple[str, bytes, str]] = [
    ("a.xlsx", b"PK\x03\x04 not really", "cannot be read; save the sheet as CSV"),
    ("a.parquet", b"PAR1 not really", "cannot be read; write pandas.read_parquet"),
    ("a.xlsx", b"", "is empty"),
    ("a.xlsx", written(pd.DataFrame({"a": [], "b": []}), "xlsx"), "holds no row"),
    (
        "a.parquet",
        written(pd.DataFrame({"a": [1, None], "b": [2, 3], "y": [0, 1]}), "parquet"),
        "row 2 of “a” holds nan",
    ),
    (
        "a.xlsx",
        written(pd.DataFrame({"a": [1, "x"], "b": [2, 3], "y": [0, 1]}), "xlsx"),
        "row 2 of “a” holds “x”",
    ),
]


@pytest.mark.parametrize(("name", "content", "said"), BAD, ids=[said for *_, said in BAD])
def test_a_bad_sheet_gets_one_sentence(name: str, content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        read_spreadsheet(name, content)
    assert said in str(refusal.value)


@pytest.mark.parametrize(("kind", "needs"), [("xlsx", "openpyxl"), ("parquet", "pyarrow")])
def test_without_its_library_a_sentence_says_how_to_export(
    kind: str, needs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "find_spec", lambda _name: None)
    with pytest.raises(ValueError, match=f"needs {needs} on the server"):
        read_spreadsheet(f"a.{kind}", b"anything")


def test_a_sheet_that_unpacks_to_more_than_the_limit_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (257 * 2**20))

    def read(*_: Any, **__: Any) -> None:
        pytest.fail("the sheet was read")

    monkeypatch.setattr(pd, "read_excel", read)
    with pytest.raises(ValueError, match="limit is"):
        read_spreadsheet("a.xlsx", out.getvalue())
