"""Build the package with the scripts of assets/ and Plotly in it; all else is in pyproject.toml.

In a checkout the app reads them where they are. A package that pip has installed, for a notebook or
for pages without a server, has to bring them along.
"""

from pathlib import Path
from shutil import copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
LEFT_OUT = ignore_patterns("screenshots", "*.md")


class WithAssets(build_py):
    """Copies assets/ and static/plotly/ beside the modules, unless these stay in the checkout."""

    def run(self) -> None:
        """Build the modules, then copy."""
        super().run()
        if not self.editable_mode:
            to = Path(self.build_lib, "ce_core")
            for folder in ("assets", "static/plotly"):
                copytree(HERE / folder, to / folder, ignore=LEFT_OUT, dirs_exist_ok=True)


setup(cmdclass={"build_py": WithAssets})
