"""The libraries that pyproject.toml names are those that the code imports, no more and no fewer."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.requirements import ROOT

USED_WITHOUT_IMPORT = frozenset({"gunicorn", "psycopg", "tzdata"})
"""The production server, the driver that SQLAlchemy loads by name, and the time zones of machines without any."""

OWN = frozenset({"app", "benchmarks", "tests"})


def declared(*extras: str) -> set[str]:
    """The names of the declared libraries, those of the extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    return {_plain(re.split(r"[\[<>=~! ;]", line, maxsplit=1)[0]) for line in lines}


def imported(*folders: str) -> dict[str, set[str]]:
    """Libraries that the code in these folders imports, and the files that do."""
    distributions = packages_distributions()
    found: dict[str, set[str]] = {}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for module in _modules(path):
            if module not in sys.stdlib_module_names | OWN:
                for distribution in distributions.get(module, [module]):
                    found.setdefault(_plain(distribution), set()).add(str(path.relative_to(ROOT)))
    return found


def test_application_imports_only_what_is_declared() -> None:
    undeclared = {
        name: files for name, files in imported("app", "migrations").items() if name not in declared()
    }
    assert undeclared == {}


def test_application_imports_all_that_is_declared() -> None:
    assert declared() - set(imported("app", "migrations")) - USED_WITHOUT_IMPORT == set()


def test_tests_import_only_what_is_declared() -> None:
    known = declared("dev", "oracle")
    assert {name: files for name, files in imported("tests").items() if name not in known} == {}


def _modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
