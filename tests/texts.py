"""Reads every text that the app can show out of its sources: Python, scripts, HTML, Markdown."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).parents[1]
VALUE = "…"  # stands where a sentence has a value of the moment


@dataclass(frozen=True)
class Text:
    """A text and the place where it is written."""

    said: str
    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.said}"


def texts() -> list[Text]:
    """Every text of pages, wings, scripts, templates, help, README and CONTRIBUTING."""
    readers = {".py": in_python, ".js": in_script, ".html": in_html, ".md": in_markdown}
    return [
        Text(said, str(path.relative_to(ROOT)), line)
        for path in files()
        for line, said in readers[path.suffix](path.read_text("utf-8"))
        if is_text(said)
    ]


def files() -> list[Path]:
    """The files that hold texts; vendored scripts and licences are others' words."""
    shipped = [
        path
        for folder in ("pages", "ce_core", "assets")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".js", ".html", ".md"} and not vendored(path)
    ]
    return sorted([*shipped, ROOT / "app.py", ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def vendored(path: Path) -> bool:
    return ".min." in path.name or "mathlive" in path.parts or path.parent.name == "digits"


def is_text(said: str) -> bool:
    """Whether a person may read it: words apart by spaces, or one word with a capital."""
    return bool(re.search(r"[a-z]\S*\s+\S*[a-z]", said) or re.fullmatch(r"[A-Z][a-z]+", said))


def in_python(source: str) -> Iterator[tuple[int, str]]:
    """The string constants of a module without its docstrings; values stand as an ellipsis."""
    tree = ast.parse(source)
    inside = {id(part) for whole in parts_of_others(tree) for part in ast.walk(whole)}
    for node in ast.walk(tree):
        if id(node) not in inside and (said := joined(node)) is not None:
            yield node.lineno, said  # type: ignore[attr-defined]


def parts_of_others(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the pieces of which f-strings and sums of strings are made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if joined(node) is not None:
            yield from constants_inside(node)


def constants_inside(node: ast.AST) -> Iterator[ast.AST]:
    """The literal pieces of a text; what is computed within its braces has texts of its own."""
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.BinOp):
        for side in (node.left, node.right):
            if isinstance(side, ast.Constant | ast.JoinedStr):
                yield side
            yield from constants_inside(side)


def joined(node: ast.AST) -> str | None:
    """What a literal says; None where the node is no literal text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = node.values
        return "".join(p.value if isinstance(p, ast.Constant) else VALUE for p in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = joined(node.left), joined(node.right)
        if left is not None or right is not None:
            return f"{VALUE if left is None else left}{VALUE if right is None else right}"
    return None


TOKENS = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"""
    r"""|(?P<pattern>(?<=[(,=:!&|?{};\n])\s*/(?![/*])(?:\\.|\[[^\]\n]*\]|[^/\\\n\[])+/)""",
    re.DOTALL,
)


def in_script(source: str) -> Iterator[tuple[int, str]]:
    """The string and template literals of a script."""
    for found in TOKENS.finditer(source):
        if found["text"]:
            said = re.sub(r"\$\{[^}]*\}", VALUE, found["text"][1:-1])
            yield source.count("\n", 0, found.start()) + 1, said


SHOWN_ATTRIBUTES = {"title", "aria-label", "alt", "placeholder", "aria-description"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.tag = ""

    def handle_data(self, data: str) -> None:
        if self.tag != "style":
            self.found.append((self.getpos()[0], data))

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        line = self.getpos()[0]
        self.found += [(line, said or "") for name, said in attrs if name in SHOWN_ATTRIBUTES]


def in_html(source: str) -> Iterator[tuple[int, str]]:
    """What stands between tags, and the attributes that are shown or spoken."""
    parser = _Words()
    parser.feed(source)
    yield from parser.found


def in_markdown(source: str) -> Iterator[tuple[int, str]]:
    """Paragraphs, items of lists and cells of tables; code is no text."""
    plain = re.sub(r"```.*?```", lambda code: "\n" * code[0].count("\n"), source, flags=re.DOTALL)
    line = 1
    for block in re.split(r"(\n(?:\s*\n|(?=[-*|#]|\d+\.)))", plain):
        for cell in block.split("|") if block.startswith("|") else [block]:
            yield line, re.sub(r"`[^`]*`", VALUE, cell).strip()
        line += block.count("\n")


def sentences(said: str) -> list[str]:
    """Give the sentences of a text: formulas and code as one word each, without markup."""
    plain = re.sub(r"```.*?```", "\n\n", said, flags=re.DOTALL)
    plain = re.sub(r"\$[^$]+\$|`[^`]*`", VALUE, re.sub(r"<[^>]*>", "\n\n", plain))
    plain = re.sub(r"\]\([^)]*\)", "]", plain)
    ends = r"(?<=[.!?])[\s*\"”)]+|\n\s*\n|\n\s*(?=[-*#|])|\|"
    return [part.strip() for part in re.split(ends, plain)]


def count_words(sentence: str) -> int:
    """How many words a reader has to hold; of a list with semicolons, in its longest item."""
    items = sentence.split(";") if sentence.count(";") > 1 else [sentence]
    return max(sum(bool(re.search(r"\w|…", word)) for word in item.split()) for item in items)
