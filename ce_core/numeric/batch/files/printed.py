"""Read arrays as NumPy, PyTorch, TensorFlow and JAX print them: brackets, numbers and blanks."""

import re
from typing import Any

from ce_core.numeric.batch.files.content import Array
from ce_core.numeric.batch.files.nested import as_array
from ce_core.numeric.batch.limits import check_count, quoted

_OPENING = re.compile(
    r"\s*(<\s*tf\.Tensor|tf\.Tensor|((np|numpy|jnp|torch)\s*\.\s*)?"
    r"(array|asarray|tensor|Tensor|Array|FloatTensor|LongTensor|DeviceArray|masked_array))\b"
)
_TOKEN = re.compile(r"[\[\](),]|[^\s\[\](),]+")
_SETTING = re.compile(r"\w+\s*=\s*(\([^)]*\)|<[^>]*>|'[^']*'|torch\.\w+|[\w.:]+)")
_NUMBER_BESIDE = re.compile(r"(?<![\w.])[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
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
    bodies, closed, beside = _brackets(text)
    if any("..." in body or "…" in body for body in bodies):
        raise ValueError(
            "The printed array leaves numbers out (…). Print all of them with "
            "np.set_printoptions(threshold=10**9) or torch.set_printoptions(profile='full'), or "
            "save the array as .npz."
        )
    if not closed:
        raise ValueError("A bracket of the printed array is not closed; copy all of it.")
    check_count(sum(map(len, bodies)) // 2)
    stray = _NUMBER_BESIDE.search(_SETTING.sub("", beside))
    if stray:
        raise ValueError(
            f"Beside the printed array stands {quoted(stray[0])}; expected the array alone."
        )
    arrays = [nested_numbers(body) for body in bodies]
    if len(arrays) == 1:
        return as_array(arrays[0], "The printed array")
    joined = as_array(arrays, "The list of printed arrays")
    if joined.ndim > 2:
        raise ValueError(
            f"Here are {len(arrays)} printed arrays; expected one. Join them with "
            "numpy.concatenate, and print the result."
        )
    return joined  # one row after the other, as a loop prints them


def _brackets(text: str) -> tuple[list[str], bool, str]:
    """Give what stands in outermost brackets, whether all are closed, and the text beside them."""
    begin = text.find("[")
    if begin < 0:
        # tensor(3): one number, the label of one row; a loop prints one after the other.
        numbers = re.findall(r"\(\s*([^\s,()]+)", text) or [text.strip()]
        return numbers, True, ""
    found, beside, depth, after = [], [], 0, 0
    for mark in re.finditer(r"[\[\]]", text):
        depth += 1 if mark[0] == "[" else -1
        if depth == 1 and mark[0] == "[":
            begin = mark.start()
            beside.append(text[after:begin])
        elif depth == 0:
            after = mark.end()
            found.append(text[begin:after])
        elif depth < 0:
            break
    if depth > 0:
        return [*found, text[begin:]], False, ""
    return found, depth == 0, "\n".join([*beside, text[after:]])


def end_of_brackets(text: str, begin: int) -> int:
    """Give the place after the bracket that closes the one at ``begin``.

    Raises
    ------
    ValueError
        When none does.
    """
    depth = 0
    for mark in re.compile(r"[\[\]]").finditer(text, begin):
        depth += 1 if mark[0] == "[" else -1
        if not depth:
            return mark.end()
    raise ValueError("A bracket of the array is not closed; copy all of it.")


def nested_numbers(body: str) -> Any:
    """Nest the numbers as the brackets do, without recursion.

    A semicolon parts the rows, as MATLAB, Octave and Julia write them.
    """
    if ";" in body:
        body = f"[{re.sub(';', '],[', body)}]" if body.count("[") == 1 else body
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
