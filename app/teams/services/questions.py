"""Writing a round's questionnaires, opening them, and answering them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import changed, record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.questionnaires import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    AgeGroup,
    Field,
    Gender,
    QuestionKind,
    Sitting,
    read_answer,
)
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.teams.models import AnswerSheet, Question, Questionnaire
from app.teams.queries import answer_sheet_of, questions_of

TEXT_LENGTH = 300
MARK_LENGTH = 20


@dataclass(frozen=True)
class QuestionDraft:
    """A question as an organiser writes it: text and options by language; the two ends of a scale are its options."""

    kind: QuestionKind
    text: Mapping[str, str]
    options: Sequence[Mapping[str, str]]
    is_before: bool
    is_after: bool


@dataclass(frozen=True)
class Participant:
    """What a participant tells of themselves, each only if they want to."""

    age_group: AgeGroup | None = None
    gender: Gender | None = None
    field: Field | None = None


def save_question(
    actor: Actor, round_id: int, question_id: int | None, draft: QuestionDraft, *, now: datetime
) -> Question:
    """Add a question to the round (``None``) or change one; once somebody has answered, only its words.

    Raises ``NotAllowed``, and ``RuleBroken``: ``question.nameless``, ``question.options`` (with ``most``),
    ``question.never_asked``, ``question.too_many`` (with ``most``), ``question.answered``, ``question.unknown``.
    """
    _check(draft)
    with transaction() as session:
        _held_round(session, actor, round_id, now)
        question = _question(session, round_id, question_id)
        if (
            question_id is not None
            and has_answers(session, round_id)
            and not _means_the_same(question, draft)
        ):
            raise RuleBroken("question.answered")
        question.kind = draft.kind
        question.text = dict(draft.text)
        question.options = [dict(option) for option in draft.options]
        question.is_before, question.is_after = draft.is_before, draft.is_after
        session.add(question)
        if session.get(Questionnaire, round_id) is None:
            session.add(Questionnaire(round_id=round_id))
        session.flush()
        after = {"text": dict(draft.text), "kind": draft.kind}
        record(actor, "save_question", "question", question.id, now=now, round_id=round_id, after=after)
    return question


def remove_question(actor: Actor, round_id: int, question_id: int, *, now: datetime) -> None:
    """Take a question out. Raises ``NotAllowed``, and ``RuleBroken``: ``question.unknown``, ``question.answered``."""
    with transaction() as session:
        _held_round(session, actor, round_id, now)
        question = _question(session, round_id, question_id)
        if has_answers(session, round_id):
            raise RuleBroken("question.answered")
        before = {"text": dict(question.text)}
        session.delete(question)
        record(actor, "remove_question", "question", question_id, now=now, round_id=round_id, before=before)


def move_question(actor: Actor, round_id: int, question_id: int, by: int, *, now: datetime) -> None:
    """Ask a question ``by`` places later (negative: earlier); answers stay with their questions.

    Raises ``NotAllowed``, and ``RuleBroken("question.unknown")``.
    """
    with transaction() as session:
        _held_round(session, actor, round_id, now)
        question, rows = _question(session, round_id, question_id), list(questions_of(round_id))
        place = min(max(rows.index(question) + by, 0), len(rows) - 1)
        rows.remove(question)
        rows.insert(place, question)
        for position, each in enumerate(rows, start=1):
            each.position = position
        after = {"position": place + 1}
        record(actor, "move_question", "question", question_id, now=now, round_id=round_id, after=after)


def open_questionnaires(
    actor: Actor,
    round_id: int,
    *,
    takes_before: bool,
    takes_after: bool,
    is_public: bool,
    now: datetime,
) -> None:
    """Say which questionnaires can be answered now, and whether everybody may read their comparison.

    Raises ``NotAllowed``, and ``RuleBroken("question.none")``.
    """
    with transaction() as session:
        _held_round(session, actor, round_id, now)
        row = session.get(Questionnaire, round_id)
        if row is None:
            raise RuleBroken("question.none")
        names = ("takes_before", "takes_after", "is_public")
        before = {name: getattr(row, name) for name in names}
        row.takes_before, row.takes_after, row.is_public = takes_before, takes_after, is_public
        was, becomes = changed(before, {name: getattr(row, name) for name in names})
        record(
            actor,
            "open_questionnaires",
            "round",
            round_id,
            now=now,
            round_id=round_id,
            before=was,
            after=becomes,
        )


def answer_questions(
    actor: Actor,
    round_id: int,
    sitting: Sitting,
    given: Mapping[int, str],
    participant: Participant,
    *,
    now: datetime,
) -> AnswerSheet:
    """Answer a questionnaire, or change one's answers while it is open. ``given`` maps questions to what was typed.

    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``question.closed``, and as ``read_answer``.
    """
    try:
        with transaction() as session:
            round = session.get_one(Round, round_id)
            require(actor, Permission.ANSWER_QUESTIONS, standing_in(round, now))
            row = session.get(Questionnaire, round_id)
            if row is None or not (row.takes_before if sitting is Sitting.BEFORE else row.takes_after):
                raise RuleBroken("question.closed")
            sheet = answer_sheet_of(round_id, sitting, actor.person_id or 0) or AnswerSheet(
                round_id=round_id, sitting=sitting, person_id=actor.person_id
            )
            _fill(session, sheet, given, participant, now)
    except IntegrityError as error:  # the same form twice at once: the first one is kept
        raise RuleBroken("answer.sent_already") from error
    return sheet


def enter_paper_answers(
    actor: Actor,
    round_id: int,
    sitting: Sitting,
    mark: str,
    given: Mapping[int, str],
    participant: Participant,
    *,
    now: datetime,
) -> AnswerSheet:
    """Type in a sheet that somebody filled in on paper; ``mark`` is what they wrote on it to be compared (or nothing).

    Raises ``NotAllowed``, and ``RuleBroken``: ``answer.mark_taken``, ``answer.too_long`` (with ``most``), and as
    ``read_answer``.
    """
    if len(mark) > MARK_LENGTH:
        raise RuleBroken("answer.too_long", most=MARK_LENGTH)
    try:
        with transaction() as session:
            _held_round(session, actor, round_id, now)
            sheet = AnswerSheet(
                round_id=round_id,
                sitting=sitting,
                mark=mark.casefold() or None,
                entered_by=actor.person_id,
            )
            _fill(session, sheet, given, participant, now)
            record(actor, "enter_paper_answers", "answer sheet", sheet.id, now=now, round_id=round_id)
    except IntegrityError as error:
        raise RuleBroken("answer.mark_taken") from error
    return sheet


def has_answers(session: Session, round_id: int) -> bool:
    """Whether anybody has answered in this round."""
    found = select(func.count()).where(AnswerSheet.round_id == round_id)
    return bool(session.scalar(found))


def _fill(
    session: Session,
    sheet: AnswerSheet,
    given: Mapping[int, str],
    participant: Participant,
    now: datetime,
) -> None:
    answers: dict[str, Any] = {}
    for question in questions_of(sheet.round_id, sheet.sitting):
        answer = read_answer(question.kind, len(question.options), given.get(question.id, ""))
        if answer is not None:
            answers[str(question.id)] = answer
    sheet.answers = answers
    sheet.age_group, sheet.gender, sheet.field = participant.age_group, participant.gender, participant.field
    sheet.answered_at = now
    session.add(sheet)
    session.flush()


def _held_round(session: Session, actor: Actor, round_id: int, now: datetime) -> Round:
    round = session.get_one(Round, round_id, with_for_update=True)
    require(actor, Permission.WRITE_QUESTIONS, standing_in(round, now))
    return round


def _question(session: Session, round_id: int, question_id: int | None) -> Question:
    if question_id is not None:
        question = session.get(Question, question_id)
        if question is None or question.round_id != round_id:
            raise RuleBroken("question.unknown")
        return question
    present = questions_of(round_id)
    if len(present) >= MOST_QUESTIONS:
        raise RuleBroken("question.too_many", most=MOST_QUESTIONS)
    return Question(round_id=round_id, position=max((each.position for each in present), default=0) + 1)


def _means_the_same(question: Question, draft: QuestionDraft) -> bool:
    return (
        question.kind is draft.kind
        and len(question.options) == len(draft.options)
        and (question.is_before, question.is_after) == (draft.is_before, draft.is_after)
    )


def _check(draft: QuestionDraft) -> None:
    if not any(draft.text.values()):
        raise RuleBroken("question.nameless")
    if not (draft.is_before or draft.is_after):
        raise RuleBroken("question.never_asked")
    wrong = {
        QuestionKind.SCALE: len(draft.options) not in (0, 2),
        QuestionKind.CHOICE: not 2 <= len(draft.options) <= MOST_OPTIONS,
        QuestionKind.TEXT: bool(draft.options),
    }
    if wrong[draft.kind] or not all(any(option.values()) for option in draft.options):
        raise RuleBroken("question.options", most=MOST_OPTIONS)
