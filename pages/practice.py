"""Show the exercises: write the next line, find the mistake, predict, take up a challenge."""

from collections.abc import Callable

from ce_core.ui.components.stage import stage
from ce_core.ui.practice import challenge, predict, progress
from ce_core.ui.session import scenario_state
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section


def kept(show: Callable[[], None]) -> Callable[[], None]:
    """Draw an exercise between what keeps the record of it."""

    def draw() -> None:
        progress.style()
        progress.load()
        show()
        progress.summary()
        progress.keep()

    return draw


def write() -> None:
    from ce_core.ui.practice import next_line  # SymPy takes a while to load

    next_line.show(scenario_state.scenario(), page.theme())


def find() -> None:
    from ce_core.ui.practice import find_slip

    find_slip.show(scenario_state.scenario(), page.theme())


SECTIONS = (
    Section("write", "Write the next line", kept(write)),
    Section("slip", "Find the mistake", kept(find)),
    Section("predict", "Predict", kept(predict.show), folded=True),
    Section("challenges", "Challenges", kept(challenge.show), folded=True),
)

page.show("Practice", SECTIONS, stage=stage)
