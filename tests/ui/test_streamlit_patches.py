"""Each change to Streamlit fits the installed version, or says in one line that it does not."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit

from ce_core.ui.shell.streamlit_patches import PATCHES
from ce_core.ui.shell.streamlit_patches.fit import misfit
from tests.browser.support.server import Server
from tests.load.student import Student

ROOT = Path(__file__).parents[2]

APPLY = "from ce_core.ui.shell import streamlit_patches\nstreamlit_patches.apply()\n"
BREAKS = {
    "no function": (
        "from streamlit.runtime import app_session\ndel app_session._populate_theme_msg\n"
    ),
    "another function": (
        "from streamlit.runtime import app_session\n"
        "app_session._populate_theme_msg = lambda msg, section, more: None\n"
    ),
    "no presenter": (
        "from streamlit.components.v2.bidi_component import main\n"
        "del main.make_bidi_component_presenter\n"
    ),
    "no widget state": (
        "from streamlit.runtime.state.session_state import SessionState\n"
        "del SessionState.__dataclass_fields__['_new_widget_state']\n"
    ),
    "no context outside a run": (
        "from streamlit.runtime.app_session import AppSession\n"
        "del AppSession.create_detached_script_run_ctx\n"
    ),
    "collecting": (
        "from streamlit import config\nconfig.set_option('runner.postScriptGC', True)\n"
    ),
    "no option": (
        "from streamlit import config\nconfig.get_config_options()\n"
        "del config._config_options['runner.postScriptGC']\n"
    ),
}


def lines_of_a_fresh_process(code: str) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [line for line in ran.stderr.splitlines() if "left out" in line]


async def visit(url: str) -> None:
    async with Student(0, url, "") as student:
        await student.join()


def test_a_fresh_process_has_nothing_to_say() -> None:
    assert lines_of_a_fresh_process(APPLY * 2) == []


@pytest.mark.parametrize("code", BREAKS.values(), ids=BREAKS)
def test_a_change_that_does_not_fit_is_left_out_and_said_in_one_line(code: str) -> None:
    (line,) = lines_of_a_fresh_process(code + APPLY * 2)
    (patch,) = [patch for patch in PATCHES if patch.name in line]
    assert patch.made_for in line
    assert patch.saves in line
    assert line.startswith(f"Streamlit {streamlit.__version__}: ")


def test_each_change_was_made_for_the_version_that_is_required() -> None:
    asked = re.search(r"streamlit[^\n]*?([\d.]+)", (ROOT / "requirements.txt").read_text("utf-8"))
    assert asked
    for patch in PATCHES:
        assert patch.made_for.startswith(asked[1].rstrip("."))


def test_a_server_makes_them_all_at_its_first_visit() -> None:
    with Server() as server:
        asyncio.run(visit(server.url))
        assert "left out" not in server.read_log()


def test_a_function_fits_by_its_parameters() -> None:
    class Owner:
        @staticmethod
        def told(first: int, second: int) -> int:
            return first + second

    assert misfit(Owner, "told", ("first", "second")) == ""
    assert misfit(Owner, "told", ("first",)) == "Owner.told takes (first, second)"
    assert misfit(Owner, "gone", ()) == "Owner has no gone"
