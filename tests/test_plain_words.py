"""Every text in the sources is in the field's words, and no sentence is too long to read."""

from tests.plain_words import STAGE_IS_A_NAME, dialect, is_code, too_long
from tests.texts import Text, files, in_html, in_markdown, in_python, in_script, is_text, texts

ALL = [text for text in texts() if not is_code(text.said)]


def test_texts_are_found_in_every_kind_of_file() -> None:
    source = '"""A docstring is no text."""\nx = f"You get {n} of " + "all {n} points."\n'
    assert [*in_python(source)] == [(2, "You get … of all {n} points.")]
    assert [*in_script("a = `${n} points`; // a 'b c'\nb = 'to be';")] == [
        (1, "… points"),
        (2, "to be"),
    ]
    assert (1, "Drag me") in [*in_html('<b title="Drag me">here</b>')]
    heads = [said for _, said in in_markdown("# A head\n\n- one `x`\n- two") if said]
    assert heads == ["# A head", "- one …", "- two"]
    assert {path.suffix for path in files()} == {".py", ".js", ".html", ".md"}
    assert len(ALL) > 1500


def test_the_rules_see_what_they_forbid() -> None:
    assert dialect("Today the cost is 2.") == {"Today": "current, your numbers"}
    assert dialect("The tangent has slope 2.") == {}
    assert [*dialect("the slope of the cost")] == ["slope"]
    assert too_long("word " * 31 + ". And a short one.") == ["word " * 31 + "."]
    assert too_long(f"One is ${'x + ' * 40}x$ long. {'word ' * 30}") == []
    assert is_text("Download")
    assert not is_text("bench_tabs")


def test_no_source_speaks_the_old_dialect() -> None:
    wrong = [f"{text} {found}" for text in ALL if (found := found_in(text))]
    assert not wrong, "\n".join(wrong)


def found_in(text: Text) -> dict[str, str]:
    found = dialect(text.said)
    if text.path in STAGE_IS_A_NAME:
        found.pop("the stage", None)
        found.pop("The stage", None)
    return found


def test_no_sentence_of_a_source_is_too_long() -> None:
    wrong = [f"{text.path}:{text.line}: {each}" for text in ALL for each in too_long(text.said)]
    assert not wrong, "\n".join(wrong)
