"""List the computations that people's code really does in place of the right one: one table.

Each `Deviation` replaces steps of a `Recipe`; what it says is plain text; nothing is computed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ce_core.numeric.explain.case import Case
from ce_core.numeric.explain.recipe import Recipe

Applies = Callable[[Case], bool]


@dataclass(frozen=True)
class Deviation:
    """One way in which a computation departs from the right one.

    Parameters
    ----------
    key : str
        The name of the kind; several variants of one kind share it.
    sentence : str
        What was computed, as the end of "This is …".
    formula : str
        LaTeX of what was computed; the part that differs is marked by ``\\boxed``.
    steps : mapping
        Fields of a `Recipe` and what stands in them instead.
    applies : callable
        Whether it can be told from the right computation in a case.
    of : {"loss", "gradient", "both"}
        Which printed numbers it concerns.
    slack : float
        Relative room for results of arithmetic in few digits.
    """

    key: str
    sentence: str
    formula: str
    steps: Mapping[str, Any] = field(hash=False)
    applies: Applies = field(default=lambda _case: True, hash=False)
    of: str = "both"
    slack: float = 0.0

    def change(self, recipe: Recipe) -> Recipe:
        """Put this deviation's steps into a recipe."""
        return replace(recipe, **self.steps)


def _several(case: Case) -> bool:
    return case.shape[0] > 1


def _weighted(case: Case) -> bool:
    return case.weight is not None


def _ignoring(case: Case) -> bool:
    return not case.counted.all()


def _ignores_a_class(case: Case) -> bool:
    return (
        _ignoring(case) and case.ignore_index is not None and 0 <= case.ignore_index < case.shape[1]
    )


def _hot(case: Case) -> bool:
    return case.label_smoothing > 0


def _warm(case: Case) -> bool:
    return case.temperature != 1


def _logits(case: Case) -> bool:
    return case.given == "logits"


def _probabilities(case: Case) -> bool:
    return case.given == "probabilities"


def _unscaled(case: Case) -> bool:
    sums = case.rows.sum(axis=-1)
    return _probabilities(case) and bool((abs(sums - 1) > 1e-9).any())


def _soft(case: Case) -> bool:
    return case.is_soft or _hot(case)


def _above(case: Case) -> bool:
    return case.indices is None or bool((case.indices[case.counted] + 1 < case.shape[1]).all())


_MEAN = r"\frac1n\sum_i E_i"
_ROW = r"-\sum_c y_c\log\hat y_c"
_BOUNDS = ("1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15")
_EPS = {"float32": "1.1920929e-07", "float64": "2.220446049250313e-16"}
_ROUNDOFF = {"float64": 2e-15, "float32": 4e-7, "float16": 1e-3}

_REDUCTIONS = (
    Deviation(
        "another-reduction",
        "the sum of the losses, where the mean is asked for",
        r"\boxed{\sum_i} E_i",
        {"division": "sum"},
        _several,
        "loss",
    ),
    Deviation(
        "weights-divided-by-rows",
        "the sum of the weighted losses divided by the number of rows; a weighted mean divides by "
        "the sum of the weights",
        r"\frac{\sum_i w_{y_i}E_i}{\boxed{n}}",
        {"division": "by-rows"},
        lambda case: _weighted(case) and not case.is_soft,
    ),
    Deviation(
        "weights-forgotten",
        "the loss without the class weights (every weight 1)",
        r"\frac1n\sum_i \boxed{1}\cdot E_i",
        {"weighted": False},
        _weighted,
    ),
    Deviation(
        "ignored-rows-counted",
        "the sum over the rows that count, divided by all rows, the ignored ones included",
        r"\frac1{\boxed{n\text{ with the ignored rows}}}\sum_{i\text{ counts}} E_i",
        {"ignored": "counted"},
        _ignoring,
    ),
    Deviation(
        "ignored-rows-counted",
        "the mean over all rows, with the ignored label taken for a class",
        r"\frac1n\sum_{\boxed{\text{all }i}} E_i",
        {"ignored": "included"},
        _ignores_a_class,
    ),
    Deviation(
        "divided-by-classes",
        "the sum of the losses divided by rows times classes, n·K",
        r"\frac1{n\,\boxed{K}}\sum_i E_i",
        {"division": "by-classes"},
        of="loss",
    ),
    Deviation(
        "divided-twice",
        "the mean divided by the number of rows once more",
        r"\boxed{\frac1n}\cdot" + _MEAN,
        {"division": "twice"},
        _several,
        "loss",
    ),
    Deviation(
        "gradient-not-averaged",
        "the gradient of the sum of the losses, not divided by the number of rows",
        r"\boxed{\hat y-y}\ \text{for each row, without }\tfrac1n",
        {"division": "sum"},
        _several,
        "gradient",
    ),
    Deviation(
        "gradient-averaged-twice",
        "the gradient of the mean, divided by the number of rows once more",
        r"\boxed{\tfrac1n}\cdot\tfrac1n(\hat y-y)",
        {"division": "twice"},
        _several,
        "gradient",
    ),
)

_UNITS = (
    Deviation(
        "log-base-2",
        "the loss in bits: log₂ in place of the natural logarithm",
        r"-\sum_c y_c\,\boxed{\log_2}\hat y_c",
        {"base": 2.0},
        of="loss",
    ),
    Deviation(
        "log-base-10",
        "the loss with log₁₀ in place of the natural logarithm",
        r"-\sum_c y_c\,\boxed{\log_{10}}\hat y_c",
        {"base": 10.0},
        of="loss",
    ),
    Deviation(
        "sign-lost",
        "the loss without its minus sign",
        r"\boxed{+}\sum_c y_c\log\hat y_c",
        {"sign": -1},
        of="loss",
    ),
    Deviation(
        "gradient-sign",
        "the gradient with its sign turned: y − ŷ",
        r"\boxed{y-\hat y}",
        {"sign": -1},
        of="gradient",
    ),
)

_INPUTS = (
    Deviation(
        "softmax-twice",
        "the loss of softmax applied twice: probabilities were passed where logits are expected",
        r"-\sum_c y_c\log\operatorname{softmax}_c(\boxed{\operatorname{softmax}(z)})",
        {"input": "softmax-twice"},
        _logits,
    ),
    Deviation(
        "probabilities-as-logits",
        "the loss of your probabilities taken for logits: they went through softmax once more",
        r"-\sum_c y_c\log\operatorname{softmax}_c(\boxed{\hat y})",
        {"input": "taken-as-logits"},
        _probabilities,
    ),
    Deviation(
        "log-odds-as-logits",
        "the loss of log p/(1 − p), taken for the logits of softmax",
        r"-\sum_c y_c\log\operatorname{softmax}_c\bigl(\boxed{\log\tfrac{\hat y}{1-\hat y}}\bigr)",
        {"input": "log-odds"},
        _probabilities,
    ),
    Deviation(
        "probabilities-rescaled",
        "the loss of your probabilities divided by their sum, which is not 1",
        r"-\sum_c y_c\log\boxed{\frac{\hat y_c}{\sum_j\hat y_j}}",
        {"input": "rescaled"},
        _unscaled,
    ),
    Deviation(
        "logits-as-probabilities",
        "the log of the logits themselves, without softmax",
        r"-\sum_c y_c\log\boxed{z_c}",
        {"input": "taken-as-probabilities"},
        _logits,
        "loss",
    ),
    Deviation(
        "logits-as-probabilities",
        "the log of the logits taken for probabilities: divided by their sum and clipped to 1e-7 … "
        "1 − 1e-7, as Keras does with from_logits=False",
        r"-\sum_c y_c\log\operatorname{clip}\Bigl(\boxed{\frac{z_c}{\sum_j z_j}}\Bigr)",
        {"input": "over-their-sum", "log": "clip:1e-7"},
        _logits,
        "loss",
    ),
    Deviation(
        "logits-as-probabilities",
        "the log of the logits taken for probabilities: clipped to 1e-7 … 1 − 1e-7 and divided by "
        "the new sum, as Keras does for class indices with from_logits=False",
        r"-\log\boxed{\frac{\operatorname{clip}(z_y)}{\sum_j\operatorname{clip}(z_j)}}",
        {"input": "taken-as-probabilities", "log": "clip-rescaled:1e-7"},
        _logits,
        "loss",
    ),
    Deviation(
        "logits-as-probabilities",
        "the log of the logits taken for probabilities and clipped to 1e-7 … 1 − 1e-7",
        r"-\sum_c y_c\log\boxed{\operatorname{clip}(z_c,10^{-7},1-10^{-7})}",
        {"input": "taken-as-probabilities", "log": "clip:1e-7"},
        _logits,
        "loss",
    ),
    Deviation(
        "log-softmax-forgotten",
        "−Σ y·z: the logits were taken for log-probabilities, without log-softmax (as NLLLoss does "
        "with raw logits)",
        r"-\sum_c y_c\,\boxed{z_c}",
        {"input": "taken-as-logs"},
        _logits,
        "loss",
    ),
    Deviation(
        "wrong-axis",
        "the loss with softmax taken over the rows in place of the classes",
        r"\hat y_{ic}=\frac{e^{z_{ic}}}{\boxed{\sum_i} e^{z_{ic}}}",
        {"over_rows": True},
        lambda case: _logits(case) and _several(case),
    ),
    Deviation(
        "temperature-forgotten",
        "the value at temperature 1",
        r"\operatorname{softmax}(z/\boxed{1})",
        {"temperature": "forgotten"},
        _warm,
    ),
    Deviation(
        "temperature-forgotten",
        "ŷ − y without the factor 1/T",
        r"\boxed{1}\cdot(\hat y-y)",
        {"temperature": "not-in-gradient"},
        _warm,
        "gradient",
    ),
    Deviation(
        "temperature-inverted",
        "the value with the logits multiplied by T in place of divided",
        r"\operatorname{softmax}(z\,\boxed{\cdot\,T})",
        {"temperature": "inverted"},
        _warm,
    ),
    Deviation(
        "softmax-twice",
        "the gradient through softmax applied twice",
        r"J_{\text{softmax}}\,(\boxed{\operatorname{softmax}(\hat y)}-y)",
        {"input": "softmax-twice", "gradient": "through-twice"},
        _logits,
        "gradient",
    ),
)

_LABELS = (
    Deviation(
        "labels-shifted",
        "the loss for labels one too high: they were counted from 1",
        r"-\log\hat y_{\boxed{y+1}}",
        {"label_shift": 1},
        _above,
    ),
    Deviation(
        "labels-shifted",
        "the loss for labels one too low",
        r"-\log\hat y_{\boxed{y-1}}",
        {"label_shift": -1},
    ),
    Deviation(
        "smoothing-forgotten",
        "the value without label smoothing (ε = 0)",
        _ROW + r",\ \boxed{\varepsilon=0}",
        {"smoothing": "forgotten"},
        _hot,
    ),
    Deviation(
        "smoothing-over-others",
        "the value with ε shared by the other K − 1 classes, ε/(K − 1) each",
        r"y_c^{\text{smooth}}=\boxed{\tfrac{\varepsilon}{K-1}}",
        {"smoothing": "over-others"},
        _hot,
    ),
    Deviation(
        "smoothing-adds-mass",
        "the value with ε/K added to a label that keeps its whole 1",
        r"y^{\text{smooth}}=\boxed{y}+\tfrac{\varepsilon}{K}",
        {"smoothing": "adds-mass"},
        _hot,
    ),
)

_FORMULAS = (
    Deviation(
        "log-forgotten",
        "−Σ y·ŷ: the logarithm is missing",
        r"-\sum_c y_c\,\boxed{\hat y_c}",
        {"formula": "no-log"},
        of="loss",
    ),
    Deviation(
        "log-forgotten",
        "1 − Σ y·ŷ: one minus the probability, without a logarithm",
        r"\boxed{1-}\sum_c y_c\hat y_c",
        {"formula": "one-minus"},
        of="loss",
    ),
    Deviation(
        "per-class-binary",
        "the binary cross-entropy of each class, summed, with softmax's ŷ",
        r"-\sum_c\bigl[y_c\log\hat y_c\boxed{+(1-y_c)\log(1-\hat y_c)}\bigr]",
        {"formula": "binary-sum"},
        of="loss",
    ),
    Deviation(
        "per-class-binary",
        "the mean over the classes of the binary cross-entropy, with softmax's ŷ",
        r"-\boxed{\tfrac1K}\sum_c\bigl[y_c\log\hat y_c\boxed{+(1-y_c)\log(1-\hat y_c)}\bigr]",
        {"formula": "binary-mean"},
        of="loss",
    ),
    Deviation(
        "sigmoid-per-class",
        "the binary cross-entropy of a sigmoid for each class, summed",
        r"-\sum_c\bigl[y_c\log\boxed{\sigma(z_c)}+(1-y_c)\log(1-\boxed{\sigma(z_c)})\bigr]",
        {"formula": "sigmoid-sum"},
        of="loss",
    ),
    Deviation(
        "sigmoid-per-class",
        "the mean over the classes of the binary cross-entropy of a sigmoid for each class",
        r"-\boxed{\tfrac1K}\sum_c\bigl[y_c\log\boxed{\sigma(z_c)}+(1-y_c)\log(1-"
        r"\boxed{\sigma(z_c)})\bigr]",
        {"formula": "sigmoid-mean"},
        of="loss",
    ),
    Deviation(
        "kl-divergence",
        "the Kullback–Leibler divergence: the entropy of the label is taken off",
        _ROW + r"\boxed{-H(y)}",
        {"formula": "kl"},
        _soft,
        "loss",
    ),
    Deviation(
        "squared-error",
        "the squared error Σ(ŷ − y)²",
        r"\boxed{\sum_c(\hat y_c-y_c)^2}",
        {"formula": "squared-sum"},
        of="loss",
    ),
    Deviation(
        "squared-error",
        "half the squared error, ½·Σ(ŷ − y)²",
        r"\boxed{\tfrac12\sum_c(\hat y_c-y_c)^2}",
        {"formula": "squared-half"},
        of="loss",
    ),
    Deviation(
        "squared-error",
        "the mean over the classes of (ŷ − y)²",
        r"\boxed{\tfrac1K\sum_c(\hat y_c-y_c)^2}",
        {"formula": "squared-mean"},
        of="loss",
    ),
    Deviation(
        "gradient-by-probabilities",
        "the gradient by the probabilities, −y/ŷ, in place of the one by the logits",
        r"\boxed{-\frac{y}{\hat y}}",
        {"gradient": "by-probabilities"},
        of="gradient",
    ),
    Deviation(
        "jacobian-diagonal-only",
        "−y·(1 − ŷ): only the diagonal of softmax's Jacobian was used",
        r"\boxed{-y(1-\hat y)}",
        {"gradient": "diagonal-only"},
        of="gradient",
    ),
)


def _clipped(name: str, bound: str) -> tuple[Deviation, ...]:
    at = f"clipped-{name}"
    return (
        Deviation(
            at,
            f"the loss with ŷ clipped from below at {bound}",
            rf"-\sum_c y_c\log\boxed{{\max(\hat y_c,{bound})}}",
            {"log": f"max:{bound}"},
            of="loss",
        ),
        Deviation(
            at,
            f"the loss with ŷ clipped to {bound} … 1 − {bound}",
            rf"-\sum_c y_c\log\boxed{{\operatorname{{clip}}(\hat y_c,{bound},1-{bound})}}",
            {"log": f"clip:{bound}"},
            of="loss",
        ),
        Deviation(
            at,
            f"the loss with ŷ clipped at {bound} and divided by its new sum",
            rf"-\sum_c y_c\log\boxed{{\frac{{\max(\hat y_c,{bound})}}"
            rf"{{\sum_j\max(\hat y_j,{bound})}}}}",
            {"log": f"renormalised:{bound}"},
            of="loss",
        ),
        Deviation(
            at,
            f"the loss with {bound} added to ŷ",
            rf"-\sum_c y_c\log(\hat y_c\boxed{{+\,{bound}}})",
            {"log": f"plus:{bound}"},
            of="loss",
        ),
    )


def _narrow(key: str, log: str, dtype: str, sentence: str, formula: str) -> tuple[Deviation, ...]:
    slack = _ROUNDOFF[dtype]
    plain = Deviation(
        key, f"{sentence} in {dtype}", formula, {"log": f"{log}:{dtype}"}, _logits, "loss", slack
    )
    product = Deviation(
        key,
        f"{sentence} in {dtype}, multiplied by the one-hot label: 0·(−∞) is nan",
        formula,
        {"log": f"{log}:{dtype}", "multiplied_out": True},
        lambda case: _logits(case) and not _soft(case),
        "loss",
        slack,
    )
    return plain, product


_ARITHMETIC = (
    *(d for bound in _BOUNDS for d in _clipped(bound, bound)),
    *(d for dtype, bound in _EPS.items() for d in _clipped(f"{dtype}-eps", bound)),
    *(
        d
        for dtype in _ROUNDOFF
        for d in _narrow(
            "softmax-then-log",
            "softmax-then-log",
            dtype,
            "ŷ rounded, and then its logarithm,",
            r"\log\boxed{\operatorname{round}(\hat y)}",
        )
    ),
    *(
        d
        for dtype in _ROUNDOFF
        for d in _narrow(
            "exp-without-shift",
            "without-shift",
            dtype,
            "the textbook formula exp(z)/Σ exp(z), which overflows for large logits,",
            r"\log\frac{\boxed{e^{z_c}}}{\sum_j e^{z_j}}",
        )
    ),
    *(
        Deviation(
            f"fused-{dtype}",
            f"the stable formula in {dtype}, which has few digits",
            r"z_c-\max z-\log\sum_j e^{z_j-\max z}\ \boxed{\text{in " + dtype + "}}",
            {"log": f"fused:{dtype}"},
            _logits,
            "loss",
            _ROUNDOFF[dtype],
        )
        for dtype in ("float32", "float16")
    ),
    *(
        Deviation(
            f"fused-{dtype}",
            f"z − (max z + log Σ) in {dtype}, where log Σ is lost beside a large max z",
            r"z_c-\boxed{(\max z+\log\sum_j e^{z_j-\max z})}",
            {"log": f"absorbed:{dtype}"},
            _logits,
            "loss",
            _ROUNDOFF[dtype],
        )
        for dtype in ("float32", "float16")
    ),
)

DEVIATIONS: tuple[Deviation, ...] = (
    *_REDUCTIONS,
    *_UNITS,
    *_INPUTS,
    *_LABELS,
    *_FORMULAS,
    *_ARITHMETIC,
)
"""All deviations, the commonest first within each kind of step."""
KEYS: tuple[str, ...] = tuple(dict.fromkeys(d.key for d in DEVIATIONS))
