"""Share the suite out among workers: a file's tests stay together, the slow ones begin.

What measures frames, or stops servers in mid move, runs on one worker and never beside another of
its kind. A run of single files or tests has no workers, so that a debugger works there.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# What properties state are laws, not speeds: a busy machine must not break them.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

HERE = Path(__file__).parent
MOST_WORKERS = 4
DISTURBED_BY_EACH_OTHER = {
    "browser/test_benchmarks.py",
    "browser/stage/test_drag.py",
    "browser/charts/test_live_marks.py",
    "browser/robustness/test_balancer.py",
    "browser/robustness/test_faults.py",
}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Give the number of workers where nobody names one: none for single files and tests."""
    whole = all(Path(config.invocation_params.dir, arg).is_dir() for arg in paths_of(config))
    return min(MOST_WORKERS, os.cpu_count() or 1) if whole else 0


def paths_of(config: pytest.Config) -> list[str]:
    """The files and folders that the run was asked for; none is everything."""
    return [arg.partition("::")[0] for arg in config.args if not arg.startswith("-")]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests by file, and put those that drive a browser first: they take longest."""
    for item in items:
        path = item.path.relative_to(HERE).as_posix()
        group = "measured" if path in DISTURBED_BY_EACH_OTHER else path
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: not item.path.is_relative_to(HERE / "browser"))
