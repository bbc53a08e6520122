"""Ask for predictions: fresh numbers from a seed, answers computed, never stored.

Each question brings wrong answers that people really give, the move on the stage that shows the
right one, and the sentence that says why.
"""

from collections.abc import Callable

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.cross_entropy import cross_entropy, cross_entropy_grad
from ce_core.numeric.exercises.question import ANYWHERE, Question, Setup
from ce_core.numeric.information import entropy
from ce_core.numeric.softmax import softmax

UP, DOWN, SAME = "It rises", "It falls", "It stays as it is"


Generator = np.random.Generator


def question(kind: str, seed: int) -> Question:
    """A question of one kind with the numbers that belong to a seed.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind of question is {kind!r}; expected one of {', '.join(KINDS)}.")
    return KINDS[kind](np.random.default_rng(seed))


# --- Numbers ----------------------------------------------------------------------------------


def _logits(draw: Generator, classes: int, gap: float = 0.5) -> FloatArray:
    """Logits in steps of a half, no two of them nearer than the gap."""
    steps = draw.permutation(np.arange(-3.0, 4.01, gap))[:classes]
    return np.asarray(steps, dtype=np.float64)


def _one_hot(classes: int, label: int) -> FloatArray:
    target = np.zeros(classes)
    target[label] = 1.0
    return target


def _soft(draw: Generator, classes: int) -> FloatArray:
    """A soft label in tenths, every class at least one."""
    cuts = np.sort(draw.permutation(np.arange(1, 10))[: classes - 1])
    return np.asarray(np.diff([0, *cuts, 10]) / 10.0, dtype=np.float64)


def _target(draw: Generator, classes: int) -> FloatArray:
    return _soft(draw, classes) if draw.random() < 0.5 else _one_hot(classes, _pick(draw, classes))


def _pick(draw: Generator, count: int) -> int:
    return int(draw.integers(count))


def _setup(logits: FloatArray, target: FloatArray) -> Setup:
    return Setup(tuple(map(float, logits)), tuple(map(float, target)))


def _moved(logits: FloatArray, k: int, by: float) -> FloatArray:
    moved = logits.copy()
    moved[k] += by
    return moved


def _classes(count: int) -> tuple[str, ...]:
    return tuple(f"Class {k + 1}" for k in range(count))


def _shuffled(draw: Generator, right: str, *wrong: str) -> tuple[tuple[str, ...], int]:
    order = draw.permutation(1 + len(wrong))
    sentences = (right, *wrong)
    return tuple(sentences[k] for k in order), int(np.flatnonzero(order == 0)[0])


# --- The questions ----------------------------------------------------------------------------


def cost_direction(draw: Generator) -> Question:
    """Which way the cost goes when one logit rises a little: the sign of ŷ − y."""
    while True:
        classes = 3 + _pick(draw, 2)
        logits, target, k = _logits(draw, classes), _target(draw, classes), _pick(draw, classes)
        slope = float(cross_entropy_grad(logits, target)[k])
        after = _moved(logits, k, 0.5)
        change = float(cross_entropy(after, target) - cross_entropy(logits, target))
        if abs(slope) > 0.05 and abs(change) > 0.02 and (slope > 0) == (change > 0):
            break
    right = (
        f"The gradient is ŷ − y, and the probability of class {k + 1} is "
        f"{'above' if slope > 0 else 'below'} its label."
    )
    reasons, reason = _shuffled(
        draw,
        right,
        "A larger logit always means a larger cost.",
        "Only the logit of the class with the largest label can change the cost.",
    )
    return Question(
        "cost-direction",
        _setup(logits, target),
        f"Which way does the cost go if z of class {k + 1} rises by 0.5?",
        (UP, DOWN, SAME),
        0 if change > 0 else 1,
        f"Drag the logit of class {k + 1} up by 0.5 and watch the cost.",
        _setup(after, target),
        reasons,
        reason,
    )


def largest_gradient(draw: Generator) -> Question:
    """Which class has the largest gradient: the largest |ŷ − y|."""
    while True:
        classes = 4
        logits, target = _logits(draw, classes), _target(draw, classes)
        sizes = np.abs(cross_entropy_grad(logits, target))
        if np.diff(np.sort(sizes))[-1] > 0.05:
            break
    k = int(np.argmax(sizes))
    reasons, reason = _shuffled(
        draw,
        "The gradient is ŷ − y: it is largest for the class that is farthest from its label.",
        "The class with the largest logit always has the largest gradient.",
        "The class with the largest label always has the largest gradient.",
    )
    wanted = _setup(_moved(logits, k, -1.0 if logits[k] > 0 else 1.0), target)
    return Question(
        "largest-gradient",
        _setup(logits, target),
        "Which class gets the largest gradient, counted without its sign?",
        _classes(classes),
        k,
        f"Look at the bars ŷ − y; then drag the logit of class {k + 1} by 1 and watch its bar.",
        wanted,
        reasons,
        reason,
        reach=ANYWHERE,
    )


def shift_all(draw: Generator) -> Question:
    """All logits shifted by the same: nothing changes."""
    classes = 3
    logits, target = _logits(draw, classes), _target(draw, classes)
    shift = float(draw.choice([-5, -3, 2, 3, 5]))
    options, answer = _shuffled(
        draw,
        "Nothing but the logits",
        "Every probability",
        "The cost, but not the probabilities",
        "The gradient of the true class",
    )
    reasons, reason = _shuffled(
        draw,
        "Numerator and denominator get the same factor e^c: only differences of logits count.",
        "Larger logits always give larger probabilities.",
        "The cost depends on the size of the logits, not only on their differences.",
    )
    words = f"{abs(shift):g} is {'added to' if shift > 0 else 'taken from'} every logit"
    return Question(
        "shift-all",
        _setup(logits, target),
        f"What changes if {words}?",
        options,
        answer,
        f"Move all logits by {shift:+g}, one after the other, and compare.".replace("-", "−"),
        _setup(logits + shift, target),
        reasons,
        reason,
        reach=0.1,
    )


def below_the_floor(draw: Generator) -> Question:
    """Whether any prediction gets the cost below a number: not below the label's entropy."""
    while True:
        classes = 3
        target = _soft(draw, classes)
        floor = float(entropy(target))
        goal = round(floor + float(draw.choice([-0.3, -0.2, 0.1, 0.2])), 1)
        if abs(goal - floor) > 0.06 and goal > 0.05:
            break
    logits = _logits(draw, classes)
    reasons, reason = _shuffled(
        draw,
        "No prediction costs less than the entropy of the label, which is the cost at ŷ = y.",
        "Large enough logits always bring the cost to zero.",
        "The lowest cost is log K, the cost of a uniform guess.",
    )
    best = np.log(target)
    return Question(
        "below-the-floor",
        _setup(logits, target),
        f"Can the cost get below {goal:g} with this soft label, whatever the logits?",
        ("Yes", "No"),
        0 if goal > floor else 1,
        "Bring every ŷ to its label, so that all gradients vanish: that is the lowest cost.",
        _setup(np.round(best - best.mean(), 1), target),
        reasons,
        reason,
        reach=0.2,
        up_to_shift=True,
    )


def sum_of_gradients(draw: Generator) -> Question:
    """What all gradients add up to: zero, since both ŷ and y sum to one."""
    classes = 3 + _pick(draw, 3)
    logits, target = _logits(draw, classes), _target(draw, classes)
    options, answer = _shuffled(draw, "0", "1", "The cost", "It depends on the logits")
    reasons, reason = _shuffled(
        draw,
        "ŷ sums to 1 and so does y, so their differences sum to 0.",
        "Each gradient is a share of the cost, so they add up to it.",
        "Gradients are probabilities, so they add up to 1.",
    )
    k = _pick(draw, classes)
    return Question(
        "sum-of-gradients",
        _setup(logits, target),
        "What do the gradients ŷ − y of all classes add up to?",
        options,
        answer,
        f"Drag the logit of class {k + 1} anywhere: the bars on both sides always balance.",
        _setup(_moved(logits, k, 1.5), target),
        reasons,
        reason,
        reach=ANYWHERE,
    )


def who_pays(draw: Generator) -> Question:
    """Who loses most probability when another logit rises: the one that has most to lose."""
    while True:
        classes = 4
        logits, k = _logits(draw, classes), _pick(draw, classes)
        after = _moved(logits, k, 1.0)
        losses = softmax(logits) - softmax(after)
        losses[k] = -np.inf
        ordered = np.sort(losses)
        if ordered[-1] - ordered[-2] > 0.02:
            break
    others = [c for c in range(classes) if c != k]
    loser = int(np.argmax(losses))
    reasons, reason = _shuffled(
        draw,
        "∂ŷ_j/∂z_i = −ŷ_i ŷ_j: the others lose in proportion to ŷ_j, so the largest loses most.",
        "All other classes lose the same.",
        "The smallest class is the first to lose.",
    )
    target = _one_hot(classes, k)
    return Question(
        "who-pays",
        _setup(logits, target),
        f"The logit of class {k + 1} rises by 1. Which other class loses most probability?",
        (*(f"Class {c + 1}" for c in others), "All lose the same"),
        others.index(loser),
        f"Drag the logit of class {k + 1} up by 1 and watch the bars of ŷ.",
        _setup(after, target),
        reasons,
        reason,
    )


def dearest_label(draw: Generator) -> Question:
    """Which class would cost most if it were the true one: the least likely."""
    classes = 4
    logits = _logits(draw, classes)
    costs = [float(cross_entropy(logits, _one_hot(classes, c))) for c in range(classes)]
    dearest = int(np.argmax(costs))
    start = int(np.argsort(costs)[_pick(draw, classes - 1)])
    reasons, reason = _shuffled(
        draw,
        "The cost is −log ŷ of the true class: the smaller its probability, the larger the cost.",
        "The class with the largest logit always costs most.",
        "All classes cost the same; only the logits matter.",
    )
    return Question(
        "dearest-label",
        _setup(logits, _one_hot(classes, start)),
        "Which class would give the highest cost if it were the true one?",
        _classes(classes),
        dearest,
        f"Click class {dearest + 1} to make it the true one, then try the others.",
        _setup(logits, _one_hot(classes, dearest)),
        reasons,
        reason,
    )


def double_all(draw: Generator) -> Question:
    """What doubling all logits does to the cost: the prediction becomes more certain."""
    while True:
        classes = 3
        logits, label = _logits(draw, classes), _pick(draw, classes)
        target = _one_hot(classes, label)
        change = float(cross_entropy(2 * logits, target) - cross_entropy(logits, target))
        # In between, the class next to the top may go either way: that asks for too much.
        is_top = label == int(np.argmax(logits))
        is_last = label == int(np.argmin(logits))
        if (is_top or is_last) and abs(change) > 0.02:
            break
    right = (
        "The prediction becomes more certain, and the true class leads."
        if change < 0
        else "The prediction becomes more certain, but a wrong class leads."
    )
    reasons, reason = _shuffled(
        draw,
        right,
        "Softmax divides by the sum, so a common factor cancels.",
        "A more certain prediction always costs less."
        if change > 0
        else "Larger logits always cost more.",
    )
    return Question(
        "double-all",
        _setup(logits, target),
        "Every logit is doubled. Which way does the cost go?",
        (UP, DOWN, SAME),
        0 if change > 0 else 1,
        "Drag each logit to twice its value and watch the cost.",
        _setup(2 * logits, target),
        reasons,
        reason,
        reach=0.25,
    )


KINDS: dict[str, Callable[[Generator], Question]] = {
    "cost-direction": cost_direction,
    "largest-gradient": largest_gradient,
    "shift-all": shift_all,
    "below-the-floor": below_the_floor,
    "sum-of-gradients": sum_of_gradients,
    "who-pays": who_pays,
    "dearest-label": dearest_label,
    "double-all": double_all,
}
"""How each kind of question is made."""
