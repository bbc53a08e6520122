"""The softmax classifier: its gradient is right, and it learns what it should."""

from pathlib import Path

import numpy as np
import pytest
import scipy.optimize
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from ce_core.numeric import central_difference
from ce_core.numeric.descent.classifier import Classifier, train, weight_gradient
from ce_core.numeric.descent.digits import N_TRAINING, by_cost, read_digits, train_on
from ce_core.numeric.descent.plane_points import PATTERNS, draw, features, powers

DIGITS = Path(__file__).parents[3] / "assets" / "digits" / "digits.csv.gz"


@pytest.fixture(scope="module")
def digits():
    return read_digits(DIGITS)


@pytest.fixture(scope="module")
def learned(digits):
    return train_on(digits[0]).trained


def problem(seed=0, n=12, n_features=3, n_classes=4):
    random = np.random.default_rng(seed)
    classifier = Classifier(random.normal(size=(n_classes, n_features)), random.normal(size=4))
    return classifier, random.normal(size=(n, n_features)), random.integers(0, n_classes, n)


@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_the_gradient_of_weights_and_bias_passes_a_central_difference_check(decay):
    classifier, x, labels = problem()

    def cost_of(weights, bias):
        changed = Classifier(weights, bias)
        return changed.costs(x, labels).mean() + decay / 2 * np.square(weights).sum()

    slope = weight_gradient(classifier, x, labels, decay=decay)
    by_weights = central_difference(lambda w: cost_of(w, classifier.bias), classifier.weights)
    by_bias = central_difference(lambda b: cost_of(classifier.weights, b), classifier.bias)
    np.testing.assert_allclose(slope.weights, by_weights, atol=1e-9)
    np.testing.assert_allclose(slope.bias, by_bias, atol=1e-9)
    assert slope.cost == pytest.approx(cost_of(classifier.weights, classifier.bias), rel=1e-12)


def test_the_gradient_of_one_point_is_its_column_times_prediction_minus_label():
    classifier, x, _ = problem()
    slope = weight_gradient(classifier, x[:1], np.array([2]))
    push = classifier.probabilities(x[0]) - np.eye(4)[2]
    np.testing.assert_allclose(slope.weights, np.outer(push, x[0]), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(slope.bias, push, rtol=1e-12, atol=1e-15)


def test_the_mean_cost_is_scikit_learns_log_loss():
    classifier, x, labels = problem()
    expected = log_loss(labels, classifier.probabilities(x), labels=range(4))
    assert classifier.costs(x, labels).mean() == pytest.approx(expected, rel=1e-12)


def test_training_arrives_where_scipys_minimiser_does():
    _, x, labels = problem(n=40)
    decay = 0.05

    def cost_and_slope(flat):
        at = Classifier(flat[:12].reshape(4, 3), flat[12:])
        slope = weight_gradient(at, x, labels, decay=decay)
        return slope.cost, np.concatenate([slope.weights.ravel(), slope.bias])

    found = scipy.optimize.minimize(cost_and_slope, np.zeros(16), jac=True, tol=1e-12)
    ours = train(x, labels, 4, rate=1.0, steps=400, momentum=0.8, decay=decay)
    assert ours.costs[-1] == pytest.approx(found.fun, abs=1e-8)


def test_training_begins_with_an_even_guess_and_keeps_its_steps():
    _, x, labels = problem()
    training = train(x, labels, 4, rate=0.5, steps=50, snapshots=6)
    assert training.costs[0] == pytest.approx(np.log(4))
    assert (training.steps[0], training.steps[-1], len(training.costs)) == (0, 50, 51)
    assert len(training.snapshots) == len(training.steps) == 6
    for step, snapshot in zip(training.steps, training.snapshots, strict=True):
        assert snapshot.costs(x, labels).mean() == pytest.approx(training.costs[step], rel=1e-12)


def test_plain_gradient_descent_only_falls():
    _, x, labels = problem(n=40)
    assert (np.diff(train(x, labels, 4, rate=0.3, steps=200).costs) < 0).all()


# What a classifier must reach on each pattern: (degree, least accuracy) for 2 to 5 classes.
REACHED = {
    "blobs": (1, (1.0, 1.0, 0.95, 0.92)),
    "moons": (3, (1.0, 0.9, 0.8, 0.78)),
    "spirals": (5, (1.0, 0.95, 0.9, 0.8)),
}


@pytest.mark.parametrize("n_classes", [2, 3, 4, 5])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_training_reaches_its_accuracy_on_points_in_the_plane(pattern, n_classes):
    degree, least = REACHED[pattern]
    points = draw(pattern, n_classes)
    x = features(points.places, degree)
    trained = train(x, points.labels, n_classes, rate=2.0, steps=300, momentum=0.9, decay=1e-4)
    assert trained.trained.accuracy(x, points.labels) >= least[n_classes - 2]


def test_spirals_need_more_than_straight_lines():
    points = draw("spirals", 3)
    straight, curved = (
        train(features(points.places, d), points.labels, 3, rate=2.0, steps=300, momentum=0.9)
        for d in (1, 5)
    )
    assert straight.trained.accuracy(points.places, points.labels) < 0.75
    assert curved.costs[-1] < straight.costs[-1] / 3


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_stay_in_their_square_with_as_many_points_of_each_class(pattern):
    points = draw(pattern, 4, per_class=7, seed=3)
    assert np.abs(points.places).max() <= 0.9 + 1e-12
    assert np.bincount(points.labels).tolist() == [7, 7, 7, 7]
    again = draw(pattern, 4, per_class=7, seed=3)
    np.testing.assert_array_equal(points.places, again.places)


def test_features_are_the_monomials_of_their_names():
    assert powers(2) == [(1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
    assert features([2.0, -3.0], 2).tolist() == [2, -3, 4, -6, 9]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rate": 0.0}, "rate must be a positive number"),
        ({"steps": 0}, "steps must be at least 1"),
        ({"momentum": 1.0}, "momentum must lie in"),
        ({"snapshots": 1}, "snapshots at least 2"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(options, words):
    _, x, labels = problem()
    with pytest.raises(ValueError, match=words):
        train(x, labels, 4, **({"rate": 1.0, "steps": 5} | options))


def test_patterns_and_degrees_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match="pattern must be one of"):
        draw("stars", 3)  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(ValueError, match="n_classes must be from 2 to 5"):
        draw("blobs", 6)
    with pytest.raises(ValueError, match="degree must be from 1 to 5"):
        powers(0)


# --- handwritten digits ----------------------------------------------------------------------


def test_the_digits_are_those_of_scikit_learn(digits):
    pixels, labels = load_digits(return_X_y=True)
    np.testing.assert_array_equal(np.concatenate([d.pixels for d in digits]) * 16, pixels)
    np.testing.assert_array_equal(np.concatenate([d.labels for d in digits]), labels)
    assert len(digits[0].labels) == N_TRAINING


def test_training_on_digits_reaches_its_accuracy(digits, learned):
    seen, held_out = digits
    assert learned.accuracy(seen.pixels, seen.labels) >= 0.97
    assert learned.accuracy(held_out.pixels, held_out.labels) >= 0.91


def test_scikit_learns_classifier_does_no_better_on_held_out_digits(digits, learned):
    seen, held_out = digits
    # Its C weighs the sum of the costs against half the squared weights: 1/(n·λ).
    theirs = LogisticRegression(C=1 / (N_TRAINING * 1e-3), max_iter=500)
    theirs.fit(seen.pixels, seen.labels)
    ours = learned.costs(held_out.pixels, held_out.labels).mean()
    expected = log_loss(held_out.labels, theirs.predict_proba(held_out.pixels))
    assert ours == pytest.approx(expected, rel=0.05)
    np.testing.assert_allclose(
        learned.accuracy(held_out.pixels, held_out.labels),
        theirs.score(held_out.pixels, held_out.labels),
        atol=0.01,
    )


def test_a_low_cost_is_a_prediction_close_to_the_truth(digits, learned):
    held_out = digits[1]
    order = by_cost(learned, held_out)
    p = learned.probabilities(held_out.pixels)[np.arange(len(order)), held_out.labels]
    assert (np.diff(p[order]) <= 1e-15).all()
    assert p[order[0]] > 0.995
    assert p[order[-1]] < 0.01


def test_a_file_that_is_no_digits_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "digits.csv"
    path.write_text("1,2,3\n4,5,6\n")
    with pytest.raises(ValueError, match=r"digits\.csv must hold more than 1280 lines of 65"):
        read_digits(path)
    path.write_text(("0," * 63 + "17,3\n") * (N_TRAINING + 1))
    with pytest.raises(ValueError, match="brightnesses from 0 to 16"):
        read_digits(path)
