"""How far one mentor is with one entry, and which of the saved scorecards counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.rubric import NOT_APPLICABLE, Rubric, changed_criteria, scorecard_problems


class ScoringState(StrEnum):
    """How far a mentor is with an entry."""

    WAITING = "waiting"
    DRAFT = "draft"
    AGAIN = "again"
    SUBMITTED = "submitted"
    RECUSED = "recused"


LEFT = frozenset({ScoringState.WAITING, ScoringState.DRAFT, ScoringState.AGAIN})
"""States in which the mentor still has something to do."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved scorecard of an assignment: ``levels`` as stored (a level or ``"na"``), a draft until submitted."""

    number: int
    rubric_version: int
    levels: Mapping[str, int | str]
    comments: Mapping[str, str]
    saved_at: datetime
    submitted_at: datetime | None


def counted_revision(
    revisions: Sequence[Revision],
    rubrics: Mapping[int, Rubric],
    latest: Rubric,
    deadline: datetime | None,
    now: datetime,
) -> Revision | None:
    """The scorecard that counts, ``None`` while there is none.

    It is the newest submitted revision, or a newer draft that is complete when scoring ends: at ``deadline`` the last
    saved draft is frozen as if submitted, and an incomplete one counts for nothing. A revision made under another
    version of the rubric counts while all its answers mean the same under the ``latest`` one (weights may differ).
    ``rubrics`` holds every version by its number; ``deadline`` is the end of scoring, ``None`` for an open end.
    """
    is_over = deadline is not None and now >= deadline
    candidates = [
        each
        for each in revisions
        if each.submitted_at is not None or (is_over and is_complete(each, rubrics[each.rubric_version]))
    ]
    newest = max(candidates, key=lambda each: each.number, default=None)
    if newest is None or changed_criteria(rubrics[newest.rubric_version], latest):
        return None
    return newest


def is_complete(revision: Revision, rubric: Rubric) -> bool:
    """Whether the revision could be submitted as it is."""
    return not scorecard_problems(rubric, revision.levels, revision.comments, final=True)


def state_of(revisions: Sequence[Revision], counted: Revision | None) -> ScoringState:
    """How far the mentor is, from all revisions and the one of :func:`counted_revision`, apart from recusals."""
    if counted is not None:
        return ScoringState.SUBMITTED
    if any(each.submitted_at is not None for each in revisions):
        return ScoringState.AGAIN
    return ScoringState.DRAFT if revisions else ScoringState.WAITING


def levels_under(rubric: Rubric, levels: Mapping[str, int | str]) -> dict[str, int | None]:
    """Stored levels as the scoring core wants them: criteria of this rubric only, ``None`` where not applicable."""
    return {
        key: None if level == NOT_APPLICABLE else int(level)
        for key, level in levels.items()
        if key in rubric.keys
    }


def stored_levels(levels: Mapping[str, int | None]) -> dict[str, int | str]:
    """Checked levels as they are stored: ``"na"`` where not applicable."""
    return {key: NOT_APPLICABLE if level is None else level for key, level in levels.items()}
