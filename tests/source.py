"""What the source itself says: codes that are raised, events that are told."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

APP = Path(__file__).parent.parent / "app"


@dataclass(frozen=True)
class Call:
    """A call whose first text argument is known: the text, the names of its keywords, and where it stands."""

    text: str
    keywords: frozenset[str]
    has_more: bool
    where: str


def calls_of(name: str, position: int = 0) -> Iterator[Call]:
    """Every call of the function ``name`` in the application with a literal text at ``position``."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) == name:
                yield from _literal(node, position, f"{path.relative_to(APP.parent)}:{node.lineno}")


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal(node: ast.Call, position: int, where: str) -> Iterator[Call]:
    if len(node.args) <= position:
        return
    argument = node.args[position]
    texts = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
    named = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
    has_more = any(keyword.arg is None for keyword in node.keywords)
    for text in texts:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield Call(text.value, named, has_more, where)
