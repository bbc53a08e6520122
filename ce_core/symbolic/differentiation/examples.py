"""List functions to start from when one differentiates a function of one's own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FunctionExample:
    """A function as it would be typed.

    Parameters
    ----------
    key, title
        A short name for addresses, and the name in the field.
    text
        The formula, readable with :func:`vocabulary.own_function`.
    remark
        One sentence on what its derivative shows.
    """

    key: str
    title: str
    text: str
    remark: str


FUNCTION_EXAMPLES = (
    FunctionExample(
        "softmax-of-two",
        "Softmax of two classes",
        "e^x / (e^x + b)",
        "With b = e to the other logit, this is the first probability.",
    ),
    FunctionExample(
        "binary-cross-entropy",
        "Binary cross-entropy",
        "−a log σ(x) − (1 − a) log(1 − σ(x))",
        "With a as the label, only σ(x) − a is left.",
    ),
    FunctionExample(
        "focal-loss",
        "Focal loss, γ = 2",
        "−(1 − σ(x))² log σ(x)",
        "Where the prediction is good, the derivative is smaller than that of cross-entropy.",
    ),
    FunctionExample(
        "squared-error",
        "Squared error on a sigmoid",
        "(σ(x) − a)²",
        "The factor σ(x)(1 − σ(x)) makes the derivative vanish where the prediction is worst.",
    ),
    FunctionExample(
        "softplus-hinge",
        "Softplus, a smooth hinge",
        "softplus(1 − a x)",
        "The derivative goes from −a to 0 as the margin a x passes 1.",
    ),
    FunctionExample(
        "logistic-tanh",
        "The sigmoid, written with tanh",
        "(1 + tanh(x/2)) / 2",
        "This equals σ(x), so its derivative is σ(x)(1 − σ(x)).",
    ),
    FunctionExample(
        "power-of-itself",
        "x to the power x",
        "x^x",
        "Base and exponent both vary: neither the power rule nor the exponential rule is enough.",
    ),
)
