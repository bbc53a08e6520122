"""How a person sees and works the stage, through the names of its automation contract."""

from dataclasses import dataclass
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from ce_core.scenario import Scenario
from ce_core.scenario_query import QUERY_KEYS, Query, from_query, to_query

READY = '[data-test-script-state="notRunning"]'
# A query for the playground's stage alone: its sections take seconds to load and to paint.
STAGE_ALONE = "hide=curves,cost-curves,each-logit,derivative,derivation"

# One look at everything, in one task of the page, so that no two numbers are of different frames.
_LOOK = """(stage) => {
    const find = (id) => stage.querySelector(`[data-testid="${id}"]`);
    const number = (node) => node.dataset.value === '' ? NaN : Number(node.dataset.value);
    const rows = [];
    for (let i = 0; find(`logit-${i}`); i += 1) {
        const cells = ['prob', 'target', 'term', 'grad'].map((kind) => find(`${kind}-${i}`));
        rows.push({
            logit: Number(find(`logit-${i}`).getAttribute('aria-valuenow')),
            name: find(`class-${i}`).textContent,
            values: cells.map(number),
            texts: cells.map((cell) => cell.textContent),
        });
    }
    const cost = find('cost');
    return {
        rows,
        cost: number(cost),
        costText: cost.textContent,
        sentence: find('sentence').textContent,
        level: stage.dataset.level,
        alarm: stage.querySelector('.level').textContent,
    };
}"""


@dataclass(frozen=True)
class Look:
    """All that the stage shows at one moment; ``*_texts`` as a person reads it."""

    logits: tuple[float, ...]
    names: tuple[str, ...]
    prob: tuple[float, ...]
    target: tuple[float, ...]
    term: tuple[float, ...]
    grad: tuple[float, ...]
    cost: float
    prob_texts: tuple[str, ...]
    target_texts: tuple[str, ...]
    term_texts: tuple[str, ...]
    grad_texts: tuple[str, ...]
    cost_text: str
    sentence: str
    level: str
    level_text: str

    @classmethod
    def of(cls, seen: dict[str, Any]) -> Self:
        rows = seen["rows"]
        columns = ["prob", "target", "term", "grad"]
        values: dict[str, Any] = {
            name: tuple(float(row["values"][i]) for row in rows) for i, name in enumerate(columns)
        }
        texts = {
            f"{name}_texts": tuple(row["texts"][i] for row in rows)
            for i, name in enumerate(columns)
        }
        return cls(
            logits=tuple(float(row["logit"]) for row in rows),
            names=tuple(row["name"] for row in rows),
            cost=float(seen["cost"]),
            cost_text=seen["costText"],
            sentence=seen["sentence"],
            level=seen["level"],
            level_text=seen["alarm"],
            **values,
            **texts,
        )


class Stage:
    """The stage on a page that has been opened at ``url``."""

    folded = False
    """Whether the page opens without the stage, which comes when something is put on it."""

    def __init__(self, page: Page, url: str, *, folded: bool = False) -> None:
        self.page = page
        self.folded = folded
        page.goto(url)
        self.wait_for_python()

    @classmethod
    def on(cls, page: Page) -> Self:
        """Give the stage of a page that stands already."""
        stage = cls.__new__(cls)
        stage.page = page
        stage.wait_for_python()
        return stage

    @property
    def root(self) -> Locator:
        return self.page.get_by_test_id("stage")

    def part(self, test_id: str) -> Locator:
        return self.root.get_by_test_id(test_id)

    def look(self) -> Look:
        return Look.of(self.root.evaluate(_LOOK))

    def wait_for_python(self) -> None:
        """Wait until the stage stands and no script is running."""
        if not self.folded:
            self.root.wait_for()
        self.page.locator(READY).wait_for(state="attached")

    def wait_for_frame(self) -> None:
        """Wait until everything asked for before now has been painted."""
        self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def scenario(self, temperature: float = 1.0, label_smoothing: float = 0.0) -> Scenario:
        """Give what the rows show as a scenario."""
        seen = self.look()
        return Scenario(seen.logits, seen.target, seen.names, temperature, label_smoothing)

    def wait_until_told(self, expected: Scenario | None = None) -> None:
        """Wait until the URL, which Python writes, says what the stage (or ``expected``) says."""
        self.wait_for_frame()
        wanted = to_query(expected or self.scenario())
        self.page.wait_for_url(lambda url: query_of(url) == wanted)
        self.wait_for_python()

    def expect_logits(self, *logits: float) -> None:
        for i, logit in enumerate(logits):
            expect(self.part(f"logit-{i}")).to_have_attribute("aria-valuenow", written(logit))
        expect(self.part(f"logit-{len(logits)}")).to_have_count(0)

    def press(self, test_id: str) -> None:
        self.part(test_id).click()
        self.wait_for_frame()

    def preset(self, key: str) -> Look:
        if not self.part("more-presets").is_visible():  # on a phone
            self.press("more-tools")
        if not self.part(f"preset-{key}").is_visible():
            self.press("more-presets")
        self.press(f"preset-{key}")
        return self.look()

    def key(self, test_id: str, *keys: str) -> Look:
        for key in keys:
            self.part(test_id).press(key)
        self.wait_for_frame()
        return self.look()

    def edit(self) -> None:
        """Open the fields for names and the buttons that add and remove classes."""
        self.press("edit-classes")
        expect(self.part("add-class")).to_be_visible()

    def type_logit(self, i: int, text: str, commit: Literal["Enter", "Tab"] = "Enter") -> Look:
        self.part(f"logit-input-{i}").fill(text)
        return self.key(f"logit-input-{i}", commit)

    def centre(self, test_id: str) -> tuple[float, float]:
        box = self.part(test_id).bounding_box()
        assert box is not None, f"{test_id} is not on the screen"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def written(number: float) -> str:
    """Write a number as JavaScript does in an attribute, for ordinary numbers."""
    return str(int(number)) if number == int(number) else repr(number)


def query_of(url: str) -> Query:
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    return {key: values for key, values in query.items() if key in QUERY_KEYS}


def scenario_in(url: str) -> Scenario:
    """Read the scenario that a link holds; it must be flawless."""
    scenario, problems = from_query(query_of(url))
    assert problems == []
    return scenario
