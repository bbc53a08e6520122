"""The mistakes of two published derivations are found, in their lines, and no others."""

from ce_core.symbolic.review.review import LineStatus, Review, review
from tests.symbolic.review.published_notes import CHAIN_RULE, QUOTIENT_RULE

WRONG = (LineStatus.SLIP, LineStatus.CARRIED, LineStatus.REPAIRED)


def found(reviewed: Review) -> list[tuple[str, str]]:
    """Every line that is not right, as its status and what it is equal to."""
    return [
        (line.status, " ".join(line.text.split()))
        for line in reviewed.lines
        if line.status in WRONG
    ]


def test_the_quotient_rule_notes_have_two_mistakes_and_both_vanish_silently() -> None:
    assert found(review(QUOTIENT_RULE)) == [
        ("slip", r"\frac{-e^x * b}{(e^x + b)^2} * \frac{e^x + b}{e^x}"),
        ("repaired", r"\frac{b}{e^x + b}"),
        ("slip", r"-a * \frac{b}{e^x + b} + \frac{e^x}{e^x + b} - a * \frac{-e^x}{e^x + b}"),
        (
            "carried",
            r"-a * (1 - \frac{e^x}{e^x + b}) + \frac{e^x}{e^x + b} - a * \frac{-e^x}{e^x + b}",
        ),
        (
            "carried",
            r"-a + a * \frac{e^x}{e^x + b} + \frac{e^x}{e^x + b} - a * \frac{-e^x}{e^x + b}",
        ),
        ("repaired", r"-a + \frac{e^x}{e^x + b}"),
    ]


def test_each_mistake_of_the_quotient_rule_notes_has_its_name() -> None:
    slips = [line for line in review(QUOTIENT_RULE).lines if line.status == LineStatus.SLIP]
    assert [line.mistake for line in slips] == ["a minus too many", "a minus is not distributed"]
    assert "off by 2*a*(e^x/(e^x + b))" in slips[1].message


def test_what_the_quotient_rule_notes_say_otherwise_is_right() -> None:
    rest = [line for line in review(QUOTIENT_RULE).lines if line.status not in WRONG]
    unread = [line for line in rest if line.status in ("unreadable", "unsupported")]
    dots = [line for line in unread if "dots" in line.message]
    (bracket,) = [line for line in unread if line not in dots]
    assert len(dots) == 3
    assert "')' closes a bracket that was not opened" in bracket.message
    assert {line.status for line in rest if line not in unread} == {"start", "ok"}


def test_the_chain_rule_notes_mix_their_indices() -> None:
    reviewed = review(CHAIN_RULE)
    assert [line.status for line in reviewed.lines] == [
        *("start", "ok", "start", "ok", "ok", "ok"),
        *("slip", "carried", "carried", "carried", "carried", "repaired"),
    ]
    slip = reviewed.lines[6]
    assert slip.mistake == "indices are mixed"
    assert "index i" in slip.message
    assert slip.place is not None
    assert reviewed.text[slice(*slip.place)].startswith(r"\sum_{i\neq j}(\frac{-y_t}{\hat{y_t}})")
    assert reviewed.lines[-1].fact == "Σy = 1"


def test_the_sentence_tells_the_whole() -> None:
    assert review(CHAIN_RULE).sentence == (
        "Lines 1 to 6 are right; line 7 is wrong (indices are mixed); lines 8 to 11 follow from "
        "it; line 12 drops the mistake silently."
    )
