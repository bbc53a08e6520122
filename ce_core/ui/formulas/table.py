"""Write a chain of a derivation as one block of Markdown: a table with one row for each line.

Of what a person types it holds only what the printer wrote of a parsed tree.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ce_core.number_format import format_latex, format_number
from ce_core.palette import Theme, roles
from ce_core.sentences import capitalised
from ce_core.symbolic.derivations.meanings import case_in_words, checked_in_words
from ce_core.symbolic.derivations.steps import (
    Chain,
    Check,
    Status,
    check,
    has_no_function,
    line_values,
)
from ce_core.symbolic.expression.notation import Notation
from ce_core.symbolic.writing.latex import typeset_lines
from ce_core.ui.components.chart import plain
from ce_core.ui.formulas.line_breaks import breaking_at_signs
from ce_core.ui.formulas.routes import ShownChain

Value = float | tuple[float, ...]

_VERDICTS: Mapping[Status, str] = {
    Status.START: "",
    Status.OK: ":green-badge[✓ equals the line above]",
    Status.SLIP: ":red-badge[✗ does not equal the line above]",
    Status.CARRIED: ":orange-badge[equals the line above, which is wrong]",
    Status.REPAIRED: ":orange-badge[equals the first line again, not the line above]",
    Status.UNDEFINED: ":orange-badge[no real value found]",
}
NO_FUNCTION = ":orange[**✗**] This function has no real value for any numbers: no derivative."
_YOURS = "With your numbers"
_SUMS_STAY = "sum over all classes"
_ANY_FUNCTION = "The rule holds for any differentiable g and h."
_NO_VALUE = "At these numbers the lines have no real value."
_SOME_WITHOUT_VALUE = "At these numbers some lines have no real value."
_DIFFER = "**The lines differ in value:** please report this."


@dataclass(frozen=True)
class Look:
    """How formulas are written.

    Parameters
    ----------
    letters
        The notation.
    theme
        Light or dark.
    with_roles
        Whether letters have the colours of their roles; in a function of one's own they have
        none, and only what changed is coloured.
    """

    letters: Notation
    theme: Theme
    with_roles: bool = True

    @property
    def colours(self) -> Mapping[str, str]:
        """The colour of each role that is coloured."""
        every = roles(self.theme)
        return every if self.with_roles else {mark: every[mark] for mark in ("moved", "cancelled")}


@lru_cache(maxsize=512)
def letters_of(chain: Chain, look: Look) -> tuple[str, ...]:
    """LaTeX of each line of a chain, in colours; the same for all sessions."""
    return typeset_lines(chain.lines, look.letters, look.colours)


def line_key(chain: Chain, line: int) -> str:
    """The address of a line, counted from 1, as it stands in the URL."""
    return f"{chain.key}.{line}"


def in_markdown(latex: str) -> str:
    """LaTeX between dollar signs, for a table's cell: on one line, and without bars."""
    one_line = re.sub(r"\s+", " ", latex).strip()
    return rf"$\displaystyle {one_line}$".replace("|", r"\vert ")


def chain_table(
    shown: ShownChain, look: Look, lines: int | None = None, *, with_numbers: bool = True
) -> str:
    """The first ``lines`` lines of a chain, all by default: rule, letters, numbers, value."""
    chain = shown.chain
    count = len(chain.lines) if lines is None else lines
    letters = letters_of(chain, look)[:count]
    numbers = _in_numbers(shown, look, count)
    values = chain_values(shown)[:count]
    if not with_numbers:
        checks = check(shown.checked)
        bare = (
            f"| {_step(chain, i, checks[i], look)} | {_formula(letters[i], i)} |"
            for i in range(count)
        )
        return "| Rule | In letters |\n|:--|:--|\n" + "\n".join(bare)
    supposed = case_in_words(chain, shown.numbers) or _YOURS
    told = capitalised(", ".join(filter(None, (supposed, shown.note))))
    header = f"| Rule | In letters | {told} | Value |\n|:--|:--|:--|--:|\n"
    checks = check(shown.checked)
    rows = (
        f"| {_step(chain, i, checks[i], look)} | {_formula(letters[i], i)} "
        f"| {_formula(numbers[i], i) or _SUMS_STAY} | {_value(values[i])} |"
        for i in range(count)
    )
    return header + "\n".join(rows)


def chain_values(shown: ShownChain) -> tuple[Value, ...]:
    """The value of each line at the current numbers."""
    return line_values(shown.valued, shown.numbers)


def verdict(shown: ShownChain) -> str:
    """Say, in Markdown, what the check found, how, and what value the lines have."""
    if has_no_function(shown.checked):
        return NO_FUNCTION
    found = check(shown.checked)
    claims = len(found) - 1
    proved = sum(each.status is Status.OK for each in found)
    mark = ":green[**✓**]" if proved == claims else ":red[**✗**]"
    said = f"{proved} of {claims} {'line equals' if claims == 1 else 'lines equal'} the line above"
    checked = checked_in_words(shown.checked.settings)
    return f"{mark} {said} ({checked}). {_common_value(shown, chain_values(shown))}"


def _common_value(shown: ShownChain, values: Sequence[Value]) -> str:
    first = values[0]
    if all(map(_undefined, values)):
        if shown.chain.key == "quotient-rule":
            return _ANY_FUNCTION
        return _NO_VALUE
    if any(map(_undefined, values)):
        return _SOME_WITHOUT_VALUE
    if not all(_same(first, each) for each in values):
        return _DIFFER
    supposed = case_in_words(shown.chain, shown.numbers)
    if isinstance(first, tuple):
        return f"{_YOURS}, all lines have the same entries."
    value = plain(format_number(first))
    if supposed:
        return f"{capitalised(supposed)}, every line would equal **{value}**."
    return f"{_YOURS}, every line equals **{value}**."


def _same(first: Value, other: Value) -> bool:
    pairs = zip(_entries(first), _entries(other), strict=True)
    return all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-300) for a, b in pairs)


def _entries(value: Value) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def _undefined(value: Value) -> bool:
    return any(map(math.isnan, _entries(value)))


def _step(chain: Chain, i: int, found: Check, look: Look) -> str:
    line, key = chain.lines[i], line_key(chain, i + 1)
    badge = _VERDICTS[found.status]
    if found.needs:
        facts = " and ".join(plain(fact.name) for fact in found.needs)
        badge += f" :violet-badge[needs: {facts}]"
    name = plain(capitalised(line.rule))
    return (
        f'[{i + 1}](#line-{key} "Go to this line") **{name}** [copy LaTeX](#copy-{key}) '
        f"{plain(line.why(look.letters))} {badge}"
    )


def _formula(latex: str, i: int) -> str:
    if not latex:
        return ""
    breaking = breaking_at_signs(latex)
    # The equals sign is an ordinary symbol, for the formula must not break after it.
    return in_markdown(breaking if i == 0 else rf"\mathord{{=}}\; {breaking}")


def _in_numbers(shown: ShownChain, look: Look, count: int) -> Sequence[str]:
    if shown.numbered is None:
        return [""] * count
    chain = shown.numbered
    numbers = chain.numbers(shown.numbers)
    return typeset_lines(chain.lines[:count], look.letters, look.colours, numbers)


def _matrix(values: tuple[float, ...]) -> str:
    """A column of two, or a square matrix: what the derivations have."""
    width = math.isqrt(len(values))
    width = width if width * width == len(values) else 1
    rows = [values[k : k + width] for k in range(0, len(values), width)]
    body = r" \\ ".join(" & ".join(map(format_latex, row)) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return _formula(_matrix(value), 1)
    return "—" if math.isnan(value) else f"**{plain(format_number(value))}**"
