"""What a page has computed is kept while it is shown, and never beside what replaces it."""

import pytest
import streamlit as st

from ce_core.ui.session import kept


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    found: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", found)
    return found


def test_the_same_key_computes_once() -> None:
    kept.free_unless("Batches")
    made = [kept.remembered("batch", 1, lambda: object()) for _ in range(2)]
    assert made[0] is made[1]
    assert kept.remembered("batch", 2, lambda: object()) is not made[0]


def test_the_old_one_is_gone_before_the_new_one_is_made(state: dict[str, object]) -> None:
    kept.free_unless("Batches")
    kept.remembered("batch", 1, lambda: "the old one")
    kept.remembered("batch", 2, lambda: "the new one" if "old" not in repr(state) else "both")
    assert kept.remembered("batch", 2, lambda: "again") == "the new one"


def test_another_page_frees_it_and_the_same_page_does_not(state: dict[str, object]) -> None:
    kept.free_unless("Batches")
    kept.remembered("batch", 1, lambda: "large")
    kept.free_unless("Batches")
    assert "large" in repr(state)
    kept.free_unless("Help")
    assert "large" not in repr(state)
