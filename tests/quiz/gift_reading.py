"""Reads GIFT strictly, as its documentation describes multiple-choice questions; no app code."""

import re
from dataclasses import dataclass

MARKS = "~=#{}:"


@dataclass(frozen=True)
class Asked:
    """What a reader of the file sees of one question, with every escape undone."""

    name: str
    text: str
    answers: tuple[tuple[str, str, bool], ...]
    why: str


def unescaped(text: str) -> str:
    """Undo each escape; a mark that is not escaped, or an unknown escape, is an error."""
    out, k = [], 0
    while k < len(text):
        if text[k] == "\\":
            following = text[k + 1]
            assert following in MARKS + "\\n", f"unknown escape \\{following}"
            out.append("\n" if following == "n" else following)
            k += 2
            continue
        assert text[k] not in MARKS + "\n", f"{text[k]!r} is not escaped in {text!r}"
        out.append(text[k])
        k += 1
    return "".join(out)


def parts(text: str, mark: str) -> list[str]:
    """Split at every unescaped ``mark``."""
    found, start, k = [], 0, 0
    while k < len(text):
        if text[k] == "\\":
            k += 2
        elif text.startswith(mark, k):
            found.append(text[start:k])
            k = start = k + len(mark)
        else:
            k += 1
    return [*found, text[start:]]


def question(paragraph: str) -> Asked:
    blank, name, rest = parts(paragraph, "::")
    assert blank == ""
    assert rest.startswith("[html]")
    text, body = parts(rest.removeprefix("[html]"), "{")
    answers, after = parts(body, "}")
    assert after == ""
    answers, why = parts(answers.strip("\n"), "####")
    read = []
    for line in answers.strip("\n").split("\n"):
        assert line[0] in "=~"
        said, feedback = parts(line[1:], "#")
        read.append((unescaped(said), unescaped(feedback), line[0] == "="))
    return Asked(unescaped(name), unescaped(text), tuple(read), unescaped(why))


def read(text: str) -> tuple[str, list[Asked]]:
    """Give the category and the questions of a file."""
    first, *paragraphs = re.split(r"\n\n+", text.strip("\n"))
    return first.removeprefix("$CATEGORY: "), [question(each) for each in paragraphs]
