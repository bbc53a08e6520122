"""Several servers behind nginx, with the very configuration of ``deploy/``."""

import gzip
import os
import re
import socket
import struct
import subprocess
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
from tests.browser.support.server import ROOT, Server, free_port

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
    kept = [replicas.balancer.answered(visitor, 4) for visitor in visitors]
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


def curl(url: str, *options: str) -> tuple[int, dict[str, list[str]], str]:
    """Give status, headers and body as ``curl`` gets them, by headers' names in small letters."""
    ran = subprocess.run(
        ["curl", "--silent", "--include", "--insecure", *options, url],
        capture_output=True,
        check=True,
        timeout=60,
    )
    head, _, body = ran.stdout.decode("utf-8", "replace").partition("\r\n\r\n")
    status, *lines = head.splitlines()
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        headers.setdefault(name.lower(), []).append(value)
    return int(status.split()[1]), headers, body


ADDRESSES = (
    "/",
    "/derivation",
    "/?z=1,3,5,7&y=3&embed=true",
    "/_stcore/health",
    "/app/static/plotly/plotly-cartesian.min.js",
    "/app/static/icon.png",
    "/nowhere/at/all.js",
    "/media/nothing.csv",
    "/_stcore/metrics",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_answer_says_what_a_browser_may_do_with_it(replicas: Replicas, address: str) -> None:
    _, headers, _ = curl(replicas.balancer.url + address)
    assert headers["x-content-type-options"] == ["nosniff"]
    assert headers["referrer-policy"] == ["same-origin"]
    assert "camera=()" in headers["permissions-policy"][0]
    (policy,) = headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert rules["frame-ancestors"] == "*", "a course page on any site may show it"
    assert "unsafe-eval" not in policy
    assert "x-frame-options" not in headers
    assert re.fullmatch(r"nginx", headers["server"][0])


def test_what_a_process_uses_is_not_told_to_visitors(replicas: Replicas) -> None:
    for address in ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=x"):
        assert curl(replicas.balancer.url + address)[0] == 404
    direct = next(iter(replicas.servers.values())).url
    assert curl(f"{direct}/_stcore/metrics")[0] == 200, "who runs it can ask the process itself"


PLAIN, SECURE = (), ("-H", "X-Forwarded-Proto: https")


@pytest.mark.parametrize("behind", [PLAIN, SECURE], ids=["HTTP", "HTTPS in front"])
def test_cookies_are_for_other_sites_frames_only_by_https(
    replicas: Replicas, behind: tuple[str, ...]
) -> None:
    _, page, _ = curl(replicas.balancer.url, *behind)
    _, health, _ = curl(f"{replicas.balancer.url}/_stcore/health", *behind)
    cookies = page["set-cookie"] + health["set-cookie"]
    assert {each.partition("=")[0] for each in cookies} == {"lab_visitor", "_streamlit_xsrf"}
    for cookie in cookies:
        words = {word.strip() for word in cookie.split(";")[1:]}
        if behind:
            assert {"Secure", "SameSite=None", "Partitioned"} <= words
            assert "SameSite=Lax" not in words
        else:
            assert words & {"Secure", "SameSite=None", "Partitioned"} == set()
            assert "SameSite=Lax" in words
        assert ("HttpOnly" in words) is cookie.startswith("lab_visitor")


def test_who_keeps_no_cookie_stays_at_one_replica(replicas: Replicas) -> None:
    ports = set()
    for browser in range(12):
        for address in ("/_stcore/health", "/_stcore/host-config") * 2:
            _, headers, _ = curl(replicas.balancer.url + address, "-A", f"browser {browser}")
            assert not any("lab_visitor" in each for each in headers.get("set-cookie", []))
        answered = replicas.balancer.answered(f"127.0.0.1 browser {browser}", 4)
        assert len(answered) == 4
        assert len({*answered}) == 1
        ports.add(answered[0])
    assert ports == {*replicas.servers}


def test_where_no_replica_answers_a_page_says_so_and_tries_again() -> None:
    with Balancer([free_port()], healthy=False) as balancer:
        status, headers, body = curl(f"{balancer.url}/derivation?z=1,2&y=0")
    assert status == 502
    assert "The lab is not ready yet" in body
    assert 'http-equiv="refresh"' in body
    assert headers["x-content-type-options"] == ["nosniff"]
    assert "nginx" not in body


def test_a_message_that_is_too_large_is_refused_by_its_first_bytes(replicas: Replicas) -> None:
    """The frame announces 200 MB and holds a few bytes: the answer comes without the rest."""
    with socket.create_connection(("127.0.0.1", replicas.balancer.port), timeout=30) as line:
        line.sendall(
            b"GET /_stcore/stream HTTP/1.1\r\nHost: lab\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Protocol: streamlit\r\n\r\n"
        )
        received = b""
        while b"\r\n\r\n" not in received:
            received += line.recv(4096)
        assert b" 101 " in received.splitlines()[0]
        announced = struct.pack(">BBQ4s", 0x82, 0x80 | 127, 200 * 2**20, b"mask")
        line.sendall(announced + b"a few bytes")
        received = received.partition(b"\r\n\r\n")[2]
        while part := line.recv(65536):  # until the server closes
            received += part
    too_big = struct.pack(">H", 1009)
    assert too_big in received


OTHER_PAGES = sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - {"playground"})


@pytest.mark.parametrize("name", ["", *OTHER_PAGES])
def test_every_page_keeps_to_the_policy(open_page: OpenPage, replicas: Replicas, name: str) -> None:
    """What the policy forbids the browser says in its console, which fails the test."""
    page = open_page()
    page.goto(f"{replicas.balancer.url}/{name}")
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    page.wait_for_selector("h1")


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
