"""Every benchmark that the README offers runs, and every one that exists is offered."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IN_BROWSER = {
    f"tests.benchmarks.{name}" for name in ("after_rest", "drag", "first_picture", "one_screen")
}
STARTED = re.compile(r'^if __name__ == "__main__":', re.MULTILINE)
PATIENCE = 300


def existing() -> list[str]:
    """Every benchmark in the folder, and the class of students."""
    found = [
        f"tests.benchmarks.{path.stem}"
        for path in sorted((ROOT / "tests" / "benchmarks").glob("*.py"))
        if STARTED.search(path.read_text("utf-8"))
    ]
    return [*found, "tests.load"]


def offered() -> set[str]:
    """What the README's section on measuring tells people to start; "…x" is tests.benchmarks.x."""
    section = (ROOT / "README.md").read_text("utf-8").split("\n## Measure it\n")[1]
    table = "".join(line for line in section.splitlines() if line.startswith("|"))
    names = re.findall(r"`(?:python -m )?(tests\.[\w.]+|…\w+)[^`]*`", table)
    return {name.replace("…", "tests.benchmarks.") for name in names}


def test_the_readme_offers_what_there_is_and_nothing_else() -> None:
    assert offered() == {*existing()}


def run_smallest(name: str) -> None:
    """Start it as the README says, in its smallest form; it must print a figure."""
    run = subprocess.run(
        [sys.executable, "-m", name, "--smallest"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert re.search(r"\d", run.stdout), "it prints no figure"


@pytest.mark.parametrize("name", sorted({*existing()} - IN_BROWSER))
def test_it_runs_in_its_smallest_form(name: str) -> None:
    run_smallest(name)
