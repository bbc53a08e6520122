"""One value that session, browser and URL share: who wins, and what is sent."""

from ce_core.synced import Synced


def test_what_the_browser_changes_is_not_sent_back() -> None:
    before = Synced.of(1)
    after = before.from_browser(2)
    assert (after.value, after.handed_over, after.revision) == (2, 1, before.revision)


def test_what_python_replaces_is_handed_over_with_a_new_revision() -> None:
    before = Synced.of(1).from_browser(2)
    after = before.replace(3)
    assert (after.value, after.handed_over) == (3, 3)
    assert after.revision.session == before.revision.session
    assert after.revision.number == before.revision.number + 1


def test_an_answer_to_an_earlier_revision_is_known_as_such() -> None:
    first = Synced.of(1)
    second = first.replace(2)
    assert second.is_answered_by(second.revision.as_sent())
    others: list[object] = [first.revision.as_sent(), None, 7, {}]
    for other in (*others, {"session": second.revision.session}):
        assert not second.is_answered_by(other)
    assert second.shares_session_with(first.revision.as_sent())
    for other in (Synced.of(1).revision.as_sent(), *others[1:], []):
        assert not second.shares_session_with(other)


def test_only_a_message_of_this_session_can_be_older() -> None:
    first = Synced.of(1)
    second = first.replace(2)
    assert second.is_older(first.revision.as_sent())
    assert second.is_older({"session": second.revision.session})
    assert not second.is_older(second.revision.as_sent())
    assert not second.is_older(Synced.of(1).revision.as_sent())
    malformed: list[object] = [None, 7, {}, [], "older", {"session": None}, {"number": 0}]
    for other in malformed:
        assert not second.is_older(other)


def test_a_refused_message_hands_the_value_over_again() -> None:
    before = Synced.of(1).from_browser(2)
    after = before.refuse()
    assert (after.value, after.handed_over) == (2, 2)
    assert after.revision != before.revision


def test_an_element_that_is_mounted_later_starts_from_the_value() -> None:
    before = Synced.of(1).from_browser(2)
    assert before.for_new_element() == Synced(2, 2, before.revision)


def test_the_url_is_news_unless_it_says_what_was_read_or_written() -> None:
    fresh = Synced.of(1)
    assert fresh.is_news({"z": ["1"]})
    assert not fresh.is_news({})
    written = fresh.with_url({"z": ["1"]})
    assert not written.is_news({"z": ["1"]})
    assert written.is_news({"z": ["2"]})


def test_a_url_that_is_about_to_be_overwritten_is_overtaken() -> None:
    fresh = Synced.of(1)
    assert not fresh.is_overtaken_by({"z": ["1"]})
    assert not fresh.with_url({"z": ["1"]}).is_overtaken_by({"z": ["1"]})
    assert fresh.with_url({"z": ["2"]}).is_overtaken_by({"z": ["1"]})


def test_no_two_sessions_have_the_same_name() -> None:
    assert len({Synced.of(1).revision.session for _ in range(100)}) == 100
