"""Whatever is pasted or uploaded becomes a batch or one sentence, and never anything else."""

import contextlib
import io
import json
import struct
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ce_core.numeric.batch import limits
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.files import table
from ce_core.numeric.batch.files.content import Arrays, Content
from ce_core.numeric.batch.files.read import FILE_KINDS, read_file, read_text
from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES
from ce_core.numeric.batch.reading.interpret import interpret

LOGITS = np.array([[1.0, 3, 5, 7], [1, -9, 4, 8]])


def as_batch(logits: Content, labels: Content | None = None) -> Batch:
    return interpret(logits, labels).or_raise()


def npy(array: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    np.save(out, array, **options)
    return out.getvalue()


def npz(**arrays: Any) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def header(shape: str, dtype: str = "<f8") -> bytes:
    text = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def said_of(name: str, content: bytes, labels: str | None = None) -> str | None:
    """Read a file: a batch of finite numbers gives None, anything else must give one sentence."""
    try:
        given = None if labels is None else read_text(labels)
        batch = as_batch(read_file(name, content), given)
    except ValueError as problem:
        kind, sentence = type(problem), str(problem)
    else:
        assert isinstance(batch, Batch)
        assert np.isfinite(batch.logits).all()
        return None
    assert kind is ValueError
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    return sentence


def refusal(name: str, content: bytes) -> str:
    sentence = said_of(name, content)
    assert sentence is not None
    assert len(sentence) < 300
    return sentence


WITH_LABELS = {
    "a.csv": b"z0,z1,z2,z3,label\n1,3,5,7,3\n1,-9,4,8,1\n",
    "b.csv": b"\xef\xbb\xbflabel;a;b;c;d\r\n3;1;3;5;7\r\n\r\n1;1;-9;4;8\r\n",
    "c.tsv": b"a\tb\tc\td\ty\n1\t3\t5\t7\t3\n1\t-9\t4\t8\t1",
    "d.json": b'{"logits": [[1, 3, 5, 7], [1, -9, 4, 8]], "labels": [3, 1]}',
    "e.npz": npz(logits=LOGITS, labels=[3, 1]),
    "f.npz": npz(logits=LOGITS.astype(">f4"), target=np.array([3, 1], "u1")),
    "g.csv": b"0,1,2,3,label\n1,3,5,7,3\n1,-9,4,8,1\n",
    "h.csv": b'"a","b","c","d","target"\n"1",3,5,7,3\n1,-9,4,8,"1"\n',
}


@pytest.mark.parametrize("name", WITH_LABELS)
def test_the_notes_example_is_read_from_every_kind_of_file(name: str) -> None:
    batch = as_batch(read_file(name, WITH_LABELS[name]))
    np.testing.assert_array_equal(batch.logits, LOGITS)
    np.testing.assert_array_equal(batch.target, [3, 1])


@pytest.mark.parametrize(
    ("logits", "labels", "shape", "soft"),
    [
        ("1 3 5 7", "3", (4,), False),
        ("1,3,5,7\n1,-9,4,8", "3, 1", (2, 4), False),
        ("1\t3\t5\t7\n1\t-9\t4\t8", "3\n1", (2, 4), False),
        ("[[[1,3,5,7],[1,-9,4,8]]]", "[[3, 1]]", (1, 2, 4), False),
        ("[[[1,3,5,7],[1,-9,4,8]]]", "3 1", (1, 2, 4), False),
        ("1,3\n2,4", "0.5,0.5\n1,0", (2, 2), True),
        ("[1, 3]", "[0.25, 0.75]", (2,), True),
        ("1 2\n3 4", "[[0, 1], [1, 0]]", (2, 2), True),
    ],
)
def test_pasted_text_keeps_its_shape(
    logits: str, labels: str, shape: tuple[int, ...], soft: bool
) -> None:
    batch = as_batch(read_text(logits), read_text(labels))
    assert batch.logits.shape == shape
    assert batch.is_soft == soft


def test_numbered_label_columns_are_soft_labels() -> None:
    batch = as_batch(read_file("a.csv", b"z0,z1,y0,y1\n1,2,0.25,0.75\n3,4,1,0\n"))
    np.testing.assert_array_equal(batch.target, [[0.25, 0.75], [1, 0]])


def test_npy_in_columns_and_in_half_precision_is_read() -> None:
    for array in (np.asfortranarray(LOGITS), LOGITS.astype("f2"), LOGITS.astype(int)):
        read = read_file("a.npy", npy(array))
        assert isinstance(read, Arrays)
        np.testing.assert_array_equal(read.arrays[""], LOGITS)


def test_a_long_table_reports_progress_and_names_a_late_cell() -> None:
    lines = ["1.5,2,0"] * 50_000
    content = ("a,b,label\n" + "\n".join(lines)).encode()
    seen: list[float] = []
    assert as_batch(read_file("a.csv", content, seen.append)).n_rows == 50_000
    assert seen == sorted(seen)
    assert len(seen) > 1
    lines[44_444] = "1.5,two,0"
    bad = ("a,b,label\n" + "\n".join(lines)).encode()
    assert refusal("a.csv", bad) == "Line 44446, column 2 holds “two”; expected a number."


class Exploding:
    """Unpickling it would raise."""

    def __reduce__(self) -> Any:
        return (pytest.fail, ("was unpickled",))


BAD = [
    ("a.csv", b"", "is empty"),
    ("a.csv", b"\n \n", "is empty"),
    ("a.csv", b"1,2,3\n4,x,6", "Line 2, column 2 holds “x”; expected a number"),
    ("a.csv", b"1,2,3\n4,,6", "Line 2, column 2 is empty"),
    ("a.csv", b"1,2\n\n3,4,5", "Line 3 has 3 cells; expected 2, as in line 1"),
    ("a.csv", b"1,nan\n3,4", "Line 1, column 2 holds “nan”"),
    ("a.csv", b"1,2\n3,inf", "Line 2, column 2 holds “inf”; expected a finite"),
    ("a.csv", b"1,2\n3,1e999", "Line 2, column 2 holds “1e999”; expected a finite"),
    ("a.csv", b"a,b,label\n", "no row of numbers"),
    ("a.csv", b"a,b\n1,2\n", "no labels"),
    ("a.csv", b"a,b,label\n1,2,0.5\n1,2,1", "label of row 0 is 0.5"),
    ("a.csv", b"\x00\x01\x02\x03", "not text"),
    ("a.csv", b"1,2\xff", "not UTF-8"),
    ("a.csv", b"z0,z1,y0,y1\n1,2,0.5,0.6", "row 0 sums to 1.1"),
    ("a.csv", b"z0,z1,y0,y1\n1,2,1.5,-0.5", "not negative"),
    ("a.csv", b"=cmd|'/c calc'!A1,2\n1,2", "Line 1, column 1 holds"),
    ("a.csv", b"__import__('os').getcwd(),1\n", "Line 1, column 1 holds"),
    ("a.json", b"[[1, 2], [3]]", "list 2 holds 1 entries; expected 2"),
    ("a.json", b'[[1, 2], [3, "x"]]', "Row 2, column 2 holds"),
    ("a.json", b"[[1, true]]", "column 2 holds “true”"),
    ("a.json", b"[[1, null]]", "column 2 holds “null”"),
    ("a.json", b"[[1, NaN]]", "holds NaN"),
    ("a.json", b"[[1, 2", "line 1, column"),
    ("a.json", b"[" * 100_000, "nested too deeply"),
    ("a.json", b"[]", "empty list"),
    ("a.json", b'{"a": [[1, 2]], "b": [[2, 3]]}', "Which of “a” and “b” holds the logits"),
    ("a.json", b'{"logits": [1, ' + b"9" * 5000 + b'], "labels": 0}', "expected a finite"),
    ("a.json", b" " * (33 * 2**20), "limit is 32 MB"),
    ("a.npy", b"hello", "not an array that numpy.save"),
    ("a.npy", npy(LOGITS)[:-8], "bytes follow"),
    ("a.npy", header("(1000000000, 1000000000)"), "limit is 20,000,000"),
    ("a.npy", header("(-5, 2)"), "has shape"),
    ("a.npy", header("(2, 2)", "|O"), "never unpickled"),
    ("a.npy", npy(np.array(["a", "b"])), "cannot hold logits"),
    ("a.npy", npy(np.array([1j, 2])), "expected numbers, truth values"),
    ("a.npy", npy(np.array([[1.0, np.nan], [1, 2]])), "Row 1, column 2 holds nan"),
    ("a.npy", npy(np.zeros((2, 2, 2, 2, 2))), "expected 1 to 4 axes"),
    ("a.npy", npy(np.zeros((0, 4))), "at least two classes and one row"),
    ("a.npz", b"PK\x03\x04 not really", "not an archive"),
    ("a.npz", zipped(("logits.npy", npy(LOGITS)), ("run.py", b"print()")), "no array"),
    (
        "a.npz",
        npz(logits=LOGITS, labels=np.zeros(3)),
        "need labels of the shape 2 as class numbers",
    ),
    ("a.npz", npz(**{f"a{i}": LOGITS for i in range(20)}), "holds 20 arrays"),
    ("a.pkl", b"cos\nsystem\n(S'ls'\ntR.", "this line makes an .npz of it"),
    ("noname", b"1,2", "of a kind that is not read"),
]


@pytest.mark.parametrize(("name", "content", "said"), BAD, ids=[said for _, _, said in BAD])
def test_a_bad_file_gets_one_clear_sentence(name: str, content: bytes, said: str) -> None:
    assert said in refusal(name, content)


def test_objects_are_never_unpickled() -> None:
    content = npy(np.array([Exploding(), 1], dtype=object), allow_pickle=True)
    assert "never unpickled" in refusal("a.npy", content)
    assert "never unpickled" in refusal("a.npz", zipped(("logits.npy", content)))


def test_a_zip_bomb_is_refused_by_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(("logits.npy", b"\0" * ((MAX_FILE_MEGABYTES + 1) * 2**20)))
    assert len(bomb) < 2**20

    def unpack(*_: Any, **__: Any) -> None:
        pytest.fail("the archive was opened")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    assert "unpacked, holds 257 MB; the limit is 256 MB" in refusal("a.npz", bomb)


def stored(**arrays: Any) -> bytes:
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def test_an_archive_that_is_not_packed_is_read_without_a_copy() -> None:
    logits = np.random.default_rng(0).normal(size=(1000, 10))
    content = stored(logits=logits, labels=np.arange(1000) % 10)
    batch = as_batch(read_file("a.npz", content))
    np.testing.assert_array_equal(batch.logits, logits)
    np.testing.assert_array_equal(batch.target, np.arange(1000) % 10)
    whole = np.frombuffer(content, np.uint8)
    assert np.shares_memory(batch.logits, whole)
    assert np.shares_memory(batch.target, whole)


@pytest.mark.parametrize("place", range(0, 400, 7))
@pytest.mark.parametrize("byte", [0, 1, 0x50, 0xFF])
def test_a_damaged_archive_that_is_not_packed_gives_the_same_numbers_or_a_sentence(
    place: int, byte: int
) -> None:
    content = bytearray(stored(logits=LOGITS, labels=[3, 1]))
    content[place] = byte
    batch = None
    if said_of("a.npz", bytes(content)) is None:
        batch = as_batch(read_file("a.npz", bytes(content)))
    # What is outside the arrays, such as a date, may be damaged: their sums vouch for them.
    assert batch is None or np.array_equal(batch.logits, LOGITS)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_further() -> None:
    honest = zipped(("logits.npy", npy(np.zeros((200_000, 10)))))
    size = struct.pack("<I", 200_000 * 80 + 128)
    assert honest.count(size) == 2
    assert "damaged" in refusal("a.npz", honest.replace(size, struct.pack("<I", 1000)))


def test_too_many_numbers_are_refused_before_room_is_made_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert limits.MAX_VALUES == 20_000_000
    for module in (limits, table):
        monkeypatch.setattr(module, "MAX_VALUES", 200_000)
    assert "limit is 200,000" in refusal("a.csv", b"1,2\n" * 100_001)
    assert "limit is 200,000" in refusal("a.csv", b"a,b\n" + b"1,2\n" * 100_001)


CELLS = st.sampled_from(
    ["1", "-2.5", "", "x", "nan", "inf", "1e400", "label", '"3"', "0x10", "1_0", "é", "٣", "\x0b"]
)


@given(
    st.sampled_from(FILE_KINDS),
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=5).map(
            lambda rows: "\n".join(rows).encode()
        ),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["logits", "labels", "x"]), inner)
            ),
            max_leaves=12,
        ).map(lambda data: json.dumps(data).encode()),
    ),
)
@example("csv", b"0x10,1\n2,3")
@example("csv", b'"1\n2",3\n4,5')
def test_any_bytes_become_a_batch_or_a_sentence(kind: str, content: bytes) -> None:
    said_of(f"any.{kind}", content)


@given(
    st.sampled_from(sorted(WITH_LABELS)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    st.floats(0, 1),
)
def test_a_damaged_file_becomes_a_batch_or_a_sentence(
    name: str, hits: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(WITH_LABELS[name])
    for where, byte in hits:
        content[int(where * (len(content) - 1))] = byte
    said_of(name, bytes(content))
    said_of(name, bytes(content[: int(kept * len(content))]))


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_pasted_text_becomes_a_batch_or_a_sentence(logits: str, labels: str) -> None:
    for kind in ("csv", "json"):
        said_of(f"pasted.{kind}", logits.encode(errors="replace"), labels)


PIECES = (
    *("logits", "y", "=", ":", "'", '"', "[", "]", "{", "}", "(", ")", ",", ";", "1", "2.5", " "),
    *("\n", "array(", "tensor(", "np.log(", "<tf.Tensor:", "numpy=", "dtype=", "#", "*=", "-"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@example("logits = [[1, 2], [3, 4]]; y = [0, 1]")
def test_any_piece_of_a_program_becomes_arrays_or_a_sentence(text: str) -> None:
    with contextlib.suppress(ValueError):  # anything else is a fault
        interpret(read_text(text))


def test_labels_of_their_own_win_over_those_that_came_along() -> None:
    source = Arrays({"logits": LOGITS, "labels": np.array([0, 0])})
    apart = Arrays({"": np.array([3, 1])})
    np.testing.assert_array_equal(as_batch(source, apart).target, [3, 1])


def test_the_line_of_names_counts_no_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_VALUES", 30)
    monkeypatch.setattr(table, "MAX_VALUES", 30)
    exact = "a,b,label\n" + "1,2,0\n" * 10
    assert as_batch(read_file("a.csv", exact.encode())).n_rows == 10
    assert "limit is 30" in refusal("a.csv", (exact + "1,2,0\n").encode())
