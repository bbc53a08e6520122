"""Lists of probabilities are read as people type them, and refused in plain sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.probability_list import MAX_ENTRIES, read_pairs, read_probabilities

PROBABILITIES = st.lists(st.floats(0, 1), max_size=MAX_ENTRIES)


@given(PROBABILITIES, st.sampled_from([", ", ";", " ", "\n", "\t"]))
def test_what_is_written_reads_back(values, separator):
    assert read_probabilities(separator.join(map(repr, values))) == (values, [])


@given(st.lists(st.floats(0, 1), max_size=MAX_ENTRIES))
def test_pairs_read_back(values):
    text = "\n".join(f"[{p!r}, {1 - p!r}]" for p in values)
    assert read_pairs(text) == ([(p, 1 - p) for p in values], [])


@given(st.text(max_size=300))
def test_any_text_gives_probabilities_and_sentences(text):
    for read in (read_probabilities, read_pairs):
        values, problems = read(text)
        assert all(problem.endswith(".") for problem in problems)
        assert len(values) <= MAX_ENTRIES


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0.5, half", "Entry 2 is not a plain number such as 0.25, so it is left out."),
        ("1.5 0.5", "Entry 1 does not lie between 0 and 1, so it is left out."),
        ("-0.5", "Entry 1 does not lie between 0 and 1, so it is left out."),
    ],
)
def test_the_place_of_a_wrong_entry_is_said(text, sentence):
    values, problems = read_probabilities(text)
    assert problems == [sentence]
    assert values == [0.5] * ("0.5," in text or " 0.5" in text)


def test_pairs_that_do_not_sum_to_one_are_left_out():
    pairs, problems = read_pairs("0.5 0.5\n0.5 0.6\n0.5")
    assert pairs == [(0.5, 0.5)]
    assert problems == [
        "Line 2 sums to 1.1 and not to 1, so it is left out.",
        "Line 3 is not two numbers between 0 and 1, so it is left out.",
    ]


@pytest.mark.parametrize("read", [read_probabilities, read_pairs])
def test_too_much_is_cut_and_said(read):
    values, problems = read("0.5 0.5\n" * 2000)
    assert len(values) == MAX_ENTRIES
    assert len(problems) == 2
