"""Rubrics that an organiser can start from."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_CONTENT = Path(__file__).parent.parent / "content"


@dataclass(frozen=True)
class TemplateCriterion:
    """One criterion of a template, with the fields of ``CriterionDraft``."""

    key: str
    name: dict[str, str]
    description: dict[str, str]
    descriptors: dict[int, dict[str, str]]
    weight: int
    lo: int
    hi: int
    is_required: bool
    needs_comment: bool
    may_not_apply: bool


@dataclass(frozen=True)
class RubricTemplate:
    """A rubric to start from: its key, its name by language, its criteria in order."""

    key: str
    name: dict[str, str]
    criteria: tuple[TemplateCriterion, ...]


@cache
def rubric_templates() -> tuple[RubricTemplate, ...]:
    """All templates, by key."""
    return tuple(_read(path) for path in sorted(_CONTENT.glob("rubric_*.json")))


def _read(path: Path) -> RubricTemplate:
    facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    criteria = tuple(_criterion(each) for each in facts["criteria"])
    return RubricTemplate(path.stem.removeprefix("rubric_"), facts["name"], criteria)


def _criterion(facts: dict[str, Any]) -> TemplateCriterion:
    return TemplateCriterion(
        key=facts["key"],
        name=facts["name"],
        description=facts["description"],
        descriptors={int(level): texts for level, texts in facts["descriptors"].items()},
        weight=facts["weight"],
        lo=facts["lo"],
        hi=facts["hi"],
        is_required=facts["required"],
        needs_comment=facts["comment_required"],
        may_not_apply=facts["allows_not_applicable"],
    )
