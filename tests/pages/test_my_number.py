"""The page My number: from fields or a link to an answer, a refusal in words, or none."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opened import PAGES, words


def asked(**query: str) -> AppTest:
    app = AppTest.from_file(PAGES / "my_number.py", default_timeout=60)
    app.session_state["app_has_run"] = True
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    tables = [element.proto.body for element in app.get("html")]
    latex = [element.value for element in app.latex]
    return "\n".join([words(app), *tables, *latex])


def boxes(app: AppTest) -> dict[str, Any]:
    return {
        kind: [box.value for box in getattr(app, kind)] for kind in ("success", "info", "error")
    }


def test_the_page_opens_with_an_example_that_is_explained() -> None:
    app = asked()
    assert "divided by the number of rows" in said(app)
    assert r"\boxed{n}" in said(app)
    assert "1.75290677" in said(app)
    for framework in ("NumPy", "PyTorch", "Keras", "JAX", "scikit-learn"):
        assert f"**{framework}**" in said(app)


def test_a_link_brings_the_whole_question() -> None:
    app = asked(batch="2 1 0.1", labels="0", printed="0.798442")
    assert "binary cross\u002dentropy of each class" in said(app).replace("\\", "")
    app = asked(batch="0.2 0.3", labels="1", printed="0.510826", given="probabilities")
    assert "divided by their sum" in said(app)


def test_a_right_number_is_called_right() -> None:
    app = asked(batch="1 3 5 7", labels="3", printed="0.1451")
    assert len(boxes(app)["success"]) == 1
    assert "This is right" in boxes(app)["success"][0]


def test_none_of_these_comes_with_all_right_values() -> None:
    app = asked(batch="1.2 4.7 3.1 0.5 2.9", labels="2", printed="2.0871")
    assert "None of these" in boxes(app)["info"][0]
    assert "1.94528" in said(app)
    assert "2.80644" in said(app)  # bits


def test_several_explanations_come_with_a_number_that_tells_them_apart() -> None:
    app = asked(batch="1 3 / 2 0.5".replace(" / ", "\n"), labels="0 1", printed="0.957085")
    assert "different computations" in said(app)
    assert "To tell them apart, print" in said(app)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"batch": "1 2", "labels": "0", "printed": "much"}, "not a number"),
        ({"batch": "1 2", "labels": "5", "printed": "1.2"}, "5"),
        ({"batch": "a b", "labels": "0", "printed": "1.2"}, "Logits"),
        ({"batch": "1 2", "labels": "0", "printed": "1.2", "temperature": "0"}, "temperature"),
        ({"batch": "1 2", "labels": "0", "printed": "1.2", "weight": "1"}, "weight"),
        ({"batch": "1 2\n3 4", "labels": "0.5 0.6\n1 0", "printed": "1.2"}, "sum"),
    ],
)
def test_what_cannot_be_read_is_refused_and_kept(query: dict[str, str], sentence: str) -> None:
    app = asked(**query)
    (problem,) = boxes(app)["error"]
    assert sentence in problem
    assert app.text_area(key="explain_batch").value == query["batch"]


def test_too_long_a_link_is_said_and_left_out() -> None:
    app = asked(batch="1 2", labels="0", printed="1" * 3000)
    assert "too long" in boxes(app)["info"][0]


def test_typed_markup_stays_text() -> None:
    app = asked(batch="1 2", labels="0", printed="<b>1</b> **x**")
    assert "<b>" not in "".join(boxes(app)["error"])


def test_the_link_follows_the_fields() -> None:
    app = asked(batch="1 3 5 7", labels="3", printed="0.1451")
    app.text_area(key="explain_printed").set_value("0.2093").run()
    assert app.query_params["printed"] == "0.2093"
    assert "in bits" in said(app)


def test_batches_leads_here_with_its_numbers_and_this_page_leads_back() -> None:
    page = AppTest.from_file(PAGES / "batches.py", default_timeout=60)
    page.session_state["app_has_run"] = True
    for key, value in {"batch": "3 4\n6 9", "labels": "1 0", "weight": "0.4, 0.36"}.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    query = link_in(page, "my_number")
    assert query == {"batch": "3.0 4.0\n6.0 9.0", "labels": "1\n0", "weight": "0.4, 0.36"}
    answer = asked(**query, printed="0.6661")
    assert "divided by the number of rows" in said(answer)
    assert link_in(answer, "batches") == query


def link_in(app: AppTest, page: str) -> dict[str, str]:
    (found,) = {
        url for each in app.markdown for url in re.findall(rf"\(({page}\?batch[^)]*)\)", each.value)
    }
    return {key: value for key, (value,) in parse_qs(urlsplit(found).query).items()}
