"""Give three steps of help for a line: which rule, what it does here, and the line itself."""

from collections.abc import Mapping
from types import MappingProxyType

from sympy import Expr

from ce_core.sentences import capitalised
from ce_core.symbolic.derivations.steps import Rule
from ce_core.symbolic.practice.exercises import Exercise

RULES: Mapping[str, str] = MappingProxyType(
    {
        Rule.DEFINITION: "Replace a name by what it stands for.",
        Rule.SUBSTITUTE: "Replace a part by something equal that you know.",
        Rule.QUOTIENT_RULE: "(u/v)′ = (u′v − uv′)/v².",
        Rule.CHAIN_RULE: "Multiply the outer derivative by the inner derivative.",
        Rule.DIFFERENTIATE: "Carry out a derivative that is still written as d/dz.",
        Rule.FACTOR_OUT: "Take a common factor out of several terms.",
        Rule.CANCEL: "Cancel terms of opposite sign, or a common factor of a fraction.",
        Rule.EXPAND: "Multiply a bracket out.",
        Rule.COLLECT: "Sort the terms, and use a name for a part.",
        Rule.INVERT_AND_MULTIPLY: "To divide by a fraction, multiply by its reciprocal.",
        Rule.SPLIT_THE_SUM: "Take the term i = j out of the sum.",
        Rule.LOGARITHM: "The log of a quotient is a difference of logs.",
        Rule.USE_RESULT: "Put in a result that was found before.",
        Rule.LABELS_SUM_TO_ONE: "Use that all labels together are 1.",
    }
)
"""What each rule says in general."""

SPLIT_IN_FACTORS = "Write one fraction as a product of two fractions."
SPLIT_IN_TERMS = "Write one fraction as a difference of two with the same denominator."
LONGER = "Write a numerator in a longer way that helps."

GENERAL: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("two-class.one-minus-f", 1): LONGER,
        ("two-class.one-minus-f", 2): SPLIT_IN_TERMS,
        ("sigmoid.logistic", 3): SPLIT_IN_FACTORS,
        ("sigmoid.logistic", 4): LONGER,
        ("sigmoid.logistic", 5): f"{SPLIT_IN_TERMS} Then cancel.",
        ("k-class.same", 4): SPLIT_IN_FACTORS,
        ("k-class.same", 5): f"{SPLIT_IN_TERMS} Then cancel.",
        ("k-class.different", 3): SPLIT_IN_FACTORS,
        ("one-formula.jacobian", 3): f"Take a common factor out. {SPLIT_IN_FACTORS}",
        ("one-formula.jacobian", 4): f"{SPLIT_IN_TERMS} Then cancel.",
        ("short-road.log-sum-exp", 4): "Write the sum of differences as a difference of two sums.",
    }
)
"""The first hint where the name of the rule says too little about the step."""

SPECIFIC: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("two-class.first-ratio", 2): "The reciprocal of f is (eˣ + b)/eˣ.",
        ("two-class.second-ratio", 3): "The reciprocal of b/(eˣ + b) is (eˣ + b)/b.",
        ("two-class.together", 1): "(log f)′ = f′/f, and (log(1 − f))′ = −f′/(1 − f).",
        ("two-class.together", 2): "f′/f = b/(eˣ + b), and −f′/(1 − f) = −eˣ/(eˣ + b).",
        ("two-class.together", 6): "The product of the label and the fraction has both signs.",
        ("k-class.same", 2): "The logit is in the numerator, and in one term of the denominator.",
        ("k-class.together", 1): "∂E/∂ŷ_i = −y_i/ŷ_i, and each class i gives one term.",
        ("k-class.together", 4): "Multiply −y_j by both terms of 1 − ŷ_j.",
        ("k-class.together", 7): "A factor 1 can be left out.",
        ("short-road.log-sum-exp", 5): "Σ_i y_i stands in front of the log.",
        ("one-formula.gradient", 2): "Σ_i y_i is a factor of the probabilities.",
    }
)
"""The second hint where the reason of the line would repeat the first, or say nothing new."""


def hints(exercise: Exercise) -> tuple[str, str, Expr]:
    """Three steps of help: which rule; what it does here; the line itself."""
    where = exercise.practice.key, exercise.line
    line = exercise.practice.chain.lines[exercise.line]
    general = GENERAL.get(where, RULES[line.rule])
    specific = SPECIFIC.get(where, line.why())
    return f"{capitalised(str(line.rule))}: {general}", specific, line.expression
