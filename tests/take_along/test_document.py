"""A page that needs no server: what stands in its file, before any browser opens it."""

import base64
import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from ce_core.asset_files import compact, enclosed
from ce_core.scenario import PRESETS, Scenario, one_hot_scenario
from ce_core.take_along.__main__ import main
from ce_core.take_along.contents import NO_SURFACE, PAGES, drawn_scenarios
from ce_core.take_along.derivation import derivation_html, mathml, quotient_rule
from ce_core.take_along.document import page_html
from ce_core.take_along.scripts import inline, page_script
from ce_core.take_along.settings import read_settings, settings_query
from ce_core.take_along.site import write_site

LOW_COST = one_hot_scenario((1, 3, 5, 7), 3)
HOSTILE = one_hot_scenario(
    (1, 3, 5),
    2,
    ("</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'&<!-- %3Cb"),
)
ADDRESS = re.compile(r"""\b(?:src|href)=["']?(?!#|data:|["'])([^"'\s>]+)""")


@pytest.mark.parametrize("name", PAGES)
def test_a_file_is_small_enough_and_asks_for_nothing(name: str) -> None:
    text = page_html(name, LOW_COST)
    size = len(text.encode())
    assert size <= (1_600_000 if PAGES[name].parts else 200_000)
    packed = re.search(r'id="plotly">([^<]*)<', text)
    drawings = re.search(r'id="drawings">([^<]*)<', text)
    assert size - sum(len(found[1]) for found in (packed, drawings) if found) <= 200_000
    print(f"{name}: {size / 1000:.0f} kB")
    assert ADDRESS.findall(text) == []
    policy = html.fromstring(text).xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in policy.split(";")[1]
    assert "http" not in policy


def test_hostile_names_stay_text() -> None:
    for name in ("playground", "derivation"):
        page = html.document_fromstring(page_html(name, HOSTILE))
        assert not page.xpath("//img | //*[@onerror]")
        (saved,) = page.xpath("//script[@id='saved']")
        assert json.loads(saved.text)["scenario"]["names"] == list(HOSTILE.names)
        runs = page.xpath("//script[not(@type)]")
        assert [script.text.strip()[:12] for script in runs] == ['"use strict"']
        assert HOSTILE.names[2] in page.xpath("string(//details)")


def test_a_scripts_end_in_a_script_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand in the file"):
        inline("script", "x = '</SCRIPT>'")
    assert "</script" not in page_script().lower()


def test_a_script_in_a_scope_of_its_own_gives_only_what_is_asked_for() -> None:
    script = "export const a = 1;\nfunction b() {}\nexport function c() {}\nexport default a;"
    text = enclosed(script, default="main", c="see")
    assert text.startswith("const { see, main } = (() => {")
    assert "return { see: c, main: exportedDefault };" in text
    assert "export " not in text


def test_comments_go_and_texts_stay() -> None:
    text = "/* a\n * b */\n  // c\n  say('// d', \"/* e */\"); // f\n\n\n  g();\n"
    assert compact(text) == "say('// d', \"/* e */\"); // f\ng();\n"


def test_formulas_are_mathml_without_any_tex_left() -> None:
    for scenario in (LOW_COST, replace(HOSTILE, temperature=2.0, label_smoothing=0.1)):
        text = derivation_html(quotient_rule(scenario, whole=True))
        page = html.fromstring(text)
        assert len(page.xpath(".//math")) > 50
        assert "\\" not in text
        assert not page.xpath(".//*[contains(text(), '$')]")
    assert "<mfrac>" in mathml(r"\frac{a}{b}")


def test_the_derivation_ends_at_the_gradient_of_the_numbers() -> None:
    words = html.fromstring(derivation_html(quotient_rule(LOW_COST))).xpath("string(.)")
    assert words.count("0.135") > 10
    assert "z = 1.00, 3.00, 5.00, 7.00, y = 0, 0, 0, 1.00" in words


def test_a_file_holds_drawings_for_each_true_class_and_each_preset() -> None:
    drawn = drawn_scenarios(LOW_COST)
    assert drawn[0] == LOW_COST
    assert {each.label for each in drawn if each.n_classes == 4} == {0, 1, 2, 3}
    assert {preset.scenario for preset in PRESETS} <= {*drawn}
    soft = Scenario((1, 2), (0.5, 0.5))
    assert drawn_scenarios(soft)[0] == soft
    pairs = {(one.label, rival(one)) for one in drawn if one.n_classes == 4}
    assert len(pairs) == 12


def rival(scenario: Scenario) -> int:
    others = [i for i in range(scenario.n_classes) if i != scenario.label]
    return max(others, key=lambda i: scenario.logits[i])


def test_the_link_back_leads_to_the_same_state() -> None:
    text = page_html("cost_curves", LOW_COST, app="https://lab.example/room/")
    (link,) = html.fromstring(text).xpath("//a")
    assert link.get("href") == "https://lab.example/room/cost_curves?z=1,3,5,7&y=3"
    assert not html.fromstring(page_html("cost_curves", LOW_COST)).xpath("//a")


def drawings(text: str) -> list[dict[str, Any]]:
    packed = re.search(r'id="drawings">([^<]*)<', text)
    assert packed is not None
    found: list[dict[str, Any]] = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    return found


def test_what_is_set_in_the_sections_is_in_the_charts_the_address_and_the_link() -> None:
    query = {
        "unit": ["bits"],
        "squared_error": ["True"],
        "first": ["0"],
        "second": ["2"],
        "a": ["z=1%2C2&y=0"],
        "shape": ["Surface"],
    }
    settings, problems = read_settings(query)
    assert problems == []
    assert settings_query(settings) == query
    text = page_html(
        "cost_curves", LOW_COST, app="https://a.test", section="landscape", settings=settings
    )
    page = html.document_fromstring(text)
    assert page.xpath("//main//h2/text()")[0] == "Landscape"
    assert NO_SURFACE in page.xpath("string(//main)")
    more = json.loads(page.xpath("//script[@id='saved']")[0].text)["more"]
    assert parse_qs(more) == query
    linked = parse_qs(urlsplit(page.xpath("//a/@href")[0]).query)
    assert linked == {"z": ["1,3,5,7"], "y": ["3"], "section": ["landscape"], **query}
    landscape, two_cases, compared, *_ = drawings(text)[0]["charts"]
    (drawn,) = landscape["light"]["charts"]
    assert "squared error" in drawn["alt"]
    assert drawn["live"]["over"]["pair"] == [0, 2]
    assert " bits" in two_cases["light"]["charts"][1]["caption"]
    assert compared["light"]["charts"][0]["heading"] == "Saved as A"
    assert all(each["stands"] for each in compared["light"]["charts"])
    again = json.loads(
        html.document_fromstring(page_html("cost_curves", LOW_COST))
        .xpath("//script[@id='saved']")[0]
        .text
    )
    assert again["more"] == ""


def test_each_section_with_a_chart_in_the_app_has_it_in_the_file() -> None:
    without = {
        "curves",  # the charts of the sections below it
        "derivation",
        "quotient-rule",  # in the derivation
        "normalization",  # a table
    }
    for name in ("playground", "cost_curves", "derivative", "two_classes"):
        script = (Path(__file__).parents[2] / "pages" / f"{name}.py").read_text("utf-8")
        sections = {*re.findall(r'\bSection\(\s*"([\w-]+)"', script)} - without
        assert {part.section for part in PAGES[name].parts} == sections


@pytest.mark.parametrize("name", ["cost_curves", "derivative"])
def test_ten_classes_fit_as_well(name: str) -> None:
    ten = one_hot_scenario(tuple(float(i) / 3 for i in range(10)), 4)
    assert len(page_html(name, ten).encode()) <= 1_600_000


@pytest.mark.parametrize("app", ["javascript:alert(1)", 'https://a"b', "//x", "https://a?b"])
def test_what_is_no_address_of_an_app_is_refused(app: str) -> None:
    with pytest.raises(ValueError, match="must begin with http"):
        page_html("playground", LOW_COST, app=app)


def test_an_unknown_page_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="page is 'nowhere'; expected one of playground"):
        page_html("nowhere", LOW_COST)


def test_the_command_line_writes_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    main(["--page", "derivation", "--z=1,-9,4,8", "--y", "1", str(out)])
    assert out.read_text("utf-8") == page_html("derivation", PRESETS[1].scenario)


def test_the_command_line_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.html"
    for arguments, said in (
        (["--z=1,x"], "Logit 2 in the link is not a finite number"),
        (["--y=9"], "label does not exist"),
        (["--app=ftp://x"], "must begin with http"),
    ):
        with pytest.raises(SystemExit):
            main([*arguments, str(out)])
        assert said in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_has_a_page_each_and_shares_what_is_the_same(tmp_path: Path) -> None:
    write_site(tmp_path, LOW_COST)
    names = {path.name for path in tmp_path.glob("*.html")}
    assert len(names) == len(PAGES)
    for path in tmp_path.glob("*.html"):
        found = {each.partition("#")[0] for each in ADDRESS.findall(path.read_text("utf-8"))}
        assert all((tmp_path / each).is_file() for each in found)
        assert names <= found
