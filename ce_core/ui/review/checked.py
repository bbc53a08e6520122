"""Review what the fields hold, with the person's own numbers, and show it."""

import streamlit as st

from ce_core.palette import Theme
from ce_core.scenario import Scenario
from ce_core.symbolic.review.review import Review, review
from ce_core.ui.components.chart import plain
from ce_core.ui.practice.typed_line import own_numbers
from ce_core.ui.review import answer, downloads, fields


def show(text: str, scenario: Scenario, theme: Theme) -> Review:
    """Show the verdicts; give the review as the text alone has it, for the letters it guesses."""
    numbers = own_numbers(scenario)
    guessed = review(text, numbers=numbers)
    wishes = fields.wishes_given()
    found = guessed
    if wishes.any:
        try:
            found = review(text, letters=wishes.applied(guessed.letters), numbers=numbers)
        except ValueError as problem:
            st.error(plain(str(problem)), icon=":material/error:")
            return guessed
    answer.draw(found, theme)
    if found.lines:
        downloads.offer(found)
    return guessed
