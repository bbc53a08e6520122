"""The page Batches and frameworks answers each control, and any text that is pasted."""

import base64
import math
import tomllib
import zlib
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
    assert expected is not None
    assert metric(page) == format_number(expected, 9)
    assert "Mean: 8.58 → **4.36**" in words(page)
    assert "weighted" in words(page)


def test_ignore_index_leaves_rows_out() -> None:
    page = open_page()
    answered(page.number_input(key="batch_ignore_index").set_value(1))
    assert metric(page) == "0.145077939"
    assert "Left out of losses, mean and gradient: 1 of 2 rows" in words(page)
    assert "ignored" in html(page)


def test_a_label_that_names_no_class_is_explained_and_can_be_ignored() -> None:
    page = open_page(labels="[[3, -100]]")
    assert "set ignore\\_index to −100" in page.error[0].value.replace("\\-", "−")
    answered(page.number_input(key="batch_ignore_index").set_value(-100))
    assert not page.error
    assert "would name no class" in words(page)


def test_label_smoothing_says_what_labels_become() -> None:
    page = open_page()
    answered(page.slider(key="batch_label_smoothing").set_value(0.1))
    assert "label is 0.925, another's 0.0250 instead of 1 and 0" in words(page)
    assert "8.58 →" in words(page)
    smoothed = evaluate(NOTES, Settings(label_smoothing=0.1)).reduced
    assert smoothed is not None
    assert metric(page) == format_number(smoothed, 9)


def test_temperature_divides_logits_and_gradient() -> None:
    page = open_page()
    answered(page.number_input(key="batch_temperature").set_value(2.0))
    warmer = evaluate(NOTES, Settings(temperature=2)).reduced
    assert warmer is not None
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


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# --- how it is read -------------------------------------------------------------------------

WITH_INDEX = ",cat,dog,label\n0,1.0,3.0,0\n1,2.0,4.0,1"
COUNTS = "k,a,b,label\n0,.5,1.25,0\n1,2.75,.25,1\n2,1.5,-.75,0\n3,.1,.2,1"


def plain(blocks: Any) -> str:
    """Give texts as a reader sees them, without the marks that keep them from being markup."""
    return " ".join(block.value for block in blocks).replace("\\", "")


def radio(page: AppTest) -> Any:
    (found,) = page.radio
    return found


def test_beside_the_result_stands_how_it_is_read() -> None:
    page = open_page(batch=WITH_INDEX, labels="")
    assert metric(page) == "1.12692801"
    assert "logits from “cat”, “dog”" in plain(page.markdown)
    assert "left out: the unnamed column 1 (0, 1: an index)" in plain(page.markdown)


def test_a_role_can_be_changed_and_stands_in_the_link() -> None:
    page = open_page(batch=WITH_INDEX, labels="")
    answered(page.selectbox(key="batch_role_z_0").set_value("z"))
    assert metric(page) == "2.66984602"
    assert page.query_params["roles"] == "z0.z1.z2.y"
    again = open_page(batch=WITH_INDEX, labels="", roles="z0.z1.z2.y")
    assert metric(again) == "2.66984602"


def test_where_the_guess_is_not_clear_the_page_asks_first() -> None:
    page = open_page(batch=COUNTS, labels="")
    assert not page.metric
    assert any("counts the rows; is it a logit?" in block.value for block in page.warning)
    answered(page.button(key="batch_as_guessed").click())
    assert metric(page)
    assert "left out: “k”" in plain(page.markdown)


@pytest.mark.parametrize(
    ("batch", "labels", "answer", "expected"),
    [
        ("[0.3,-1.2,2.0]", "[1,0,0]", "binary", "0.981522"),
        ("[0.3,-1.2,2.0]", "[1,0,0]", "classes", "1.90167"),
        ("1 2 3\n4 5 6", "1 3", 1, "1.40760"),
        ("a,b,label\n1,3,dog\n2,4,cat", "", "alphabet", "1.12692"),
        ("[[[1,2],[3,4]]]", "[[0,1]]", 1, "1.12692"),
        ("[[[1,2],[3,4]]]", "[[0,1]]", 2, "0.813261"),
    ],
)
def test_an_answer_is_computed_and_kept_in_the_link(
    batch: str, labels: str, answer: object, expected: str
) -> None:
    page = open_page(batch=batch, labels=labels)
    assert not page.metric
    assert page.warning
    answered(radio(page).set_value(answer))
    assert metric(page).startswith(expected[:7])
    again = AppTest.from_file(PAGE, default_timeout=60)
    again.session_state["app_has_run"] = True
    for key, value in page.query_params.items():
        again.query_params[key] = value
    answered(again)
    assert metric(again) == metric(page)


def test_probabilities_get_a_word_and_a_switch() -> None:
    page = open_page(batch=".1 .2 .7\n.3 .3 .4\n.4 .4 .2\n.5 .5 0", labels="2 2 0 1")
    assert metric(page) == "0.948831273"
    assert any("look like probabilities" in block.value for block in page.warning)
    answered(page.button(key="batch_switch").click())
    assert metric(page).startswith("0.72060")
    answered(page.button(key="batch_switch").click())
    assert metric(page) == "0.948831273"


def test_choices_are_forgotten_with_the_columns_that_they_were_made_for() -> None:
    page = open_page(batch="1 2 3\n4 5 6", labels="1 3")
    answered(radio(page).set_value(1))
    page.text_area(key="batch_logits").set_value("a,b,label\n1,3,0\n2,4,1")
    answered(page.text_area(key="batch_labels").set_value(""))
    assert metric(page) == "1.12692801"
    assert "count_from" not in page.query_params


# --- nothing is lost ------------------------------------------------------------------------


def reloaded(page: AppTest) -> AppTest:
    """Open what stands in the address in a session of its own."""
    again = AppTest.from_file(PAGE, default_timeout=60)
    again.session_state["app_has_run"] = True
    for key, value in page.query_params.items():
        again.query_params[key] = value
    again.run()
    assert not again.exception
    return again


def rows(count: int, classes: int = 3, digits: int = 2) -> str:
    rng = np.random.default_rng(1)
    return "\n".join(
        " ".join(f"{value:.{digits}f}" for value in row)
        for row in rng.normal(0, 3, (count, classes)).tolist()
    )


@pytest.mark.parametrize(
    ("batch", "labels"),
    [
        (rows(2, 150), "1 0"),
        (rows(300, 3), " ".join("0" * 300)),
        ("1 2\n" * 5000, "0 1 " * 2500),
        (WITH_INDEX, ""),
        ("[[1.5,2],[3,4]]" + " " * 3000, "[0, 1]"),
    ],
)
def test_a_long_paste_is_whole_after_a_reload(batch: str, labels: str) -> None:
    page = open_page()
    page.text_area(key="batch_logits").set_value(batch)
    answered(page.text_area(key="batch_labels").set_value(labels))
    assert sum(map(len, page.query_params["batch"])) < 6100
    again = reloaded(page)
    assert metric(again) == metric(page)


def test_what_is_too_large_for_the_link_is_said_and_asked_for_again() -> None:
    page = open_page()
    page.text_area(key="batch_logits").set_value(rows(2000, 5, 6))
    answered(page.text_area(key="batch_labels").set_value(" ".join("0" * 2000)))
    assert "too large for the link" in plain(page.caption)
    again = reloaded(page)
    assert not again.metric
    assert "2000 × 5 numbers" in plain(again.info)
    assert reloaded(again).query_params["batch"] == page.query_params["batch"]
    answered(again.button(key="batch_notes_example").click())
    assert metric(again) == "8.58206149"
    assert "batch" not in again.query_params


@pytest.mark.parametrize("count", [2, 20_000])
def test_an_upload_is_in_the_link_or_asked_for_by_its_name(count: int) -> None:
    page = open_page()
    answered(page.segmented_control(key="batch_source").set_value("Upload"))
    rng = np.random.default_rng(2)
    pairs = rng.normal(size=(count, 2)).tolist()
    lines = [f"{a!r},{b!r},{i % 2}" for i, (a, b) in enumerate(pairs)]
    content = "\n".join(["a,b,label", *lines]).encode()
    answered(page.file_uploader(key="batch_logits_file").upload("run <1>.csv", content))
    again = reloaded(page)
    if count == 2:
        assert metric(again) == metric(page)
        return
    assert not again.metric
    assert "the file “run 1.csv”, 20000 × 2 numbers" in plain(again.info)
    answered(again.file_uploader(key="batch_logits_file").upload("run.csv", content))
    assert metric(again) == metric(page)
    assert "too large for a link" not in plain(again.info)


def test_a_typed_table_is_whole_after_a_reload() -> None:
    page = open_page()
    answered(page.segmented_control(key="batch_source").set_value("Type"))
    answered(page.number_input(key="batch_classes").set_value(3))
    again = reloaded(page)
    assert metric(again) == metric(page) != "8.58206149"


@pytest.mark.parametrize(
    "linked", ["1 " * 4000, "~" + "A" * 50, "~eJwLyS9OLc6s", "~" + "x" * 7000, "~é"]
)
def test_a_link_that_cannot_hold_its_batch_is_not_computed(linked: str) -> None:
    page = open_page(batch=linked, labels="0")
    assert not page.metric
    assert any("The link's batch was ignored" in block.value for block in page.info)


def test_a_packed_text_is_never_unpacked_beyond_its_limit() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b"1 " * 2_000_000, 9)).decode()
    assert len(bomb) < 6000
    page = open_page(batch=f"~{bomb}")
    assert not page.metric
    assert any("damaged" in block.value for block in page.info)


def test_a_mean_over_nothing_is_said_in_words_with_its_gradient() -> None:
    page = open_page(batch="1 2\n3 4", labels="0 0", weight="0 1", label_smoothing="0.2")
    assert metric(page) == "undefined"
    assert "undefined (nan), as in PyTorch" in plain(page.markdown)
    assert "divided by 0" not in plain(page.markdown)
    assert html(page).count(">undefined</td>") == 4
    ignored = open_page(batch="1 2\n3 4", labels="-100 -100", ignore_index="-100")
    assert metric(ignored) == "undefined"
    assert "undefined (nan)" in plain(ignored.markdown)
    assert ">undefined</td>" not in html(ignored)


def test_the_table_gives_every_cell_the_class_of_its_role() -> None:
    table = html(open_page())
    for role in ("logits", "probabilities tinted", "push_up", "push_down", "cost_high", "cost_low"):
        assert f'class="{role}' in table


def test_a_file_with_class_weights_offers_them() -> None:
    page = open_page(
        batch='{"logits": [[1, 2], [3, 4]], "labels": [0, 1], "class_weight": [0.25, 3]}', labels=""
    )
    assert metric(page) == "0.813261688"
    answered(page.button(key="batch_file_weight").click())
    assert page.session_state["batch_weight"] == "0.25 3"
    expected = evaluate(
        Batch(np.array([[1.0, 2], [3, 4]]), np.array([0, 1])), Settings(weight=(0.25, 3.0))
    )
    assert expected.reduced is not None
    assert metric(page) == format_number(expected.reduced, 9)


def test_weights_of_rows_are_read_shown_and_divided_by() -> None:
    page = open_page(batch="a,b,label,weight\n1,2,0,0.5\n3,4,1,2", labels="")
    low, high = math.log1p(math.exp(-1)), math.log1p(math.exp(1))
    assert metric(page) == format_number((0.5 * high + 2 * low) / 2.5, 9)
    words = " ".join(str(each.value) for each in page.markdown)
    assert "weights of rows from “weight”" in words
    assert format_number((high + low) / 2) in words  # the mean without them
    assert "weight</th>" in html(page)


def test_a_masked_class_has_the_probability_0_and_a_label_on_it_costs_infinity() -> None:
    page = open_page(batch="1 -inf 2\n3 4 -inf", labels="0 1")
    assert metric(page) == format_number(
        (math.log1p(math.exp(1)) + math.log1p(math.exp(-1))) / 2, 9
    )
    assert "−∞" in html(page)
    costly = open_page(batch="1 -inf 2\n3 4 -inf", labels="1 1")
    assert metric(costly) == "∞"
    assert any("1 of 2 rows cost ∞" in each.value for each in costly.info)


def test_labels_that_are_no_distribution_are_refused_with_what_frameworks_do() -> None:
    page = open_page(batch="1 2 3\n1 2 3", labels="0 0 1\n.5 .2 .5")
    assert "PyTorch, Keras and Optax do not check" in page.error[0].value


@pytest.mark.parametrize("labels", ["1 0", "0 1\n1 0"])
def test_class_numbers_and_one_hot_rows_have_two_weighted_means(labels: str) -> None:
    """Values of PyTorch 2.13 for these logits: 1.7529 for numbers, 0.6661 for one-hot rows."""
    page = open_page(batch="3 4\n6 9", labels=labels, weight="0.4, 0.36")
    words = " ".join(str(each.value) for each in page.markdown)
    assert "0.760: **1.7529**" in words, words
    assert "the number of rows, 2: **0.66610**" in words, words
    kind = "class numbers" if "\n" not in labels else "distributions"
    assert any(f"labels read as {kind}" in each.value for each in page.caption)


def test_both_smoothings_stand_side_by_side_with_their_costs() -> None:
    page = open_page(batch="1 2 3", labels="[2]", label_smoothing="0.1")
    words = " ".join(str(each.value) for each in page.markdown)
    log_sum = math.log(math.exp(1) + math.exp(2) + math.exp(3))
    for true, other in ((0.9 + 0.1 / 3, 0.1 / 3), (0.9, 0.05)):
        cost = log_sum - true * 3 - other * (1 + 2)
        row = f"{format_number(true)} | {format_number(other)} | {format_number(cost)} |"
        assert row in words, words
