"""What all page tests share."""

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(scope="package", autouse=True)
def one_look_at_the_installed_packages() -> Iterator[None]:
    """Let AppTest search the installed packages for components once, not at every run.

    It reads each package's metadata, a tenth of a second of processor time that a server spends
    once, at its start.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner,
            "scan_component_manifests",
            cache(manifest_scanner.scan_component_manifests),
        )
        yield
