"""Offer questions with fresh numbers for a quiz of one's own course."""

from functools import partial

import streamlit as st

from ce_core.quiz.files import quiz_file
from ce_core.quiz.items import LEAST, MOST

TITLE = "Questions for a quiz"
WORDS = (
    "Each file holds questions like the one above, with wrong answers and feedback that says why. "
    "The same seed gives the same numbers."
)
_FORMATS = (("Moodle XML", ".xml", "application/xml"), ("GIFT", ".gift", "text/plain"))


def offer() -> None:
    """Ask how many and from which seed, and offer a file in each format."""
    with st.expander(
        TITLE, icon=":material/download:", key="practice_quiz", on_change="rerun"
    ) as box:
        if not box.open:
            return
        st.caption(WORDS)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            count = st.number_input("Questions", LEAST, MOST, 20, key="quiz_count", width=140)
            seed = st.number_input("Seed", 0, 2**31, 1, key="quiz_seed", width=160)
            for title, ending, mime in _FORMATS:
                st.download_button(
                    title,
                    data=partial(quiz_file, ending, int(count), int(seed)),
                    file_name=f"softmax-cross-entropy-{int(count)}-{int(seed)}{ending}",
                    mime=mime,
                    key=f"quiz_download{ending}",
                    on_click="ignore",
                )
