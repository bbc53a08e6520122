r"""Lines that people have published get the verdict that a right tool must give.

The number is that of the line in the collection; formulas only.
"""

import pytest

from ce_core.symbolic.review.review import Letters, review

LINES = {
    "1, the case i = j stated": (
        r"\frac{\partial p_j}{\partial o_i} = p_i(1 - p_i),\quad i = j",
        ["ok"],
    ),
    "1, the case not stated": (r"\frac{\partial p_j}{\partial o_i} = p_i(1 - p_i)", ["needs-fact"]),
    "3 and 5": (
        r"\frac{\partial L}{\partial o_i} = - \left (y_i (1 - p_i) + \sum_{k\neq i}-p_k y_k "
        r"\right ) \\ = \left (\sum_i p_i y_i \right ) - y_i",
        ["slip", "carried"],
    ),
    "7 and 9": (
        r"\frac{\partial L}{\partial o_i} = -\sum_ky_k\frac{1}{p_k}\frac{\partial p_k}"
        r"{\partial o_i} \\ =-y_i+y_ip_i+\sum_{k\neq i}y_k({p_i})",
        ["ok", "ok"],
    ),
    "11, true of outputs": (r"\frac{\partial E} {\partial o_j} = \frac{-t_j}{o_j}", ["ok"]),
    "13 and 15": (
        r"\frac{\partial o_b}{\partial z_b} = \frac{e^{z_b}*\sum e^z - (e^{z_b})^2}"
        r"{(\sum_j e^{z})^2} =softmax(b)-softmax^2(b)=o_b-o_b^2=o_b(1-o_b)",
        ["ok", "ok", "ok", "ok"],
    ),
    "17": (
        r"\frac{\partial p_k}{\partial o_k} = \frac{ \exp (o_k) \sum_j \exp(o_j) - \exp (o_k) "
        r"\exp (o_k) }{(\sum_j \exp(o_j))^2}",
        ["ok"],
    ),
    "19": (
        r"$$\frac{\partial p_k}{\partial o_i} = \frac{ - \exp (o_k) \exp (o_i) }"
        r"{(\sum_j \exp(o_j))(\sum_j \exp(o_j))}, i\ne k$$",
        ["ok"],
    ),
    "21": (
        r"\frac{\partial L}{\partial o_k} = - y_k (1 - p_k) + \sum_{i\neq k} y_i p_k",
        ["ok"],
    ),
    "23": (
        r"\frac{\partial p_k}{\partial o_i}=\begin{cases} p_k (1 - p_k) & \text{if }\; i=k \\ "
        r"- p_k p_i & \text{if }\; i\neq k \end{cases}",
        ["ok"],
    ),
    "25": (r"\frac{\partial p_j}{\partial a_i} = p_j(\delta_{ij} -p_i)", ["ok"]),
    "27": (r"\frac{\partial L}{\partial a_i} = \sum_j^C y_j (p_i -\delta_{ij})", ["ok"]),
    "29": (
        r"\frac{\partial p_i}{\partial x_i}=\frac{\sum e^{x_d} \cdot e^{x_i} - e^{x_i} \cdot "
        r"e^{x_i}}{(\sum e^{x_d})^2}",
        ["ok"],
    ),
    "31": (
        r"$$\frac{\partial p_i}{\partial x_j}=-\frac{e^{x_i}}{\sum e^{x_d}} \cdot "
        r"\frac{e^{x_j}}{\sum e^{x_d}}$$ for $i\neq j$",
        ["ok"],
    ),
    "31, typed": ("∂p_i/∂x_j = -e^x_i/Σ e^x_d · e^x_j/Σ e^x_d, i≠j", ["ok"]),
    "33": (
        r"\frac{\partial S_i}{\partial a_j}=\frac {0 \times \sum - e^{a_i} \times e^{a_i}} "
        r"{\sum^2}= -S_i \times S_j, i\neq j",
        ["slip", "repaired"],
    ),
    "35 and 37": (
        r"\frac{\partial L}{\partial z_j}=-y_j(1 - \hat{y}_j) + \sum_{i \neq j} y_i \hat{y}_j"
        r"=\hat{y}_j - y_j",
        ["ok", "needs-fact"],
    ),
    "39 and 41": (
        r"L = -\sum_i y_i \log p_i = -\sum_{i=1}^{n} y_i z_i + \log\left(\sum_{j=1}^{n} "
        r"e^{z_j}\right)\\ \frac{\partial L}{\partial z_k} = -y_k + \frac{\partial}{\partial z_k} "
        r"\log\left(\sum_{j=1}^{n} e^{z_j}\right)",
        ["start", "needs-fact", "needs-fact"],
    ),
    "43": ("∂s_i/∂z_j = −exp(z_i)·exp(z_j)/Z² = −s_i s_j, i≠j", ["ok", "ok"]),
    "45": (
        r"\frac{\partial E}{\partial X_j^{(i)}} = \sum_{k=1}^c \frac{\partial E}"
        r"{\partial \hat{Y}_k^{(i)}}\frac{\partial \hat{Y}_k^{(i)}}{\partial X_j^{(i)}}",
        ["ok"],
    ),
    "47": (
        r"\frac{\partial H}{\partial A_i} = \sigma(A_i) - Y_i = \sigma(A_i) - 1",
        ["needs-fact", "needs-fact"],
    ),
    "49": (
        r"\frac{\partial S_i}{\partial a_j} = \frac{1_{i=j}e^{a_i} \cdot \Sigma - e^{a_j} "
        r"\cdot e^{a_i}}{\Sigma^2}",
        ["ok"],
    ),
    "51": (
        r"\frac{\partial p_1}{\partial y_1} = \frac{1}{S} \times e^{y_1} +  e^{y_1} \times "
        r"\frac{-1}{S^2} \times e^{y_1}",
        ["ok"],
    ),
    "53": (r"loss=-\frac{y^i}{s^i}", ["slip"]),
    "55": ("∂L/∂ŷ = - [ y/ŷ - (1-y)/(1-ŷ) ]", ["ok"]),
    "57": ("∂L/∂z = [ (ŷ - y) / (ŷ(1-ŷ)) ] * [ ŷ * (1-ŷ) ]", ["ok"]),
    "59": (
        r"\frac{\partial L}{\partial z_i} = -1\left(\frac{y_i}{\hat y_i} + \frac{1-y_i}"
        r"{1 - \hat y_i}\right)",
        ["slip"],
    ),
    "61": (
        r"L = -p\log\sigma(u)-(1-p)\log(1-\sigma(u)) = -pu +\log(1 + e^u)",
        ["start", "ok"],
    ),
    "63": (
        r"\sigma'(x) = \frac{e^{-x}}{(1+e^{-x})^2} = \left( \frac{1}{e^{-x}+1} \right) "
        r"\left( \frac{-e^{-x}}{e^{-x}+1} \right) = \sigma(x)(1-\sigma(x))",
        ["ok", "slip", "repaired"],
    ),
    "65": (r"\sigma'(x) = \frac{1}{1+e^{-x}} \frac{e^{-x} + (1 - 1)}{1+e^{-x}}", ["ok"]),
    "67 and 69": (
        r"f(x) = \frac{1}{1+e^{-x}}, f'(x) = -1 ( (1 + e^{-x})^{-2} ) ( (0 + e^{-x}) (-1) ) "
        r"= f(x) - ( f(x) )^2",
        ["start", "ok", "ok"],
    ),
    "71": (
        r"f(x)=\frac{1}{1+e^{-x}} \\ f'(x)=- {\left( {1 + {e^{ - x}}} \right)^{ - 2}} "
        r"- {e^{ - x}}",
        ["start", "slip"],
    ),
    "73": (
        r"\frac{d}{dx}\sigma(x)=\frac{1}{1+e^{-x}} \cdot \frac{e^{-x}}{1+e^{-x}}=\sigma(1-\sigma)",
        ["ok", "ok"],
    ),
    "75": (
        r"f(x)=\frac{e^x}{e^x+b} \\ \frac{f'(x)}{f(x)}=\frac{-e^x * b}{(e^x + b)^2} * "
        r"\frac{e^x + b}{e^x}",
        ["start", "slip"],
    ),
    "77": (
        r"\frac{\partial E}{\partial z_j}=-\frac{y}{\hat{y}}.\hat{y_t}.(1-\hat{y_t}) + "
        r"\sum_{i\neq j}(\frac{-y_t}{\hat{y_t}})(-\hat{y_t}\hat{y_t})",
        ["slip"],
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_a_published_line_gets_its_verdict(name: str) -> None:
    text, expected = LINES[name]
    assert [line.status for line in review(text).lines] == expected


def test_the_facts_of_the_lines_are_named() -> None:
    def fact(name: str, number: int = 0) -> str:
        return review(LINES[name][0]).lines[number].fact

    assert fact("1, the case not stated") == "i = j"
    assert fact("35 and 37", 1) == "Σy = 1"
    assert fact("47", 1) == "the label is one-hot and i is the true class"


def test_the_mistakes_of_the_lines_are_named() -> None:
    def mistake(name: str, number: int = 0) -> str:
        return review(LINES[name][0]).lines[number].mistake

    assert mistake("3 and 5") == "the indices are mixed"
    assert mistake("53") == "a loss is set equal to its derivative"
    assert mistake("71", 1) == "a bracket is missing"
    assert mistake("75", 1) == "a minus too many"
    assert mistake("77") == "indices are mixed"


def test_two_meanings_of_a_letter_are_told() -> None:
    (line,) = review(LINES["11, true of outputs"][0]).lines
    assert "With o as logits this line would be wrong." in line.message


def test_a_person_can_say_what_letters_mean() -> None:
    letters = Letters(logits=("o",), labels=("t",), probabilities=("p",), cost=("E",))
    (line,) = review(LINES["11, true of outputs"][0], letters=letters).lines
    assert line.status == "slip"
