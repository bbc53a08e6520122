"""Peak memory of the largest batch that the page takes.

``python -m tests.benchmarks.batch_memory``

Upload, page (reading, losses, order), CSV and .npz, each kind of file in a process of its own.
Memory is the process's whole peak above what it held before the upload, also as a multiple of the
upload; with the upload itself, which the server holds as long as the page shows it.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from ce_core.numeric.batch.batch import Batch
from ce_core.numeric.batch.evaluation import evaluate
from ce_core.numeric.batch.export import to_csv, to_npz
from ce_core.numeric.batch.files.read import read_file
from ce_core.numeric.batch.limits import MAX_VALUES
from ce_core.numeric.batch.reading.interpret import interpret
from ce_core.numeric.batch.settings import Settings
from tests.benchmarks.arguments import smallest
from tests.load.processes import peak_memory

SHAPES = {
    "10 classes": (10, "npz"),
    "2 classes": (2, "npz"),
    "1,000 classes": (1000, "npz"),
    "10 classes, CSV": (10, "csv"),
}
"""How many classes, and the kind of file."""


def upload(n_classes: int, kind: str, values: int = MAX_VALUES) -> bytes:
    """Write as many float64 logits as are taken, with labels; half as many as text."""
    if kind == "csv":
        return _table(n_classes, values // 2)
    rows = values // (n_classes + 1)
    rng = np.random.default_rng(0)
    packed = io.BytesIO()
    labels = rng.integers(0, n_classes, rows)
    np.savez(packed, logits=rng.normal(0, 3, (rows, n_classes)), labels=labels)
    return packed.getvalue()


def _table(n_classes: int, values: int) -> bytes:
    rng = np.random.default_rng(0)
    names = ",".join([*(f"z{c}" for c in range(n_classes)), "label"])
    lines = [
        ",".join([*(f"{z:.9f}" for z in rng.normal(0, 3, n_classes)), str(row % n_classes)])
        for row in range(values // (n_classes + 1))
    ]
    return "\n".join([names, *lines]).encode()


def measure(path: str) -> None:
    """Do in this process what the server does with an upload; print the peak after each step."""
    before = peak_memory()
    with open(path, "rb") as file:
        content = file.read()
    size = len(content)

    def say(step: str) -> None:
        above = peak_memory() - before
        print(f"  {step:22} {above / 2**20:7.0f} MB {above / size:6.2f} × upload", flush=True)

    print(f"  upload                 {size / 2**20:7.0f} MB")
    given = interpret(read_file(Path(path).name, content)).batch
    assert isinstance(given, Batch)
    say("read")
    found = evaluate(given, Settings())
    found.order()
    say("page")
    to_csv(given, Settings(), found)
    say("and CSV")
    to_npz(given, Settings(), found)
    say("and .npz")


def main() -> None:
    """Measure each shape in a process that has seen no other."""

    quick = smallest(__doc__)
    for name, (n_classes, kind) in list(SHAPES.items())[: 1 if quick else None]:
        print(f"{name}:")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"batch.{kind}"
            path.write_bytes(upload(n_classes, kind, 1100 if quick else MAX_VALUES))
            code = f"from {__spec__.name} import measure\nmeasure({str(path)!r})"
            subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    main()
