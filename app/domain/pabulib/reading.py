"""Reading a .pb file: strict, exact, and naming the line of the first fault."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import RuleBroken
from app.domain.money import MAX_CENTS
from app.domain.pabulib.file import TYPE_OF_VOTE, PbBallot, PbFile, PbProject

SECTIONS = ("META", "PROJECTS", "VOTES")

_AMOUNT = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,30}))?", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
_POINTS = re.compile(r"-?[0-9]{1,9}(?:[.,]0+)?", re.ASCII)


class PbFault(RuleBroken):
    """The file is malformed: ``line`` (counted from 1) and a code such as ``pabulib.unknown_project``."""

    def __init__(self, line: int, fault: str, **params: object) -> None:
        super().__init__(f"pabulib.{fault}", line=line, **params)
        self.line = line


@dataclass
class _Row:
    line: int
    cells: list[str]


@dataclass
class _Sections:
    """The file cut into its sections: META by key with the line of each, the other two as header and rows."""

    meta: dict[str, str] = field(default_factory=dict)
    meta_lines: dict[str, int] = field(default_factory=dict)
    headers: dict[str, _Row] = field(default_factory=dict)
    rows: dict[str, list[_Row]] = field(default_factory=lambda: {"PROJECTS": [], "VOTES": []})
    last_line: int = 1


def read(data: bytes) -> PbFile:
    """Read a file's bytes. Raises :class:`PbFault` at the first thing that is not as the format wants it.

    Amounts may use a decimal point or comma, and no more than cents. A ballot that names an unknown project or one
    project twice, a voter or a project listed twice, and counts that disagree with META are faults.
    """
    sections = _cut(_rows(_text(data)))
    meta = sections.meta
    vote_type = _stated(sections, "vote_type")
    if vote_type not in TYPE_OF_VOTE:
        raise PbFault(sections.meta_lines["vote_type"], "unknown_vote_type", vote_type=vote_type[:40])
    budget = _amount(_stated(sections, "budget"), sections.meta_lines["budget"], "budget")
    projects = _projects(sections)
    type_key = TYPE_OF_VOTE[vote_type]
    ballots = _ballots(sections, type_key, {project.id: project.id for project in projects})
    _compare_count(sections, "num_projects", len(projects))
    _compare_count(sections, "num_votes", len(ballots))
    return PbFile(meta, budget, type_key, _limits(sections, type_key, ballots), projects, ballots)


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PbFault(data.count(b"\n", 0, error.start) + 1, "not_utf8") from None
    if "\0" in text:
        raise PbFault(text.count("\n", 0, text.index("\0")) + 1, "nul")
    return text


def _rows(text: str) -> Iterator[_Row]:
    """Rows with at least one non-empty cell, cells stripped, with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield _Row(line, stripped)
            line = reader.line_num + 1
    except csv.Error:
        raise PbFault(line, "bad_quotes") from None


def _cut(rows: Iterator[_Row]) -> _Sections:
    found = _Sections()
    section = ""
    for row in rows:
        found.last_line = row.line
        marker = row.cells[0].upper() if not any(row.cells[1:]) else ""
        if marker in SECTIONS and marker != section:
            if marker in found.headers:
                raise PbFault(row.line, "repeated_section", section=marker)
            section = marker
        elif not section:
            raise PbFault(row.line, "outside_section")
        elif section == "META":
            _note_meta(found, row)
        elif section not in found.headers:
            found.headers[section] = _header(row, section)
        else:
            found.rows[section].append(row)
        if section == "META":
            found.headers.setdefault("META", row)
    for marker in SECTIONS:
        if marker not in found.headers:
            raise PbFault(found.last_line, "missing_section", section=marker)
    return found


def _note_meta(found: _Sections, row: _Row) -> None:
    key = row.cells[0].lower()
    if row.cells[:2] == ["key", "value"]:
        return
    if not key or any(row.cells[2:]):
        raise PbFault(row.line, "bad_meta_row")
    if key in found.meta:
        raise PbFault(row.line, "repeated_key", key=key[:40])
    found.meta[key] = row.cells[1] if len(row.cells) > 1 else ""
    found.meta_lines[key] = row.line


def _header(row: _Row, section: str) -> _Row:
    names = [cell.lower() for cell in row.cells]
    while names and not names[-1]:
        names.pop()
    wanted = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}[section]
    for name in wanted:
        if name not in names:
            raise PbFault(row.line, "missing_column", section=section, column=name)
    repeated = [name for name in names if names.count(name) > 1]
    if repeated:
        raise PbFault(row.line, "repeated_column", section=section, column=repeated[0][:40])
    return _Row(row.line, names)


def _records(sections: _Sections, section: str) -> Iterator[tuple[int, dict[str, str]]]:
    names = sections.headers[section].cells
    width = len(names)
    for row in sections.rows[section]:
        cells = row.cells
        if len(cells) != width:
            if len(cells) < width or any(cells[width:]):
                raise PbFault(row.line, "wrong_width", section=section, cells=len(cells), columns=width)
            cells = cells[:width]
        yield row.line, dict(zip(names, cells, strict=True))


def _projects(sections: _Sections) -> tuple[PbProject, ...]:
    found: dict[str, PbProject] = {}
    for line, columns in _records(sections, "PROJECTS"):
        project_id = columns.pop("project_id")
        if not project_id or "," in project_id:
            raise PbFault(line, "bad_project_id", project=project_id[:40])
        if project_id in found:
            raise PbFault(line, "repeated_project", project=project_id[:40])
        found[project_id] = PbProject(project_id, _amount(columns.pop("cost"), line, "cost"), columns)
    if not found:
        raise PbFault(sections.headers["PROJECTS"].line, "no_projects")
    return tuple(found.values())


def _ballots(sections: _Sections, type_key: str, projects: Mapping[str, str]) -> tuple[PbBallot, ...]:
    """All ballots; equal texts are kept once, since a large election repeats few ids and ages a million times."""
    found: dict[str, PbBallot] = {}
    texts: dict[str, str] = {}
    if type_key in ("points", "grades") and "points" not in sections.headers["VOTES"].cells:
        raise PbFault(sections.headers["VOTES"].line, "missing_column", section="VOTES", column="points")
    for line, columns in _records(sections, "VOTES"):
        voter_id = columns.pop("voter_id")
        if not voter_id:
            raise PbFault(line, "no_voter_id")
        if voter_id in found:
            raise PbFault(line, "repeated_voter", voter=voter_id[:40])
        ids = _voted(columns.pop("vote"), projects, line, voter_id)
        choices = _choices(type_key, ids, columns, line)
        columns = {
            texts.setdefault(name, name): texts.setdefault(value, value) for name, value in columns.items()
        }
        found[voter_id] = PbBallot(voter_id, choices, columns)
    return tuple(found.values())


def _voted(text: str, projects: Mapping[str, str], line: int, voter_id: str) -> list[str]:
    ids = []
    for project_id in _listed(text):
        if project_id not in projects:
            raise PbFault(line, "unknown_project", project=project_id[:40])
        ids.append(projects[project_id])
    if len(set(ids)) < len(ids):
        raise PbFault(line, "project_twice", voter=voter_id[:40])
    return ids


def _choices(type_key: str, ids: list[str], columns: dict[str, str], line: int) -> tuple[Any, ...]:
    if type_key == "approval":
        return tuple(sorted(ids))
    if type_key == "ranking":
        return tuple(ids)
    points = [_points(text, line, type_key) for text in _listed(columns.pop("points"))]
    if len(points) != len(ids):
        raise PbFault(line, "points_do_not_match", projects=len(ids), points=len(points))
    pairs = zip(ids, points, strict=True)
    return tuple(sorted(pair for pair in pairs if pair[1] or type_key == "grades"))


def _points(text: str, line: int, type_key: str) -> int:
    if not _POINTS.fullmatch(text) or (type_key == "points" and text.startswith("-")):
        raise PbFault(line, "bad_points", points=text[:40])
    return int(re.split("[.,]", text)[0])


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")] if text else []


def _amount(text: str, line: int, name: str) -> int:
    read_amount = _AMOUNT.fullmatch(text)
    if not read_amount:
        raise PbFault(line, "bad_amount", name=name, amount=text[:40])
    decimals = (read_amount[2] or "").rstrip("0")
    cents = int(read_amount[1]) * 100 + int(decimals.ljust(2, "0") or 0)
    if len(decimals) > 2:
        raise PbFault(line, "inexact_amount", name=name, amount=text[:40])
    if cents > MAX_CENTS:
        raise PbFault(line, "bad_amount", name=name, amount=text[:40])
    return cents


def _stated(sections: _Sections, key: str) -> str:
    if not sections.meta.get(key):
        line = sections.meta_lines.get(key, sections.headers["META"].line)
        raise PbFault(line, "missing_key", key=key)
    return sections.meta[key]


def _count(sections: _Sections, key: str) -> int | None:
    text = sections.meta.get(key, "")
    if not text:
        return None
    if not _COUNT.fullmatch(text):
        raise PbFault(sections.meta_lines[key], "bad_count", key=key, value=text[:40])
    return int(text)


def _compare_count(sections: _Sections, key: str, counted: int) -> None:
    stated = _count(sections, key)
    if stated is not None and stated != counted:
        raise PbFault(sections.meta_lines[key], "wrong_count", key=key, stated=stated, counted=counted)


def _limits(sections: _Sections, type_key: str, ballots: tuple[PbBallot, ...]) -> Mapping[str, int]:
    """Limits as META states them; Borda's maximum length is the longest ballot where it does not."""
    keys = {
        "approval": {"min": "min_length", "max": "max_length"},
        "ranking": {"min": "min_length", "max": "max_length"},
        "points": {
            "total": "max_sum_points",
            "max_each": "max_points",
            "min": "min_length",
            "max": "max_length",
        },
        "grades": {"lowest": "min_points", "highest": "max_points", "min": "min_length", "max": "max_length"},
    }[type_key]
    stated = {name: _count(sections, key) for name, key in keys.items()}
    limits = {name: value for name, value in stated.items() if value is not None}
    if type_key == "ranking":
        limits.setdefault("max", max((len(ballot.choices) for ballot in ballots), default=1))
    return limits
