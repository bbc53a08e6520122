"""Write a quiz file: ``python -m ce_core.quiz --count 20 --seed 1 out.xml`` (or ``out.gift``)."""

import argparse
from pathlib import Path

from ce_core.quiz.files import WRITERS, quiz_file
from ce_core.quiz.items import LEAST, MOST


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write the file that it names."""
    parser = argparse.ArgumentParser(prog="python -m ce_core.quiz", description=__doc__)
    parser.add_argument("--count", type=int, default=20, help=f"{LEAST} to {MOST} questions")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same numbers")
    parser.add_argument("file", type=Path, help=f"ends in {' or '.join(WRITERS)}")
    asked = parser.parse_args(arguments)
    try:
        asked.file.write_text(quiz_file(asked.file.suffix, asked.count, asked.seed), "utf-8")
    except (ValueError, OSError) as problem:
        parser.error(str(problem))


if __name__ == "__main__":
    main()
