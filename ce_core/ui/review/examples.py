"""List derivations to begin with: two that are right, one with a mistake."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A derivation to try.

    Parameters
    ----------
    key, title
        Its name in the page, and on its button.
    lines
        What is put into the field, line by line.
    """

    key: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is put into the field."""
        return "\n".join(self.lines)


EXAMPLES = (
    Example(
        "mistake",
        "Softmax, with a mistake",
        (
            "We differentiate the cost by one logit.",
            "",
            r"\begin{align}",
            r"\frac{\partial E}{\partial z_j}",
            r"&= -\sum_i y_i \frac{\partial \log \hat y_i}{\partial z_j} \\ ",
            r"&= -\sum_i \frac{y_i}{\hat y_i} \frac{\partial \hat y_i}{\partial z_j} \\ ",
            r"&= -\frac{y_j}{\hat y_j} \hat y_j (1 - \hat y_j) \\ ",
            r"&= -y_j (1 - \hat y_j) \\ ",
            r"&= \hat y_j y_j - y_j",
            r"\end{align}",
        ),
    ),
    Example(
        "softmax",
        "Softmax, all right",
        (
            r"\begin{align}",
            r"\frac{\partial E}{\partial z_j}",
            r"&= -y_j (1 - \hat y_j) + \sum_{i \neq j} y_i \hat y_j \\ ",
            r"&= -y_j + y_j \hat y_j + \hat y_j \sum_{i \neq j} y_i \\ ",
            r"&= -y_j + \hat y_j \sum_i y_i \\ ",
            r"&= \hat y_j - y_j",
            r"\end{align}",
        ),
    ),
    Example(
        "sigmoid",
        "Two classes, typed",
        (
            "f(x) = e^x/(e^x + b)",
            "f'(x) = (e^x (e^x + b) - e^x e^x)/(e^x + b)^2",
            "= e^x b/(e^x + b)^2",
            "= f (1 - f)",
            "f'/f = 1 - f",
        ),
    ),
)
