"""The benchmarks that drive a browser run, too."""

import pytest

from tests.browser.support.watched import Chromium
from tests.test_benchmarks import IN_BROWSER, run_smallest


@pytest.mark.parametrize("name", sorted(IN_BROWSER))
def test_it_runs_in_its_smallest_form(chromium: Chromium, name: str) -> None:
    assert chromium.browser.is_connected()  # a browser is at hand
    run_smallest(name)
