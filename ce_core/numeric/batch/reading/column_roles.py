"""Guess what each column of a table is, by its name and by its content, and say what is unclear."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ce_core.numeric.arguments import FloatArray
from ce_core.numeric.batch.files.content import Table, is_measured, plain_name
from ce_core.numeric.batch.files.names import Name, read_name
from ce_core.numeric.batch.limits import quoted
from ce_core.numeric.batch.reading.column_content import ODD, counts, is_index, is_whole, unlike
from ce_core.numeric.batch.reading.roles import (
    Guess,
    Part,
    Role,
    capital,
    classes_by_name,
    columns_of,
    enumerated,
    is_distribution,
    shown_name,
)


def guess_columns(table: Table, *, of_labels: bool = False) -> Guess:
    """Guess the roles of all columns of a table, or of one given for its labels alone."""
    return (_LabelColumns(table) if of_labels else _Columns(table)).guess()


def _named_classes(names: list[Name], table: Table) -> frozenset[str]:
    """Give the texts that stand in columns of labels."""
    return frozenset(
        word.strip().casefold()
        for i, words in table.words.items()
        if names[i].kind in ("label", "class")
        for word in words
    )


def _unless_they_name_classes(
    names: list[Name], table: Table, classes: frozenset[str]
) -> list[Name]:
    """Read a name such as "image" or "y" as that of a class where labels are called like it."""
    texts = table.names or ()
    return [
        Name("other", plain_name(text), None, text)
        if text.strip().casefold() in classes and i not in table.words
        else names[i]
        for i, text in enumerate(texts)
    ] or names


class _Columns:
    """The columns of a table with logits, while their roles are being found."""

    def __init__(self, table: Table) -> None:
        self.table = table
        names = table.names or ("",) * table.values.shape[1]
        self.texts = names
        read = [read_name(name) for name in names]
        self.classes = _named_classes(read, table)
        self.names = _unless_they_name_classes(read, table, self.classes)
        self.parts: dict[int, Part] = {}
        self.doubts: list[str] = []
        self.label_doubts: list[str] = []
        self.numbered_from: int | None = None

    def guess(self) -> Guess:
        self._by_single_names()
        soft = self._soft_labels()
        self._numbers(soft)
        self._labels(soft)
        self._doubled()
        self._in_the_order_of_logits(soft)
        return Guess(
            tuple(self.parts[i] for i in range(len(self.names))),
            tuple(self.doubts),
            tuple(self.label_doubts),
            self.numbered_from,
        )

    def _put(self, i: int, role: Role, why: str = "", index: int | None = None) -> None:
        self.parts[i] = Part(self.texts[i], role, index, why, self.names[i].of)

    def _open(self) -> list[int]:
        return [i for i in range(len(self.names)) if i not in self.parts]

    def _values(self, chosen: Sequence[int]) -> FloatArray:
        return columns_of(self.table.values, chosen)

    def _listed(self, chosen: Iterable[int]) -> str:
        return enumerated([shown_name(self.texts[i], i) for i in chosen])

    def _by_single_names(self) -> None:
        """Leave out what names itself an index or a note; find the weights of rows."""
        for i, name in enumerate(self.names):
            if i in self.table.unread:
                self._put(i, "left out", "a note")
            elif name.kind == "note":
                self._note(i)
            elif name.kind == "weight":
                self._weight(i)
            elif name.kind == "unnamed" and self.table.names is not None:
                self._unnamed(i)

    def _note(self, i: int) -> None:
        """Leave a note out; y_pred with fractions from 0 to 1 is what a model gave for class 1."""
        column = self.table.values[:, i]
        of_model = "pred" in self.names[i].stem and not self._of_kind("logit")
        if (
            not of_model
            or i in self.table.words
            or self._of_kind("probability")
            or is_whole(column)
            or not ((column >= 0) & (column <= 1)).all()
        ):
            self._put(i, "left out", "by its name")
        else:
            self.names[i] = replace(self.names[i], kind="probability")

    def _weight(self, i: int) -> None:
        """Take a column for weights of rows if it may be that; the sum must not be 0."""
        column = self.table.values[:, i]
        if self._of_role("row weight"):
            self._put(i, "left out", "another column of weights")
            self.doubts.append(f"{capital(self._listed(self._of_kind('weight')))} are weights.")
        elif i in self.table.words or not (column >= 0).all() or not column.any():
            self._put(i, "left out", "named like weights, but it holds none")
        else:
            self._put(i, "row weight")

    def _unnamed(self, i: int) -> None:
        column = self.table.values[:, i]
        if i not in self.table.words and is_index(column):
            begin = ", ".join(f"{number:.0f}" for number in column[:3].tolist())
            self._put(i, "left out", f"{begin}{' …' if len(column) > 3 else ''}: an index")
            return
        self._put(i, "left out", "it has no name")
        if i not in self.table.words and not is_whole(column):
            self.doubts.append(f"Column {i + 1} has no name, and does not look like an index.")

    def _numbered_group(self, kinds: tuple[str, ...], stem: str | None = None) -> list[int]:
        return [
            i
            for i in self._open()
            if self.names[i].kind in kinds
            and (self.names[i].number is not None or self.names[i].of != self.texts[i].strip())
            and (stem is None or self.names[i].stem == stem)
            and i not in self.table.words
        ]

    def _soft_labels(self) -> list[int]:
        """Take label_0, label_1, … for soft labels."""
        group = self._numbered_group(("label",))
        others = [i for i in self._open() if i not in group and i not in self.table.words]
        if len(group) < 2 or not others:
            return []
        for i, index in zip(group, self._classes(group), strict=True):
            self._put(i, "soft label", index=index)
        return group

    def _classes(self, group: Sequence[int]) -> list[int]:
        """Give the class of each column of a group: by the numbers in the names, or by place."""
        numbers = [self.names[i].number for i in group]
        for begin in (0, 1):
            if sorted(n for n in numbers if n is not None) == [*range(begin, begin + len(group))]:
                self.numbered_from = begin
                return [n - begin for n in numbers if n is not None]
        if all(n is not None for n in numbers):
            self.doubts.append(
                f"The numbers in {self._listed(group[:4])} are not those of {len(group)} classes, "
                "0 or 1 and up; the columns are taken in their order."
            )
        return [*range(len(group))]

    def _numbers(self, soft: list[int]) -> None:
        """Find the logits or the probabilities among the columns that are left."""
        single = [i for i in self._open() if self._may_be_a_label(i)]
        rest = [i for i in self._open() if i not in single and i not in self.table.words]
        logits = [i for i in rest if self.names[i].kind == "logit"]
        probable = [i for i in rest if self.names[i].kind == "probability"]
        of_class = [i for i in rest if self.names[i].kind == "class"]
        if logits:
            self._beside(probable, "probabilities beside logits")
            self._beside_doubtful([i for i in rest if i not in (*logits, *probable)], logits)
            self._group(logits, "logit")
        elif probable:
            self._beside_doubtful([i for i in rest if i not in probable], probable)
            self._named_probabilities(probable)
        elif len(of_class) > 1:
            self._named_after_classes(of_class, [i for i in rest if i not in of_class], soft)
        else:
            self._without_names(rest)

    def _may_be_a_label(self, i: int) -> bool:
        name = self.names[i]
        if i in self.table.words:
            return True
        if name.kind == "label":
            return True
        return name.kind == "class" and (name.number is None or len(self._of_kind("class")) < 2)

    def _of_kind(self, kind: str) -> list[int]:
        return [i for i, name in enumerate(self.names) if name.kind == kind]

    def _beside(self, chosen: Iterable[int], why: str) -> None:
        for i in chosen:
            self._put(i, "left out", why)

    def _beside_doubtful(self, chosen: list[int], main: list[int]) -> None:
        self._beside(chosen, f"not named like {shown_name(self.texts[main[0]], main[0])}")
        if chosen:
            verb = "is" if len(chosen) == 1 else "are"
            self.doubts.append(
                f"{capital(self._listed(chosen))} {verb} not named like {self._listed(main[:2])}."
            )

    def _group(self, group: list[int], role: Role) -> None:
        for i, index in zip(group, self._classes(group), strict=True):
            self._put(i, role, index=index)

    def _named_probabilities(self, group: list[int]) -> None:
        values = self._values(group)
        single = len(group) == 1 and bool(((values >= 0) & (values <= 1)).all())
        if single or is_distribution(values):
            self._group(group, "probability")
            return
        self._group(group, "logit")
        self.doubts.append(
            f"{capital(self._listed(group))} are named like probabilities, but they do not sum "
            "to 1 in every row."
        )

    def _named_after_classes(self, group: list[int], others: list[int], soft: list[int]) -> None:
        """Class_1, Class_2: probabilities or logits, or the soft labels of other columns."""
        probable = is_distribution(self._values(group))
        if others and len(others) == len(group) and not soft:
            self._group(others, "logit")
            self._group(group, "soft label" if probable else "left out")
            self.doubts.append(
                f"{capital(self._listed(group))} may be soft labels, probabilities or logits."
            )
            return
        self._beside_doubtful(others, group)
        self._group(group, "probability" if probable else "logit")

    def _in_the_order_of_logits(self, soft: list[int]) -> None:
        """Soft labels named after the classes of the logits go by these names, not by place."""
        order, doubt = classes_by_name(
            [self.parts[i] for i in soft],
            [part for part in self.parts.values() if part.role in ("logit", "probability")],
        )
        for i, index in zip(soft, order, strict=bool(order)):
            self._put(i, "soft label", index=index)
        self.label_doubts += [doubt] * bool(doubt)

    def _without_names(self, rest: list[int]) -> None:
        """Columns called cat and dog, or not called at all: logits by their content."""
        odd = {i: why for i in rest if (why := self._odd(i, rest))}
        if odd and len(odd) == len(rest):
            self.doubts.append(
                f"{capital(self._listed(rest[:4]))}: is each of these columns a logit?"
            )
            odd = {}
        elif len(rest) - len(odd) == 1 and not any(why == "by its name" for why in odd.values()):
            odd = {}  # of two columns of numbers, two classes are as likely
        for i, why in odd.items():
            self._put(i, "left out", why)
            name = capital(shown_name(self.texts[i], i))
            self.doubts.append(f"{name} {ODD[why]}; is it a logit?")
        rest = [i for i in rest if i not in odd]
        if rest:
            self._group(rest, "probability" if self._are_percentages(rest) else "logit")

    def _are_percentages(self, group: list[int]) -> bool:
        return self.table.percent.issuperset(group) and is_distribution(self._values(group))

    def _odd(self, i: int, rest: list[int]) -> str:
        """Say why a column may be no logit although it stands among logits; "" if it may be one."""
        column = self.table.values[:, i]
        others = [self.table.values[:, other] for other in rest if other != i]
        if is_measured(self.texts[i]) and self.texts[i].strip().casefold() not in self.classes:
            return "by its name"
        if len(column) > 2 and counts(column, from_anywhere=bool(self.texts[i])):
            return "it counts"
        if len(others) < 2 or not is_whole(column):
            return ""
        if not any(map(is_whole, others)):
            return "whole numbers"
        named = self.names[i].number is None and bool(self.texts[i])
        return unlike(column, others) if named and np.isfinite(column).all() else ""

    def _labels(self, soft: list[int]) -> None:
        """Choose the column of labels among those that may be it."""
        texts = [i for i in self._open() if i in self.table.words]
        named = [i for i in self._open() if self.names[i].kind in ("label", "class")]
        for i in texts:
            if i not in named and (named or soft):
                self._put(i, "left out", "texts")
        candidates = named or [i for i in texts if i not in self.parts]
        if soft:
            self._beside(candidates, "the soft labels are used")
            if candidates:
                self.label_doubts.append(
                    f"There are soft labels and {self._listed(candidates)} besides."
                )
            return
        if not candidates:
            return
        first, *others = candidates
        self._put(first, "label")
        same = [i for i in others if self._same(first, i)]
        self._beside(same, f"the same as {shown_name(self.texts[first], first)}")
        different = [i for i in others if i not in same]
        self._beside(different, "another column of labels")
        if different:
            self.label_doubts.append(
                f"{capital(self._listed([first, *different]))} may all be the labels, "
                "and they differ."
            )
        if first not in named and len(self._of_role("logit")) != len(self.table.words[first]):
            self.label_doubts.append(
                f"{capital(shown_name(self.texts[first], first))} holds texts; are they the labels?"
            )

    def _of_role(self, role: Role) -> list[int]:
        return [i for i, part in self.parts.items() if part.role == role]

    def _same(self, one: int, other: int) -> bool:
        words = self.table.words
        if words.get(one) != words.get(other):
            return False
        return bool((self.table.values[:, one] == self.table.values[:, other]).all())

    def _doubled(self) -> None:
        used = [part.name for part in self.parts.values() if part.name and part.role != "left out"]
        doubled = sorted({name for name in used if used.count(name) > 1})
        if doubled:
            self.doubts.append(f"More than one column is named {quoted(doubled[0])}.")


class _LabelColumns(_Columns):
    """The columns of a table that was given for its labels alone."""

    def guess(self) -> Guess:
        if self.table.names is not None:
            self._by_single_names()
        left = self._open()
        named = [i for i in left if self.names[i].kind == "label"]
        if named and len(named) < len(left) and len(self._numbered_group(("label",))) < 2:
            self._beside([i for i in left if i not in named], "not named like labels")
            left = named
        if len(left) == 1:
            self._put(left[0], "label")
        elif left and self.table.names is not None and not self._one_hot(left):
            self._labels([])
            self._beside(self._open(), "not named like labels")
            if not self._of_role("label"):
                self.doubts.append(f"Which of {self._listed(left[:4])} holds the labels?")
        else:
            self._group(left, "soft label")
        return Guess(
            tuple(self.parts[i] for i in range(len(self.names))),
            tuple(self.doubts),
            tuple(self.label_doubts),
            self.numbered_from,
        )

    def _one_hot(self, chosen: list[int]) -> bool:
        if any(i in self.table.words for i in chosen):
            return False
        group = self._numbered_group(("label", "class", "other", "probability"))
        return is_distribution(self._values(chosen)) or len(group) == len(chosen)
