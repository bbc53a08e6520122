"""A strict reader of the LaTeX we write: every bracket, brace and environment must close."""

import re

# What KaTeX renders without being told to trust its input, and LaTeX with our three packages.
COMMANDS = {
    *("frac", "left", "right", "log", "tanh", "sqrt", "cdot", "times", "sum", "partial", "neq"),
    *("hat", "text", "sigma", "mathbf", "textcolor", "cancel", "underline", "underbrace"),
    *("begin", "end", "infty", "operatorname", "approx", "cos", "sin", "tan", "arctan", "pi"),
}
ENVIRONMENTS = {"aligned", "pmatrix", "cases"}
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}()|]|[^\\{}()|]+", re.DOTALL)


def read_latex(text: str) -> None:
    """Raise AssertionError unless the formula is balanced and uses only what is known."""
    open_groups: list[str] = []
    tokens = TOKEN.findall(text)
    assert "".join(tokens) == text, f"unreadable characters in {text!r}"
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if token in ("{", "("):
            open_groups.append(token)
        elif token in ("}", ")"):
            assert open_groups, f"{token} closes nothing in {text!r}"
            assert open_groups.pop() == {"}": "{", ")": "("}[token], text
        elif token.startswith("\\") and token[1:].isalpha():
            assert token[1:] in COMMANDS, f"{token} in {text!r}"
            if token in ("\\left", "\\right"):
                delimiter = tokens[position][:1]
                assert delimiter in "().|", text
                if len(tokens[position]) > 1:
                    tokens[position] = tokens[position][1:]
                else:
                    position += 1
                if token == "\\left":
                    open_groups.append("\\left")
                else:
                    assert open_groups.pop() == "\\left", text
            if token in ("\\begin", "\\end"):
                name = "".join(tokens[position : position + 3])
                assert name.strip("{}") in ENVIRONMENTS, name
                position += 3
                if token == "\\begin":
                    open_groups.append(name)
                else:
                    assert open_groups.pop() == name, text
        elif token.startswith("\\"):
            assert token in (r"\\", r"\,", r"\ "), f"{token} in {text!r}"
        else:
            assert token.isascii(), f"{token!r} in {text!r}"
    assert not open_groups, f"{open_groups} never closed in {text!r}"
