"""Read arrays as NumPy, PyTorch, TensorFlow and JAX print them: brackets, numbers and blanks."""

import re
from typing import Any

from ce_core.numeric.batch.limits import check_count, quoted
from ce_core.numeric.batch.reading.content import Array
from ce_core.numeric.batch.reading.nested import as_array

_OPENING = re.compile(
    r"\s*(<\s*tf\.Tensor|tf\.Tensor|((np|numpy|jnp|torch)\s*\.\s*)?"
    r"(array|asarray|tensor|Tensor|Array|FloatTensor|LongTensor|DeviceArray|masked_array))\b"
)
_TOKEN = re.compile(r"[\[\](),]|[^\s\[\](),]+")
_LITERAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


_NOT_FINITE = ("inf", "infinity", "∞", "nan")


def is_printed(text: str) -> bool:
    """Tell whether a text looks like a printed array; also one that is only brackets."""
    return bool(_OPENING.match(text)) or text.lstrip().startswith("[")


def read_printed(text: str) -> Array:
    """Read one printed array.

    Raises
    ------
    ValueError
        When it is masked, shortened or incomplete, or holds anything but numbers.
    """
    opening = _OPENING.match(text)
    if "masked_array" in (opening[0] if opening else "") or re.search(r"[\s\[]--[\s\],]", text):
        raise ValueError(
            "This is a masked array, and a mask cannot be read from what is printed; print "
            "array.filled(-numpy.inf) instead."
        )
    body, closed = _brackets(text)
    if "..." in body or "…" in body:
        raise ValueError(
            "The printed array leaves numbers out (…). Print all of them with "
            "np.set_printoptions(threshold=10**9) or torch.set_printoptions(profile='full'), or "
            "save the array as .npz."
        )
    if not closed:
        raise ValueError("A bracket of the printed array is not closed; copy all of it.")
    check_count(len(body) // 2)
    return as_array(_nested(body), "The printed array")


def _brackets(text: str) -> tuple[str, bool]:
    """Give the text from the first bracket to the one that closes it."""
    begin = text.find("[")
    if begin < 0:
        # tensor(3): one number, the label of one row.
        number = re.search(r"\(\s*([^\s,()]+)", text)
        return (number[1] if number else text.strip()), True
    depth = 0
    for at in range(begin, len(text)):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if not depth:
            return text[begin : at + 1], True
    return text[begin:], False


def _nested(body: str) -> Any:
    """Nest the numbers as the brackets do, without recursion."""
    stack: list[list[Any]] = [[]]
    for token in _TOKEN.findall(body):
        if token == "[":
            stack.append([])
        elif token == "]":
            inner = stack.pop()
            stack[-1].append(inner)
        elif token not in ",()":
            stack[-1].append(_number(token))
    return stack[0][0] if stack[0] else []


def _number(token: str) -> float:
    plain = token.replace("\N{MINUS SIGN}", "-")
    if plain in ("True", "False"):
        return float(plain == "True")
    if _LITERAL.fullmatch(plain) or plain.lstrip("+-").casefold() in _NOT_FINITE:
        return float(plain.replace("∞", "inf"))
    raise ValueError(f"The printed array holds {quoted(token)}; expected a number.")
