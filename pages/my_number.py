"""Ask which computation gives the number that your code printed."""

import streamlit as st

from ce_core.ui.components.chart import plain
from ce_core.ui.explain import answer, fields
from ce_core.ui.shell import page
from ce_core.ui.shell.sections import Section
from ce_core.ui.shell.workbench import main_figure

WHAT = (
    "Your code printed a loss or a gradient, and it is not what you expected? Give the numbers and "
    "the result. The lab tries the computations that people's code really does, and names those "
    "that give your digits."
)
EMPTY = "Give logits, labels and the printed number. The answer then stands here."


def body() -> None:
    for problem in fields.start():
        st.info(problem, icon=":material/link_off:")
    st.markdown(WHAT)
    left, right = st.columns([2, 3], gap="large")
    with left:
        fields.draw()
    fields.write()
    with right, main_figure():
        try:
            asked = fields.read()
            if asked is None:
                st.info(EMPTY)
            else:
                answer.draw(asked)
        except ValueError as problem:
            st.error(plain(str(problem)), icon=":material/error:")


page.show("My number", [Section("explain", "My number", body)])
