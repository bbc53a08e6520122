"""A link restores a scenario without loss, and no link, however hostile, breaks the app."""

import math
import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core.scenario import (
    DEFAULT_SCENARIO,
    LABEL_SMOOTHING_RANGE,
    MAX_CLASSES,
    MAX_NAME_LENGTH,
    MIN_CLASSES,
    PRESETS,
    TEMPERATURE_RANGE,
    Scenario,
    clean_name,
    one_hot_scenario,
)
from ce_core.scenario_query import QUERY_KEYS, from_query, read_float, to_query

finite = st.floats(allow_nan=False, allow_infinity=False)
extreme = st.sampled_from(
    [5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308]
)
names = st.text(min_size=1, max_size=MAX_NAME_LENGTH).map(clean_name).filter(bool)


@st.composite
def targets(draw: st.DrawFn, k: int) -> tuple[float, ...]:
    """One-hot, soft, or soft with entries far below the smallest share one can see."""
    if draw(st.booleans()):
        label = draw(st.integers(0, k - 1))
        return tuple(float(i == label) for i in range(k))
    shares = draw(st.lists(st.floats(0, 1), min_size=k, max_size=k).filter(lambda v: sum(v) > 0.1))
    total = math.fsum(shares)
    return tuple(share / total for share in shares)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    k = draw(st.integers(MIN_CLASSES, MAX_CLASSES))
    return Scenario(
        tuple(draw(st.lists(finite | extreme, min_size=k, max_size=k))),
        draw(targets(k)),
        tuple(draw(st.lists(names, min_size=k, max_size=k))) if draw(st.booleans()) else (),
        draw(st.floats(*TEMPERATURE_RANGE)),
        draw(st.floats(*LABEL_SMOOTHING_RANGE)),
    )


def through_a_url(scenario: Scenario) -> tuple[Scenario, list[str]]:
    """Write, percent-encode, decode and read, as a browser's address bar would."""
    text = urlencode(to_query(scenario), doseq=True)
    return from_query(parse_qs(text, keep_blank_values=True))


@given(scenarios())
def test_a_link_restores_the_scenario_without_loss(scenario: Scenario) -> None:
    assert through_a_url(scenario) == (scenario, [])


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_preset_survives_its_link(preset: object) -> None:
    scenario = preset.scenario  # type: ignore[attr-defined]  # parametrize erases the type
    assert through_a_url(scenario) == (scenario, [])


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario((5e-324, -5e-324), (1.0, 0.0)),
        Scenario((1.7976931348623157e308, -1.7976931348623157e308), (0.0, 1.0)),
        Scenario((0.1, 1e16), (1.0, 1e-12)),
        Scenario((0.0, 0.0, 0.0), (1.0, 5e-324, 0.0)),
        Scenario((0.0, 0.0), (0.1, 0.9), ("naïve & co = 50 %", "狐 🦊?#+")),
        Scenario((0.0, 0.0), (0.1, 0.9), ("class 2", "class 1")),
        one_hot_scenario([1, 2], 0, temperature=2, label_smoothing=0),
    ],
    ids=["subnormal", "huge", "nearly one-hot", "one hair from one-hot", "Unicode", "swapped", "2"],
)
def test_awkward_scenarios_survive_their_links(scenario: Scenario) -> None:
    assert through_a_url(scenario) == (scenario, [])


def test_a_link_is_short_where_nothing_is_unusual() -> None:
    assert to_query(DEFAULT_SCENARIO) == {"z": ["1,3,5,7"], "y": ["3"]}
    assert to_query(Scenario((1.0, -9.0), (0.25, 0.75))) == {"z": ["1,-9"], "y": ["0.25,0.75"]}


def test_an_empty_query_is_the_default_without_complaint() -> None:
    assert from_query({}) == (DEFAULT_SCENARIO, [])


def test_keys_of_others_are_left_alone() -> None:
    assert from_query({"embed": ["true"], "utm_source": ["x"]}) == (DEFAULT_SCENARIO, [])


# --- what is wrong is mended, and said -------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected", "word"),
    [
        ({"z": ["1,nan,5"]}, one_hot_scenario((1, 0, 5), 2), "Logit 2"),
        ({"z": ["1,1e999"]}, one_hot_scenario((1, 0), 1), "Logit 2"),
        ({"z": ["1,"]}, one_hot_scenario((1, 0), 1), "Logit 2"),
        ({"z": ["5"]}, DEFAULT_SCENARIO, "at least two"),
        ({"z": ["a,b,c"]}, DEFAULT_SCENARIO, "at least two"),
        ({"z": [",".join("0123456789ab")]}, one_hot_scenario(range(10), 3), "first 10"),
        ({"y": ["4"]}, DEFAULT_SCENARIO, "classes are 0 to 3"),
        ({"y": ["-1"]}, DEFAULT_SCENARIO, "not a class number"),
        ({"y": ["cat"]}, DEFAULT_SCENARIO, "not a class number"),
        ({"y": ["0.5,0.5"]}, DEFAULT_SCENARIO, "needs 4 numbers"),
        ({"y": ["0,0,0,0"]}, DEFAULT_SCENARIO, "needs 4 numbers"),
        ({"y": ["1,-1,1,0"]}, DEFAULT_SCENARIO, "none negative"),
        ({"y": ["1,1,1,1"]}, Scenario((1.0, 3.0, 5.0, 7.0), (0.25,) * 4), "sum to 1"),
        ({"t": ["hot"]}, DEFAULT_SCENARIO, "temperature"),
        ({"t": ["0"]}, one_hot_scenario((1, 3, 5, 7), 3, temperature=0.05), "0.05 to 20"),
        ({"s": ["2"]}, one_hot_scenario((1, 3, 5, 7), 3, label_smoothing=0.9), "0 to 0.9"),
    ],
)
def test_a_flaw_in_a_link_is_mended_and_named_in_one_sentence(
    query: dict[str, list[str]], expected: Scenario, word: str
) -> None:
    scenario, problems = from_query(query)
    assert scenario == expected
    assert len(problems) == 1
    assert word in problems[0]


def test_a_long_name_is_cut_and_a_blank_one_is_numbered() -> None:
    scenario, problems = from_query({"n": ["x" * 50, " \n "]})
    assert scenario.names == ("x" * 40, "class 2", "class 3", "class 4")
    assert len(problems) == 1


def test_surplus_names_are_dropped_with_a_sentence() -> None:
    scenario, problems = from_query({"z": ["1,2"], "n": ["a", "b", "c"]})
    assert scenario.names == ("a", "b")
    assert len(problems) == 1


# --- hostile ---------------------------------------------------------------------------------

number_like = st.from_regex(r"[-+−.0-9eE, _٣xnaif]{0,30}", fullmatch=True)
hostile_text = (
    st.text(max_size=300)
    | number_like
    | st.lists(finite.map(repr) | number_like, max_size=14).map(",".join)
    | st.sampled_from(
        [
            "1e308,1e308",
            "1e308,1e308,1e308,1e308",
            "5e-324,5e-324,0,0",
            "9" * 400 + "," + "9" * 400,
            "9" * 5000,
            "," * 100_000,
            "__import__('os').system('true')",
            "<script>alert(1)</script>",
            "\ud800",
            "\x00",
            "1_0,2_0",
            "0x10,0x11",
            "١,٢,٣,٤",
            "inf,-inf",
            "Infinity,NaN",
        ]
    )
)
hostile_queries = st.dictionaries(
    st.sampled_from(QUERY_KEYS), st.lists(hostile_text, max_size=12), max_size=len(QUERY_KEYS)
)
A_SENTENCE = re.compile(r"[A-Z][\w ,.:;'/-]*\.", re.ASCII)


@given(hostile_queries)
def test_no_query_whatsoever_breaks_anything(query: dict[str, Sequence[str]]) -> None:
    scenario, problems = from_query(query)
    assert through_a_url(scenario) == (scenario, [])
    assert all(A_SENTENCE.fullmatch(problem) for problem in problems)


@pytest.mark.parametrize("key", QUERY_KEYS)
@pytest.mark.parametrize(
    "payload", ["<img src=x>", "$\\href{javascript:0}{x}$", "8675309", "8675309,8675309", "**b**"]
)
def test_sentences_quote_nothing_from_the_link(key: str, payload: str) -> None:
    _, problems = from_query({key: [payload]})
    assert not any(part in problem for problem in problems for part in payload.split(","))


def test_a_soft_label_too_large_to_sum_is_set_aside_with_a_sentence() -> None:
    scenario, problems = from_query({"z": ["1,2"], "y": ["1e308,1e308"]})
    assert math.fsum(scenario.target) == pytest.approx(1)
    assert len(problems) == 1


def test_reading_a_scenario_does_not_change_the_query() -> None:
    query = {"z": ["1,x"], "n": ["a"]}
    from_query(query)
    assert query == {"z": ["1,x"], "n": ["a"]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        (" −9.5 ", -9.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e-3", 1e-3),
        ("1e400", None),
        ("nan", None),
        ("inf", None),
        ("0x1p3", None),
        ("1_000", None),
        ("1 000", None),
        ("٣", None),
        ("", None),
        ("e5", None),
        ("1+1", None),
    ],
)
def test_only_plain_finite_decimals_are_numbers(text: str, value: float | None) -> None:
    assert read_float(text) == value
