"""Show gradient descent on the logits, on a plane of points, and on handwritten digits."""

import streamlit as st

from ce_core.figures.training_curve import training_chart
from ce_core.number_format import format_given, format_number, format_percent
from ce_core.numeric.descent.classifier import Classifier
from ce_core.numeric.descent.plane_points import CLASSES, MOST_DEGREE, PATTERNS
from ce_core.ui.components import chart, digit_cards, points_editor, weight_table
from ce_core.ui.components.descent_player import player
from ce_core.ui.components.points_editor import Setup
from ce_core.ui.components.stage import stage
from ce_core.ui.session import scenario_state, url_widgets
from ce_core.ui.shell import fragments, page
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.workbench import below_figure, controls

RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
RATE = 1.0
LENGTHS = (20, 50, 100, 200, 400)
LENGTH = 100
PLANE_RATES = (0.1, 0.5, 2.0, 5.0)
PLANE_RATE = 2.0
WEIGHTS = "The weights, and how one point changes them"
LOWEST = "Lowest costs, each of another digit"
HIGHEST = "Highest costs"
COST_FELL = "How the cost fell"
CLASS_WEIGHTS = "The weights of each class"
PICTURES = (
    "One picture per digit, one weight per pixel. Ink on a blue pixel raises this digit’s "
    "logit, ink on a pink pixel lowers it."
)
POWERS = "Powers of x₁ and x₂ up to"


def show_logits() -> None:
    with controls():
        st.select_slider(
            "Learning rate",
            RATES,
            format_func=format_given,
            **url_widgets.bound("rate", RATES, RATE),
        )
        st.select_slider("Steps", LENGTHS, **url_widgets.bound("steps", LENGTHS, LENGTH))
    player(scenario_state.scenario(), st.session_state["rate"], st.session_state["steps"])


def draw_again() -> None:
    st.session_state["seed"] = st.session_state.get("seed", 0) + 1


def choose_setup() -> Setup:
    classes = list(range(CLASSES[0], CLASSES[1] + 1))
    degrees = list(range(1, MOST_DEGREE + 1))
    with st.container(key="plane_settings", horizontal=True, vertical_alignment="bottom"):
        pattern = st.segmented_control(
            "Points",
            PATTERNS,
            required=True,
            **url_widgets.bound("pattern", PATTERNS, PATTERNS[0]),
        )
        n_classes = st.segmented_control(
            "Classes", classes, required=True, **url_widgets.bound("classes", classes, 3)
        )
        degree = st.segmented_control(
            POWERS,
            degrees,
            required=True,
            **url_widgets.bound("degree", degrees, 1),
        )
        rate = st.segmented_control(
            "Learning rate",
            PLANE_RATES,
            format_func=format_given,
            required=True,
            **url_widgets.bound("plane_rate", PLANE_RATES, PLANE_RATE),
        )
        st.button("Draw new points", key="draw_again", on_click=draw_again)
    return Setup(
        pattern or PATTERNS[0],
        n_classes or 3,
        degree or 1,
        rate or PLANE_RATE,
        st.session_state.get("seed", 0),
    )


def show_plane() -> None:
    setup = choose_setup()
    points_editor.points_editor(setup)
    work = points_editor.work(setup)
    training = points_editor.trained(work.points, setup.n_classes, setup.degree, setup.rate)
    with below_figure():
        show_weights(setup, work.points[work.chosen], work.chosen, training.trained)


def show_weights(
    setup: Setup, point: tuple[float, float, int], chosen: int, classifier: Classifier
) -> None:
    st.subheader(WEIGHTS)
    st.markdown(
        f"Point {chosen + 1} after {points_editor.STEPS} steps. Its features X give the "
        "logits W·X + b. The chain rule goes one step further back, from the logits to the "
        "weights: ∂E/∂W = (ŷ − y)·Xᵀ. So each column on the right is X times one number, ŷ − y."
    )
    weight_table.show(classifier, point, setup.degree)
    st.caption(
        f"Full-batch gradient descent with momentum {points_editor.MOMENTUM} from all weights 0; "
        f"a weight decay of {points_editor.DECAY} keeps the weights finite when a line separates "
        "the classes perfectly."
    )


def open_digit(step: int, index: int) -> None:
    school = digit_cards.school()
    classifier = school.training.snapshots[step]
    fragments.put_on_stage(digit_cards.scenario_of(classifier, school.held_out, index))


def show_row(title: str, key: str, step: int, indices: list[int]) -> None:
    school = digit_cards.school()
    st.subheader(title)
    with st.container(key=key, horizontal=True):
        for place, index in enumerate(indices):
            with st.container(width=144, key=f"{key}_{place}"):
                digit_cards.card(
                    school.training.snapshots[step], school.held_out, index, page.theme()
                )
                st.button(
                    "Show its logits",
                    key=f"open_{key}_{place}",
                    on_click=open_digit,
                    args=(step, index),
                )


def show_digits() -> None:
    school = digit_cards.school()
    training, held_out = school.training, school.held_out
    last = training.steps[-1]
    trained = st.select_slider(
        "Training steps", training.steps, **url_widgets.bound("trained", training.steps, last)
    )
    at = training.steps.index(trained)
    classifier = training.snapshots[at]
    right = classifier.accuracy(held_out.pixels, held_out.labels)
    st.markdown(
        f"After {trained} steps on {len(school.seen.labels)} digits: of {len(held_out.labels)} "
        f"validation digits, {format_percent(right)} are predicted correctly. Their mean cost is "
        f"{format_number(float(school.held_out_costs[at]))} nats."
    )
    low, high = digit_cards.extremes(classifier, held_out)
    show_row(LOWEST, "lowest", at, low)
    show_row(HIGHEST, "highest", at, high)
    with below_figure():
        show_training(at)


def show_training(at: int) -> None:
    school = digit_cards.school()
    learning, looks = st.columns(2)
    with learning:
        st.subheader(COST_FELL)
        drawn = training_chart(school.training, school.held_out_costs, at, page.theme())
        chart.show("digits_training", drawn)
    with looks:
        st.subheader(CLASS_WEIGHTS)
        digit_cards.weight_pictures(school.training.snapshots[at], page.theme())
        st.caption(PICTURES)
    st.caption(digit_cards.CREDIT)


SECTIONS = (
    Section("logits", "The logits", show_logits, follows=False),
    Section("plane", "Points in the plane", show_plane, follows=False, folded=True),
    Section("digits", "Handwritten digits", show_digits, follows=False, folded=True),
)

page.show("Descent", SECTIONS, stage=stage)
