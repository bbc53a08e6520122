"""The panel in a notebook, from Python's side: what can be read, set, observed and refused."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import TraitError

from ce_core import cross_entropy, cross_entropy_grad, softmax
from ce_core.notebook import Stage
from ce_core.notebook.stage import widget_script
from ce_core.scenario import PRESETS, Scenario
from ce_core.stage_messages import scenario_for_stage

LOGITS = st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=10)


def moved(stage: Stage, scenario: Scenario, **revision: Any) -> None:
    """Do what the browser does when the hand rests."""
    answered = {**stage._handed["revision"], **revision}
    stage._moved = {"scenario": scenario_for_stage(scenario), "revision": answered}


def assert_as_computed(stage: Stage) -> None:
    scaled = np.array(stage.logits) / stage.temperature
    smoothing = {"label_smoothing": stage.label_smoothing}
    assert stage.probabilities == pytest.approx(np.asarray(softmax(scaled)), rel=1e-12, abs=1e-300)
    wanted = float(cross_entropy(scaled, stage.target, **smoothing))
    assert stage.cost == pytest.approx(wanted, rel=1e-12, abs=1e-300)
    slopes = np.asarray(cross_entropy_grad(scaled, stage.target, **smoothing)) / stage.temperature
    assert stage.gradient == pytest.approx(slopes, rel=1e-9, abs=1e-15)


def test_it_begins_as_it_is_told() -> None:
    stage = Stage([1, 3, 5, 7], 3)
    assert stage.logits == (1.0, 3.0, 5.0, 7.0)
    assert stage.target == 3
    assert stage.cost == pytest.approx(0.14507794, abs=1e-8)
    assert repr(stage) == "Stage([1, 3, 5, 7], 3): cost 0.145"
    assert_as_computed(stage)


@settings(max_examples=60, deadline=None)
@given(LOGITS, st.data())
def test_numbers_are_those_of_the_library(logits: list[float], data: st.DataObject) -> None:
    label = data.draw(st.integers(0, len(logits) - 1))
    temperature = data.draw(st.floats(0.05, 20))
    smoothing = data.draw(st.floats(0, 0.9))
    stage = Stage(logits, label, temperature=temperature, label_smoothing=smoothing)
    assert_as_computed(stage)
    shares = data.draw(st.lists(st.floats(0.01, 1), min_size=len(logits), max_size=len(logits)))
    stage.target = np.array(shares) / sum(shares)
    assert_as_computed(stage)


def test_arrays_of_any_library_that_numpy_reads_can_be_set() -> None:
    stage = Stage(np.array([1, 2], dtype=np.int8), np.int64(1))
    assert (stage.logits, stage.target) == ((1.0, 2.0), 1)
    stage.logits = np.array([0.5, 0.25], dtype=np.float32)
    stage.target = (y for y in (0.25, 0.75))
    assert (stage.logits, stage.target) == ((0.5, 0.25), (0.25, 0.75))
    assert all(type(z) is float for z in (*stage.logits, *stage.target))


@pytest.mark.parametrize("name", ["logits", "target", "cost", "gradient", "probabilities"])
def test_whoever_observes_is_told_once_and_finds_everything_in_step(name: str) -> None:
    stage = Stage([1, 3, 5, 7], 3)
    told: list[Any] = []

    def hear(change: Any) -> None:
        assert change.new == getattr(stage, name)
        assert_as_computed(stage)
        told.append(change.new)

    stage.observe(hear, name)
    moved(stage, PRESETS[1].scenario)
    assert len(told) == 1
    stage.change(logits=[2, 1], target=0)
    assert len(told) == 2
    stage.logits = [0, 1]
    stage.target = 1
    assert len(told) == (4 if name in ("cost", "gradient") else 3)


def test_what_python_sets_goes_to_the_browser_with_a_new_revision() -> None:
    stage = Stage([1, 3, 5, 7], 3)
    first = stage._handed["revision"]
    stage.logits = [1, -9, 4, 8]
    assert stage._handed["scenario"]["logits"] == [1, -9, 4, 8]
    assert stage._handed["revision"] == {**first, "number": first["number"] + 1}


def test_what_the_hand_moves_is_not_sent_back() -> None:
    stage = Stage([1, 3, 5, 7], 3)
    before = stage._handed
    moved(stage, PRESETS[1].scenario)
    assert (stage.logits, stage.target) == ((1.0, -9.0, 4.0, 8.0), 1)
    assert stage._handed is before


def test_a_move_that_python_has_overtaken_is_ignored() -> None:
    stage = Stage([1, 3, 5, 7], 3)
    old = stage._handed["revision"]
    stage.logits = [0, 0, 0, 0]
    moved(stage, PRESETS[1].scenario, **old)
    assert stage.logits == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("sent", [None, 3, {}, {"logits": ["x"], "target": [1]}])
def test_what_is_no_scenario_is_refused_and_the_panel_shows_the_last_one_again(sent: Any) -> None:
    stage = Stage([1, 3, 5, 7], 3)
    before = stage._handed["revision"]["number"]
    stage._moved = {"scenario": sent, "revision": stage._handed["revision"]}
    assert stage.logits == (1.0, 3.0, 5.0, 7.0)
    assert stage._handed["revision"]["number"] == before + 1
    assert stage._handed["scenario"]["logits"] == [1, 3, 5, 7]


def test_a_label_and_usual_names_stay_with_another_number_of_classes() -> None:
    stage = Stage([1, 3, 5, 7], 1)
    stage.logits = [1, 2]
    assert (stage.target, stage.names) == (1, ("class 1", "class 2"))


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"logits": [1, "x", 3, 4]}, "logits must hold real numbers"),
    ({"logits": [1]}, "logits must have 2 to 10 entries, but there are 1"),
    ({"logits": list(range(11))}, "2 to 10 entries, but there are 11"),
    ({"logits": [1, float("nan"), 2, 3]}, "logits must be finite"),
    ({"logits": [[1, 2], [3, 4]]}, "logits must be one list of numbers"),
    ({"logits": 7}, "logits must be one list"),
    ({"logits": None}, "logits must hold real numbers"),
    ({"logits": [1, 2]}, r"now 2 logits, but the label is class 3\. Change both at once"),
    ({"target": 4}, "class number from 0 to 3"),
    ({"target": -1}, "class number from 0 to 3"),
    ({"target": 1.5}, "target must be one list"),
    ({"target": [0.5, 0.5]}, "target must have 4 entries"),
    ({"target": [0.5, 0.5, 0.5, 0.5]}, "target must sum to 1, but it sums to 2"),
    ({"names": "abcd"}, "names must be a list of texts"),
    ({"names": ["a", "b", "c", "d\u202ee"]}, "names must be one line each"),
    ({"names": [1, 2, 3, 4]}, "names must be a list of texts"),
    ({"temperature": 0}, "temperature must lie between 0.05 and 20.0"),
    ({"temperature": "2"}, "temperature must be a number, but it is '2'"),
    ({"label_smoothing": True}, "label_smoothing must be a number"),
]


@pytest.mark.parametrize(("given_fields", "said"), REFUSED)
def test_bad_input_gets_one_sentence_and_nothing_changes(
    given_fields: dict[str, Any], said: str
) -> None:
    stage = Stage([1, 3, 5, 7], 3)
    before = stage._handed
    ((name, value),) = given_fields.items()
    for attempt in (lambda: setattr(stage, name, value), lambda: stage.change(**given_fields)):
        with pytest.raises(ValueError, match=said) as caught:
            attempt()
        assert isinstance(caught.value, TraitError)
        assert "\n" not in str(caught.value)
    assert (stage.logits, stage.target, stage.temperature) == ((1.0, 3.0, 5.0, 7.0), 3, 1.0)
    assert stage._handed is before
    assert_as_computed(stage)


def test_a_bad_start_is_refused_as_well() -> None:
    for arguments, said in (
        (([1, 2], 2), "class number from 0 to 1"),
        (([1], 0), "2 to 10 entries"),
        (("ab", 0), "logits must hold real numbers"),
    ):
        with pytest.raises(ValueError, match=said):
            Stage(*arguments)
    with pytest.raises(TypeError, match="Stage has no colour; it has logits, target"):
        Stage([1, 2], 0, colour="red")


@pytest.mark.parametrize("name", ["cost", "gradient", "probabilities"])
def test_what_is_computed_cannot_be_set(name: str) -> None:
    with pytest.raises(TraitError, match="read-only"):
        setattr(Stage([1, 2], 0), name, 1)


def test_the_script_is_one_module_without_imports() -> None:
    script = widget_script()
    assert script.rstrip().endswith("export default { render };")
    assert script.count("export ") == 1
    assert "import " not in script.replace("important", "")
    assert len(script.encode()) <= 200_000


def test_without_anywidget_a_sentence_says_what_to_install() -> None:
    code = (
        "import sys\nsys.modules['anywidget'] = None\n"
        "try:\n    import ce_core.notebook\n"
        "except ModuleNotFoundError as missing:\n    print(missing)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "The panel in a notebook needs anywidget: run pip install anywidget.\n"
