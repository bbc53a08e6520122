"""Turn a file or a pasted text into columns or arrays, by its kind; or say why not."""

import re

import numpy as np

from ce_core.numeric.batch.files.arrays import read_npy, read_npz
from ce_core.numeric.batch.files.content import Array, Arrays, Content
from ce_core.numeric.batch.files.json_layouts import read_json
from ce_core.numeric.batch.files.printed import is_printed, read_printed
from ce_core.numeric.batch.files.program_text import names_arrays, read_program
from ce_core.numeric.batch.files.table import read_table
from ce_core.numeric.batch.limits import MAX_CLASSES_IN_BATCH, quoted
from ce_core.numeric.batch.progress import Progress, silent

_PYTHON_DICT = re.compile(r"\s*\{\s*'")
_MATHEMATICA = re.compile(r"\{[\s{]*[-+]?[\d.]")
_JULIA = re.compile(r"\s*\d+(×\d+|-element) [\w{}, ]+:[^\S\n]*\n")
_BRACES = str.maketrans("{}", "[]")

FILE_KINDS = ("csv", "tsv", "txt", "json", "npy", "npz")
TABLES = ("csv", "tsv", "txt", "tab", "dat")
JSON = ("json", "jsonl", "ndjson")

# What makes an .npz of other kinds of files. Said to whoever uploads one; nothing here runs.
_TORCH = (
    "data = torch.load({name!r}); numpy.savez('batch.npz', logits=data['logits'].numpy(), "
    "labels=data['labels'].numpy())"
)
_PICKLE = (
    "data = pickle.load(open({name!r}, 'rb')); numpy.savez('batch.npz', logits=data['logits'], "
    "labels=data['labels'])"
)
_HDF = (
    "data = h5py.File({name!r}); numpy.savez('batch.npz', logits=data['logits'][:], "
    "labels=data['labels'][:])"
)
_SAFETENSORS = (
    "data = safetensors.numpy.load_file({name!r}); numpy.savez('batch.npz', "
    "logits=data['logits'], labels=data['labels'])"
)
_MATLAB = (
    "data = scipy.io.loadmat({name!r}); numpy.savez('batch.npz', logits=data['logits'], "
    "labels=data['labels'].ravel())"
)
_FRAME = "pandas.read_{kind}({name!r}).to_csv('batch.csv', index=False)"
_CONVERSIONS = {
    **dict.fromkeys(("pt", "pth", "ckpt", "bin"), _TORCH),
    **dict.fromkeys(("pkl", "pickle", "joblib"), _PICKLE),
    **dict.fromkeys(("h5", "hdf5"), _HDF),
    "safetensors": _SAFETENSORS,
    "mat": _MATLAB,
    "feather": _FRAME.replace("{kind}", "feather"),
    "arrow": _FRAME.replace("{kind}", "feather"),
    "orc": _FRAME.replace("{kind}", "orc"),
    "xls": _FRAME.replace("{kind}", "excel"),
    "ods": _FRAME.replace("{kind}", "excel"),
}


def read_file(name: str, content: bytes, progress: Progress = silent) -> Content:
    """Read a file by the ending of its name.

    Raises
    ------
    ValueError
        With one sentence: what is wrong and where, and what was expected.
    """
    kind = name.rpartition(".")[2].casefold()
    if kind == "npy":
        return _named({"": read_npy(content)})
    if kind == "npz":
        return _named(read_npz(content))
    if kind in JSON:
        return read_json(content)
    if kind in TABLES:
        return _read_plain(content, progress)
    raise ValueError(_other_kind(name, kind))


def read_text(text: str) -> Content:
    """Read what was pasted: JSON, a printed array, or a table."""
    plain = text = _JULIA.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
    content = text.encode("utf-8", errors="replace")
    if _MATHEMATICA.match(plain):
        return _read_plain(text.translate(_BRACES).encode("utf-8", errors="replace"), silent)
    if plain.startswith("{"):
        return _json_or_dict(content, text)
    return _read_plain(content, silent)


def _json_or_dict(content: bytes, text: str) -> Content:
    """Read JSON, or a dict as Python prints it."""
    try:
        return read_json(content)
    except ValueError:
        if _PYTHON_DICT.match(text) and names_arrays(text):
            return read_program(text)
        raise


def _read_plain(content: bytes, progress: Progress) -> Content:
    """Read text of no declared kind by how it begins."""
    start = content[:2000].decode("utf-8-sig", errors="replace")
    if not is_printed(start) and names_arrays(start):
        return read_program(content.decode("utf-8-sig", errors="replace"))
    if not is_printed(start) or start.lstrip().startswith("[,1]"):
        return read_table(content, progress)
    if start.lstrip().startswith("["):
        try:
            return read_json(content)
        except ValueError as problem:
            if "breaks off" not in str(problem):
                raise
    return Arrays({"": read_printed(content.decode("utf-8-sig", errors="replace"))})


def _named(arrays: dict[str, Array]) -> Arrays:
    """Number the texts in arrays of texts."""
    words: dict[str, tuple[str, ...]] = {}
    for name, array in arrays.items():
        if array.dtype.kind in "US":
            texts, inverse = np.unique(array, return_inverse=True)
            if len(texts) > MAX_CLASSES_IN_BATCH:
                raise ValueError(
                    f"The array {quoted(name)} holds {len(texts):,} different texts; the limit is "
                    f"{MAX_CLASSES_IN_BATCH:,} classes."
                )
            words[name] = tuple(map(_text, texts.tolist()))
            arrays[name] = inverse.reshape(array.shape)
        elif array.dtype.kind == "b":
            arrays[name] = array.astype(np.int64)
    return Arrays(arrays, words)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", errors="replace")


def _other_kind(name: str, kind: str) -> str:
    line = _CONVERSIONS.get(kind)
    if line is not None:
        # What a file is called is shown, never run; odd characters have no place in the line.
        plain = "".join(c for c in name if c.isalnum() or c in "._- ")[-40:]
        what = "a .csv" if "to_csv" in line else "an .npz"
        return (
            f".{kind} files are not read here: reading one may run what is in it or needs "
            f"a library of its own. In Python, this line makes {what} of it: "
            f"{line.format(name=plain)}."
        )
    return (
        f"{quoted(name)} is of a kind that is not read here; expected one of "
        f"{', '.join('.' + known for known in FILE_KINDS)}."
    )
