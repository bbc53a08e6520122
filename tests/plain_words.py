"""Says which words belong to the old dialect, what stands for them now, and what is too long."""

import re
from collections.abc import Mapping

from tests.texts import count_words, sentences

MOST_WORDS = 30

# A word of the old dialect, and what stands for it now (the list for people is in CONTRIBUTING).
PLAIN: Mapping[str, str] = {
    r"today|today's": "current, your numbers",
    r"dear|dearer|dearest": "high cost",
    r"roads?": "method, formula, derivation",
    r"even guess": "uniform guess",
    r"middling": "medium",
    r"slips?": "mistake",
    r"push|pushes|pushed": "gradient; raises, lowers",
    r"(?:is|are) worth": "equals",
    r"the stage|this stage": "the logits, the panel",
    r"take (?:it|them) home|to take home": "download",
    r"practi[s]e|practi[s]ing": "practice",
    r"slopes?": "gradient (of the cost by logits), derivative (of one function)",
    r"another world": "not quite",
    r"in silence|repaired": "silently corrected",
    r"mends?|mended": "correct",
    r"beam": "balance",
    r"carried on": "from above",
    r"held out": "validation",
    r"the price of": "the cost of",
    r"announced": "written",
    r"traps": "local minima",
    r"parts the|part the": "separates the",
    r"speaks? (?:for|against)": "raises, lowers",
    r"minds": "the derivative by",
    r"straight way|of the way|the way of|the way down": "path, position",
    r"left over": "if there is time",
    r"lock it": "answer",
    r"bring (?:a|it) .*back": "load",
    r"nothing else moves|hands on": "passes on",
    r"her|hers|she": "you",
    r"the one over|one over": "1/x",
}
OLD = {re.compile(rf"\b(?:{word})\b", re.IGNORECASE): better for word, better in PLAIN.items()}

# A slope is a picture's: of a tangent or of a curve. Elsewhere it has a name.
PICTURE = re.compile(r"\b(?:tangent|curves?)\b", re.IGNORECASE)
SLOPE = re.compile(r"\bslopes?\b", re.IGNORECASE)
STAGE_IS_A_NAME = {"CONTRIBUTING.md", "README.md"}  # there it is the folder assets/stage
CODE = re.compile(
    r"^\s*(?:import |def |from \w+ import |before = )|\bdef \w+\(|^\s*index idx", re.M
)


def dialect(said: str) -> dict[str, str]:
    """Give the old words in a text, each with what stands for it now."""
    plain = re.sub(r"`[^`]*`|<[^>]*>|\]\([^)]*\)", " ", said)
    if PICTURE.search(plain):
        plain = SLOPE.sub(" ", plain)
    return {found[0]: better for old, better in OLD.items() if (found := old.search(plain))}


def too_long(said: str) -> list[str]:
    """Give the sentences that ask for more breath than a reader has."""
    return [each for each in sentences(said) if count_words(each) > MOST_WORDS]


def is_code(said: str) -> bool:
    """Tell programs and lists of column names, which are strings of this project, from texts."""
    return bool(CODE.search(said))
