"""A server started with few open files takes more, and gives back those of tabs that are gone."""

import asyncio
import time

import pytest

from ce_core.ui.shell.streamlit_patches.kept_sessions import MOST_KEPT
from tests.browser.support.server import Server
from tests.load.processes import open_files
from tests.load.student import Student

FEW = 200
TABS = 80
"""More than 200 open files are enough for: four a tab, and the server's own."""


async def opened(url: str, count: int) -> list[Student]:
    students = [Student(number, url, "help") for number in range(count)]
    for student in students:
        await student.__aenter__()
        await student.visit()
    return students


async def closed(students: list[Student]) -> None:
    for student in students:
        await student.__aexit__()


def test_more_tabs_than_the_soft_limit_allows_and_few_files_afterwards() -> None:
    resource = pytest.importorskip("resource")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 1000:
        pytest.skip("This system allows no process more open files.")
    options = {"server.disconnectedSessionTTL": "4"}
    with Server(options=options, open_files=FEW) as server:

        async def come_and_go() -> tuple[int, int]:
            first = await opened(server.url, 1)
            alone = open_files(server.process.pid)
            students = first + await opened(server.url, TABS)
            most = open_files(server.process.pid)
            await closed(students)
            return alone, most

        alone, most = asyncio.run(come_and_go())
        assert most > FEW
        # The sockets close at once, the kept sessions' event loops when their time is up.
        until = time.monotonic() + 30
        while open_files(server.process.pid) > alone and time.monotonic() < until:
            time.sleep(0.2)
        assert open_files(server.process.pid) <= alone
        assert server.read_log().count("Traceback") == 0


def test_no_more_sessions_are_kept_than_said() -> None:
    with Server(options={"server.disconnectedSessionTTL": "600"}) as server:

        async def come_and_go() -> int:
            first = await opened(server.url, 1)
            alone = open_files(server.process.pid)
            await closed(await opened(server.url, 2 * MOST_KEPT))
            await asyncio.sleep(0)
            for _ in range(100):
                if open_files(server.process.pid) <= alone + 3 * MOST_KEPT:
                    break
                await asyncio.sleep(0.1)
            held = open_files(server.process.pid) - alone
            await closed(first)
            return held

        assert asyncio.run(come_and_go()) <= 3 * MOST_KEPT
