"""The figures of Numerical stability and Descent: errors over scale, training, small pictures."""

import json
import math
import struct
import zlib
from itertools import pairwise

import numpy as np
import pytest

from ce_core.figures.error_curves import error_curves
from ce_core.figures.images import data_uri, ink, png, signed
from ce_core.figures.plotly_figure import as_figure
from ce_core.figures.training_curve import training_chart
from ce_core.numeric.descent.classifier import train
from ce_core.numeric.floating_point.step_by_step import PRECISIONS
from ce_core.palette import roles
from ce_core.ui.stability.measure import curves
from tests.figures.examples import SCENARIOS


@pytest.mark.parametrize("key", SCENARIOS)
@pytest.mark.parametrize("quantity", ["cost", "gradient"])
def test_error_curves_are_finite_json_for_every_scenario(quantity, key):
    chart = error_curves(curves(SCENARIOS[key], quantity), 20.0, "float32", "light")
    assert len(json.dumps(chart.spec, allow_nan=False)) < 60_000
    assert chart.alt.endswith(".")
    assert chart.caption.endswith(".")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_accepts_the_figures(theme):
    drawn = curves(SCENARIOS["high-cost"], "cost")
    as_figure(error_curves(drawn, 5.0, "float16", theme).spec)
    training = train([[0.0], [1.0]], np.array([0, 1]), 2, rate=1.0, steps=9)
    as_figure(training_chart(training, np.array([0.7, 0.5]), 1, theme).spec)


def test_the_textbook_computation_breaks_sooner_the_fewer_bits_there_are():
    found = curves(SCENARIOS["high-cost"], "cost")
    breaks = [found.breaks_at("textbook", p) for p in PRECISIONS]
    assert breaks == sorted(breaks)
    assert breaks[0] < 2
    assert all(found.breaks_at("stable", p) is None for p in PRECISIONS)


def test_before_it_breaks_the_error_is_of_the_size_of_the_precision():
    found = curves(SCENARIOS["confident-wrong"], "cost")
    for way in ("textbook", "stable"):
        for precision in PRECISIONS:
            error = found.errors[way, precision][0]
            assert error < 4 * np.finfo(precision).eps


def test_a_cross_stands_where_a_computation_breaks():
    found = curves(SCENARIOS["high-cost"], "gradient")
    data = error_curves(found, 1.0, "float32", "light").spec["data"]
    ends = [t for t in data if t["mode"] == "lines+markers"]
    for line, end in pairwise(data):
        if end in ends and len(end["x"]) == 2:  # a line leads to it from the last number
            place = found.scales.index(end["x"][1]) - 1
            assert end["x"][0] == found.scales[place]
            assert end["y"][0] == pytest.approx(line["y"][place], rel=1e-5)
            assert end["marker"]["size"] == [0, 12]
    crosses = [t["x"][-1] for t in ends]
    assert crosses == [at for p in PRECISIONS if (at := found.breaks_at("textbook", p)) is not None]


def test_the_training_curve_runs_from_an_even_guess_to_the_end():
    training = train([[0.0], [1.0], [2.0]], np.array([0, 1, 2]), 3, rate=1.0, steps=20, snapshots=3)
    costs = np.array([s.costs(np.ones((1, 1)), np.array([1]))[0] for s in training.snapshots])
    chart = training_chart(training, costs, 2, "light")
    seen, held_out, here = chart.spec["data"]
    assert seen["y"][0] == pytest.approx(math.log(3), rel=1e-5)
    assert held_out["x"] == list(training.steps)
    assert here["x"] == [20]
    assert here["y"][0] == pytest.approx(costs[2])


# --- pictures --------------------------------------------------------------------------------


def decoded(data: bytes) -> np.ndarray:
    """Read a PNG of three bytes a pixel without filters, checking every checksum."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert checksum == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 2)
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, -1)
    above = np.zeros((width + 1, 3), int)
    pixels = np.zeros((height, width, 3), np.uint8)
    for y, (code, *line) in enumerate(rows.tolist()):
        above = unfiltered(code, np.array(line).reshape(width, 3), above)
        pixels[y] = above[1:]
    return pixels


def unfiltered(kind: int, line: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Undo a row's filter (ISO/IEC 15948, 9.2); rows have a black pixel before the first."""
    row = np.zeros_like(above)
    for x, filtered in enumerate(line, 1):
        left, up, corner = row[x - 1], above[x], above[x - 1]
        far = [abs(left + up - corner - each) for each in (left, up, corner)]
        paeth = np.where(
            (far[0] <= far[1]) & (far[0] <= far[2]), left, np.where(far[1] <= far[2], up, corner)
        )
        row[x] = (filtered + (0, left, up, (left + up) // 2, paeth)[kind]) % 256
    return row


def test_a_picture_reads_back_pixel_by_pixel():
    ramp = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    noise = np.random.default_rng(5).integers(0, 256, (9, 4, 3), np.uint8)
    for pixels in (ramp, noise, np.repeat(noise, 4, axis=0)):
        np.testing.assert_array_equal(decoded(png(pixels)), pixels)
    assert data_uri(ramp).startswith("data:image/png;base64,")


def hex_of(pixel) -> str:
    return "#" + "".join(f"{int(v):02x}" for v in pixel)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ink_runs_from_paper_to_text(theme):
    painted = ink([[0.0, 0.5, 1.0]], theme)
    assert hex_of(painted[0, 0]) == roles(theme)["surface"]
    assert hex_of(painted[0, 2]) == roles(theme)["text"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_weights_of_either_sign_part_in_colour_and_zero_is_paper(theme):
    painted = signed([[-3.0, 0.0, 3.0]], theme)
    assert hex_of(painted[0, 0]) == roles(theme)["push_down"]
    assert hex_of(painted[0, 1]) == roles(theme)["surface"]
    assert hex_of(painted[0, 2]) == roles(theme)["probabilities"]
    assert (signed([[0.0]], theme) == painted[:, 1:2]).all()
