"""Many people on one server: nobody ever sees anybody else's state.

``python -m tests.load`` asserts the same of hundreds of sessions; here are real pages.
"""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from ce_core.scenario import Scenario
from tests.browser.conftest import OpenPage
from tests.browser.robustness.test_url import link
from tests.browser.support.driver import Stage
from tests.browser.support.server import Server
from tests.load.student import Student


def test_three_people_who_take_turns_keep_their_own(open_page: OpenPage, server: Server) -> None:
    people = {}
    for person in ("ada", "bob", "cyd"):
        own = Scenario((1.0, 2.0, 3.0), (0.0, 0.0, 1.0), tuple(f"{person}{i}" for i in range(3)))
        people[person] = Stage(open_page(), link(server, own, "hide=cost-curves,each-logit"))
    pick = random.Random(7)
    logits = {person: [1.0, 2.0, 3.0] for person in people}
    for _ in range(15):
        person = pick.choice([*people])
        i, step = pick.randrange(3), pick.choice([1.0, -1.0])
        people[person].key(f"logit-{i}", "Shift+ArrowRight" if step > 0 else "Shift+ArrowLeft")
        logits[person][i] += step
    for person, stage in people.items():
        stage.wait_until_told()
        assert [*stage.look().logits] == logits[person]
        said = stage.page.get_by_test_id("stMain").inner_text()
        assert person in said
        assert not any(other in said for other in people if other != person)
        expect(stage.page.locator("[data-testid=stException]")).to_have_count(0)


def test_thirty_sessions_that_drag_at_once_are_kept_apart(server: Server) -> None:
    """Every message that a session gets is searched for the others' class names."""

    async def drag(number: int, page: str) -> int:
        async with Student(number, server.url, page) as student:
            await student.join()
            for _ in range(4):
                await student.move()
            return student.bytes_received

    async def together() -> list[int]:
        pages = ("", "derivation", "cost_curves")
        return await asyncio.gather(*(drag(n, pages[n % len(pages)]) for n in range(30)))

    # Playwright has an event loop of its own in this thread.
    with ThreadPoolExecutor(1) as thread:
        assert min(thread.submit(asyncio.run, together()).result()) > 0
