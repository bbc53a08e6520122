"""A table of fields reads what it wrote, and says one sentence for each thing it ignores."""

from dataclasses import dataclass

from ce_core.url_fields import UrlField, attribute, keys, read_all, write_all


@dataclass(frozen=True)
class Lamp:
    colour: str = "red"
    power: int = 5


FIELDS: tuple[UrlField[Lamp], ...] = (
    attribute("c", "colour", "red", {"red": "red", "blue": "blue"}.get, "No such colour."),
    attribute("p", "power", 5, lambda text: int(text) if text.isdecimal() else None, "No power."),
)


def test_what_was_written_is_read_back_and_defaults_are_left_out() -> None:
    assert keys(FIELDS) == ("c", "p")
    assert write_all(Lamp(), FIELDS) == {}
    for lamp in (Lamp(), Lamp("blue"), Lamp("blue", 7), Lamp(power=0)):
        assert read_all(write_all(lamp, FIELDS), FIELDS, Lamp()) == (lamp, [])


def test_what_cannot_be_used_keeps_the_rest_and_gets_its_sentence() -> None:
    query = {"c": ["green"], "p": ["7"], "other": ["x"]}
    assert read_all(query, FIELDS, Lamp()) == (Lamp(power=7), ["No such colour."])
    assert read_all({"p": ["1", "x"]}, FIELDS, Lamp()) == (Lamp(), ["No power."])
    assert read_all({"p": []}, FIELDS, Lamp()) == (Lamp(), [])
