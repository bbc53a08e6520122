"""Read what a benchmark is started with."""

import argparse
from collections.abc import Sequence


def smallest(doc: str | None, arguments: Sequence[str] | None = None) -> bool:
    """Tell whether the benchmark is only to show that it runs, in a second or two."""
    return parser(doc).parse_args(arguments).smallest


def parser(doc: str | None) -> argparse.ArgumentParser:
    """Make a parser that knows ``--smallest``; for benchmarks that take more."""
    found = argparse.ArgumentParser(description=doc)
    found.add_argument("--smallest", action="store_true", help="only show that it runs")
    return found
