"""Write a page as one HTML file, or all pages into a folder: ``python -m ce_core.take_along``."""

import argparse
from pathlib import Path

from ce_core.scenario_query import QUERY_KEYS, from_query
from ce_core.take_along.contents import PAGES
from ce_core.take_along.document import page_html
from ce_core.take_along.settings import SETTING_KEYS, read_settings
from ce_core.take_along.site import write_site


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write what it names."""
    parser = argparse.ArgumentParser(prog="python -m ce_core.take_along", description=__doc__)
    parser.add_argument("--page", choices=PAGES, default="playground")
    parser.add_argument("--all", action="store_true", help="all pages, into a folder")
    parser.add_argument("--z", default=[], action="append", help="logits: 1,3,5,7")
    parser.add_argument("--y", default=[], action="append", help="label from 0, or 0.1,0.7,0.2")
    parser.add_argument("--n", default=[], action="append", help="a class name; once a class")
    parser.add_argument("--t", default=[], action="append", help="temperature")
    parser.add_argument("--s", default=[], action="append", help="label smoothing")
    parser.add_argument("--section", default="", help="the section that stands first")
    parser.add_argument(
        "--set",
        default=[],
        action="append",
        metavar="NAME=VALUE",
        help=f"a setting of a section, as in the app's address: {', '.join(SETTING_KEYS)}",
    )
    parser.add_argument("--app", default="", help="address of the app, for a link back")
    parser.add_argument("out", type=Path, help="the file, or with --all the folder")
    asked = parser.parse_args(arguments)
    scenario, problems = from_query({key: getattr(asked, key) for key in QUERY_KEYS})
    given = [each.partition("=")[::2] for each in asked.set]
    settings, ignored = read_settings({key: [value] for key, value in given})
    unknown = [f"There is no setting “{key}”." for key, _ in given if key not in SETTING_KEYS]
    problems = [*problems, *ignored, *unknown]
    if problems:
        parser.error(" ".join(problems))
    try:
        if asked.all:
            write_site(asked.out, scenario, app=asked.app)
        else:
            html = page_html(
                asked.page, scenario, app=asked.app, section=asked.section, settings=settings
            )
            asked.out.write_text(html, "utf-8")
    except (ValueError, OSError) as problem:
        parser.error(str(problem))


if __name__ == "__main__":
    main()
