"""Slow, independent proofs with SymPy's own algebra, for holding the fast check against."""

import sympy
from sympy import Expr, Function, Integer, Symbol

from ce_core.symbolic.derivations.steps import Chain
from ce_core.symbolic.expression import board
from ce_core.symbolic.expression.board import Call, Entry
from ce_core.symbolic.expression.class_sums import write_out
from ce_core.symbolic.expression.lowering import Definitions, Fact, Setting


def letter(node: Expr) -> Symbol:
    """A real symbol for a letter; logits and labels alike."""
    name = "".join(map(str, node.args)) if isinstance(node, Entry) else node.name
    return Symbol(name, real=True)


def meaning(expression: Expr, definitions: Definitions, setting: Setting | None) -> Expr:
    """A line as an ordinary SymPy expression, with derivatives taken by ``sympy.diff``.

    Shares nothing with the check but ``write_out`` and ``without_marks``.
    """
    plain = board.without_marks(expression)
    if setting:
        plain = write_out(plain, setting.classes, dict(setting.indices))
    return _evaluated(plain, dict(definitions), setting)


def _evaluated(node: Expr, definitions: dict[Expr, Expr], setting: Setting | None) -> Expr:
    def again(part: Expr) -> Expr:
        return _evaluated(part, definitions, setting)

    if isinstance(node, board.Untouched):
        return _differentiated(node, definitions, setting)
    if isinstance(node, board.Grid):
        return sympy.Matrix(
            len(node.args[1:]) // int(node.args[0]),
            int(node.args[0]),
            list(map(again, node.args[1:])),
        )
    if isinstance(node, Call):
        name, argument, order = node.args
        body = definitions.get(Call(name, argument, Integer(0)))
        if body is None:
            inner = Function(name.name)(again(argument))
            return sympy.diff(inner, again(argument), int(order)) if order else inner
        rest = {key: value for key, value in definitions.items() if key != argument}
        slope = _evaluated(body, rest, setting)
        for _ in range(int(order)):
            slope = sympy.diff(slope, letter(argument))
        return slope.subs(letter(argument), again(argument))
    if isinstance(node, Entry | Symbol):
        return _letter_or_meaning(node, definitions, setting)
    if not node.args:
        return node
    args = list(map(again, node.args))
    if isinstance(node, sympy.Add):
        return sum(args[1:], args[0])
    if isinstance(node, sympy.Mul):
        return sympy.prod(args)
    return node.func(*args)


def _letter_or_meaning(node: Expr, definitions: dict[Expr, Expr], setting: Setting | None) -> Expr:
    for pattern, body in definitions.items():
        indices = {}
        if isinstance(pattern, Entry) and isinstance(node, Entry):
            if pattern.args[0] != node.args[0]:
                continue
            if pattern.args[1].is_Symbol:
                indices = {pattern.args[1]: node.args[1]}
            elif pattern != node:
                continue
        elif pattern != node:
            continue
        written = write_out(body, setting.classes, indices) if setting else body
        return _evaluated(written, definitions, setting)
    return letter(node)


def _differentiated(node: Expr, definitions: dict[Expr, Expr], setting: Setting | None) -> Expr:
    inner, variable = node.args
    family = variable.args[0] if isinstance(variable, Entry) else variable
    kept = {
        key: body
        for key, body in definitions.items()
        if (key.args[0] if isinstance(key, Entry) else key) != family
    }
    slope = sympy.diff(_evaluated(inner, kept, setting), letter(variable))
    back = {}
    for part in slope.free_symbols:
        for key in _letters(family, setting):
            if letter(key) == part:
                back[part] = _evaluated(key, definitions, setting)
    return slope.subs(back)


def _letters(family: Symbol, setting: Setting | None) -> list[Expr]:
    classes = setting.classes if setting else 2
    return [family, *(Entry(family, k) for k in range(1, classes + 1))]


def is_zero(difference: Expr) -> bool:
    """Proof by ``cancel(together(…))``, with logarithms of products taken apart first."""
    entries = list(difference) if isinstance(difference, sympy.MatrixBase) else [difference]
    return all(_scalar_is_zero(entry) for entry in entries)


def _scalar_is_zero(difference: Expr) -> bool:
    if difference == 0:
        return True

    def apart(argument: Expr) -> Expr:
        return sympy.expand_log(sympy.log(sympy.factor(sympy.together(argument))), force=True)

    return sympy.cancel(sympy.together(difference.replace(sympy.log, apart))) == 0


def with_facts(
    expression: Expr, facts: tuple[Fact, ...], chain: Chain, setting: Setting | None
) -> Expr:
    """Put the facts in: each solved for its last letter by ``sympy.solve``."""
    for fact in facts:
        left = meaning(fact.left, chain.definitions, setting)
        right = meaning(fact.right, chain.definitions, setting)
        name = max(left.free_symbols, key=str)
        expression = expression.subs(name, sympy.solve(left - right, name)[0])
    return expression


def proves(chain: Chain, left: Expr, right: Expr, facts: tuple[Fact, ...] = ()) -> bool:
    """Whether left = right follows, at each of the chain's settings."""
    for setting in chain.settings or (None,):
        first, second = (meaning(side, chain.definitions, setting) for side in (left, right))
        if not is_zero(with_facts(first - second, facts, chain, setting)):
            return False
    return True
