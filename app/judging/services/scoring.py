"""A mentor's scorecard: saved as a draft, submitted once, corrected as a new revision with a reason."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import changed, record
from app.db.session import transaction, violates
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.rubric import MAX_COMMENT, check_scorecard
from app.domain.scorecard_states import ScoringState, stored_levels
from app.judging.models import Assignment, Scorecard
from app.judging.queries import (
    Sheet,
    assignment_by_id,
    relations_to_sheet,
    sheets_of,
)
from app.rounds.models import Rubric
from app.rounds.queries import domain_rubric, latest_rubric, standing_in


@dataclass(frozen=True)
class Given:
    """What a mentor has filled in.

    ``levels`` maps criterion keys to what a form or an offline draft says (see ``check_scorecard``); ``comments``
    and ``team_comment`` are for the team, ``private_note`` for the mentor alone. ``version`` is the rubric's that
    the mentor saw.
    """

    version: int
    levels: Mapping[str, str | int | None]
    comments: Mapping[str, str]
    team_comment: str = ""
    private_note: str = ""


@dataclass(frozen=True)
class SaveKeys:
    """Which save this is, as the mentor's device names it: ``own``, and ``seen``, the last one it knows of."""

    own: str
    seen: str


def save_draft(
    actor: Actor, assignment_id: int, given: Given, *, now: datetime, keys: SaveKeys | None = None
) -> Scorecard:
    """Keep what is filled in so far; it may be incomplete. Gives back the row that holds it.

    With ``keys``, a save that has arrived before changes nothing, and one that has not seen the last save is refused.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``assignment.gone``, ``scorecard.no_rubric``,
    ``scorecard.rubric_changed``, ``scorecard.submitted_already``, ``scorecard.note_too_long`` (with ``limit``),
    ``scorecard.saved_elsewhere``, and the codes of ``check_scorecard``.
    """
    with _scoring(actor, assignment_id, given, now) as (session, sheet, rubric):
        kept = _kept_before(sheet, keys)
        if kept is not None:
            return kept
        if sheet.state is ScoringState.SUBMITTED:
            raise RuleBroken("scorecard.submitted_already")
        return write_draft(session, sheet, rubric, checked_values(rubric, given, final=False), now, keys)


def _kept_before(sheet: Sheet, keys: SaveKeys | None) -> Scorecard | None:
    """The row of a save that arrives for the second time. Raises where another device has saved since."""
    if keys is None or sheet.newest is None:
        return None
    if sheet.newest.save_key == keys.own:
        return sheet.newest
    if (sheet.newest.save_key or "") != keys.seen and sheet.draft is not None:
        raise RuleBroken("scorecard.saved_elsewhere")
    return None


def submit_scorecard(
    actor: Actor, assignment_id: int, given: Given, *, now: datetime, keys: SaveKeys | None = None
) -> None:
    """Submit a complete scorecard. The same one sent twice is submitted once.

    Raises as :func:`save_draft`.
    """
    with _scoring(actor, assignment_id, given, now) as (session, sheet, rubric):
        values = checked_values(rubric, given, final=True)
        if sheet.state is ScoringState.SUBMITTED:
            if sheet.counted is not None and _content(sheet.counted) == values:
                return
            raise RuleBroken("scorecard.submitted_already")
        _kept_before(sheet, keys)
        row = write_draft(session, sheet, rubric, values, now, keys)
        row.submitted_at = now
        session.flush()
        after = {"revision": row.revision, "rubric_version": rubric.version}
        _record(actor, "submit_scorecard", sheet.assignment, now, after=after)


def correct_scorecard(actor: Actor, assignment_id: int, given: Given, reason: str, *, now: datetime) -> None:
    """Replace a submitted scorecard by a new revision, which says why; the old one is kept and counts no more.

    Raises as :func:`save_draft`, and ``RuleBroken``: ``scorecard.no_reason``, ``scorecard.nothing_to_correct``.
    """
    if not reason.strip():
        raise RuleBroken("scorecard.no_reason")
    if len(reason) > MAX_COMMENT:
        raise RuleBroken("scorecard.note_too_long", limit=MAX_COMMENT)
    with _scoring(actor, assignment_id, given, now) as (session, sheet, rubric):
        counted = sheet.counted
        if sheet.state is not ScoringState.SUBMITTED or counted is None:
            raise RuleBroken("scorecard.nothing_to_correct")
        values = checked_values(rubric, given, final=True)
        was, has_become = changed(_content(counted), values)
        if not has_become:
            return
        row = Scorecard(
            assignment_id=sheet.assignment.id,
            rubric_id=rubric.id,
            revision=_next_revision(sheet),
            correction_reason=reason.strip(),
            saved_at=now,
            submitted_at=now,
            **values,
        )
        session.add(row)
        session.flush()
        # What was noted for the mentor alone stays out of the log.
        shown = [name for name in has_become if name != "private_note"]
        _record(
            actor,
            "correct_scorecard",
            sheet.assignment,
            now,
            before={"revision": counted.revision, **{name: was[name] for name in shown}},
            after={
                "revision": row.revision,
                "reason": reason.strip(),
                **{name: has_become[name] for name in shown},
            },
        )


def rubric_seen(assignment: Assignment, given: Given) -> Rubric:
    rubric = latest_rubric(assignment.round_id)
    if rubric is None:
        raise RuleBroken("scorecard.no_rubric")
    if rubric.version != given.version:
        raise RuleBroken("scorecard.rubric_changed")
    return rubric


@contextmanager
def _scoring(
    actor: Actor, assignment_id: int, given: Given, now: datetime
) -> Iterator[tuple[Session, Sheet, Rubric]]:
    """One transaction on the actor's own assignment, locked, while scoring is open and the rubric is the one seen."""
    try:
        with transaction() as session:
            sheet = _locked_sheet(session, actor, assignment_id, now)
            yield session, sheet, rubric_seen(sheet.assignment, given)
    except IntegrityError as error:
        if violates(error, "uq_scorecard_one_draft") or violates(
            error, "uq_scorecard_assignment_id_revision", "scorecard.assignment_id", "scorecard.revision"
        ):
            raise RuleBroken("scorecard.saved_elsewhere") from error
        raise


def _locked_sheet(session: Session, actor: Actor, assignment_id: int, now: datetime) -> Sheet:
    locked = session.get(Assignment, assignment_id, with_for_update=True, populate_existing=True)
    assignment = assignment_by_id(assignment_id) if locked else None
    if assignment is None:
        raise RuleBroken("assignment.gone")
    round = assignment.round
    sheet = sheets_of([assignment], round, now)[0]
    require(actor, Permission.SCORE, standing_in(round, now, relations_to_sheet(sheet, actor)))
    if assignment.proposal.submitted_at is None and not assignment.is_calibration:
        raise NotAllowed(Permission.SCORE.value)
    return sheet


def checked_values(rubric: Rubric, given: Given, *, final: bool) -> dict[str, Any]:
    answers = check_scorecard(domain_rubric(rubric.id), given.levels, given.comments, final=final)
    for text in (given.team_comment, given.private_note):
        if len(text) > MAX_COMMENT:
            raise RuleBroken("scorecard.note_too_long", limit=MAX_COMMENT)
    return {
        "levels": stored_levels(answers.levels),
        "comments": answers.comments,
        "team_comment": given.team_comment.strip(),
        "private_note": given.private_note.strip(),
    }


def _content(row: Scorecard) -> dict[str, Any]:
    names = ("levels", "comments", "team_comment", "private_note")
    return {name: getattr(row, name) for name in names}


def write_draft(
    session: Session,
    sheet: Sheet,
    rubric: Rubric,
    values: Mapping[str, Any],
    now: datetime,
    keys: SaveKeys | None = None,
) -> Scorecard:
    if rubric.frozen_at is None:
        rubric.frozen_at = now
    row = sheet.draft
    if row is None:
        row = Scorecard(assignment_id=sheet.assignment.id, revision=_next_revision(sheet))
        session.add(row)
    row.rubric_id, row.saved_at, row.save_key = rubric.id, now, keys.own if keys else None
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row


def _next_revision(sheet: Sheet) -> int:
    return sheet.rows[-1].revision + 1 if sheet.rows else 1


def _record(actor: Actor, action: str, assignment: Assignment, now: datetime, **what: Any) -> None:
    record(actor, action, "assignment", assignment.id, now=now, round_id=assignment.round_id, **what)
