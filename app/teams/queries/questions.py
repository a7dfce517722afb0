"""A round's questionnaires: their questions, who has answered, and what came of it, with small groups hidden."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.db.base import db
from app.domain.questionnaires import (
    HIGHEST,
    LOWEST,
    AgeGroup,
    Field,
    Gender,
    Movement,
    QuestionKind,
    Sitting,
    Summary,
    movement,
    summarise,
    suppressed,
)
from app.teams.models import AnswerSheet, Question, Questionnaire


@dataclass(frozen=True)
class Compared:
    """One question with what was answered before and after; ``None`` for a sitting at which it was not asked.

    ``moved`` counts person by person those who answered both times. ``texts`` are answers in words, after each sitting.
    """

    question: Question
    before: Summary | None
    after: Summary | None
    moved: Movement | None


@dataclass(frozen=True)
class Profile:
    """Who took part, by age, gender and field; ``None`` where a group is too small to be told."""

    participants: int
    ages: dict[AgeGroup, int | None]
    genders: dict[Gender, int | None]
    fields: dict[Field, int | None]


def questionnaire_of(round_id: int) -> Questionnaire | None:
    """What of the round's questionnaires is open; ``None`` while nobody has written a question."""
    return db.session.get(Questionnaire, round_id)


def questions_of(round_id: int, sitting: Sitting | None = None) -> list[Question]:
    """The questions in their order, those of one sitting or all."""
    found = select(Question).where(Question.round_id == round_id)
    if sitting is not None:
        found = found.where(Question.is_before if sitting is Sitting.BEFORE else Question.is_after)
    return list(db.session.scalars(found.order_by(Question.position, Question.id)))


def question_by_id(question_id: int) -> Question | None:
    """The question with this id."""
    return db.session.get(Question, question_id)


def answer_sheet_of(round_id: int, sitting: Sitting, person_id: int) -> AnswerSheet | None:
    """What the person answered at one sitting."""
    found = select(AnswerSheet).where(
        AnswerSheet.round_id == round_id, AnswerSheet.sitting == sitting, AnswerSheet.person_id == person_id
    )
    return db.session.scalar(found)


def counts_of_sheets(round_id: int) -> dict[Sitting, int]:
    """How many people have answered at each sitting."""
    found = select(AnswerSheet.sitting, func.count()).where(AnswerSheet.round_id == round_id)
    counted = {row[0]: row[1] for row in db.session.execute(found.group_by(AnswerSheet.sitting))}
    return {sitting: counted.get(sitting, 0) for sitting in Sitting}


def compared_questions(round_id: int) -> list[Compared]:
    """Every question but those answered in words, before and after, side by side."""
    sheets = _sheets(round_id)
    return [
        _compare(question, sheets)
        for question in questions_of(round_id)
        if question.kind is not QuestionKind.TEXT
    ]


def words_answered(round_id: int) -> list[tuple[Question, dict[Sitting, list[str]]]]:
    """What was answered in words, without who wrote it: for the organiser only."""
    sheets = _sheets(round_id)
    return [
        (
            question,
            {
                sitting: sorted(
                    str(sheet.answers[str(question.id)])
                    for sheet in sheets[sitting]
                    if sheet.answers.get(str(question.id)) is not None
                )
                for sitting in Sitting
            },
        )
        for question in questions_of(round_id)
        if question.kind is QuestionKind.TEXT
    ]


def profile_of(round_id: int) -> Profile:
    """Who took part, from the first sheet of each participant that says so."""
    people: dict[Any, AnswerSheet] = {}
    for sitting in Sitting:
        for sheet in _sheets(round_id)[sitting]:
            people.setdefault(_key(sheet), sheet)
    return Profile(
        len(people),
        _counted(AgeGroup, [sheet.age_group for sheet in people.values()]),
        _counted(Gender, [sheet.gender for sheet in people.values()]),
        _counted(Field, [sheet.field for sheet in people.values()]),
    )


def _counted(members: Any, values: Sequence[Any]) -> dict[Any, int | None]:
    counted = Counter(value for value in values if value is not None)
    shown = suppressed({member.value: counted[member] for member in members})
    return {member: shown[member.value] for member in members}


def _sheets(round_id: int) -> dict[Sitting, list[AnswerSheet]]:
    rows = list(
        db.session.scalars(
            select(AnswerSheet).where(AnswerSheet.round_id == round_id).order_by(AnswerSheet.id)
        )
    )
    return {sitting: [row for row in rows if row.sitting is sitting] for sitting in Sitting}


def _compare(question: Question, sheets: dict[Sitting, list[AnswerSheet]]) -> Compared:
    is_scale = question.kind is QuestionKind.SCALE
    places = range(LOWEST, HIGHEST + 1) if is_scale else range(len(question.options))
    given = {
        sitting: {
            _key(sheet): sheet.answers[str(question.id)]
            for sheet in sheets[sitting]
            if isinstance(sheet.answers.get(str(question.id)), int)
        }
        for sitting in Sitting
    }
    before, after = (
        summarise(list(given[sitting].values()), places, is_scale=is_scale) if asked else None
        for sitting, asked in ((Sitting.BEFORE, question.is_before), (Sitting.AFTER, question.is_after))
    )
    both = given[Sitting.BEFORE].keys() & given[Sitting.AFTER].keys()
    pairs = [(given[Sitting.BEFORE][key], given[Sitting.AFTER][key]) for key in both]
    return Compared(question, before, after, movement(pairs, is_scale=is_scale))


def _key(sheet: AnswerSheet) -> tuple[str, Any]:
    """Who answered, as far as it is known: an account or a mark on paper; else the sheet stands alone."""
    if sheet.person_id is not None:
        return "person", sheet.person_id
    return ("mark", sheet.mark) if sheet.mark else ("sheet", sheet.id)
