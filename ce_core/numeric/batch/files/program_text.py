"""Read arrays that a piece of a program names, or a printed dict or result; nothing of it runs.

``logits = torch.tensor([[1., 2.]])``, ``{'logits': array([[1., 2.]]), 'labels': [1]}`` and
``Output(logits=tensor([[1., 2.]]))`` are text with brackets: names and numbers are taken from it.
"""

import re

from ce_core.numeric.batch.files.content import Array, Arrays, word_set
from ce_core.numeric.batch.files.names import read_name
from ce_core.numeric.batch.files.nested import as_array
from ce_core.numeric.batch.files.printed import end_of_brackets, nested_numbers
from ce_core.numeric.batch.limits import MAX_JSON_MEGABYTES, check_count, check_size, quoted

_NAMED = re.compile(
    r"(?<![\w.'\"])(?P<quote>['\"]?)(?P<name>[^\W\d]\w*)(?P=quote)"
    r"\s*(?P<sign>[-+*/@]?=|:)(?!=)\s*"
)
_MADE = re.compile(r"<tf\.Tensor:[^\[\]]{0,200}?numpy\s*=\s*|[\w.]+\s*\(\s*")
_MAKERS = word_set(
    """
    array asarray Array DeviceArray tensor Tensor as_tensor FloatTensor LongTensor DoubleTensor
    Variable constant convert_to_tensor
    """
)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?(?![\w.(\[])", re.ASCII)
# What may follow an array: how it is held, and what closes the call around it.
_HELD = re.compile(
    r"\s*,\s*(dtype|device|requires_grad|grad_fn|name|weak_type)\s*=\s*"
    r"('[^']*'|<[^>]*>|\"[^\"]*\"|[\w.]+)|\s*,\s*(np|numpy|torch|tf|jnp)\.(float|int|long)\w*"
    r"|\s*\)?\.(cuda|cpu|detach|numpy|float|double|long|requires_grad_|to)\([^()]*\)"
)
_END = re.compile(r"[\s)>}\];,]*(?=\Z|\n|['\"]?\w+['\"]?\s*[=:])")
_COMMENT = re.compile(r"#[^\n]*")


def names_arrays(text: str) -> bool:
    """Tell whether a text names an array of numbers: ``name = [``, ``'name': array([``."""
    begins = (_begin(text, named.end())[0] for named in _NAMED.finditer(text))
    return any(begin is not None and text[begin] == "[" for begin in begins)


def read_program(text: str) -> Arrays:
    """Read all arrays that a text names, and single numbers that are named as labels are.

    Raises
    ------
    ValueError
        When a name is set twice, or something is done to an array that only running it would tell.
    """
    check_size(len(text), MAX_JSON_MEGABYTES, "The text")
    arrays: dict[str, Array] = {}
    after = 0
    text = _COMMENT.sub("", text)
    for named in _NAMED.finditer(text):
        if named.start() < after:
            continue
        name = named["name"]
        if name in arrays:
            raise ValueError(f"{quoted(name)} is set twice; print the array and paste its numbers.")
        begin, maker = _begin(text, named.end())
        if begin is None:
            continue
        if maker is not None or named["sign"] not in "=:":
            raise ValueError(_not_plain(name, maker or named["sign"]))
        read, after = _value(text, begin, name)
        if read is not None:
            arrays[name] = read
    return Arrays(arrays)


def _begin(text: str, at: int) -> tuple[int | None, str | None]:
    """Find where the value of a name begins, and the call on the way that makes no plain array."""
    odd = None
    while made := _MADE.match(text, at):
        word = made[0].rstrip("( \n\t").rpartition(".")[2]
        if not made[0].startswith("<") and word not in _MAKERS:
            odd = made[0].rstrip("( \n\t")
        at = made.end()
    if text[at : at + 1] == "[":
        return at, odd
    return (at, odd) if _NUMBER.match(text, at) and odd is None else (None, None)


def _value(text: str, begin: int, name: str) -> tuple[Array | None, int]:
    """Read the array or number at a place; give where it ends, too."""
    if text[begin] == "[":
        end = end_of_brackets(text, begin)
        check_count((end - begin) // 2)
        array: Array | None = as_array(nested_numbers(text[begin:end]), quoted(name))
    else:
        number = _NUMBER.match(text, begin)
        assert number is not None
        end = number.end()
        array = as_array(float(number[0]), name) if read_name(name).kind == "label" else None
    while held := _HELD.match(text, end):
        end = held.end()
    if array is not None and not _END.match(text, end):
        raise ValueError(_not_plain(name, text[end : end + 20].lstrip(") \n").split("\n")[0]))
    return array, end


def _not_plain(name: str, what: str) -> str:
    return (
        f"At {quoted(name)} stands {quoted(what)}, and no program is run here; print the array and "
        "paste its numbers."
    )
