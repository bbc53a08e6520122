"""Hold what a file or a field contains: the columns of a table, or arrays by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.limits import MAX_CLASSES_IN_BATCH, MAX_LOGIT, is_allowed, quoted

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Table:
    """Columns, and their names where the first line gives them.

    Parameters
    ----------
    values : ndarray, shape (n, columns)
        Finite numbers or −∞; for a column of texts the places of its texts in `words`.
    names : tuple of str, or None
    words : mapping from column to tuple of str
        The texts of a column that holds no numbers, in the order in which they first appear.
    unread : set of int
        Columns that are named like an index or a note and hold no numbers: nothing is kept of them.
    percent : set of int
        Columns whose numbers were written with %; `values` has them divided by 100.
    """

    values: FloatArray
    names: tuple[str, ...] | None
    words: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()
    percent: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Arrays:
    """Arrays by their names; one alone may have none, "".

    Parameters
    ----------
    arrays : mapping from name to ndarray
    words : mapping from name to tuple of str
        The texts that the entries of an array of texts number.
    """

    arrays: Mapping[str, Array]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Content = Table | Arrays


def numbered(texts: Sequence[str], known: dict[str, int]) -> list[int]:
    """Number texts in the order in which they first appear; `known` is carried on."""
    return [known.setdefault(text, len(known)) for text in texts]


def table_of(names: Sequence[str], columns: Sequence[Sequence[object]], what: str) -> Table:
    """Make a table of columns of numbers, truth values and texts, as a program holds them.

    Raises
    ------
    ValueError
        With the column and row of the first value that is none of these.
    """
    values = np.empty((len(columns[0]), len(columns)))
    words: dict[int, tuple[str, ...]] = {}
    unread: set[int] = set()
    for i, (name, column) in enumerate(zip(names, columns, strict=True)):
        are_numbers = all(type(cell) in (int, float) for cell in column)
        if are_numbers and not (is_note(name) and any(cell != cell for cell in column)):
            values[:, i] = [_finite(cell, name, row, what) for row, cell in enumerate(column, 1)]
        elif all(isinstance(cell, str | bool) for cell in column):
            known: dict[str, int] = {}
            values[:, i] = numbered([str(cell) for cell in column], known)
            words[i] = tuple(known)
        elif is_note(name):
            values[:, i] = 0
            unread.add(i)
        else:
            row, cell = next(
                (row, cell) for row, cell in enumerate(column, 1) if type(cell) not in (int, float)
            )
            raise ValueError(
                f"{what}: row {row} of {quoted(name)} holds {quoted(str(cell))}; expected a number."
            )
    _check_words(words)
    return Table(values, tuple(names), words, frozenset(unread))


def _check_words(words: Mapping[int, tuple[str, ...]]) -> None:
    for texts in words.values():
        if len(texts) > MAX_CLASSES_IN_BATCH:
            raise ValueError(
                f"A column holds {len(texts):,} different texts; the limit is "
                f"{MAX_CLASSES_IN_BATCH:,} classes."
            )


def _finite(cell: object, name: str, row: int, what: str) -> float:
    number = float(cell)  # type: ignore[arg-type]
    if not is_allowed(number):
        raise ValueError(
            f"{what}: row {row} of {quoted(name)} holds {number!r}; expected a finite number of "
            f"at most {MAX_LOGIT:g} in size."
        )
    return number


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(words.split())


# Names of columns that are no part of a batch, whatever is in them.
NOTES = word_set(
    """
    index idx id ids row rows row_id row_index uid uuid guid key sample sample_id sample_index
    example example_id epoch epochs step steps global_step iter iters iteration iterations batch
    batch_idx batch_id fold folds split seed time timestamp datetime date pred preds prediction
    predictions predicted predicted_class predicted_label pred_label pred_class y_pred ypred
    argmax name names file files filename file_name filepath path image image_id img img_id url
    uri text sentence comment comments note notes loss losses cost costs correct is_correct
    accuracy acc n_row no nr num number reduced term gradient lr learning_rate device rank user
    user_id patient patient_id group session session_id
    """
)


# Names of what is measured or set, word by word: such a column may be no logit, and is asked about.
MEASURED = (
    word_set("year month week day hour minute second date age height width length depth size count")
    | word_set("lat lon latitude longitude altitude price temperature humidity pressure speed")
    | word_set("distance duration latency elapsed runtime memory trial run round block subject")
    | word_set("participant experiment exp job version layer position pos token frame page line")
    | word_set("order rank entropy margin perplexity ppl difficulty support momentum bias variance")
    | word_set("std mean median min max sum total avg average norm precision recall f1 weight")
    | word_set("x1 x2 y1 y2 mask valid keep top1 top5 param params seq sequence")
)


def is_measured(name: str) -> bool:
    """Tell whether a column's name says that it holds a measurement or a setting."""
    return any(word in MEASURED for word in plain_name(name).split("_"))


def plain_name(name: str) -> str:
    """Give a name without case, with one underscore for each run of blanks, dots and dashes."""
    return "_".join(name.casefold().replace(".", " ").replace("-", " ").replace("_", " ").split())


def is_note(name: str) -> bool:
    """Tell whether a column's name says that it is an index or a note, no part of a batch."""
    return plain_name(name) in NOTES
