"""Make files as people have them, each with the cost that must come out or what must be said.

No file is anybody's: a few numbers are written in every shape that was met. `python -m
tests.numeric.batch.reading.corpus FOLDER` writes them, to be tried by hand. The costs are computed
here in plain Python, from the numbers that a person would mean.
"""

import io
import json
import math
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Case:
    """One file or paste, and what must come of it.

    Parameters
    ----------
    name : str
        Of the file; "" for what is pasted.
    content : bytes
    cost : float or None
        The mean loss that must be computed.
    says : tuple of str
        What must stand in the sentence, the notes, the questions or the refusal.
    asks : str
        The key of the question that must be asked before anything is computed.
    labels : str or None
        Pasted apart.
    """

    name: str
    content: bytes
    cost: float | None = None
    says: tuple[str, ...] = ()
    asks: str = ""
    labels: str | None = None


def mean_cost(rows: Sequence[Sequence[float]], labels: Sequence[Any]) -> float:
    """Give the mean of −Σ y·log softmax(z), in plain Python."""
    total = 0.0
    for z, y in zip(rows, labels, strict=True):
        log_sum = max(z) + math.log(math.fsum(math.exp(v - max(z)) for v in z))
        share = [float(c == y) for c in range(len(z))] if isinstance(y, int) else y
        total += math.fsum(s * (log_sum - v) for s, v in zip(share, z, strict=True) if s)
    return total / len(rows)


def mean_log(rows: Sequence[Sequence[float]], labels: Sequence[int]) -> float:
    """Give the mean of −log p of the true class."""
    return math.fsum(
        -math.log(p[y] / math.fsum(p)) for p, y in zip(rows, labels, strict=True)
    ) / len(rows)


def npy(array: Any) -> bytes:
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def npz(**arrays: Any) -> bytes:
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return out.getvalue()


TWO = mean_cost([[1, 3], [2, 4]], [0, 1])
THREE_ROWS = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
P3 = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]]
FRACTIONS = [[0.5, 1.25], [2.75, 0.25], [1.5, -0.75], [0.1, 0.2]]
ROWS = "\n".join(f"{a},{b}" for a, b in FRACTIONS)


def index_columns() -> list[Case]:
    """S1-1: what is no logit is left out, by its name and by its content."""
    plain = mean_cost([[1, 3], [2, 4]], [0, 1])
    wide = "0,1.5,2.0,0,1,10,0,1\n1,-0.5,3.0,1,1,20,1,1"
    long = "\n".join(f"{i},{a},{b},{i % 2}" for i, (a, b) in enumerate(FRACTIONS))
    return [
        Case(
            "to_csv.csv",
            b",cat,dog,label\n0,1.0,3.0,0\n1,2.0,4.0,1",
            plain,
            ("“cat”, “dog”", "column 1 (0, 1: an index)"),
        ),
        Case("unnamed.csv", b"Unnamed: 0,cat,dog,label\n0,1,3,0\n1,2,4,1", plain, ("an index",)),
        Case(
            "history.csv",
            f"index,z0,z1,label,epoch,step,pred,weight\n{wide}".encode(),
            mean_cost([[1.5, 2], [-0.5, 3]], [0, 1]),
            ("“epoch”", "“step”", "“pred”", "weights of rows from “weight”"),
        ),
        Case(
            "id.csv",
            b"id,p0,p1,p2,target\n101,.7,.2,.1,0\n102,.1,.8,.1,1",
            mean_log(P3, [0, 1]),
            ("probabilities from “p0”", "left out: “id”"),
        ),
        Case("notes.csv", b"file,a,b,label\nx1.png,1,3,0\n7,2,4,1", plain, ("left out: “file”",)),
        Case("dates.csv", b"date,a,b,label\n2024-01-01,1,3,0\n2024-01-02,2,4,1", plain),
        Case(
            "r.txt",
            b"cat dog label\n1 1.0 3.0 0\n2 2.0 4.0 1",
            plain,
            ("column 1 (1, 2: an index)",),
        ),
        Case(
            "counts.csv", f"k,a,b,label\n{long}".encode(), None, ("“k”", "is it a logit?"), "roles"
        ),
        Case(
            "no_header.csv",
            "\n".join(f"{i},{row}" for i, row in enumerate(ROWS.split("\n"))).encode(),
            None,
            ("Column 1 counts the rows",),
            "roles",
            labels="0 1 0 1",
        ),
        Case(
            "rate.csv",
            b"z0,z1,rate,label\n1,3,0.1,0\n2,4,0.2,1",
            None,
            ("“rate” is not named like",),
            "roles",
        ),
        Case(
            "lone.csv",
            f"q,a,b,label\n{long}".replace("0,0.5", "3,0.5").encode(),
            None,
            ("whole numbers",),
            "roles",
        ),
        Case(
            "results.csv",
            b"row,label,loss,probability_0,probability_1,term_0,term_1,gradient_0,gradient_1\n"
            b"0,0,0.35,0.7,0.3,0.3,0,-0.3,0.3\n1,1,0.1,0.1,0.9,0,0.1,0.1,-0.1",
            mean_log([[0.7, 0.3], [0.1, 0.9]], [0, 1]),
            ("probabilities from “probability_0”",),
        ),
        Case(
            "ours.npz",
            npz(
                logits=np.array(THREE_ROWS),
                labels=np.array([2, 0]),
                losses=np.zeros(2),
                reduced=np.array(1.0),
                probabilities=np.full((2, 3), 1 / 3),
            ),
            mean_cost(THREE_ROWS, [2, 0]),
            ("left out: “losses”",),
        ),
        Case(
            "step.json",
            json.dumps({"logits": THREE_ROWS, "labels": [2, 0], "step": 7}).encode(),
            mean_cost(THREE_ROWS, [2, 0]),
            ("left out: “step”",),
        ),
    ]


def class_columns() -> list[Case]:
    """S1-2: Class_1, Class_2 are what their numbers are."""
    logits = [[1, 2, 3], [3, 2, 1]]
    return [
        Case(
            "kaggle.csv",
            b"id,fold,Class_1,Class_2\n1,0,.7,.3\n2,1,.1,.9",
            None,
            ("There are no labels", "probabilities from “Class_1”, “Class_2”"),
        ),
        Case(
            "kaggle3.csv",
            b"Id,Class_1,Class_2,Class_3\n1,.7,.2,.1\n2,.1,.8,.1",
            None,
            ("There are no labels",),
        ),
        Case(
            "kaggle_apart.csv",
            b"Id,Class_1,Class_2,Class_3\n1,.7,.2,.1\n2,.1,.8,.1",
            mean_log(P3, [0, 1]),
            ("labels given apart",),
            labels="0 1",
        ),
        Case(
            "classes.csv",
            b"class_0,class_1,class_2,label\n1,2,3,0\n3,2,1,2",
            mean_cost(logits, [0, 2]),
            ("logits from “class_0”",),
        ),
        Case(
            "classes_p.csv",
            b"class_0,class_1,class_2,label\n.7,.2,.1,0\n.1,.8,.1,1",
            mean_log(P3, [0, 1]),
            ("probabilities from “class_0”",),
        ),
        Case(
            "both.csv",
            b"a,b,Class_0,Class_1\n1,2,.7,.3\n3,4,.1,.9",
            None,
            ("may be soft labels, probabilities or logits",),
            "roles",
        ),
        Case("class_alone.csv", b"a,b,class\n1,3,0\n2,4,1", TWO, ("labels from “class”",)),
    ]


def names() -> list[Case]:
    """S1-3: numbers in names, and names that contradict each other."""
    soft = [[1, 0, 0], [0, 0, 1]]
    return [
        Case(
            "order.csv",
            b"z2,z0,z1,label\n1,2,3,0\n4,5,6,1",
            mean_cost([[2, 3, 1], [5, 6, 4]], [0, 1]),
            ("logits from “z0”, “z1”, “z2”",),
        ),
        Case(
            "from_one.csv",
            b"z3,z1,z2,label\n1,2,3,0\n4,5,6,1",
            mean_cost([[2, 3, 1], [5, 6, 4]], [0, 1]),
            ("“z1”, “z2”, “z3”",),
        ),
        Case(
            "soft_order.csv",
            b"z0,z1,z2,label_2,label_0,label_1\n1,2,3,0,1,0\n4,5,6,1,0,0",
            mean_cost(THREE_ROWS, soft),
            ("soft labels from “label_0”, “label_1”, “label_2”",),
        ),
        Case(
            "brackets.csv",
            b"logit[1],logit[0],y\n1,3,0\n2,4,1",
            mean_cost([[3, 1], [4, 2]], [0, 1]),
        ),
        Case("gap.csv", b"z10,z20,label\n1,3,0\n2,4,1", None, ("not those of 2 classes",), "roles"),
        Case(
            "two_labels.csv",
            b"label,a,b,target\n0,1,2,1\n1,3,4,0",
            None,
            ("“label” and “target” may all be the labels",),
            "roles",
        ),
        Case(
            "same_labels.csv", b"label,a,b,target\n0,1,3,0\n1,2,4,1", TWO, ("the same as “label”",)
        ),
        Case(
            "two_labels.json",
            json.dumps({"logits": THREE_ROWS, "target": [0, 1], "labels": [1, 0]}).encode(),
            None,
            ("differ",),
            "roles",
        ),
        Case(
            "same_labels.json",
            json.dumps({"logits": THREE_ROWS, "target": [0, 1], "labels": [0, 1]}).encode(),
            mean_cost(THREE_ROWS, [0, 1]),
            ("the same as “target”",),
        ),
        Case(
            "doubled.json",
            b'{"logits": [[1, 2]], "labels": [0], "labels": [1]}',
            None,
            ("names “labels” twice",),
        ),
        Case(
            "doubled_inside.json",
            b'[{"a": 1, "b": 2, "a": 3, "label": 0}]',
            None,
            ("names “a” twice",),
        ),
        Case(
            "case.npz",
            npz(logits=np.array(THREE_ROWS), Y=np.array([0, 1]), y=np.array([1, 0])),
            None,
            ("“Y” and “y” may all be the labels",),
            "roles",
        ),
        Case(
            "case_same.npz",
            npz(logits=np.array(THREE_ROWS), Y=np.array([0, 1]), y=np.array([0, 1])),
            mean_cost(THREE_ROWS, [0, 1]),
        ),
        Case("doubled.csv", b"z0,z0,label\n1,2,0\n3,4,1", None, ("More than one column",), "roles"),
        Case(
            "soft_and_hard.csv",
            b"z0,z1,y0,y1,label\n1,2,1,0,0\n3,4,0,1,1",
            None,
            ("soft labels and “label” besides",),
            "roles",
        ),
        Case(
            "logits_and_p.csv",
            b"z0,z1,p0,p1,label\n1,3,.1,.9,0\n2,4,.1,.9,1",
            TWO,
            ("probabilities beside logits",),
        ),
    ]


def shapes() -> list[Case]:
    """S1-4, S1-5: labels are never reshaped, and the classes may be on the axis of PyTorch."""
    rng = np.random.default_rng(5)
    sequence = np.round(rng.normal(size=(2, 3, 4)), 2)
    rows = [list(map(float, row)) for row in np.moveaxis(sequence, 1, -1).reshape(-1, 3)]
    by_axis_one = [[0, 1, 2, 0], [2, 1, 0, 1]]
    last = sequence.reshape(-1, 4).tolist()
    labels = [[0, 1, 2], [3, 2, 1]]
    square = np.round(rng.normal(size=(2, 3, 3)), 2)
    image = np.round(rng.normal(size=(2, 3, 2, 2)), 2)
    pixels = np.moveaxis(image, 1, -1).reshape(-1, 3).tolist()
    where = np.array([[[2, 2], [0, 1]], [[1, 0], [2, 2]]])

    def both(logits: Any, labels: Any) -> bytes:
        return json.dumps(
            {"logits": np.asarray(logits).tolist(), "labels": np.asarray(labels).tolist()}
        ).encode()

    flat = [c for row in labels for c in row]
    across = [c for row in by_axis_one for c in row]
    soft = np.eye(3)[across].reshape(2, 4, 3).transpose(0, 2, 1)
    return [
        Case(
            "time_first.json",
            both(sequence, [[0, 1], [2, 3], [1, 0]]),
            None,
            ("labels have the shape 3 × 2, the logits 2 × 3 × 4",),
        ),
        Case("flat.json", both(sequence, flat), None, ("labels have the shape 6",)),
        Case("too_many.json", both(sequence, np.zeros((2, 5), int)), None, ("2 × 5", "2 × 3 × 4")),
        Case(
            "transposed.json", both(THREE_ROWS, [0, 1, 0]), None, ("on axis 0: choose that axis",)
        ),
        Case("sequence.json", both(sequence, labels), mean_cost(last, flat)),
        Case("torch.json", both(sequence, by_axis_one), mean_cost(rows, across), ("axis 1",)),
        Case("torch_soft.json", both(sequence, soft), mean_cost(rows, across), ("axis 1",)),
        Case(
            "square.json",
            both(square, [[0, 1, 2], [2, 1, 0]]),
            None,
            ("classes on axis 1 or on axis 2",),
            "axis",
        ),
        Case(
            "image.npz",
            npz(logits=image, labels=where),
            mean_cost(pixels, where.ravel().tolist()),
            ("axis 1",),
        ),
        Case(
            "image_last.npz",
            npz(logits=np.moveaxis(image, 1, -1), labels=where),
            mean_cost(pixels, where.ravel().tolist()),
        ),
        Case(
            "cube.npz",
            npz(logits=np.zeros((1, 2, 2, 2)), labels=np.zeros((1, 2, 2), int)),
            None,
            ("Where are the classes?",),
            "axis",
        ),
        Case(
            "column.npz",
            npz(logits=np.array(THREE_ROWS), labels=np.array([[2], [0]])),
            mean_cost(THREE_ROWS, [2, 0]),
            ("Labels 2 × 1 are read as 2",),
        ),
        Case("one_batch.json", both([THREE_ROWS], [2, 0]), mean_cost(THREE_ROWS, [2, 0])),
    ]


def probabilities() -> list[Case]:
    """S2-3: probabilities are told from logits, and read as what their names say."""
    pasted = b".1 .2 .7\n.3 .3 .4\n.4 .4 .2\n.5 .5 0"
    rows = [[0.1, 0.2, 0.7], [0.3, 0.3, 0.4], [0.4, 0.4, 0.2], [0.5, 0.5, 0]]
    return [
        # The thread P18: 0.9488 taken for logits.
        Case("", pasted, mean_cost(rows, [2, 2, 0, 1]), ("LOOK",), labels="2 2 0 1"),
        Case("", b"[[0, 1], [1, 0]]", mean_cost([[0, 1], [1, 0]], [1, 0]), ("LOOK",), labels="1 0"),
        Case(
            "proba.csv",
            b"prob_0,prob_1,prob_2,y\n.7,.2,.1,0\n.1,.8,.1,1",
            mean_log(P3, [0, 1]),
            ("logarithms of the probabilities",),
        ),
        Case(
            "proba_names.csv",
            b"p_cat,p_dog,label\n.7,.3,cat\n.1,.9,dog",
            mean_log([[0.7, 0.3], [0.1, 0.9]], [0, 1]),
            ("0 = “cat”, 1 = “dog”",),
        ),
        Case(
            "predict.npz",
            npz(y_prob=np.array(P3), y_true=np.array([0, 1])),
            mean_log(P3, [0, 1]),
            ("probabilities from “y_prob”",),
        ),
        Case("rounded.csv", b"p0,p1,p2,y\n.333,.333,.333,0", math.log(3), ("sum to 0.999",)),
        Case("false_names.csv", b"p0,p1,y\n1.5,2,0\n3,4,1", None, ("do not sum to 1",), "roles"),
        Case("impossible.csv", b"p0,p1,y\n1,0,1\n.5,.5,0", math.inf, ("costs ∞",)),
        Case(
            "zero.csv",
            b"p0,p1,p2,y\n.5,.5,0,1\n.1,.8,.1,1",
            mean_log([[0.5, 0.5, 0], [0.1, 0.8, 0.1]], [1, 1]),
            ("A logit of −∞",),
        ),
    ]


def counted_from_one() -> list[Case]:
    """S2-4: labels that count from 1 are recognised, and nobody is told to ignore class K."""
    sixes = np.zeros((6, 3))
    return [
        Case("", b"1 2 3\n4 5 6\n7 8 9", None, ("count from 1",), "count_from", "1 2 3"),
        Case("one.csv", b"a,b,label\n1,3,1\n2,4,2", None, ("Do they count from 1?",), "count_from"),
        Case("ignored.csv", b"a,b,label\n1,3,1\n2,4,2\n0,0,-100", None, (), "count_from"),
        Case("named.csv", b"z1,z2,z3,label\n1,2,3,1\n4,5,6,2", None, (), "count_from"),
        Case(
            "one.npz",
            npz(logits=sixes, labels=np.array([1, 2, 3, 1, 2, 3])),
            None,
            (),
            "count_from",
        ),
        Case("", b"1 2 3\n4 5 6", mean_cost(THREE_ROWS, [1, 2]), labels="1 2"),
        Case("", b"1 2 3\n4 5 6", mean_cost(THREE_ROWS, [0, 2]), labels="0 2"),
    ]


def binary() -> list[Case]:
    """S2-5: one logit a row is binary, not one row of many classes."""
    z, labels = [0.3, -1.2, 2.0], [1, 0, 1]
    expected = mean_cost([[0, v] for v in z], labels)
    return [
        Case("", b"[0.3, -1.2, 2.0]", expected, ("binary",), labels="[1, 0, 1]"),
        Case("", b"[0.3, -1.2, 2.0]", None, ("two ways",), "rows", "[1, 0, 0]"),
        Case("", b"0.3\n-1.2\n2.0", expected, ("binary",), labels="1\n0\n1"),
        Case("z.csv", b"z,label\n0.3,1\n-1.2,0\n2.0,1", expected, ("One logit a row",)),
        Case("column.npz", npz(logits=np.array(z)[:, None], labels=np.array(labels)), expected),
        Case(
            "p.csv",
            b"id,prob,y\n1,.7,1\n2,.1,0",
            mean_log([[0.3, 0.7], [0.9, 0.1]], [1, 0]),
            ("One probability a row",),
        ),
        Case(
            "shares.npz",
            npz(logits=np.array(z), labels=np.array([0.5, 0.25, 0.75])),
            mean_cost([[0, v] for v in z], [[0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]),
            ("probability of class 1",),
        ),
        Case(
            "multi.json",
            json.dumps({"logits": THREE_ROWS, "labels": [[1, 1, 0], [0, 0, 1]]}).encode(),
            None,
            ("one sigmoid for each class",),
        ),
    ]


def class_names() -> list[Case]:
    """S2-6: labels may be the names of classes."""
    return [
        Case("pets.csv", b"cat,dog,label\n1,3,cat\n2,4,dog", TWO, ("0 = “cat”, 1 = “dog”",)),
        Case("pets_case.csv", b"Cat;Dog;label\n1;3;cat\n2;4;dog", TWO),
        Case(
            "pets_prefix.csv",
            b"logit_dog,logit_cat,label\n3,1,cat\n4,2,dog",
            mean_cost([[3, 1], [4, 2]], [1, 0]),
        ),
        Case(
            "order.csv", b"a,b,label\n1,3,dog\n2,4,cat", None, ("Which class is which?",), "order"
        ),
        Case(
            "too_few.csv",
            b"a,b,c,label\n1,3,0,dog\n2,4,0,cat",
            None,
            ("name 2 classes", "3 logits"),
        ),
        Case("no_header.csv", b"1,3,cat\n2,4,dog", None, (), "order"),
        Case("truth.csv", b"a,b,label\n1,3,False\n2,4,True", None, (), "order"),
        Case(
            "pets.npz",
            packed(logits=npy(np.array([[1.0, 3], [2, 4]])), labels=npy(np.array(["cat", "dog"]))),
            None,
            (),
            "order",
        ),
        Case(
            "one_hot.npz",
            npz(logits=np.array([[1.0, 3], [2, 4]]), labels=np.eye(2, dtype=bool)),
            TWO,
        ),
        Case(
            "pets.json",
            json.dumps(
                [{"cat": 1, "dog": 3, "label": "cat"}, {"cat": 2, "dog": 4, "label": "dog"}]
            ).encode(),
            TWO,
        ),
        Case("missing.csv", b"cat,dog,label\n1,3,cat\n2,4,", None, ("Line 3, column 3 is empty",)),
    ]


def printed() -> list[Case]:
    """S2-6: arrays as NumPy, PyTorch, TensorFlow and JAX print them."""
    return [
        Case(
            "", b"array([[1., 3.],\n       [2., 4.]], dtype=float32)", TWO, labels="array([0, 1])"
        ),
        Case("", b"[[1. 3.]\n [2. 4.]]", TWO, labels="[0 1]"),
        Case(
            "",
            b"tensor([[1., 3.],\n        [2., 4.]], device='cuda:0', grad_fn=<AddmmBackward0>)",
            TWO,
            labels="tensor([0, 1])",
        ),
        Case(
            "", b"tf.Tensor(\n[[1. 3.]\n [2. 4.]], shape=(2, 2), dtype=float32)", TWO, labels="0 1"
        ),
        Case(
            "",
            b"<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[1., 3.],\n[2., 4.]])>",
            TWO,
            labels="0 1",
        ),
        Case("", b"Array([[1., 3.],\n       [2., 4.]], dtype=float32)", TWO, labels="0 1"),
        Case("", b"np.array([[1, 3], [2, 4]])", TWO, labels="0 1"),
        Case("", b"[[1. 3. ... 5.]\n [2. 4. ... 6.]]", None, ("leaves numbers out",), labels="0 1"),
        Case(
            "",
            b"masked_array(data=[[1.0, --], [2.0, 4.0]], mask=...)",
            None,
            ("masked",),
            labels="0",
        ),
        Case("", b"[[1.0 --]\n [2.0 4.0]]", None, ("masked",), labels="0 1"),
        Case("", b"tensor([[1., 3.],\n        [2.", None, ("bracket",), labels="0 1"),
        Case("", b"tensor([[1., oops]])", None, ("“oops”",), labels="0"),
    ]


def pandas_json() -> list[Case]:
    """S2-6: the layouts of DataFrame.to_json."""
    columns = {"a": {"0": 1, "1": 2}, "b": {"0": 3, "1": 4}, "label": {"0": 0, "1": 1}}
    records = [{"a": 1, "b": 3, "label": 0}, {"a": 2, "b": 4, "label": 1}]
    split = {"columns": ["a", "b", "label"], "index": [0, 1], "data": [[1, 3, 0], [2, 4, 1]]}
    table = {"schema": {"fields": []}, "data": [{"index": i, **r} for i, r in enumerate(records)]}
    return [
        Case("columns.json", json.dumps(columns).encode(), TWO),
        Case("index.json", json.dumps({str(i): r for i, r in enumerate(records)}).encode(), TWO),
        Case("records.json", json.dumps(records).encode(), TWO),
        Case("split.json", json.dumps(split).encode(), TWO),
        Case("table.json", json.dumps(table).encode(), TWO, ("left out: “index”",)),
        Case("lines.jsonl", "\n".join(map(json.dumps, records)).encode(), TWO),
        Case("lists.json", b'{"a": [1, 2], "b": [3, 4], "label": [0, 1]}', TWO),
        Case(
            "uneven.json", b'[{"a": 1, "b": 2, "label": 0}, {"a": 1, "label": 0}]', None, ("“b”",)
        ),
        Case("null.json", b'[{"a": 1, "b": null, "label": 0}]', None, ("“b” holds “None”",)),
        Case(
            "plus.json",
            b'{"logits": [[1, Infinity]], "labels": [0]}',
            None,
            ("finite numbers, or -Infinity.",),
        ),
        Case(
            "digits.json",
            b'{"logits": [[1, ' + b"9" * 400 + b']], "labels": [0]}',
            None,
            ("400 digits",),
        ),
    ]


def spellings() -> list[Case]:
    """Severity 3: how tables are written in the world."""
    comma = mean_cost([[0.5, 1.25], [3.5, 4]], [0, 1])
    large = mean_cost([[1234.5, 2], [3, 4]], [0, 1])
    text = "a,b,label\n1,3,0\n2,4,1\n"
    return [
        Case("utf16.csv", text.encode("utf-16"), TWO),
        Case("utf16be.csv", b"\xfe\xff" + text.encode("utf-16-be"), TWO),
        Case("utf16le.csv", text.encode("utf-16-le"), TWO),
        Case("utf16.json", '{"logits": [[1, 3], [2, 4]], "labels": [0, 1]}'.encode("utf-16"), TWO),
        Case("sep.csv", b"sep=;\na;b;label\n1;3;0\n2;4;1\n", TWO),
        Case("sep_comma.csv", b"sep=,\r\na,b,label\r\n1,3,0\r\n2,4,1\r\n", TWO),
        Case("comments.csv", b"# made by a script\na,b,label\n1,3,0\n# half\n2,4,1\n", TWO),
        Case("savetxt.csv", b"# a,b,label\n1.0e+00,3.0e+00,0\n2.0e+00,4.0e+00,1\n", TWO),
        Case("trailing.csv", b"a,b,label,\n1,3,0,\n2,4,1,\n", TWO),
        Case("trailing_data.csv", b"a,b,label\n1,3,0,\n2,4,1,\n", TWO),
        Case("empty_lines.csv", b"a,b,label\n,,\n1,3,0\n,,\n2,4,1\n,,\n", TWO),
        Case("comma.csv", b"a;b;label\n0,5;1,25;0\n3,5;4;1", comma),
        Case("comma.tsv", b"a\tb\tlabel\n0,5\t1,25\t0\n3,5\t4\t1", comma),
        Case("", b"0,5 1,25\n3,5 4,0", comma, labels="0 1"),
        Case("thousands.csv", b'a,b,label\n"1,234.5",2,0\n3,4,1', large),
        Case("european.csv", b"a;b;label\n1.234,5;2;0\n3;4;1", large),
        Case("spaces.csv", b"a;b;label\n1 234,5;2;0\n3;4;1", large),
        Case("apostrophe.csv", b"a;b;label\n1'234.5;2;0\n3;4;1", large),
        Case(
            "either.csv",
            b"a;b;label\n1,234;2;0\n3;4;1",
            None,
            ("thousands separator or a decimal",),
        ),
        Case("mixed.csv", b"a;b;label\n0,5;2;0\n1.5x;4;1", None, ("Line",)),
        Case(
            "minus.csv",
            "a;b;label\n\N{MINUS SIGN}1;3;0\n2;4;1".encode(),
            mean_cost([[-1, 3], [2, 4]], [0, 1]),
        ),
        Case("quoted.csv", b'"logit, cat",dog,label\n1,3,0\n2,4,1', TWO),
        Case("quoted_twice.csv", b'"a ""x""",b,label\n1,3,0\n2,4,1', TWO),
        Case("bars.csv", b"a|b|label\n1|3|0\n2|4|1", TWO),
        Case("plus_inf.csv", b"a,b,label\n1,inf,0\n2,4,1", None, ("at most 1e+300 in size.",)),
        Case("short.csv", b"a,b,label\n1,3\n2,4", None, ("expected 3, as in line 1",)),
        Case("one_row.csv", b"a,b,label\n1,3,0", mean_cost([[1, 3]], [0]), ("SHAPE (1, 2)",)),
    ]


def masked() -> list[Case]:
    """Issue 17: a logit of −∞ masks its class, in every spelling; nothing else may be infinite."""
    cost = mean_cost([[1, 3], [4, 2]], [0, 1])
    said = ("A logit of −∞ masks its class",)
    minus = "\N{MINUS SIGN}"
    spellings = ("-inf", "-Inf", "-Infinity", f"{minus}inf", f"{minus}∞", "-∞")
    pasted = [
        Case("", f"1 3 {text}\n{text} 4 2".encode(), cost, said, labels="0 2") for text in spellings
    ]
    written = np.array([[1, 3, -np.inf], [-np.inf, 4, 2]])
    arrays = [
        Case("mask.npz", npz(logits=written.astype(kind), labels=np.array([0, 2])), cost, said)
        for kind in ("f2", "f4", "f8")
    ]
    return [
        *pasted,
        *arrays,
        Case("mask.csv", b"z0,z1,z2,label\n1,3,-inf,0\n-inf,4,2,2", cost, said),
        Case("mask_comma.csv", b"a;b;c;label\n1,0;3,0;-inf;0\n-inf;4,0;2,0;2", cost, said),
        Case(
            "mask.json",
            b'{"logits": [[1, 3, -Infinity], [-Infinity, 4, 2]], "labels": [0, 2]}',
            cost,
            said,
        ),
        Case("", b"[[1., 3., -inf],\n [-inf, 4., 2.]]", cost, said, labels="0 2"),
        Case("", b"tensor([[1., 3., -inf],\n [-inf, 4., 2.]])", cost, said, labels="[0, 2]"),
        Case(
            "records.json",
            b'[{"a": 1, "b": 3, "c": -Infinity, "label": 0}, '
            b'{"a": -Infinity, "b": 4, "c": 2, "label": 2}]',
            cost,
            said,
        ),
        Case("", b"1 3 -inf\n-inf 4 2", math.inf, ("costs ∞",), labels="2 2"),
        Case("", b"1 3 -inf", mean_cost([[1, 3]], [[0.5, 0.5]]), said, labels=".5 .5 0"),
        Case("", b"1 2\n-inf -inf", None, ("Row 1 has the logit −∞ at every class",), labels="0 1"),
        Case("", b"1 nan\n3 4", None, ("expected a number",), labels="0 1"),
        Case(
            "", b"1 2\n3 4", None, ("expected a finite number",), labels="[[0, 1], [1, -Infinity]]"
        ),
        Case("", b"1 2\n3 4", None, ("-inf; expected a whole number",), labels="[0, -Infinity]"),
    ]


def row_weights() -> list[Case]:
    """Issue 12.1: a column or an array with one weight a row; the mean is Σ w·loss / Σ w."""
    rows = ((1.0, 3.0), (2.0, 4.0), (0.0, 0.5))
    labels, weights = (0, 1, 1), (0.5, 2.0, 1.0)
    losses = [mean_cost([row], [label]) for row, label in zip(rows, labels, strict=True)]
    cost = sum(w * each for w, each in zip(weights, losses, strict=True)) / sum(weights)
    said = ("weights of rows from “{}”", "Σ w·loss / Σ w")

    def says(name: str) -> tuple[str, ...]:
        return tuple(each.format(name) for each in said)

    lines = b"1,3,0,.5\n2,4,1,2\n0,.5,1,1"
    array, target = np.array(rows), np.array(labels)
    square, two = np.eye(2), np.array([0, 1])
    return [
        *(
            Case(f"{name}.csv", f"a,b,label,{name}\n".encode() + lines, cost, says(name))
            for name in ("weight", "sample_weight", "w", "Weights")
        ),
        Case("w.npz", npz(logits=array, labels=target, weight=np.array(weights)), cost),
        Case(
            "sample.npz",
            npz(logits=array, labels=target, sample_weight=np.array(weights)),
            cost,
            says("sample_weight"),
        ),
        Case(
            "weights.json",
            b'{"logits": [[1, 3], [2, 4], [0, 0.5]], "labels": [0, 1, 1], '
            b'"sample_weight": [0.5, 2, 1]}',
            cost,
        ),
        Case("apart.csv", b"a,b\n1,3\n2,4\n0,.5", cost, labels="y,weight\n0,.5\n1,2\n1,1"),
        Case("", b"z0,z1,weight\n1,3,.5\n2,4,2\n0,.5,1", cost, labels="0 1 1"),
        Case(
            "negative.csv",
            b"a,b,label,weight\n1,3,0,-1\n2,4,1,2",
            TWO,
            ("“weight” (named like weights, but it holds none)",),
        ),
        Case(
            "both.csv",
            b"a,b,label,weight,sample_weight\n1,3,0,1,2\n2,4,1,2,3",
            None,
            ("another column of weights",),
            "roles",
        ),
        Case("square.npz", npz(logits=square, labels=two, weight=two + 1.0), None, (), "roles"),
        Case(
            "few.npz", npz(logits=array, labels=target, sample_weight=two), None, ("the shape 2;",)
        ),
    ]


def sums() -> list[Case]:
    """Issue 17: labels that do not sum to 1 are refused, with what frameworks would do."""
    said = ("sums to 1.2", "PyTorch, Keras and Optax do not check", "−Σ y·log ŷ", "scikit-learn")
    return [Case("", b"1 2 3\n1 2 3", None, said, labels="0 0 1\n.5 .2 .5")]


def numbers() -> list[Case]:
    """Severity 3: types of numbers in .npz."""
    logits = np.array(THREE_ROWS)
    half = np.array([[0.1, 0.2, 0.7], [0.3333, 0.3333, 0.3334]], "f2")
    return [
        Case(
            "half.npz",
            npz(logits=logits, labels=half),
            mean_cost(THREE_ROWS, [(r / r.sum()).tolist() for r in half.astype(float)]),
        ),
        Case(
            "digits.json",
            json.dumps(
                {"logits": THREE_ROWS, "labels": [[0.3333, 0.3333, 0.3333], [1, 0, 0]]}
            ).encode(),
            mean_cost(THREE_ROWS, [[1 / 3] * 3, [1, 0, 0]]),
            ("divided by its sum",),
        ),
        Case(
            "wrapped.npz",
            npz(logits=logits, labels=np.array([0, 2**64 - 100], "u8")),
            None,
            ("row 1 is 18446744073709551516",),
        ),
        Case(
            "weights.npz",
            npz(logits=logits, labels=np.array([0, 1]), weight=np.array([1.0, 2, 3])),
            mean_cost(THREE_ROWS, [0, 1]),
            ("class weights from “weight”",),
        ),
        Case(
            "objects.npz",
            packed(logits=npy(logits), labels=b"\x93NUMPY\x01\x00"),
            None,
            ("not an array",),
        ),
        Case("complex.npz", npz(logits=logits * 1j, labels=np.array([0, 1])), None, ("complex",)),
    ]


def other_kinds() -> list[Case]:
    """S2-6: files that are refused with the line that makes one that is read."""
    return [
        Case("run.pt", b"PK", None, ("torch.load('run.pt')", "numpy.savez('batch.npz'")),
        Case("run.pth", b"PK", None, ("torch.load('run.pth')",)),
        Case("run.pkl", b"\x80\x04", None, ("pickle.load", "numpy.savez")),
        Case("run.safetensors", b"x", None, ("safetensors.numpy.load_file",)),
        Case("run.h5", b"\x89HDF", None, ("h5py.File",)),
        Case("run.mat", b"MATLAB", None, ("scipy.io.loadmat",)),
        Case("run.ods", b"PK", None, ("to_csv('batch.csv'",)),
        Case("ru'n<b>.pt", b"PK", None, ("torch.load('runb.pt')",)),
        Case("run.docx", b"PK", None, ("expected one of .csv",)),
    ]


def measured() -> list[Case]:
    """Columns of measurements and settings beside the logits: asked about, never taken."""
    lines = "1,3,0\n2,4,1\n5,7,0"
    named = ("year", "run", "trial", "age_years", "sequence_length", "loss_weight_mean")
    rows = [line.rsplit(",", 1) for line in lines.splitlines()]

    def beside(name: str, values: tuple[float, ...]) -> bytes:
        given = [f"{v},{z},{y}" for v, (z, y) in zip(values, rows, strict=True)]
        return "\n".join([f"{name},a,b,label", *given]).encode()

    cost = mean_cost([[1, 3], [2, 4]], [0, 1])
    return [
        *(
            Case(f"{name}.csv", beside(name, (0.5, 1.5, 0.25)), None, (f"“{name}” is",), "roles")
            for name in named
        ),
        Case("k2019.csv", beside("k", (2019, 2020, 2021)), None, ("“k” counts",), "roles"),
        Case("fixed.csv", beside("k", (7, 7, 7)), None, ("the same in every row",), "roles"),
        Case("large.csv", beside("k", (5123, 917, 4000)), None, ("far larger",), "roles"),
        Case(
            "iris.csv",
            b"sepal_length,sepal_width,petal_length,target\n5.1,3.5,1.4,0\n6,3,4,1",
            None,
            ("is each of these columns a logit?",),
            "roles",
        ),
        # A class whose logit is fixed at 0, and classes that are called like measurements.
        Case(
            "reference.csv",
            b"a,b,c,label\n0,1.5,2,0\n0,2.5,1,1\n0,1.5,1,0",
            mean_cost([[0, 1.5, 2], [0, 2.5, 1], [0, 1.5, 1]], [0, 1, 0]),
        ),
        Case("day.csv", b"day,night,label\n1,3,day\n2,4,night", cost),
        Case("image.csv", b"image,text,label\n1,3,image\n2,4,text", cost),
        Case("yes.csv", b"y,n,label\n1,3,y\n2,4,n", cost),
    ]


def class_order() -> list[Case]:
    """Soft labels named after the classes go by their names, in one file and in two."""
    turned = mean_cost([[1, 3], [2, 4]], [[1, 0], [1, 0]])
    return [
        Case("one.csv", b"z_cat,z_dog,y_dog,y_cat\n1,3,0,1\n2,4,0,1", turned),
        Case("same.csv", b"z_cat,z_dog,y_cat,y_dog\n1,3,1,0\n2,4,1,0", turned),
        Case("apart.csv", b"cat,dog\n1,3\n2,4", turned, labels="dog,cat\n0,1\n0,1"),
        Case("case.csv", b"Cat,Dog\n1,3\n2,4", turned, labels="dog,cat\n0,1\n0,1"),
        Case(
            "other.csv",
            b"cat,dog\n1,3\n2,4",
            None,
            ("“bird” is not named after a class",),
            "roles",
            "cat,bird\n0,1\n0,1",
        ),
        Case("numbered.csv", b"z0,z1\n1,3\n2,4", turned, labels="y_1,y_0\n0,1\n0,1"),
    ]


def log_probabilities() -> list[Case]:
    """Logarithms of probabilities are logits; scores of two classes are no labels."""
    logs = np.log(P3)
    cost = mean_log(P3, [0, 1])
    text = "\n".join(f"{','.join(map(str, row))},{y}" for y, row in enumerate(logs.tolist()))
    return [
        *(
            Case(f"{name}.npz", npz(**{name: logs, "labels": np.array([0, 1])}), cost)
            for name in ("log_probs", "log_softmax", "logprobs")
        ),
        Case("logp.csv", f"logp_a,logp_b,logp_c,label\n{text}".encode(), cost),
        Case("score.csv", b"y_true,y_score\n1,2\n0,-1", mean_cost([[0, 2], [0, -1]], [1, 0])),
        Case("conf.csv", b"conf_a,conf_b,actual\n.9,.1,0", -math.log(0.9), ("probabilities",)),
    ]


def several_printed() -> list[Case]:
    """What stands beside or after the first bracket is never dropped."""
    alone = "expected the array alone"
    return [
        Case("", b"[1 3]\n[2 4]", TWO, labels="0 1"),
        Case("", b"[1, 3],\n[2, 4]", TWO, labels="[0, 1]"),
        Case("", b"tensor([1., 3.])\ntensor([2., 4.])", TWO, labels="tensor(0)\ntensor(1)"),
        Case("", b"tensor([[1., 3.]]) tensor([[2., 4.]])", None, ("2 printed arrays",), labels="0"),
        Case("", b"tensor([1., 3.]) 0", None, (alone,), labels="0"),
        Case("", b"array([[1, 3]], dtype=int64) label 1", None, (alone,), labels="0"),
        Case("", b"[[1, 3], [2, 4]] [0, 1]", None, ("expected 2 entries",), labels="0 1"),
        Case("", b"[[1, 3], [2, 4]]]", None, ("bracket",), labels="0 1"),
    ]


def other_tables() -> list[Case]:
    """Tables as R, Markdown and pandas print them, percentages, and a first line of numbers."""
    share = mean_log([[0.7, 0.3], [0.1, 0.9]], [0, 1])
    return [
        Case("", b"     [,1] [,2]\n[1,]    1    3\n[2,]    2    4", TWO, labels="0 1"),
        Case("r.txt", b"  cat dog label\n1   1   3     0\n2   2   4     1", TWO),
        Case("", b"| a | b | label |\n|---|:-:|---|\n| 1 | 3 | 0 |\n| 2 | 4 | 1 |", TWO),
        Case(
            "frame.txt",
            b"   cat  dog  label\n0  1.0  3.0      0\n1  2.0  4.0      1\n\n[2 rows x 3 columns]",
            TWO,
        ),
        Case(
            "percent.csv", b"a,b,label\n70%,30%,0\n10%,90 %,1", share, ("probabilities from “a”",)
        ),
        Case("dollar.csv", b"a,b,label\n$1,$3,0\n$2,$4,1", None, ("texts, such as “$1”",)),
        Case("", b"0,1\n1,3\n2,4", TWO, ("names the columns",), labels="0 1"),
        Case("", b"0,1\n1,3\n2,4", TWO, ("names the columns",), labels="1,0\n0,1"),
        Case("", b"0,1\n1,3", mean_cost([[0, 1], [1, 3]], [0, 1]), labels="0 1"),
        Case("signs.csv", b"z,y\n1.5,1\n-2,-1", None, ("Write 0 for −1",)),
        Case("two_signs.csv", b"a,b,y\n1,3,1\n2,4,-1\n2,4,1", None, ("Write 0 for −1",)),
    ]


def nested_json() -> list[Case]:
    """Rows of objects that hold lists or objects, and rows under one name."""
    rows = [{"label": 0, "logits": [1, 3]}, {"label": 1, "logits": [2, 4]}]
    scores = [{"id": i, "scores": dict(zip("ab", r["logits"], strict=True)), "label": r["label"]}
              for i, r in enumerate(rows)]  # fmt: skip
    return [
        Case("lists.json", json.dumps(rows).encode(), TWO),
        Case("lists.jsonl", "\n".join(map(json.dumps, rows)).encode(), TWO),
        Case("under.json", json.dumps({"results": rows}).encode(), TWO),
        Case("objects.json", json.dumps(scores).encode(), TWO, ("left out: “id”",)),
        Case("python.json", str(rows[0]).encode(), None, ("json.dumps",)),
        Case(
            "ragged.json",
            b'[{"label": 0, "logits": [1, 3]}, {"label": 1, "logits": [2]}]',
            None,
            ("expected 2 entries",),
        ),
    ]


def row_masks() -> list[Case]:
    """A mask of rows changes the mean: it is asked about, if it leaves out any."""
    logits, labels = np.array([[1.0, 3], [2, 4]]), np.array([0, 1])
    asked = ("may say which rows count",)
    given = {"logits": logits, "labels": labels}
    return [
        Case("mask.npz", npz(**given, mask=np.array([1, 0])), None, asked, "roles"),
        Case("attention.npz", npz(**given, attention_mask=labels == 0), None, asked, "roles"),
        Case("ones.npz", npz(**given, mask=np.ones(2, int)), TWO),
        Case("wide.npz", npz(**given, mask=np.array([[1, 0], [1, 1]])), TWO),
        Case("mask.csv", b"a,b,label,mask\n1,3,0,1\n2,4,1,0", None, ("“mask”",), "roles"),
    ]


def programs() -> list[Case]:
    """A piece of a program is read as far as it names numbers; nothing of it runs."""
    two = "[[1.0, 3.0], [2.0, 4.0]]"
    dict_of_arrays = f"{{'logits': array({two}), 'labels': array([0, 1])}}"
    output = (
        "SequenceClassifierOutput(loss=tensor(0.6931), "
        "logits=tensor([[1., 3.],\n        [2., 4.]], grad_fn=<AddmmBackward0>), attentions=None)"
    )
    of_tensors = (
        f"{{'logits': <tf.Tensor: shape=(2, 2), dtype=float32, numpy=array({two}, "
        "dtype=float32)>, 'labels': <tf.Tensor: shape=(2,), dtype=int32, numpy=array([0, 1])>}"
    )
    read = [
        f"logits = torch.tensor({two})\nlabels = torch.tensor([0, 1])\nloss = F.l1(logits, labels)",
        f"import numpy\nz = np.array({two}, dtype=np.float32)  # y = [5]\ny = np.array([0, 1])",
        f"logits = {two}; labels = [0, 1]",
        f"x = torch.tensor({two}, requires_grad=True).cuda()\ntarget = torch.LongTensor([0, 1])",
        f"{{'logits': {two}, 'labels': [0, 1]}}",
        dict_of_arrays,
        of_tensors,
    ]
    refused = [
        (f"logits = torch.tensor({two}) / 2\nlabels = [0, 1]", "stands “/ 2”"),
        (f"logits = np.log({two})\nlabels = [0, 1]", "stands “np.log”"),
        (f"logits = {two}\nlogits = [[1, 2], [3, 4]]\ny = [0, 1]", "“logits” is set twice"),
        (f"logits = {two}\nlogits *= 2\ny = [0, 1]", "“logits” is set twice"),
        (f"logits = torch.tensor({two}).T\nlabels = [0, 1]", "stands “.T”"),
        (f"logits = [{two}[0]\nlabels = [0, 1]", "not closed"),
    ]
    return [
        *(Case("", text.encode(), TWO) for text in read),
        Case("", output.encode(), TWO, labels="tensor([0, 1])"),
        Case("", b"z = np.array([1, 3])\ny = 0", mean_cost([[1, 3]], [0])),
        *(Case("", text.encode(), None, (says,)) for text, says in refused),
    ]


def other_languages() -> list[Case]:
    """MATLAB, Mathematica and Julia write arrays in their own ways."""
    rows = [[1.0, 3.0, 5.0], [2.0, 1.0, 0.0]]
    cost = mean_cost(rows, [2, 0])
    return [
        Case("", b"[1 3 5; 2 1 0]", cost, labels="2 0"),
        Case("", b"[1, 3, 5;\n 2, 1, 0]", cost, labels="[2; 0]"),
        Case("", b"z = [1 3 5; 2 1 0];\ny = [2; 0];", cost),
        Case("", b"{{1, 3, 5}, {2, 1, 0}}", cost, labels="{2, 0}"),
        Case(
            "",
            "2×3 Matrix{Float64}:\n 1.0  3.0  5.0\n 2.0  1.0  0.0".encode(),
            cost,
            labels="2-element Vector{Int64}:\n 2\n 0",
        ),
        Case("", b"[1 3 5; 2 1]", None, ("expected 3 entries",)),
    ]


def predictions() -> list[Case]:
    """What a model gave: fractions in y_pred, a trainer's predictions, shares with %."""
    binary = mean_log([[0.1, 0.9], [0.8, 0.2]], [1, 0])
    rows = b"[[1, 3], [2, 4]]"
    shares = mean_log([[0.9, 0.1], [0.2, 0.8]], [0, 1])
    return [
        Case("", b"y_true,y_pred\n1,0.9\n0,0.2", binary, ("probabilities from “y_pred”",)),
        Case("", b"target,pred\n1,0.9\n0,0.2", binary),
        Case("", b"a,b,label,pred\n1,3,0,1\n2,4,1,1", TWO, ("left out: “pred”",)),
        Case("", b"y_true,y_pred\n1,1\n0,1", None, ("No column holds logits",)),
        Case("t.json", b'{"predictions": ' + rows + b', "references": [0, 1]}', TWO),
        Case("u.json", b'{"predictions": ' + rows + b', "label_ids": [0, 1]}', TWO),
        Case(
            "v.json",
            b'{"predictions": [1, 0], "labels": [0, 1]}',
            None,
            ("No column holds logits",),
        ),
        Case("", b"a,b,label\n90%,10%,0\n20%,80%,1", shares, ("probabilities from “a”",)),
        Case("", b"a,b,label\n90.0 %,10.0 %,0\n20.0 %,80.0 %,1", shares),
    ]


GROUPS = (
    programs,
    other_languages,
    predictions,
    measured,
    class_order,
    log_probabilities,
    several_printed,
    other_tables,
    nested_json,
    row_masks,
    index_columns,
    class_columns,
    names,
    shapes,
    probabilities,
    counted_from_one,
    binary,
    class_names,
    printed,
    pandas_json,
    spellings,
    numbers,
    masked,
    row_weights,
    sums,
    other_kinds,
)
CASES = [(group.__name__, case) for group in GROUPS for case in group()]


def write(folder: Path) -> None:
    """Write all files that have a name."""
    for group, case in CASES:
        if case.name:
            (folder / f"{group}-{case.name}").write_bytes(case.content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
