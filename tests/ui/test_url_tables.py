"""Every part of the URL is rows of one kind of table: all that is ignored gets a sentence."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ce_core import scenario_query
from ce_core.scenario import DEFAULT_SCENARIO
from ce_core.ui.batch import url as batch_url
from ce_core.ui.derivation import view as derivation_view
from ce_core.ui.explain import fields as explain
from ce_core.ui.review import fields as review
from ce_core.ui.session import pins
from ce_core.ui.shell import view as page_view
from ce_core.url_fields import (
    UrlField,
    at_most,
    attribute,
    entry,
    keys,
    one_of,
    read_all,
    write_all,
)

CONTENTS = page_view.Contents("Page", {"one": "One", "two": "Two"}, ("stage", "one", "two"))
TABLES: dict[str, tuple[Sequence[UrlField[Any]], Any]] = {
    "scenario": (scenario_query.FIELDS, DEFAULT_SCENARIO),
    "derivation": (derivation_view.FIELDS, derivation_view.DEFAULT_VIEW),
    "explain": (explain.FIELDS, {}),
    "review": (review.FIELDS, {}),
    "batch": (batch_url.FIELDS, {}),
    "pins": (tuple(pins.FIELDS.values()), {}),
    "page": (page_view.fields(CONTENTS), page_view.View(section="one")),
}
ROWS = [
    pytest.param(field, default, id=f"{name}-{field.key}")
    for name, (fields, default) in TABLES.items()
    for field in fields
]
# What no field but one of free text can mean; each is longer than anything that is said by chance.
NONSENSE = ("<script>alert(1)</script>", "__import__('os')", "999999999x", "1e9999", "%00%ff\n\n")
FREE_TEXT = {"n", "f", "text", "letters", "batch", "labels", "weight", "roles", "label_roles"}
QUERY = st.dictionaries(
    st.sampled_from(sorted({key for fields, _ in TABLES.values() for key in keys(fields)})),
    st.lists(st.text(max_size=40) | st.sampled_from(["1", "0,1", "z=1,2", "all"]), min_size=1),
)


@pytest.mark.parametrize(("field", "default"), ROWS)
@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_ignored_with_a_sentence_that_does_not_repeat_it(
    field: UrlField[Any], default: Any, text: str
) -> None:
    _, problems = read_all({field.key: [text]}, [field], default)
    assert problems or field.key in FREE_TEXT or field in explain.FIELDS
    assert all(said[0].isupper() and said.endswith(".") and text not in said for said in problems)


@pytest.mark.parametrize("name", TABLES)
def test_what_is_far_too_long_is_ignored_with_a_sentence(name: str) -> None:
    fields, default = TABLES[name]
    for field in fields:
        _, problems = read_all({field.key: ["~9" * 50_000]}, [field], default)
        assert len(problems) == 1, field.key


@pytest.mark.parametrize("name", TABLES)
@given(query=QUERY)
def test_what_was_read_is_written_so_that_it_reads_the_same(
    name: str, query: dict[str, list[str]]
) -> None:
    fields, default = TABLES[name]
    value, _ = read_all(query, fields, default)
    written = write_all(value, fields)
    again, problems = read_all(written, fields, default)
    assert problems == []
    assert again == value or write_all(again, fields) == written


def test_each_key_of_the_url_belongs_to_one_table_of_a_page() -> None:
    shared = {*keys(TABLES["scenario"][0]), *keys(TABLES["page"][0])}
    for name in ("derivation", "pins"):
        assert shared.isdisjoint(keys(TABLES[name][0])), name
    for fields, _ in TABLES.values():
        assert len({*keys(fields)}) == len(fields)


def test_a_row_reads_the_last_of_several_texts_and_leaves_out_its_default() -> None:
    field = entry("u", "unit", "nats", one_of(("nats", "bits")), "The unit was ignored.")
    assert read_all({"u": ["bits", "nats"]}, [field], {}) == ({"unit": "nats"}, [])
    assert read_all({"u": ["ells"]}, [field], {}) == ({}, ["The unit was ignored."])
    assert write_all({"unit": "nats"}, [field]) == write_all({}, [field]) == {}
    assert write_all({"unit": "bits"}, [field]) == {"u": ["bits"]}


def test_a_row_may_be_an_attribute() -> None:
    field = attribute("at", "f", derivation_view.DEFAULT_VIEW.f, at_most(3), "f was ignored.")
    view, problems = read_all({"at": ["x^2"]}, [field], derivation_view.DEFAULT_VIEW)
    assert (view.f, problems) == ("x^2", [])
    assert write_all(view, [field]) == {"at": ["x^2"]}
    assert read_all({"at": ["x^20"]}, [field], view) == (view, ["f was ignored."])
