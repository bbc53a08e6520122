"""Reads Moodle XML with lxml, as its documentation describes multiple-choice questions."""

from lxml import etree

from tests.quiz.gift_reading import Asked

ORDER = [
    "name",
    "questiontext",
    "generalfeedback",
    "defaultgrade",
    "penalty",
    "hidden",
    "single",
    "shuffleanswers",
    "answernumbering",
]


def only(parent: etree._Element, path: str) -> etree._Element:
    (found,) = parent.findall(path)
    return found


def html(parent: etree._Element, path: str) -> str:
    assert only(parent, path).get("format") == "html"
    return only(parent, f"{path}/text").text


def question(element: etree._Element) -> Asked:
    tags = [child.tag for child in element]
    assert tags[: len(ORDER)] == ORDER
    assert {*tags[len(ORDER) :]} == {"answer"}
    assert only(element, "single").text == "true"
    answers = []
    for answer in element.findall("answer"):
        assert answer.get("format") == "html"
        assert answer.get("fraction") in ("0", "100")
        said = only(answer, "text").text
        answers.append((said, html(answer, "feedback"), answer.get("fraction") == "100"))
    return Asked(
        only(element, "name/text").text,
        html(element, "questiontext"),
        tuple(answers),
        html(element, "generalfeedback"),
    )


def read(text: str) -> tuple[str, list[Asked]]:
    """Give the category and the questions of a file."""
    root = etree.fromstring(text.encode("utf-8"))
    assert root.tag == "quiz"
    category, *asked = root
    assert category.get("type") == "category"
    assert {each.get("type") for each in asked} == {"multichoice"}
    return only(category, "category/text").text, [question(each) for each in asked]
