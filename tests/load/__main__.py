"""How many students one page bears: ``python -m tests.load --help``.

Starts servers of its own on loopback ports, lets students join, drag and rest, and prints how
long each change took from the moment it was due until Python had redrawn the page. Ends with
status 1 if any student saw an error or somebody else's state.
"""

import argparse
import asyncio
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import quantiles

from tests.browser.support.balancer import Balancer
from tests.browser.support.server import Server
from tests.load.processes import Used
from tests.load.student import Student

JITTER = 0.25
JOINING_AT_ONCE = 8
MOVES_WHEN_PASSING = 3
MOST_SESSIONS = 400
MOST_SECONDS = 900


@dataclass
class Seen:
    """What the students of one run met."""

    waits: list[float] = field(default_factory=list)
    joins: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def timed(
        self, into: list[float], began: float, act: Callable[[], Awaitable[None]]
    ) -> bool:
        """Note how long ``act`` took since ``began``, or what went wrong."""
        try:
            await act()
        except Exception as problem:  # whatever it was, the count of errors must show it
            self.errors.append(f"{type(problem).__name__}: {problem}")
            return False
        into.append(time.perf_counter() - began)
        return True


@dataclass(frozen=True)
class Servers:
    """Where to go, and which processes answer."""

    url: str
    pids: tuple[int, ...]

    def used(self) -> Used:
        return Used.by(*self.pids)


@contextmanager
def servers(processes: int) -> Iterator[Servers]:
    """Start that many server processes; several stand behind nginx as in ``deploy/``."""
    with ExitStack() as stack:
        running = [stack.enter_context(Server()) for _ in range(processes)]
        pids = tuple(server.process.pid for server in running)
        if processes == 1:
            yield Servers(running[0].url, pids)
        else:
            balancer = stack.enter_context(Balancer([server.port for server in running]))
            yield Servers(balancer.url, pids)


async def drag_and_rest(student: Student, period: float, until: float, seen: Seen) -> None:
    """Change state about every ``period`` seconds; a late answer makes the next wait longer."""
    pick = random.Random(student.number)
    due = time.perf_counter() + pick.uniform(0, period)
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if not await seen.timed(seen.waits, due, student.move):
            return
        due += period * pick.uniform(1 - JITTER, 1 + JITTER)


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    sessions: int
    seen: Seen
    seconds: float
    before: Used
    joined: Used
    after: Used
    own_cpu: float
    received: int
    drawn_here: int

    HEAD = (
        "sessions  changes/s   p50 ms   p95 ms   max ms  join p95 ms  errors  "
        "CPU ms/change  server CPU  MB/session  kB/change  drawn in the browser"
    )

    def __str__(self) -> str:
        waits = self.seen.waits
        cuts = quantiles(waits, n=20) if len(waits) > 1 else [float("nan")] * 19
        joins = quantiles(self.seen.joins, n=20)[-1] if len(self.seen.joins) > 1 else float("nan")
        cpu = self.after.cpu_seconds - self.joined.cpu_seconds
        memory = (self.after.memory - self.before.memory) / self.sessions / 2**20
        changes = max(1, len(waits))
        return (
            f"{self.sessions:8d}  {len(waits) / self.seconds:9.1f} {1e3 * cuts[9]:8.0f} "
            f"{1e3 * cuts[-1]:8.0f} {1e3 * max(waits, default=float('nan')):8.0f} "
            f"{1e3 * joins:12.0f} {len(self.seen.errors):7d}  {1e3 * cpu / changes:13.1f} "
            f"{cpu / self.seconds:10.0%}  {memory:10.2f} {self.received / changes / 1e3:10.0f}"
            f"{self.drawn_here / changes:22.0%}"
            f"   (this script's own CPU {self.own_cpu / self.seconds:.0%})"
        )


async def warm_up(page: str, where: Servers) -> None:
    """Visit every process: what it does once, imports above all, is no session's cost."""

    async def visit(number: int) -> None:
        async with Student(number, where.url, page) as student:
            await student.join()
            await student.move()

    visits = 1 if len(where.pids) == 1 else 8 * len(where.pids)
    await asyncio.gather(*(visit(MOST_SESSIONS + i) for i in range(visits)))


async def class_of(n: int, seconds: float, period: float, page: str, where: Servers) -> Line:
    """Let ``n`` students join and, once all are in, work for ``seconds``."""
    seen = Seen()
    await warm_up(page, where)
    before = where.used()
    gate = asyncio.Semaphore(JOINING_AT_ONCE)
    students = [Student(number, where.url, page) for number in range(n)]

    async def enter(student: Student) -> bool:
        async with gate:
            await student.__aenter__()
            return await seen.timed(seen.joins, time.perf_counter(), student.join)

    inside = await asyncio.gather(*map(enter, students))
    joined, began, own = where.used(), time.perf_counter(), time.process_time()
    received = sum(student.bytes_received for student in students)
    until = began + seconds
    await asyncio.gather(
        *(
            drag_and_rest(student, period, until, seen)
            for student, is_in in zip(students, inside, strict=True)
            if is_in
        )
    )
    took = time.perf_counter() - began
    after, own = where.used(), time.process_time() - own
    received = sum(student.bytes_received for student in students) - received
    await asyncio.gather(*(student.__aexit__() for student in students))
    drawn_here = sum(student.drawn_here for student in students)
    return Line(n, seen, took, before, joined, after, own, received, drawn_here)


async def come_and_go(minutes: float, at_once: int, page: str, where: Servers) -> list[str]:
    """Let students join, drag a little and leave, all the time; print the memory that is held."""
    seen, number = Seen(), 0
    began = time.perf_counter()
    print("minute  joined so far  memory MB")
    while (elapsed := time.perf_counter() - began) < 60 * minutes:

        async def pass_through(number: int) -> None:
            async with Student(number, where.url, page) as student:
                if not await seen.timed(seen.joins, time.perf_counter(), student.join):
                    return
                for _ in range(MOVES_WHEN_PASSING):
                    await seen.timed(seen.waits, time.perf_counter(), student.move)

        await asyncio.gather(*(pass_through(number + i) for i in range(at_once)))
        number += at_once
        print(f"{elapsed / 60:6.1f} {number:14d} {where.used().memory / 2**20:10.0f}", flush=True)
    return seen.errors


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.load", description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 10, 50], metavar="N")
    parser.add_argument("--seconds", type=float, default=20, help="how long each class works")
    parser.add_argument("--period", type=float, default=2, help="seconds between two changes")
    parser.add_argument("--page", default="", help="a page's name; none is the playground")
    parser.add_argument("--processes", type=int, default=1, help="several stand behind nginx")
    parser.add_argument(
        "--come-and-go", type=float, metavar="MINUTES", help="watch memory as students come and go"
    )
    parser.add_argument(
        "--smallest", action="store_true", help="only show that it runs: two students, one second"
    )
    given = parser.parse_args()
    if given.smallest:
        given.sessions, given.seconds, given.period = [2], 1.0, 0.3
    if max(given.sessions) > MOST_SESSIONS or min(given.sessions) < 1:
        parser.error(f"--sessions: expected 1 to {MOST_SESSIONS}.")
    if given.period < 0.02:
        parser.error("--period: expected 0.02 seconds or more.")
    if not 0 < given.seconds <= MOST_SECONDS or (given.come_and_go or 1) * 60 > MOST_SECONDS:
        parser.error(f"A run lasts at most {MOST_SECONDS} seconds.")
    return given


def main() -> int:
    given = arguments()
    errors: list[str] = []
    print(
        f"Page {given.page or 'playground'!r}, {given.processes} server process(es) on "
        f"{os.cpu_count()} shared cores, a change every {given.period:g} s ± {JITTER:.0%}."
    )
    if given.come_and_go:
        with servers(given.processes) as where:
            errors += asyncio.run(come_and_go(given.come_and_go, 20, given.page, where))
    else:
        print(Line.HEAD)
        for n in given.sessions:
            with servers(given.processes) as where:
                line = asyncio.run(class_of(n, given.seconds, given.period, given.page, where))
            print(line, flush=True)
            errors += line.seen.errors
    for error in sorted({*errors})[:10]:
        print(f"{errors.count(error)} × {error}", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
