"""The mentor's guide of a round."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.db.base import db
from app.judging.models import MentorGuide

PARTS = ("role", "questions", "do", "avoid")
_USUAL = Path(__file__).parent.parent / "content" / "guide.json"


@dataclass(frozen=True)
class Guide:
    """What mentors are told, each part in several languages; ``is_own``: written for this round, not the usual one."""

    role: dict[str, str]
    questions: dict[str, str]
    do: dict[str, str]
    avoid: dict[str, str]
    is_own: bool


def guide_of(round_id: int) -> Guide:
    """The guide that an organiser has written for the round, else the usual one."""
    row = db.session.get(MentorGuide, round_id)
    if row is None:
        return Guide(**usual_guide(), is_own=False)
    return Guide(row.role, row.questions, row.do, row.avoid, is_own=True)


@cache
def usual_guide() -> dict[str, dict[str, str]]:
    """The parts of the guide that every round starts with."""
    parts: dict[str, dict[str, str]] = json.loads(_USUAL.read_text("utf-8"))
    return {part: parts[part] for part in PARTS}
