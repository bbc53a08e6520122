"""What a page tells the component of charts: all of them in one message, at a width it chooses."""

import json
import math
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
from ce_core.figures.theme import template
from ce_core.scenario import DEFAULT_SCENARIO
from ce_core.ui.shell import assets


def two_charts() -> None:
    import streamlit as st

    from ce_core.figures.cost.cost_curves import high_cost_curve, low_cost_curve
    from ce_core.figures.theme import Chart
    from ce_core.scenario import DEFAULT_SCENARIO
    from ce_core.ui.components import chart

    low = low_cost_curve(DEFAULT_SCENARIO, "dark")
    high = high_cost_curve(DEFAULT_SCENARIO, "dark")
    charts: tuple[Chart | chart.Headed, ...] = (chart.Headed("Low", low), high)[
        : st.session_state["count"]
    ]
    chart.show("curves", *charts[: st.session_state["count"]])


def told(count: int) -> list[dict[str, Any]]:
    app = AppTest.from_function(two_charts, default_timeout=60)
    app.session_state["count"] = count
    app.run()
    assert not app.exception
    return [json.loads(element.proto.bytes) for element in app.get("bidi_component")]


def test_charts_of_a_place_are_one_element_that_says_their_look_once() -> None:
    (message,) = told(2)
    assert message["template"] == template("dark")
    assert all(one["layout"]["template"] is None for one in message["charts"])
    assert message["columns"] == 2
    assert [one["heading"] for one in message["charts"]] == ["Low", ""]


def test_each_chart_arrives_with_its_numbers_and_its_words() -> None:
    (message,) = told(2)
    for one, draw in zip(message["charts"], (low_cost_curve, high_cost_curve), strict=True):
        chart = draw(DEFAULT_SCENARIO, "dark")
        assert one["data"] == chart.spec["data"]
        assert one["alt"] == chart.alt
        assert one["caption"].replace("\N{NO-BREAK SPACE}", " ") == chart.caption


def test_one_chart_alone_has_the_whole_width_and_none_is_no_element() -> None:
    assert told(1)[0]["columns"] == 1
    assert told(0) == []


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_a_gap(value: float) -> None:
    sent = assets.packed({"x": np.array([1.0, value]), "y": value})
    assert json.loads(sent) == {"x": [1.0, None], "y": None}
