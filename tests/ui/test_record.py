"""Progress as text: what is written is read back, and what anybody else wrote is not trusted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.ui.practice.record import MOST_NUMBER, Record, from_text, merged, to_text

keys = st.text("abcdef-.0123456789", min_size=1, max_size=20)
counts = st.integers(0, MOST_NUMBER)
records = st.builds(
    Record,
    lines=counts,
    attempts=counts,
    hints=counts,
    asked=counts,
    predicted=counts,
    explained=counts,
    chains=st.frozensets(keys, max_size=5),
    slips=st.frozensets(keys, max_size=5),
    challenges=st.frozensets(keys, max_size=5),
    reached=st.dictionaries(keys, st.integers(1, 20), max_size=5),
    written=st.dictionaries(
        keys,
        st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=4).map(tuple),
        max_size=3,
    ),
)


@given(records)
def test_what_is_written_is_read_back(record: Record) -> None:
    assert from_text(to_text(record)) == record


@given(records, records)
def test_merging_loses_nothing(first: Record, second: Record) -> None:
    both = merged(first, second)
    assert both.lines == max(first.lines, second.lines)
    assert both.slips == first.slips | second.slips
    assert both.reached.items() >= second.reached.items()
    assert merged(both, second) == both


@pytest.mark.parametrize(
    "text", [None, 7, "", "nonsense", "[]", "{}", '{"version": 2}', "[" * 100_000, "x" * 60_000]
)
def test_what_is_no_record_is_refused_with_a_sentence(text: object) -> None:
    with pytest.raises(ValueError, match="the progress is not"):
        from_text(text)


def test_what_is_odd_in_a_record_is_left_out() -> None:
    odd = {
        "version": 1,
        "lines": -3,
        "attempts": "many",
        "hints": True,
        "asked": 10**30,
        "predicted": 4,
        "chains": ["good", 7, "", "é", "x" * 100],
        "slips": "abc",
        "reached": {"good": 2, "bad": "2", "worse": None, "": 3},
        "unknown": 1,
    }
    found = from_text(json.dumps(odd))
    assert found == Record(predicted=4, chains=frozenset({"good"}), reached={"good": 2})


@given(st.text(max_size=200))
def test_text_that_nobody_wrote_as_a_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the progress is not"):
        from_text(text)
