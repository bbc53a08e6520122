"""The page Batches and frameworks answers each control, and any text that is pasted."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ce_core.number_format import format_number
from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES
from ce_core.numeric.batch.settings import Settings
from ce_core.scenario import one_hot_scenario
from ce_core.ui.batch.input import NOTES_LABELS, NOTES_LOGITS
from ce_core.ui.batch.table import ORDERS, rows_of_page, scenario_of

PAGE = Path(__file__).parents[2] / "pages" / "batches.py"
NOTES = Batch(np.array([[[1.0, 3, 5, 7], [1, -9, 4, 8]]]), np.array([[3, 1]]))


def open_page(**query: str) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.session_state["app_has_run"] = True
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def answered(widget: Any) -> None:
    """Run the page with what ``widget`` was set to; nothing may crash."""
    assert not widget.run().exception


def metric(page: AppTest) -> str:
    return str(page.metric[0].value)


def words(page: AppTest) -> str:
    return " ".join(block.value for block in page.markdown)


def html(page: AppTest) -> str:
    return " ".join(block.proto.body for block in page.get("html"))


def test_opens_on_the_notes_example_with_the_worst_row_first() -> None:
    page = open_page()
    assert metric(page) == "8.58206149"
    table = html(page)
    assert table.index("17.019") < table.index("0.14508")
    for value in ("4.06e-08", "−0.0675", "+0.491", "0.865"):
        assert value in table


def test_the_notes_example_is_one_click_away() -> None:
    page = open_page(batch="1,2\n3,4", labels="0 1")
    assert metric(page) != "8.58206149"
    answered(page.button(key="batch_notes_example").click())
    assert metric(page) == "8.58206149"
    assert page.session_state["batch_logits"] == NOTES_LOGITS
    assert page.session_state["batch_labels"] == NOTES_LABELS


def test_reduction_decides_what_is_reduced_and_the_gradient() -> None:
    page = open_page()
    answered(page.segmented_control(key="batch_reduction").set_value("sum"))
    assert metric(page) == "17.1641230"
    assert "+0.981" in html(page)
    answered(page.segmented_control(key="batch_reduction").set_value("none"))
    assert metric(page) == "2 losses"
    assert "losses stay as they are" in words(page)


def test_weight_says_what_it_does_before_and_after() -> None:
    page = open_page()
    answered(page.text_input(key="batch_weight").set_value("1, 1, 1, 3"))
    expected = evaluate(NOTES, Settings(weight=(1, 1, 1, 3))).reduced
    assert metric(page) == format_number(expected, 9)
    assert "Mean: 8.58 → **4.36**" in words(page)
    assert "weighted" in words(page)


def test_ignore_index_leaves_rows_out() -> None:
    page = open_page()
    answered(page.number_input(key="batch_ignore_index").set_value(1))
    assert metric(page) == "0.145077939"
    assert "1 of 2 rows left out" in words(page)
    assert "ignored" in html(page)


def test_a_label_that_names_no_class_is_explained_and_can_be_ignored() -> None:
    page = open_page(labels="[[3, -100]]")
    assert "Set ignore\\_index to −100" in page.error[0].value.replace("\\-", "−")
    answered(page.number_input(key="batch_ignore_index").set_value(-100))
    assert not page.error
    assert "would name no class" in words(page)


def test_label_smoothing_says_what_labels_become() -> None:
    page = open_page()
    answered(page.slider(key="batch_label_smoothing").set_value(0.1))
    assert "label is 0.925, another's 0.0250 instead of 1 and 0" in words(page)
    assert "8.58 →" in words(page)
    smoothed = evaluate(NOTES, Settings(label_smoothing=0.1)).reduced
    assert metric(page) == format_number(smoothed, 9)


def test_temperature_divides_logits_and_gradient() -> None:
    page = open_page()
    answered(page.number_input(key="batch_temperature").set_value(2.0))
    warmer = evaluate(NOTES, Settings(temperature=2)).reduced
    assert metric(page) == format_number(warmer, 9)
    assert "closer together" in words(page)


def test_soft_labels_leave_ignore_index_out_of_reach() -> None:
    page = open_page(batch="1,2\n3,4", labels="0.5 0.5\n1 0")
    assert page.number_input(key="batch_ignore_index").disabled
    assert "labels are distributions" in words(page)


def test_typed_table_opens_on_the_notes_rows() -> None:
    page = open_page()
    answered(page.segmented_control(key="batch_source").set_value("Type"))
    assert metric(page) == "8.58206149"
    answered(page.segmented_control(key="batch_label_kind").set_value("Soft"))
    assert metric(page) == "8.58206149"
    for k in (2, 10):
        answered(page.number_input(key="batch_classes").set_value(k))
        assert not page.error


def test_upload_waits_for_a_file() -> None:
    page = open_page()
    answered(page.segmented_control(key="batch_source").set_value("Upload"))
    assert not page.metric
    assert not page.error


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"a,b,label\n1,2,0\n3,4,1\n"),
        ("a.json", b'{"logits": [[1, 2], [3, 4]], "labels": [0, 1]}'),
    ],
)
def test_uploaded_files_are_read(name: str, content: bytes) -> None:
    page = open_page()
    answered(page.segmented_control(key="batch_source").set_value("Upload"))
    answered(page.file_uploader(key="batch_logits_file").upload(name, content))
    assert metric(page) == "0.813261688"


def test_a_bad_upload_gets_a_sentence_and_the_page_lives_on() -> None:
    page = open_page()
    answered(page.segmented_control(key="batch_source").set_value("Upload"))
    uploader = page.file_uploader(key="batch_logits_file")
    answered(uploader.upload("a.csv", b"1,2,x\n3,4,5\n"))
    assert len(page.error) == 1
    assert "Line 1, column 3 holds" in page.error[0].value
    answered(page.button(key="batch_notes_example").click())
    assert metric(page) == "8.58206149"


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_text_gets_an_answer_and_the_page_lives_on(
    logits: str, labels: str, weight: str
) -> None:
    page = open_page()
    answered(page.text_input(key="batch_weight").set_value(weight))
    assert page.error or page.metric
    page.text_area(key="batch_logits").set_value(logits)
    answered(page.text_area(key="batch_labels").set_value(labels))
    assert page.error or page.metric
    answered(page.button(key="batch_notes_example").click())
    answered(page.text_input(key="batch_weight").set_value(""))
    assert metric(page) == "8.58206149"


def test_the_link_holds_batch_and_settings() -> None:
    page = open_page(
        reduction="sum", temperature="2", weight="1 1 1 3", batch="[[1,3,5,7]]", labels="[3]"
    )
    assert page.session_state["batch_reduction"] == "sum"
    assert page.session_state["batch_temperature"] == 2.0
    answered(page.slider(key="batch_label_smoothing").set_value(0.2))
    assert page.query_params["label_smoothing"] == "0.2"
    assert page.query_params["reduction"] == "sum"


def test_a_bad_link_is_told_and_ignored() -> None:
    page = open_page(reduction="median", temperature="hot", ignore_index="1.5")
    said = [block.value for block in page.info]
    assert len(said) == 3
    assert metric(page) == "8.58206149"


@pytest.mark.parametrize("order", ORDERS)
def test_rows_come_in_the_order_that_was_asked_for(order: str) -> None:
    losses = evaluate(NOTES, Settings())
    expected = {"Worst first": [1, 0], "Best first": [0, 1], "As given": [0, 1]}[order]
    assert rows_of_page(losses, order, 1).tolist() == expected
    page = open_page()
    answered(page.segmented_control(key="batch_order").set_value(order))


def test_long_batches_are_paged() -> None:
    rows = "\n".join(f"{i},0" for i in range(45))
    page = open_page(batch=rows, labels=" ".join(["1"] * 45))
    assert html(page).count('scope="row"') == 20
    answered(page.number_input(key="batch_page").set_value(3))
    assert html(page).count('scope="row"') == 5


def test_every_framework_is_shown_with_its_code() -> None:
    page = open_page()
    assert [tab.label for tab in page.tabs] == [
        "NumPy",
        "PyTorch",
        "TensorFlow / Keras",
        "JAX / Optax",
        "scikit-learn",
    ]
    assert all("[1.0, -9.0, 4.0, 8.0]" in block.value for block in page.code)


def test_a_row_is_a_scenario() -> None:
    settings = Settings(label_smoothing=0.1, temperature=2.0)
    assert scenario_of(NOTES, settings, 1) == one_hot_scenario(
        (1, -9, 4, 8), 1, temperature=2.0, label_smoothing=0.1
    )


@pytest.mark.parametrize(
    ("batch", "said"),
    [
        (Batch(np.zeros((1, 11)), np.array([0])), "2 to 10 classes; this batch has 11"),
        (Batch(np.zeros((1, 3)), np.array([7])), "no true class"),
    ],
)
def test_what_cannot_be_a_scenario_is_told_why(batch: Batch, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scenario_of(batch, Settings(ignore_index=7), 0)


def test_soft_labels_that_are_rounded_still_open() -> None:
    batch = Batch(np.zeros((1, 3)), np.array([[0.333333, 0.333333, 0.333333]]))
    assert sum(scenario_of(batch, Settings(), 0).target) == pytest.approx(1, abs=1e-12)


def test_many_classes_show_the_true_and_the_most_probable_one() -> None:
    logits = ",".join(map(str, range(30)))
    page = open_page(batch=logits, labels="3")
    assert "most probable class" in html(page)
    assert page.button(key="batch_open").disabled


def test_the_server_takes_files_as_large_as_the_page_says() -> None:
    config = tomllib.loads((PAGE.parents[1] / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] == MAX_FILE_MEGABYTES
