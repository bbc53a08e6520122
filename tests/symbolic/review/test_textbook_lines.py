r"""Derivations in the notations of text books, courses and forums get the right verdicts.

They were written for this test; "wrong" in a name says which slip stands in it.
"""

import pytest

from ce_core.symbolic.review.review import Letters, review

S, OK, N, W, C, R = "start", "ok", "needs-fact", "slip", "carried", "repaired"

TEXTS = {
    "i ≠ j beside the line": (
        r"\frac{\partial o_c}{\partial z_b}=\frac{-e^{z_c}*e^{z_b}}{(\sum_j e^{z})^2} = -o_c*o_b, "
        r"b\neq c",
        [OK, OK],
    ),
    "outputs o of logits z, the sum forgotten": (
        r"\frac{\partial E}{\partial z_j}=\frac{\partial E}{\partial o_j}"
        r"\frac{\partial o_j}{\partial z_j}",
        [W],
    ),
    "p is the label of a logistic loss": (
        r"\frac{d}{du}[-pu +\log(1 + e^u)] = -p + \frac{e^u}{1+e^u} = \sigma(u) - p",
        [OK, OK],
    ),
    "p is the label, chain rule": (
        r"\frac{dL}{du} = -p\frac{1}{\sigma(u)}\sigma'(u) + (1-p)\frac{1}{1-\sigma(u)}\sigma'(u) "
        r"= -p(1-\sigma(u))+(1-p)\sigma(u) = \sigma(u)-p",
        [OK, OK, OK],
    ),
    "a weight that nothing defines is taken as given": (
        "dL/dw = [ (ŷ - y) / (ŷ(1-ŷ)) ] * [ ŷ * (1-ŷ) ] * [ x ] = (ŷ - y) x",
        [S, OK],
    ),
    "a weight, defined": (
        "z = w x + b\nŷ = σ(z)\nL = -y log ŷ - (1-y) log(1-ŷ)\n"
        "dL/dw = dL/dŷ dŷ/dz dz/dw = (ŷ - y) x\ndL/db = ŷ - y",
        [S, OK, S, OK, OK, OK],
    ),
    "a weight, defined, wrong sign": (
        "z = w x + b\nŷ = σ(z)\nL = -y log ŷ - (1-y) log(1-ŷ)\ndL/dw = (y - ŷ) x",
        [S, OK, S, W],
    ),
    "a is the activation": (
        "dL/da = -y/a + (1-y)/(1-a)\n"
        "dL/dz = dL/da * da/dz = (-y/a + (1-y)/(1-a)) * a(1-a) = a - y",
        [OK, OK, OK, OK],
    ),
    "a is the activation, wrong sign": (
        "L = -(y log a + (1-y) log(1-a))\na = σ(z)\ndL/da = -y/a - (1-y)/(1-a)",
        [S, OK, W],
    ),
    "D_j S_i is only a name": (r"D_jS_i=\frac{\partial S_i}{\partial a_j}", [S]),
    "braces around the condition": (
        r"\frac{\partial}{\partial z_j}\log s_i = 1\{i=j\} - \frac{1}{\sum_{l=1}^n e^{z_l}} "
        r"\cdot e^{z_j} = 1\{i=j\} - s_j",
        [OK, OK],
    ),
    "I_kj is the unit matrix": (
        r"\frac{\partial E}{\partial a_j} = -\sum_k \frac{t_k}{y_k} y_k(I_{kj}-y_j) = y_j - t_j",
        [OK, N],
    ),
    "Iverson's bracket": (r"\frac{\partial p_i}{\partial z_j} = p_i([i = j] - p_j)", [OK]),
    "1 minus an indicator": (
        r"\frac{\partial p_i}{\partial z_j} = p_i(1 - p_j) - p_i \mathbb{1}(i \neq j)",
        [OK],
    ),
    "scores f, samples i": (
        r"p_k = \frac{e^{f_k}}{\sum_j e^{f_j}}, \quad L_i = -\log(p_{y_i}), \quad "
        r"\frac{\partial L_i}{\partial f_k} = p_k - \mathbb{1}(y_i = k)",
        [S, S, OK],
    ),
    "scores f, samples i, wrong sign": (
        r"p_k = \frac{e^{f_k}}{\sum_j e^{f_j}}, \quad L_i = -\log(p_{y_i}), \quad "
        r"\frac{\partial L_i}{\partial f_k} = p_k + \mathbb{1}(y_i = k)",
        [S, S, W],
    ),
    "the loss by its logits": (
        r"L = -\log\left(\frac{e^{f_{y_i}}}{\sum_j e^{f_j}}\right) = -f_{y_i}+\log\sum_j e^{f_j}",
        [S, OK],
    ),
    "logits h": (
        r"\hat y_i = \mathrm{softmax}(h)_i, \frac{\partial \mathcal{L}}{\partial h_i} = "
        r"\hat y_i - y_i",
        [OK, N],
    ),
    "outputs y, targets t": (r"\frac{\partial E}{\partial a_i} = y_i - t_i", [N]),
    "outputs y, targets t, wrong sign": (r"\frac{\partial E}{\partial a_i} = t_i - y_i", [W]),
    "cost ξ": (
        r"\begin{align}\xi(T,Y) &= - \sum_{c=1}^C t_c \log(y_c)\\"
        r"\frac{\partial \xi}{\partial z_i} &= - \sum_{j=1}^C t_j \frac{\partial \log(y_j)}"
        r"{\partial z_i} = - \frac{t_i}{y_i} y_i (1-y_i) - \sum_{j \neq i}^C \frac{t_j}{y_j} "
        r"(-y_j y_i) \\&= y_i - t_i\end{align}",
        [S, OK, OK, N],
    ),
    "a word above the sum": (r"E = -\sum_i^{nclass} t_i \log(y_i)", [S]),
    "a remark in brackets": (
        r"\frac{\partial L}{\partial z_i} = p_i\sum_k y_k - y_i = p_i - y_i \quad "
        r"(\text{because } \sum_k y_k = 1)",
        [OK, N],
    ),
    "s is a function with a prime": (
        "s(x) = 1/(1+exp(-x))\ns'(x) = exp(-x)/(1+exp(-x))^2\n= s(x)(1-s(x))",
        [S, OK, OK],
    ),
    "numerators and denominators g, h": (
        r"g_i = e^{z_i},\quad h_i = \sum_k e^{z_k}, \quad \frac{\partial}{\partial z_j}"
        r"\frac{g_i}{h_i} = \frac{\delta_{ij}e^{z_i}h_i - e^{z_j}g_i}{h_i^2}",
        [S, S, OK],
    ),
    "both cases": (
        r"\frac{\partial a_i}{\partial z_j} = \begin{cases} a_i(1-a_i) & i=j \\ -a_i a_j & "
        r"i\neq j\end{cases}",
        [OK],
    ),
    "both cases, the second wrong": (
        r"\frac{\partial a_i}{\partial z_j} = \begin{cases} a_i(1-a_i) & i=j \\ a_i a_j & "
        r"i\neq j\end{cases}",
        [W],
    ),
    "δ, the index wrong": (r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_i)", [W]),
    "a temperature": (
        r"p_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}, \frac{\partial L}{\partial z_i} = "
        r"\frac{1}{T}(p_i - y_i)",
        [S, N],
    ),
    "a temperature, forgotten": (
        r"p_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}, \frac{\partial L}{\partial z_i} = p_i - y_i",
        [S, W],
    ),
    "one-hot, own class": (r"\frac{\partial L}{\partial z_k} = p_k - 1", [N]),
    "one-hot, other class": (r"\frac{\partial L}{\partial z_j} = p_j", [N]),
    "∇": (r"\nabla_z L = \hat{y} - y", [OK]),
    "∇, wrong": (r"\nabla_z L = y - \hat{y}", [W]),
    "transposes": (r"\frac{\partial L}{\partial z} = J^T \frac{\partial L}{\partial p}",
                   ["unsupported"]),
    "diag": (
        r"\frac{\partial \mathbf{p}}{\partial \mathbf{z}} = \operatorname{diag}(\mathbf{p}) - "
        r"\mathbf{p}\mathbf{p}^T",
        ["unsupported"],
    ),
    "h with a weight as index": (
        r"\frac{\partial J}{\partial\theta_j} = (h_\theta(x) - y)x_j", ["unsupported"],
    ),
    "squared error": (
        r"E = \frac{1}{2}\sum_i (p_i - y_i)^2, \frac{\partial E}{\partial z_j} = "
        r"\sum_i (p_i-y_i)p_i(\delta_{ij}-p_j)",
        [S, OK],
    ),
    "squared error, two classes": (
        r"E = \frac{1}{2}(\sigma(z)-y)^2, \frac{dE}{dz} = (\sigma(z)-y)\sigma(z)(1-\sigma(z))",
        [S, OK],
    ),
    "P(y = k | x)": (
        r"$$P(Y=k\mid \mathbf{x}) = \frac{e^{z_k}}{\sum_j e^{z_j}}$$ "
        r"$$\frac{\partial}{\partial z_k}\log P(Y=k|\mathbf{x}) = 1 - P(Y=k|\mathbf{x})$$",
        [S, OK],
    ),
    "softmax_i": ("d softmax_i / d z_j = softmax_i (δ_ij - softmax_j)", [OK]),
    "lowered letters": (
        "∂L/∂zⱼ = Σᵢ ∂L/∂pᵢ · ∂pᵢ/∂zⱼ = Σᵢ (−yᵢ/pᵢ) pᵢ(δᵢⱼ − pⱼ) = pⱼ − yⱼ",
        [OK, OK, N],
    ),
    "swapped in the quotient rule": (
        r"\frac{\partial p_i}{\partial z_i} = \frac{e^{z_i}e^{z_i} - e^{z_i}\sum_k e^{z_k}}"
        r"{(\sum_k e^{z_k})^2} = p_i(p_i-1)",
        [W, C],
    ),
    "square of each term": (
        r"\frac{\partial p_i}{\partial z_i} = \frac{e^{z_i}\sum_k e^{z_k} - e^{2z_i}}"
        r"{\sum_k e^{2z_k}}",
        [W],
    ),
    "the numerator of the outer derivative forgotten": (
        r"\frac{\partial}{\partial z_i}\log\sum_j e^{z_j} = \frac{1}{\sum_j e^{z_j}}", [W],
    ),
    "wrong index under the sum, dropped": (
        r"\begin{align}\frac{\partial L}{\partial z_i} &= -\sum_k y_k \frac{1}{p_k} "
        r"\frac{\partial p_k}{\partial z_i}\\ &= -y_i(1-p_i) + \sum_{k\ne i} y_k p_k \\ "
        r"&= p_i - y_i\end{align}",
        [OK, W, R],
    ),
    "log-sum-exp with a true class": (
        r"L = -z_k + \log\sum_j \exp(z_j), \frac{\partial L}{\partial z_i} = -\delta_{ik} + p_i",
        [S, OK],
    ),
    "log-sum-exp with a true class, wrong": (
        r"L = -z_k + \log\sum_j \exp(z_j), \frac{\partial L}{\partial z_i} = \delta_{ik} - p_i",
        [S, W],
    ),
    "derivative of the logarithm": (
        r"\log p_i = z_i - \log \sum_j e^{z_j} \\ \frac{\partial \log p_i}{\partial z_k} = "
        r"\delta_{ik} - \frac{e^{z_k}}{\sum_j e^{z_j}} = \delta_{ik} - p_k",
        [OK, OK, OK],
    ),
    "two classes, the cost as usual": (
        "∂E/∂z₁ = −y₁(1 − p₁) + y₂p₁ = p₁(y₁+y₂) − y₁ = p₁ − y₁",
        [OK, OK, N],
    ),
    "three classes, the cost as usual": (
        "∂E/∂z₁ = −y₁(1 − p₁) + y₂p₁ + y₃p₁ = p₁(y₁+y₂+y₃) − y₁ = p₁ − y₁",
        [OK, OK, N],
    ),
    "two classes, wrong sign": ("∂E/∂z₁ = −y₁(1 − p₁) − y₂p₁", [W]),
    "the true class y as an index": (
        r"C = -\ln a_y, \quad \frac{\partial C}{\partial z_j} = a_j - y_j",
        [S, N],
    ),
    "a power before a macro": (
        r"L = -(1-p)^2\log p, \frac{dL}{dp} = 2(1-p)\log p - \frac{(1-p)^2}{p}",
        [S, OK],
    ),
    "∂ with its letter below": (
        r"\partial_{o_j} l(\mathbf{y}, \hat{\mathbf{y}}) = \frac{\exp(o_j)}"
        r"{\sum_{k=1}^q \exp(o_k)} - y_j = \mathrm{softmax}(\mathbf{o})_j - y_j.",
        [N, OK],
    ),
    "a name and arguments of the cost": (
        r"\frac{\partial L_{CE}(\hat y, y)}{\partial z} = \sigma(z) - y = \hat y - y",
        [OK, OK],
    ),
    "square brackets": (
        r"\frac{\partial L}{\partial z} = -\left(\frac{y}{\sigma(z)} - \frac{1-y}"
        r"{1-\sigma(z)}\right)\sigma(z)[1-\sigma(z)] = -[y-\sigma(z)]",
        [OK, OK],
    ),
    "the sum under the logarithm": (
        r"\begin{aligned} l(\mathbf{y}, \hat{\mathbf{y}}) &= - \sum_{j=1}^q y_j \log "
        r"\frac{\exp(o_j)}{\sum_{k=1}^q \exp(o_k)} \\ &= \sum_{j=1}^q y_j \log "
        r"\sum_{k=1}^q \exp(o_k) - \sum_{j=1}^q y_j o_j\\ &= \log \sum_{k=1}^q \exp(o_k) - "
        r"\sum_{j=1}^q y_j o_j. \end{aligned}",
        [S, OK, N],
    ),
    "f of the first of two logits": (
        r"f(x_1) = \frac{e^{x_1}}{e^{x_1}+e^{x_2}} \\ b = e^{x_2} \\ f'(x_1) = "
        r"\frac{e^{x_1}(e^{x_1}+b)-e^{x_1}e^{x_1}}{(e^{x_1}+b)^2} = "
        r"\frac{e^{x_1}b}{(e^{x_1}+b)^2} = f(1-f)",
        [S, S, OK, OK, OK],
    ),
    "other sums of logits have names of their own": (
        r"F = \log\sum_k e^{z_k}, \frac{\partial F}{\partial z_j} = "
        r"\frac{e^{z_j}}{\sum_k e^{z_k}} = p_j",
        [S, OK, OK],
    ),
    "the divergence": (
        r"D = \sum_k y_k\log\frac{y_k}{p_k}, \frac{\partial D}{\partial z_j} = p_j - y_j",
        [S, N],
    ),
    "the entropy of the outputs": (
        r"H = -\sum_k p_k\log p_k, \frac{\partial H}{\partial z_j} = -p_j(\log p_j + H)",
        [S, OK],
    ),
    "weights of the classes": (
        r"L = -\sum_k w_k y_k\log p_k, \frac{\partial L}{\partial z_j} = -w_jy_j + "
        r"p_j\sum_k w_ky_k",
        [S, OK],
    ),
    "weights of the classes, wrong": (
        r"L = -\sum_k w_k y_k\log p_k, \frac{\partial L}{\partial z_j} = w_j(p_j-y_j)",
        [S, W],
    ),
    "the Jacobian as a matrix": (
        r"\frac{\partial p}{\partial z} = \begin{bmatrix} p_1(1-p_1) & -p_1p_2 \\ -p_2p_1 & "
        r"p_2(1-p_2)\end{bmatrix}",
        [OK],
    ),
    "the Jacobian as a matrix, wrong": (
        r"\frac{\partial p}{\partial z} = \begin{bmatrix} p_1(1-p_1) & p_1p_2 \\ -p_2p_1 & "
        r"p_2(1-p_2)\end{bmatrix}",
        [W],
    ),
    "the gradient as a column": (
        r"\frac{\partial L}{\partial z} = \begin{pmatrix} p_1 - y_1 \\ p_2 - y_2 \\ p_3-y_3"
        r"\end{pmatrix}",
        [N],
    ),
    "two classes written out": (
        r"E = -y_1\ln p_1 - y_2\ln p_2, \frac{\partial E}{\partial z_1} = -\frac{y_1}{p_1}p_1p_2 "
        r"+ \frac{y_2}{p_2}p_1p_2 = -y_1p_2+y_2p_1 = p_1 - y_1",
        [S, OK, OK, N],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_verdicts(name):
    text, expected = TEXTS[name]
    found = review(text)
    told = [(line.text, line.message) for line in found.lines]
    assert [line.status.value for line in found.lines] == expected, told


def test_what_a_person_forbids_is_wrong_if_a_line_needs_it():
    one_hot = r"\frac{\partial L}{\partial z_k} = p_k - 1"
    verdicts = [
        review(one_hot, letters=Letters(one_hot=said)).lines[0].status.value
        for said in (None, True, False)
    ]
    assert verdicts == ["needs-fact", "needs-fact", "slip"]
    summed = r"\frac{\partial L}{\partial z_k} = p_k - y_k"
    assert review(summed, letters=Letters(labels_sum_to_one=False)).lines[0].status == "slip"
    assert review(summed, letters=Letters(one_hot=False)).lines[0].status == "needs-fact"


def test_what_a_letter_without_meaning_is_called():
    line = review("ŷ = σ(z)\ndL/dz = ŷ - r").lines[1]
    assert line.status == "unsupported"
    assert "“r”" in line.message


def test_vectors_of_other_shapes_are_said_to_be_beyond_this_tool():
    column = r"\begin{bmatrix} p_1 \\ p_2 \end{bmatrix}"
    line = review(f"{column} {column} = {column}").lines[0]
    assert line.status == "unsupported"
    assert "vectors of these shapes" in line.message


@pytest.mark.parametrize("macro", ["hat", "frac", "sqrt", "operatorname", "text", "textcolor"])
def test_a_macro_without_its_braces_gets_a_sentence(macro):
    line = review(rf"f(x) = \frac\{macro} ky + 1").lines[0]
    assert line.status in ("unreadable", "unsupported", "start")
    assert line.message


def test_a_cost_of_another_kind_is_not_called_its_derivative():
    line = review(r"E = \frac{1}{2}(\sigma(z)-y)^2").lines[0]
    assert (line.status, line.mistake) == ("start", "")
