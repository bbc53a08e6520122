"""Numbers that people's code printed, each with the computation that gives it, or "right"."""

from typing import Any

import numpy as np
import pytest

from ce_core import explain_number

PROBABILITIES = [[0.1, 0.2, 0.7], [0.3, 0.3, 0.4], [0.4, 0.4, 0.2], [0.5, 0.5, 0.0]]
LOW, HIGH = [1, 3, 5, 7], [1, -9, 4, 8]

RIGHT = [
    ("the mean over two rows", [[1, 2, 3], [2, 1, 0.1]], [2, 0], "0.412318", {}),
    ("logits that look like a one-hot row", [0, 1, 0], 1, "0.551445", {}),
    ("probabilities passed as logits on purpose", PROBABILITIES, [2, 2, 0, 1], "0.948831", {}),
    ("small logits", [-0.0820, 0.0076, -0.0952, 0.0285], 1, "tensor(1.3449)", {}),
    ("a weighted mean", [[3, 4], [6, 9]], [1, 0], "1.752907", {"weight": [0.4, 0.36]}),
    (
        "weights far from 1",
        [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]],
        [2, 1],
        "1.059831",
        {"weight": [2, 4, 6]},
    ),
    ("huge logits", [-2.88181912e11, -4.40300175e11], 1, "1.52118263e11", {}),
    ("two rows of integers", [[3, 1, 1], [-1, 2, 5]], [0, 1], "1.645245", {}),
    ("both losses", [[3, 1, 1], [-1, 2, 5]], [0, 1], "[0.239545, 3.050946]", {}),
    ("a mean over nothing", [[1, 2, 3]], [-1], "nan", {"ignore_index": -1}),
    ("a cost next to 0", [0, 0, 0, 100], 3, "1.116e-43", {}),
    ("ten equal logits", [0.0] * 10, 0, "2.302585", {}),
    ("soft labels that are met", [[0, 0.25, 0.25, 0.5]], [[0, 0.25, 0.25, 0.5]], "1.039721",
     {"given": "probabilities"}),
    ("smoothing at its floor", [2.944439, 0], 0, "0.198515", {"label_smoothing": 0.1}),
    ("low cost", LOW, 3, "0.14507794", {}),
    ("high cost", HIGH, 1, "17.01904505", {}),
    ("the gradient of low cost", LOW, 3,
     "[2.14400878e-03, 1.58422012e-02, 1.17058913e-01, -1.35045123e-01]", {}),
    ("the gradient of high cost", HIGH, 1,
     "[ 8.94679461e-04 -9.99999959e-01  1.79701173e-02  9.81135163e-01]", {}),
    ("one entry of the gradient", LOW, 3, "0.1170589", {}),
]  # fmt: skip

DEVIATES = [
    ("another-reduction", [[1, 2, 3], [2, 1, 0.1]], [2, 0], "0.824636", {}),
    ("another-reduction", [[1, 2, 3], [2, 1, 0.1]], [2, 0], "0.407606", {}),
    ("another-reduction", PROBABILITIES, [2, 2, 0, 1], "2.882404", {"given": "probabilities"}),
    ("probabilities-as-logits", PROBABILITIES, [2, 2, 0, 1], "0.9488", {"given": "probabilities"}),
    ("logits-as-probabilities", [-0.0820, 0.0076, -0.0952, 0.0285], 1, "4.8796", {}),
    # Keras, from_logits=False: by distributions, by class indices, and as other backends do it.
    ("logits-as-probabilities", [2, 1, 0.1], 0, "0.438255", {}),
    ("logits-as-probabilities", [2, 1, 0.1], 2, "3.044522", {}),
    ("logits-as-probabilities", [2, 1, -0.1], 2, "16.118095", {}),
    ("log-softmax-forgotten", [[2, 1, 0.1], [0.5, 2.5, 0.3]], [0, 1], "-2.25", {}),
    ("weights-divided-by-rows", [[3, 4], [6, 9]], [1, 0], "0.6662", {"weight": [0.4, 0.36]}),
    ("weights-forgotten", [[3, 4], [6, 9]], [1, 0], "1.680925", {"weight": [0.4, 0.36]}),
    (
        "weights-divided-by-rows",
        [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]],
        [2, 1],
        "5.29916",
        {"weight": [2, 4, 6]},
    ),
    ("smoothing-over-others", [0.9, 0.1], 0, "0.325083",
     {"given": "probabilities", "label_smoothing": 0.1}),
    ("clipped-1e-7", [[300, 100, 100], [-100, 200, 500]], [0, 1], "8.059048", {}),
    ("per-class-binary", [2, 1, 0.1], 0, "0.798442", {}),
    ("softmax-twice", [1, 0], 0, "0.488548", {}),
    ("probabilities-rescaled", [[0.2, 0.3]], [1], "0.510826", {"given": "probabilities"}),
    ("fused-float32", [1e8, 1e8], 1, "0.0", {}),
    ("kl-divergence", [[0, 0.25, 0.25, 0.5]], [[0, 0.25, 0.25, 0.5]], "0.0",
     {"given": "probabilities"}),
    ("log-base-2", LOW, 3, "0.209303", {}),
    ("ignored-rows-counted", [[1, 2, 3], [2, 1, 0.1]], [2, -1], "0.203803", {"ignore_index": -1}),
    ("exp-without-shift", [0, 0, 0, 1000], 3, "nan", {}),
    ("softmax-then-log", [0, 200, 1, 2], 0, "inf", {}),
    ("gradient-sign", LOW, 3, "[-0.002144, -0.015842, -0.117059, 0.135045]", {}),
    ("gradient-by-probabilities", LOW, 3, "[0, 0, 0, -1.15613]", {}),
    ("jacobian-diagonal-only", LOW, 3, "-0. -0. -0. -0.1350451", {}),
    ("softmax-twice", LOW, 3, "0.18164 0.18415 0.20376 -0.56955", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "logits", "target", "printed", "more"), RIGHT)
def test_a_right_number_blames_nobody(
    name: str, logits: Any, target: Any, printed: str, more: dict[str, Any]
) -> None:
    (explanation,) = explain_number(logits, target, printed, **more)
    assert explanation.keys == (), name
    assert np.array_equal(explanation.value, explanation.right_value, equal_nan=True)
    assert explanation.sentence.startswith("This is right")


@pytest.mark.parametrize(("key", "logits", "target", "printed", "more"), DEVIATES)
def test_a_wrong_number_leads_to_its_computation(
    key: str, logits: Any, target: Any, printed: str, more: dict[str, Any]
) -> None:
    found = explain_number(logits, target, printed, **more)
    assert key in {name for explanation in found for name in explanation.keys}
    assert found[0].keys
    assert all(len(e.keys) >= len(found[0].keys) for e in found)


def test_two_deviations_are_named_where_one_does_not_do() -> None:
    found = explain_number([0.0, 0.0], [0.8, 0.2], "-0.30103")
    assert ("log-base-10", "sign-lost") in {explanation.keys for explanation in found}


def test_a_published_number_that_is_off_is_not_explained_away() -> None:
    assert explain_number([1.2, 4.7, 3.1, 0.5, 2.9], 2, "2.0871") == ()
