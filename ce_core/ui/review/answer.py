"""Show a review: a sentence for the whole, and each line with its verdict."""

import streamlit as st

from ce_core.palette import Theme, roles
from ce_core.symbolic.review import verdicts as say
from ce_core.symbolic.review.diagnosis import quoted, said
from ce_core.symbolic.review.verdicts import LineStatus, Review, ReviewedLine
from ce_core.symbolic.review.written_line import is_marked, line_latex, own_letters
from ce_core.symbolic.writing.latex import typeset
from ce_core.ui.components import writing_choice
from ce_core.ui.components.chart import plain
from ce_core.ui.formulas.line_breaks import breaking_at_signs
from ce_core.ui.formulas.table import in_markdown
from ce_core.ui.review import mend

BADGES = {
    LineStatus.START: ":gray-badge[start]",
    LineStatus.OK: ":green-badge[✓ right]",
    LineStatus.NEEDS_FACT: ":violet-badge[✓ right if {fact}]",
    LineStatus.SLIP: ":red-badge[✗ mistake]",
    LineStatus.CARRIED: ":orange-badge[carries the mistake]",
    LineStatus.REPAIRED: ":violet-badge[right again]",
    LineStatus.UNREADABLE: ":gray-badge[not readable]",
    LineStatus.UNSUPPORTED: ":gray-badge[beyond this tool]",
}
THE_MARKED_PART = "the underlined part"
THE_WHOLE_LINE = "the whole line"
LONGEST_WORDS = 300


def draw(review: Review, theme: Theme) -> None:
    """The sentence, the lines, and below the first wrong one a field to mend it."""
    _whole(review)
    wrong = first_wrong(review)
    cut = len(review.lines) if wrong is None else wrong.number
    with st.container(key="mine_lines"):
        _stretch(review, review.lines[:cut], theme)
        if wrong is not None:
            plain_latex = mended_latex(wrong, review)
            mend.draw(wrong, plain_latex, on_paper=writing_choice.way() == "paper")
            _stretch(review, review.lines[cut:], theme)


def mended_latex(line: ReviewedLine, review: Review) -> str:
    """The line to begin from where it is written anew as on paper, without marks and colours."""
    if line.reading is None:
        return ""
    letters = own_letters(review.letters)
    right = typeset(line.reading.expression, letters)
    return right if line.left is None else f"{typeset(line.left.expression, letters)} = {right}"


def first_wrong(review: Review) -> ReviewedLine | None:
    """The line to mend: the first mistake, or the first line that could not be read."""
    for statuses in ((LineStatus.SLIP,), (LineStatus.UNREADABLE,)):
        for line in review.lines:
            if line.status in statuses:
                return line
    return None


def _whole(review: Review) -> None:
    sentence = f"**{plain(review.sentence)}**"
    statuses = {line.status for line in review.lines}
    if LineStatus.SLIP in statuses:
        st.error(sentence, icon=":material/close:")
    elif not statuses & set(say.RIGHT):
        st.warning(sentence, icon=":material/help:")
    else:
        st.success(sentence, icon=":material/check:")


def _stretch(review: Review, lines: tuple[ReviewedLine, ...], theme: Theme) -> None:
    if lines:
        st.markdown("\n\n".join(_item(review, line, theme) for line in lines))


def _item(review: Review, line: ReviewedLine, theme: Theme) -> str:
    """One entry of a numbered list, the words before it first."""
    before = review.lines[line.number - 2].span[1] if line.number > 1 else 0
    words = _words(review, before, line.span[0])
    badge = BADGES[line.status].format(fact=plain(line.fact))
    rows = [f"{formula_of(review, line, theme)} {badge}", message_of(review, line)]
    if line.number == len(review.lines):
        rows += _words(review, line.span[1], len(review.text))
    number = f"{line.number}. "
    item = number + ("\n\n" + " " * len(number)).join(filter(None, rows))
    return "\n\n".join([*words, item])


def _words(review: Review, start: int, end: int) -> list[str]:
    found = [review.text[a:b].strip() for a, b in review.words if start <= a and b <= end]
    joined = " ".join(" ".join(found).split())
    if len(joined) > LONGEST_WORDS:
        joined = f"{joined[: LONGEST_WORDS - 1]}…"
    return [f":gray[{plain(joined)}]"] if joined else []


def formula_of(review: Review, line: ReviewedLine, theme: Theme) -> str:
    """The line typeset from its tree, or as plain text in grey where it was not read."""
    opens = all(other.chain != line.chain for other in review.lines[: line.number - 1])
    latex = line_latex(line, review.letters, roles(theme), opens=opens)
    if not latex:
        return f":gray[{plain(' '.join(line.text.split()))}]"
    return in_markdown(breaking_at_signs(latex))


def message_of(review: Review, line: ReviewedLine) -> str:
    """What is said of a line, in Markdown; differences are typeset."""
    message = plain(line.message)
    if line.place is not None and line.reading is not None:
        stretch = plain(f"“{quoted(review.text, line.place)}”")
        if is_marked(line):
            message = message.replace(stretch, THE_MARKED_PART, 1)
        elif line.place == line.reading.span:
            message = message.replace(stretch, THE_WHOLE_LINE, 1)
    if line.difference is not None:
        told = plain(say.OFF_BY.format(difference=said(line.difference)))
        latex = in_markdown(typeset(line.difference, own_letters(review.letters)))
        typeset_told = say.OFF_BY.format(difference=latex)
        message = message.replace(told, typeset_told, 1)
    return message
