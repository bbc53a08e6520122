"""Batches in a real browser: upload, a bad file, a million rows, downloads, a row to play with."""

import io
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from ce_core.ui.batch.input import NOTES_LABELS, NOTES_LOGITS
from tests.browser.support.driver import READY
from tests.browser.support.server import Server


def visit(page: Page, server: Server) -> None:
    # The root first: a fresh server asked for a page of its own starts again.
    page.goto(server.url)
    page.locator(READY).wait_for(state="attached")
    page.goto(f"{server.url}/batches")
    expect(page.get_by_test_id("stMetricValue")).to_have_text("8.58206149")


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label, exact=True).click()


def upload(page: Page, name: str, content: bytes) -> None:
    choose(page, "Upload")
    page.locator('input[type="file"]').first.set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def downloaded(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.get_by_role("button", name=button).click()
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def test_a_file_is_read_and_its_results_go_home(page: Page, server: Server, tmp_path: Path) -> None:
    visit(page, server)
    upload(page, "small.csv", b"a,b,c,d,label\n1,3,5,7,3\n1,-9,4,8,1\n")
    expect(page.get_by_text("Logits 2 × 4")).to_be_visible()
    with np.load(downloaded(page, "Batch and results", tmp_path)) as results:
        np.testing.assert_allclose(results["losses"], [0.14507794, 17.01904505], rtol=1e-7)
    csv = downloaded(page, "Results (CSV)", tmp_path).read_text("utf-8").splitlines()
    assert csv[0].startswith("row,label,loss,probability_0")
    assert len(csv) == 3
    notebook = downloaded(page, "Notebook that", tmp_path)
    assert notebook.name == "batch.ipynb"
    assert "[1.0, -9.0, 4.0, 8.0]" in notebook.read_text("utf-8")


def test_a_bad_file_gets_a_sentence_and_the_page_lives_on(page: Page, server: Server) -> None:
    visit(page, server)
    upload(page, "bad.csv", b"1,2,3\n4,<b>x</b>,6\n")
    error = page.get_by_test_id("stAlert")
    expect(error).to_have_text("error" + "Line 2, column 2 holds “<b>x</b>”; expected a number.")
    page.get_by_role("button", name="Example", exact=True).click()
    expect(page.get_by_test_id("stMetricValue")).to_have_text("8.58206149")


def test_a_million_rows_are_worked_on_and_paged(page: Page, server: Server) -> None:
    visit(page, server)
    rng = np.random.default_rng(0)
    packed = io.BytesIO()
    np.savez_compressed(
        packed,
        logits=rng.integers(-4, 5, (1_000_000, 10)).astype("f4"),
        labels=rng.integers(0, 10, 1_000_000).astype("u1"),
    )
    upload(page, "million.npz", packed.getvalue())
    expect(page.get_by_text("Logits 1000000 × 10")).to_be_visible()
    expect(page.locator(".batch tbody tr")).to_have_count(20)
    expect(page.get_by_label("Page, 1 to 50,000")).to_be_visible()


def test_a_row_opens_in_the_playground(page: Page, server: Server) -> None:
    visit(page, server)
    page.get_by_role("button", name="Open in the playground").click()
    page.get_by_test_id("stage").wait_for()
    expect(page.get_by_test_id("logit-1")).to_have_attribute("aria-valuenow", "-9")
    expect(page.get_by_test_id("cost")).to_contain_text("17.0")


def test_what_was_set_stands_in_the_link(page: Page, server: Server) -> None:
    visit(page, server)
    choose(page, "sum")
    expect(page.get_by_test_id("stMetricValue")).to_have_text("17.1641230")
    page.wait_for_url("**reduction=sum*")
    page.reload()
    expect(page.get_by_test_id("stMetricValue")).to_have_text("17.1641230")
    assert_fields_are_filled(page)


def assert_fields_are_filled(page: Page) -> None:
    expect(page.get_by_role("textbox", name="Logits, one row per line")).to_have_value(NOTES_LOGITS)
    expect(page.get_by_role("textbox", name="Labels: class numbers")).to_have_value(NOTES_LABELS)


def test_fields_are_filled_also_where_this_page_is_a_server_s_first(page: Page) -> None:
    with Server() as fresh:
        page.goto(f"{fresh.url}/batches")
        expect(page.get_by_test_id("stMetricValue")).to_have_text("8.58206149")
        page.locator(READY).wait_for(state="attached")
        assert_fields_are_filled(page)
        page.close()  # before its server goes away


def test_a_question_is_answered_and_the_answer_survives_a_reload(
    page: Page, server: Server
) -> None:
    visit(page, server)
    page.goto(f"{server.url}/batches?batch=1+2+3%0A4+5+6&labels=1+3")
    expect(page.get_by_text("Do they count from 1?")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue")).to_have_count(0)
    page.get_by_text("from 1: label 1 is the first class").click()
    expect(page.get_by_test_id("stMetricValue")).to_have_text("1.40760596")
    page.wait_for_url("**count_from=1*")
    page.reload()
    expect(page.get_by_test_id("stMetricValue")).to_have_text("1.40760596")


def test_an_upload_is_whole_after_a_reload_or_asked_for_again(page: Page, server: Server) -> None:
    visit(page, server)
    upload(page, "small.csv", b",cat,dog,label\n0,1.0,3.0,0\n1,2.0,4.0,1\n")
    expect(page.get_by_test_id("stMetricValue")).to_have_text("1.12692801")
    expect(page.get_by_text("left out: the unnamed column 1")).to_be_visible()
    page.wait_for_url("**batch=*")
    page.reload()
    expect(page.get_by_test_id("stMetricValue")).to_have_text("1.12692801")
    rows = "\n".join(f"{i / 7:.9f},{i / 3:.9f},0" for i in range(5000))
    upload(page, "large.csv", f"a,b,label\n{rows}".encode())
    expect(page.get_by_text("too large for the link")).to_be_visible()
    page.wait_for_url("**large.csv*")
    page.reload()
    expect(page.get_by_text("This link belongs to the file “large.csv”")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue")).to_have_count(0)
