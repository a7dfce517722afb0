"""Import contracts that only this house needs: the table of rooms, and packages that stay pure.

They are checked by import-linter together with its own kinds of contract; the tables are in pyproject.toml.
"""

import sys
from collections.abc import Iterator
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class _DirectImports(Contract):
    """A contract that judges every direct import by itself and says in words what is wrong with it."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Ask ``verdict`` about each direct import of the graph."""
        faults = []
        for importer, imported in _direct_imports(graph):
            if said := self.verdict(importer, imported):
                details = graph.get_import_details(importer=importer, imported=imported)
                lines = ", ".join(f"l.{detail['line_number']}" for detail in details)
                faults.append(f"{importer} -> {imported} ({lines}): {said}")
        return ContractCheck(kept=not faults, metadata={"faults": sorted(faults)})

    def verdict(self, importer: str, imported: str) -> str:
        """What is wrong with this import, or nothing."""
        raise AssertionError("every contract judges")

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the faults, one a line."""
        for fault in check.metadata["faults"]:
            output.print_error(f"- {fault}", bold=False)


class RoomTable(_DirectImports):
    """Which file of a room may import which file of the same room and of earlier rooms.

    ``rooms`` are in the order of the process. ``own`` and ``earlier`` are rows ``file: file file …``. A file is
    named by its first part below the room, so a file that became a folder keeps its rights. A file that has no
    row is refused: whoever adds a new kind of file says in the table what it may know.
    """

    type_name = "room_table"
    rooms = fields.ListField(subfield=fields.StringField())
    own = fields.ListField(subfield=fields.StringField())
    earlier = fields.ListField(subfield=fields.StringField())

    def verdict(self, importer: str, imported: str) -> str:
        """What the table says against this import, or nothing."""
        order: list[str] = list(self.rooms)  # type: ignore[call-overload]
        here, file = _place(importer)
        there, other = _place(imported)
        if here not in order or there not in order or not file:
            return ""
        rows = _rows(self.own if here == there else self.earlier)
        if file not in rows:
            return f"no row of the table says what {file} may import"
        if here != there and order.index(there) > order.index(here):
            return f"{there} comes after {here}"
        if (here == there and file == other) or other in rows[file]:
            return ""
        return f"{file} may import {' '.join(sorted(rows[file])) or 'nothing'} of {_whose(here == there)}"


class StandardLibraryOnly(_DirectImports):
    """``package`` imports itself and the standard library; ``exceptions`` are rows ``library: package package …``."""

    type_name = "standard_library_only"
    package = fields.StringField()
    exceptions = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def verdict(self, importer: str, imported: str) -> str:
        """What is wrong with this import of the pure package, or nothing."""
        package = str(self.package)
        if not _within(importer, package) or _within(imported, package):
            return ""
        library = imported.partition(".")[0]
        if library in sys.stdlib_module_names:
            return ""
        allowed = _rows(self.exceptions).get(library, frozenset())
        if any(_within(importer, place) for place in allowed):
            return ""
        return f"{package} knows only the standard library"


def _direct_imports(graph: ImportGraph) -> Iterator[tuple[str, str]]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def _place(module: str) -> tuple[str, str]:
    """The room and the file of a module: ``app.voting.views.cast`` is in ``voting``, ``views``."""
    _root, room, file, *_rest = [*module.split("."), "", ""]
    return room, file


def _rows(table: Any) -> dict[str, frozenset[str]]:
    split = (row.partition(":") for row in table)
    return {name.strip(): frozenset(rest.split()) for name, _colon, rest in split}


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _whose(same_room: bool) -> str:
    return "its own room" if same_room else "earlier rooms"
