"""Several servers behind nginx, with the very configuration of ``deploy/``."""

import gzip
import os
import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPResponse

import pytest

from ce_core.scenario import PRESETS
from tests.browser.conftest import OpenPage
from tests.browser.support.balancer import Balancer, nginx
from tests.browser.support.driver import Stage
from tests.browser.support.server import ROOT, Server

pytestmark = pytest.mark.skipif(
    nginx() is None and not os.environ.get("CI"),
    reason="nginx is not installed; Debian's package nginx has it.",
)


@dataclass(frozen=True)
class Replicas:
    """Two servers by their ports, and nginx in front of them."""

    servers: dict[int, Server]
    balancer: Balancer


@pytest.fixture(scope="module")
def replicas() -> Iterator[Replicas]:
    with ExitStack() as stack:
        servers = [stack.enter_context(Server()) for _ in range(2)]
        balancer = stack.enter_context(Balancer([server.port for server in servers]))
        yield Replicas({server.port: server for server in servers}, balancer)


def get(url: str, **headers: str) -> HTTPResponse:
    response: HTTPResponse = urllib.request.urlopen(
        urllib.request.Request(url, headers=headers), timeout=20
    )
    return response


def given_cookie(response: HTTPResponse) -> str | None:
    """Give the visitor's cookie that the balancer hands out, as it is sent back."""
    cookies = response.headers.get_all("Set-Cookie") or []
    return next((each.partition(";")[0] for each in cookies if "lab_visitor=" in each), None)


def test_visitors_of_one_address_are_spread_and_each_keeps_a_replica(replicas: Replicas) -> None:
    visitors = []
    for _ in range(24):
        with get(replicas.balancer.url) as first:
            cookie = given_cookie(first)
        assert cookie
        for _ in range(3):
            with get(f"{replicas.balancer.url}/_stcore/health", Cookie=cookie) as again:
                assert given_cookie(again) is None
        visitors.append(cookie.partition("=")[2])
    answered = replicas.balancer.replicas_by_visitor()
    kept = [answered[visitor] for visitor in visitors]
    assert all(len(ports) == 4 and len({*ports}) == 1 for ports in kept)
    assert {ports[0] for ports in kept} == {*replicas.servers}


def test_a_made_up_cookie_is_replaced(replicas: Replicas) -> None:
    with get(replicas.balancer.url, Cookie="lab_visitor=me") as response:
        assert re.fullmatch(r"lab_visitor=[0-9a-f]{32}", given_cookie(response) or "")


def test_static_files_come_compressed_and_for_good(replicas: Replicas) -> None:
    with get(replicas.balancer.url) as page:
        script = re.search(r'src="\./(static/js/[^"]+\.js)"', page.read().decode("utf-8"))
    assert script
    with get(f"{replicas.balancer.url}/{script[1]}", **{"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "immutable" in packed.headers["Cache-Control"]
        content = gzip.decompress(packed.read())
    server = next(iter(replicas.servers.values()))
    with get(f"{server.url}/{script[1]}") as direct:
        assert direct.read() == content


def test_the_library_of_the_charts_comes_compressed(replicas: Replicas) -> None:
    name = "static/plotly/plotly-cartesian.min.js"
    with get(f"{replicas.balancer.url}/app/{name}", **{"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.read()) == (ROOT / name).read_bytes()


def test_a_replica_that_dies_loses_nothing(
    open_page_in_an_outage: OpenPage, replicas: Replicas
) -> None:
    """The last test here: one of the two servers is gone afterwards."""
    stage = Stage(open_page_in_an_outage(), replicas.balancer.url)
    stage.preset("high-cost")
    stage.wait_until_told()
    stage.key("logit-0", "ArrowRight")
    stage.wait_until_told()
    visitor = next(
        each["value"]
        for each in stage.page.context.cookies(replicas.balancer.url)
        if each["name"] == "lab_visitor"
    )
    own = replicas.balancer.replicas_by_visitor()[visitor][-1]
    replicas.servers[own].kill()
    stage.key("logit-0", "ArrowRight")
    expected = (pytest.approx(1.2), *PRESETS[1].scenario.logits[1:])
    assert stage.look().logits == expected
    stage.wait_until_told()
    before = stage.look()
    stage.page.reload()
    stage.wait_for_python()
    assert stage.look() == before
    assert replicas.balancer.replicas_by_visitor()[visitor][-1] != own
