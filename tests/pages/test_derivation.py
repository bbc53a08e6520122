"""The Derivation page: every method, notation and line, whatever the link or the person says."""

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ce_core import cross_entropy_grad
from ce_core.number_format import format_number
from ce_core.scenario_query import to_query as scenario_query
from ce_core.symbolic.derivations import k_class, log_sum_exp, two_class
from ce_core.symbolic.derivations.steps import Derivation
from ce_core.symbolic.derivations.written_out import written_out
from ce_core.symbolic.differentiation.examples import FUNCTION_EXAMPLES
from ce_core.ui.components.chart import plain
from ce_core.ui.derivation.view import DEFAULT_VIEW, LETTERS, METHODS, View, from_query, to_query
from tests.figures.examples import SCENARIOS

APP = str(Path(__file__).parents[2] / "app.py")
PAGE = "pages/derivation.py"
DERIVATIONS = {
    "two-class": two_class.derivation(),
    "k-class": k_class.derivation(),
    "short-road": log_sum_exp.derivation(),
}


@pytest.fixture(autouse=True)
def _show_errors(monkeypatch):
    monkeypatch.setenv("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full")


def opened(**query: str | list[str]) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def tables(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if each.value.startswith("| Rule")]


def rows(table: str) -> list[str]:
    return table.splitlines()[2:]


def said(app: AppTest) -> str:
    return "\n".join(each.value for each in (*app.markdown, *app.latex, *app.info, *app.error))


def in_url(app: AppTest, key: str, otherwise: str = "") -> str:
    value = app.query_params.get(key, otherwise)
    return value if isinstance(value, str) else value[-1]


def last_line(derivation: Derivation) -> str:
    return f"{derivation.chains[-1].key}.{len(derivation.chains[-1].lines)}"


@pytest.mark.parametrize("method", DERIVATIONS)
def test_derivation_opens_on_what_it_will_show_and_on_its_first_line(method):
    app = opened(road=method)
    assert "The result." in said(app)
    [table] = tables(app)
    assert len(rows(table)) == 1
    assert app.button(key="line_back").disabled


@pytest.mark.parametrize("method", DERIVATIONS)
def test_next_unfolds_line_after_line(method):
    app = opened(road=method)
    derivation = DERIVATIONS[method]
    lines = [(c, n) for c in derivation.chains[:2] for n in range(1, len(c.lines) + 1)]
    for chain, count in lines[1:]:
        app.button(key="line_next").click().run()
        assert len(rows(tables(app)[0])) == count
        assert in_url(app, "line") == f"{chain.key}.{count}"
    app.button(key="line_back").click().run()
    assert in_url(app, "line") == f"{chain.key}.{count - 1}"


@pytest.mark.parametrize("method", DERIVATIONS)
def test_all_shows_every_line_with_its_proof_and_one_value_a_chain(method):
    app = opened(road=method)
    app.button(key="line_all").click().run()
    assert not app.exception
    shown = tables(app)
    assert [len(rows(table)) for table in shown] == [
        len(chain.lines) for chain in DERIVATIONS[method].chains
    ]
    for table in shown:
        first, *others = rows(table)
        assert "equals the line above" not in first
        assert all("✓ equals the line above" in row for row in others)
        assert len({row.rsplit("|", 2)[1] for row in (first, *others)}) == 1
    assert "differ in value" not in said(app)


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("method", DERIVATIONS)
def test_notation_rewrites_every_formula(method, letters):
    app = opened(road=method, line="all")
    before = tables(app)
    app.selectbox(key="derivation_letters").set_value(letters).run()
    assert not app.exception
    assert (tables(app) == before) == (letters == DEFAULT_VIEW.letters)
    assert in_url(app, "letters", "stage") == letters


def test_the_one_line_that_needs_the_labels_to_sum_to_one_says_so():
    app = opened(road="k-class", line="all")
    marked = [row for table in tables(app) for row in rows(table) if "needs:" in row]
    assert len(marked) == 1
    assert "labels sum to one" in marked[0]


@pytest.mark.parametrize("j", ["1", "2", "3"])
def test_sums_are_written_out_for_the_chosen_class(j):
    app = opened(road="k-class", sums="written", j=j, line="all", z="1,2,3", y="0")
    assert [len(rows(table)) for table in tables(app)] == [
        len(chain.lines) for chain in written_out(k_class.derivation(), 3, int(j)).chains
    ]
    assert r"\sum" not in "".join(tables(app))


def test_ten_classes_keep_their_sums_and_their_value():
    app = opened(road="k-class", line="together.9", **scenario_query(SCENARIOS["ten-classes"]))
    assert app.toggle(key="derivation_written").disabled
    values = {row.rsplit("|", 2)[1].strip() for row in rows(tables(app)[0])}
    assert len(values) == 1
    assert "—" not in values


@pytest.mark.parametrize("method", DERIVATIONS)
@pytest.mark.parametrize("key", ["extreme", "vast", "soft", "warm", "two-classes", "hostile-names"])
def test_any_scenario_can_be_derived(method, key):
    app = opened(road=method, line="all", **scenario_query(SCENARIOS[key]))
    assert "differ in value" not in said(app)


def test_class_names_are_never_markup():
    app = opened(**scenario_query(SCENARIOS["hostile-names"]))
    assert "<b>bold" not in said(app)
    assert "$x^2$" not in said(app)


# --- links -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", DERIVATIONS)
def test_link_to_a_line_opens_there(method):
    line = last_line(DERIVATIONS[method])
    app = opened(road=method, line=line)
    assert len(rows(tables(app)[0])) == int(line.split(".")[1])
    assert app.button(key="line_next").disabled


@pytest.mark.parametrize(
    "query",
    [
        {"line": "no-such-chain.3"},
        {"line": "together.99"},
        {"line": "together.0"},
        {"line": "<img src=x onerror=alert(1)>"},
        {"road": "../../etc/passwd"},
        {"letters": "$\\href{javascript:alert(1)}{x}$"},
        {"road": "k-class", "j": "99"},
        {"road": "k-class", "j": "-1", "sums": "maybe"},
        {"road": "own", "f": "x" * 5000},
        {"road": "own", "a": "nan", "b": "1e999", "c": "__import__('os')", "at": "1" * 500},
    ],
)
def test_bad_link_gives_the_nearest_page_and_quotes_nothing(query):
    app = opened(**query)
    for value in query.values():
        if value not in (*METHODS, "maybe", "99", "-1", "nan", "1e999"):
            assert value not in said(app)


@pytest.mark.parametrize(
    "view",
    [
        DEFAULT_VIEW,
        View("k-class", "together.4", "textbook", True, 3),
        View("own", "all", f="−a log σ(x)", a=0.1, b=-2.0, c=1e-7, at=3.5),
    ],
)
def test_view_goes_through_the_link_and_back(view):
    assert from_query(to_query(view)) == (view, [])


def test_unusable_values_are_named_one_by_one():
    view, problems = from_query({"road": ["nowhere"], "line": ["?"], "j": ["0"], "a": ["inf"]})
    assert view == DEFAULT_VIEW
    assert len(problems) == 4


# --- a function of one's own -----------------------------------------------------------------


@pytest.mark.parametrize("example", FUNCTION_EXAMPLES, ids=lambda each: each.key)
def test_every_example_is_derived_and_proved(example):
    app = opened(road="own", f=example.text, line="all")
    assert app.pills(key="own_example").value == example.key
    first, *others = rows(tables(app)[0])
    assert all("✓ equals the line above" in row for row in others)
    assert len({row.rsplit("|", 2)[1] for row in (first, *others)}) == 1


def test_choosing_an_example_types_it():
    app = opened(road="own")
    app.pills(key="own_example").set_value("focal-loss").run()
    assert not app.exception
    focal = next(each for each in FUNCTION_EXAMPLES if each.key == "focal-loss")
    assert app.text_input(key="own_text").value == focal.text


@pytest.mark.parametrize(
    "typed",
    [
        "1+",
        "",
        "<script>alert(1)</script>",
        "__import__('os').system('true')",
        "9**9**9**9",
        "(" * 200,
        "$\\href{javascript:alert(1)}{x}$",
        "[x](javascript:alert(1))",
        "factorial(100000000)",
        "exp(exp(exp(exp(exp(x)))))",
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_never_markup(typed):
    app = opened(road="own")
    app.text_input(key="own_text").set_value(typed).run()
    assert not app.exception
    assert len(app.error) == 1
    assert app.error[0].value.endswith(".")
    # An unescaped one would begin a tag, a link or a formula.
    assert not re.search(r"(?<!\\)[<$\[]", app.error[0].value)
    assert tables(app) == []


def test_mistake_is_pointed_at():
    app = opened(road="own", f="(x+1")
    text, caret = app.code[0].value.splitlines()
    assert text == "(x+1"
    assert caret.index("^") == 4
    assert "character 5" in app.error[0].value


def test_parameters_and_place_change_the_value():
    app = opened(road="own", f="a x^2 + b", line="all")
    before = tables(app)
    app.number_input(key="own_a").set_value(3.0).run()
    app.number_input(key="own_at").set_value(2.0).run()
    assert tables(app) != before
    assert rows(tables(app)[0])[-1].endswith("**12\\.0** |")


# --- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["two-class together.9", "k-class together.9"])
@pytest.mark.parametrize("key", ["low-cost", "high-cost", "soft", "smoothed", "ten-classes"])
def test_last_line_is_worth_the_gradient_of_the_numeric_wing(line, key):
    scenario = SCENARIOS[key]
    method, line = line.split()
    app = opened(road=method, line=line, **scenario_query(scenario))
    target = scenario.smoothed_target
    slope = cross_entropy_grad(np.array(scenario.logits), np.array(target))
    expected = plain(format_number(float(slope[target.index(max(target))])))
    assert f"With your numbers, every line equals **{expected}**" in said(app)


@pytest.mark.parametrize("method", ["two-class", "k-class", "short-road", "own"])
def test_every_derivation_can_be_taken_home_in_three_ways(method):
    buttons = opened(road=method).get("download_button")
    labels = [button.proto.label for button in buttons]
    assert labels == ["LaTeX", "Markdown", "Notebook", "Take it with you"]


def sentence_of(app: AppTest) -> str:
    """What is said of the lines below the last table."""
    return next(each.value for each in reversed(app.markdown) if "the line above (" in each.value)


@pytest.mark.parametrize(
    ("query", "line", "expected"),
    [
        # The label on the panel is another: the numbers belong to a case that is only supposed.
        ({}, "label-zero.3", "If the label of the first class were 0, every line would equal"),
        ({"z": "1,-9,4,8", "y": "1"}, "label-zero.2", ""),
        ({"z": "1,-9,4,8", "y": "1"}, "label-zero.3", "If the label of the first class were 0,"),
        ({"z": "1,2", "y": "0.5,0.5"}, "label-one.3", "If the label of the first class were 1,"),
        ({"z": "1,2", "y": "0.5,0.5"}, "label-zero.3", "If the label of the first class were 0,"),
        (
            {"z": "1,2", "y": "1", "s": "0.1"},
            "label-one.3",
            "If the label of the first class were 1,",
        ),
        # And here it is the panel's own.
        ({}, "label-one.3", "With your numbers, every line equals"),
        ({"z": "1,2", "y": "1"}, "label-one.3", "With your numbers, every line equals"),
    ],
)
def test_a_case_is_told_as_a_case_unless_it_is_that_of_the_panel(query, line, expected):
    app = opened(line=line, **query)
    heads = tables(app)[0].splitlines()[0]
    supposed = "were" in expected or not expected
    assert ("If the label of the first class were" in heads) == supposed
    assert ("With your numbers" in heads) != supposed
    if expected:
        assert expected in sentence_of(app)


@pytest.mark.parametrize(
    ("z", "y"), [("1,3,5,7", 3), ("1,-9,4,8", 1), ("0,0", 0), ("1,2", 1), ("2,-3,0.5", 0)]
)
def test_a_supposed_label_has_the_cost_of_that_label(z, y):
    powers = np.exp(np.array(z.split(","), dtype=float))
    app = opened(z=z, y=str(y), line="label-zero.3")
    expected = format_number(-np.log(1 - powers[y] / powers.sum()))
    assert f"every line would equal **{plain(expected)}**" in sentence_of(app)


@pytest.mark.parametrize(
    ("method", "line", "checked"),
    [
        ("two-class", "together.9", "checked at random points)"),
        ("k-class", "together.9", "checked at random points, K = "),
        ("short-road", "slope.3", "checked at random points, K = "),
    ],
)
def test_what_was_checked_is_said_with_the_number_of_classes_of_the_panel(method, line, checked):
    said = sentence_of(opened(road=method, line=line, **scenario_query(SCENARIOS["ten-classes"])))
    assert checked in said
    assert ("and 10)" in said) == ("K =" in checked)
    assert "exactly" not in said
    assert "proved" not in said


@pytest.mark.parametrize(
    "key", ["low-cost", "high-cost", "soft", "smoothed", "warm", "ten-classes"]
)
@pytest.mark.parametrize("method", DERIVATIONS)
def test_the_end_says_why_the_result_makes_sense_at_these_numbers(method, key):
    scenario = SCENARIOS[key]
    app = opened(road=method, line=last_line(DERIVATIONS[method]), **scenario_query(scenario))
    said_last = next(each.value for each in app.markdown if "make sense" in each.value)
    scaled = np.array(scenario.logits) / scenario.temperature
    entries = cross_entropy_grad(scaled, np.array(scenario.smoothed_target))
    below = next((line for line in said_last.splitlines() if "Less probability" in line), "")
    above = next((line for line in said_last.splitlines() if "More probability" in line), "")
    for name, entry in zip(scenario.names, entries.tolist(), strict=True):
        assert (f"{plain(name)} (y" in below) == (entry < 0)
        assert (f"{plain(name)} (y" in above) == (entry > 0)
    assert "lowers" in below
    assert "raises" in above


@pytest.mark.parametrize("line", ["", "together.3"])
def test_before_the_end_nothing_is_said_of_the_result(line):
    assert "make sense" not in said(opened(line=line))
