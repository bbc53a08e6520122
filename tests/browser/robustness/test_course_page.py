"""The lab in a frame of a course page on another site, by HTTPS, from two replicas behind nginx.

The browser is told to give no cookie to another site's frame unless it is a partitioned one, as
browsers come to do by themselves.
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.support.balancer import COURSE, LAB, Balancer, nginx
from tests.browser.support.server import Server
from tests.browser.support.watched import PATIENCE_MS, Chromium

pytestmark = pytest.mark.skipif(
    nginx() is None and not os.environ.get("CI"),
    reason="nginx is not installed; Debian's package nginx has it.",
)

COURSE_PAGE = """<!doctype html><html lang="en"><title>A course</title>
<h1>Week 3</h1>
<iframe title="lab" src="LAB_URL/batches?embed=true" width="1200" height="900"></iframe>
"""
VISITS = 3
"""Of three visitors whose websocket and upload are sent to two replicas at random, one in eight
would find the same one each time; and each has a dozen other requests."""


@pytest.fixture(scope="module")
def ports() -> Iterator[list[int]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Server()).port for _ in range(2)]


@pytest.fixture(scope="module")
def secure(ports: list[int]) -> Iterator[Balancer]:
    with Balancer(ports, tls=True, course_page=COURSE_PAGE) as balancer:
        yield balancer


@pytest.fixture(scope="module")
def strict_browser(chromium: Chromium) -> Iterator[Browser]:
    found = chromium.launch(
        f"--host-resolver-rules=MAP {LAB} 127.0.0.1,MAP {COURSE} 127.0.0.1",
        "--test-third-party-cookie-phaseout",
    )
    yield found
    found.close()


@pytest.fixture
def visit(strict_browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Open an address as somebody new would."""
    with ExitStack() as stack:

        def opened(url: str) -> Page:
            context = strict_browser.new_context(ignore_https_errors=True)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.goto(url)
            return page

        yield opened


def batch_file() -> bytes:
    """One row, the low-cost case: a loss of 0.14507794, which no page opens with."""
    packed = io.BytesIO()
    np.savez(packed, logits=np.array([[1.0, 3, 5, 7]]), labels=np.array([3]))
    return packed.getvalue()


def upload(lab: Page | FrameLocator) -> None:
    """Upload a batch and wait for its mean loss."""
    lab.get_by_role("radio", name="Upload").click()
    field = lab.locator(".st-key-batch_logits_file input[type=file]")
    field.set_input_files(
        {"name": "batch.npz", "mimeType": "application/octet-stream", "buffer": batch_file()}
    )
    expect(lab.get_by_test_id("stMetricValue")).to_contain_text("0.145077")


def stayed_at_one_replica(balancer: Balancer, before: set[str]) -> bool:
    """Tell whether each visitor since ``before`` got every answer from one replica."""
    found = balancer.replicas_by_visitor()
    new = [ports for visitor, ports in found.items() if visitor not in before]
    return bool(new) and all(len({*ports}) == 1 for ports in new)


def test_an_upload_in_a_frame_on_another_site(
    secure: Balancer, visit: Callable[[str], Page]
) -> None:
    for _ in range(VISITS):
        before = {*secure.replicas_by_visitor()}
        page = visit(secure.course_url)
        upload(page.frame_locator("iframe"))
        assert stayed_at_one_replica(secure, before)
        cookies = {each["name"]: each for each in page.context.cookies()}
        assert {"lab_visitor", "_streamlit_xsrf"} <= cookies.keys()
        assert all(each["secure"] and each["sameSite"] == "None" for each in cookies.values())


def test_an_upload_on_the_labs_own_site_by_https(
    secure: Balancer, visit: Callable[[str], Page]
) -> None:
    before = {*secure.replicas_by_visitor()}
    upload(visit(f"{secure.lab_url}/batches"))
    assert stayed_at_one_replica(secure, before)


def test_an_upload_without_tls(ports: list[int], visit: Callable[[str], Page]) -> None:
    with Balancer(ports) as plain:
        upload(visit(f"{plain.url}/batches"))
        assert stayed_at_one_replica(plain, set())
