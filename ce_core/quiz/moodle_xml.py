"""Write a quiz as Moodle XML (docs.moodle.org, "Moodle XML format")."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ce_core.quiz.items import Item

_SETTINGS = {
    "defaultgrade": "1",
    "penalty": "0.3333333",
    "hidden": "0",
    "single": "true",
    "shuffleanswers": "true",
    "answernumbering": "abc",
}


def to_moodle_xml(items: Sequence[Item], category: str) -> str:
    """Give the file: a category, and in it a multiple-choice question for each item.

    Parameters
    ----------
    items
        The questions.
    category
        Where Moodle's question bank is to put them; a slash in it would name a category below.
    """
    quiz = ET.Element("quiz")
    place = ET.SubElement(ET.SubElement(quiz, "question", type="category"), "category")
    ET.SubElement(place, "text").text = f"$course$/{category.replace('/', '//')}"
    for item in items:
        _add(quiz, item)
    ET.indent(quiz)
    written: bytes = ET.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return written.decode("utf-8") + "\n"


def _add(quiz: ET.Element, item: Item) -> None:
    asked = ET.SubElement(quiz, "question", type="multichoice")
    ET.SubElement(ET.SubElement(asked, "name"), "text").text = item.name
    _html(asked, "questiontext", item.text)
    _html(asked, "generalfeedback", item.why)
    for name, value in _SETTINGS.items():
        ET.SubElement(asked, name).text = value
    for answer in item.answers:
        offered = _html(asked, "answer", answer.text)
        offered.set("fraction", "100" if answer.right else "0")
        _html(offered, "feedback", answer.feedback)


def _html(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name, format="html")
    ET.SubElement(element, "text").text = text
    return element
