"""Building what mentors score; once the first scorecard is made, every change makes a new version."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from app.accounts.queries import people_in_role
from app.audit.record import record
from app.db.session import transaction
from app.domain import rubric as scoring
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, Role
from app.notices.tell import tell
from app.rounds.models import Criterion, Round, Rubric
from app.rounds.queries import canonical_json, criteria_of, latest_rubric, rubric_templates
from app.rounds.services.changing import changing

_LONGEST_KEY = 40


@dataclass(frozen=True)
class CriterionDraft:
    """A criterion as an organiser writes it: texts by language, ``descriptors`` by level; ``key`` may be empty."""

    key: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    descriptors: Mapping[int, Mapping[str, str]]
    weight: int = 1
    lo: int = 1
    hi: int = 5
    is_required: bool = True
    needs_comment: bool = False
    may_not_apply: bool = False


def save_rubric(actor: Actor, round_id: int, drafts: Sequence[CriterionDraft], *, now: datetime) -> Rubric:
    """Make these the criteria of the round, in this order.

    Until the first scorecard they replace the present ones; from then on a changed rubric becomes a new version, and
    mentors are asked to score again the criteria that mean something else. No criterion at all is fine in a draft.
    Raises as :func:`changing`, and ``RuleBroken`` with the codes of ``check_rubric`` and ``rubric.nameless``.
    """
    named = _with_keys(drafts)
    with (
        transaction(),
        changing(actor, round_id, "save_rubric", now=now, permission=Permission.BUILD_RUBRIC) as round,
    ):
        latest = latest_rubric(round.id)
        version = latest.version if latest else 0
        if named:
            scoring.check_rubric(scoring.Rubric(version, tuple(map(_domain, named))))
        before = [_draft(row) for row in criteria_of(latest.id)] if latest else []
        if latest is not None and before == named:
            return latest
        rubric = _stored(actor, round, latest, named, now=now)
        what = {"before": _summary(version, before), "after": _summary(rubric.version, named)}
        record(actor, "save_rubric", "rubric", rubric.id, now=now, round_id=round.id, **what)
        _ask_mentors(round, before, named, is_frozen=latest is not None and rubric.id != latest.id, now=now)
    return rubric


def start_from_template(actor: Actor, round_id: int, key: str, *, now: datetime) -> Rubric:
    """Give a round without criteria those of a template.

    Raises as :func:`save_rubric`, and ``RuleBroken``: ``rubric.no_template``, ``rubric.has_criteria``.
    """
    template = next((each for each in rubric_templates() if each.key == key), None)
    if template is None:
        raise RuleBroken("rubric.no_template")
    with transaction():
        if _present(round_id):
            raise RuleBroken("rubric.has_criteria")
        drafts = [CriterionDraft(**each.__dict__) for each in template.criteria]
        return save_rubric(actor, round_id, drafts, now=now)


def _ask_mentors(
    round: Round,
    before: Sequence[CriterionDraft],
    after: Sequence[CriterionDraft],
    *,
    is_frozen: bool,
    now: datetime,
) -> None:
    """Tell the mentors when a frozen rubric changes so that a level means something else; weights alone do not."""
    old, new = (scoring.Rubric(0, tuple(map(_domain, each))) for each in (before, after))
    if is_frozen and scoring.changed_criteria(old, new):
        mentors = people_in_role(Role.MENTOR, round.id)
        tell(mentors, "rubric_changed", "/mentor", {"round": round.title}, now=now)


def save_criterion(actor: Actor, round_id: int, draft: CriterionDraft, *, now: datetime) -> Rubric:
    """Add a criterion (without a key) at the end, or change the one with its key. Raises as :func:`save_rubric`,
    and ``RuleBroken("rubric.criterion_gone")``.
    """
    with transaction():
        drafts = _present(round_id)
        if not draft.key:
            return save_rubric(actor, round_id, [*drafts, draft], now=now)
        changed = [draft if each.key == draft.key else each for each in drafts]
        _must_have(draft.key, drafts)
        return save_rubric(actor, round_id, changed, now=now)


def remove_criterion(actor: Actor, round_id: int, key: str, *, now: datetime) -> Rubric:
    """Take a criterion out. Raises as :func:`save_rubric`, and ``RuleBroken("rubric.criterion_gone")``."""
    with transaction():
        drafts = _present(round_id)
        _must_have(key, drafts)
        return save_rubric(actor, round_id, [each for each in drafts if each.key != key], now=now)


def move_criterion(actor: Actor, round_id: int, key: str, by: int, *, now: datetime) -> None:
    """Ask a criterion ``by`` places later (negative: earlier). The order changes no score, so the version stays.

    Raises as :func:`changing`, and ``RuleBroken("rubric.criterion_gone")``.
    """
    with (
        transaction(),
        changing(actor, round_id, "move_criterion", now=now, permission=Permission.BUILD_RUBRIC),
    ):
        latest = latest_rubric(round_id)
        rows = criteria_of(latest.id) if latest else []
        _must_have(key, rows)
        row = next(each for each in rows if each.key == key)
        place = min(max(rows.index(row) + by, 0), len(rows) - 1)
        rows.remove(row)
        rows.insert(place, row)
        for position, each in enumerate(rows):
            each.position = position
        after = {"criterion": key, "position": place}
        record(actor, "move_criterion", "rubric", row.rubric_id, now=now, round_id=round_id, after=after)


def _stored(
    actor: Actor, round: Round, latest: Rubric | None, drafts: Sequence[CriterionDraft], *, now: datetime
) -> Rubric:
    with transaction() as session:
        if latest is not None and latest.frozen_at is None:
            session.execute(delete(Criterion).where(Criterion.rubric_id == latest.id))
            rubric = latest
        else:
            version = latest.version + 1 if latest else 1
            rubric = Rubric(round_id=round.id, version=version, created_by=actor.person_id, created_at=now)
            session.add(rubric)
        session.flush()
        session.add_all(_row(draft, rubric.id, position) for position, draft in enumerate(drafts))
        session.flush()
        return rubric


def _present(round_id: int) -> list[CriterionDraft]:
    latest = latest_rubric(round_id)
    return [_draft(row) for row in criteria_of(latest.id)] if latest else []


def _must_have(key: str, among: Collection[Any]) -> None:
    if key not in {each.key for each in among}:
        raise RuleBroken("rubric.criterion_gone")


def _row(draft: CriterionDraft, rubric_id: int, position: int) -> Criterion:
    return Criterion(
        rubric_id=rubric_id,
        key=draft.key,
        name=dict(draft.name),
        description=dict(draft.description),
        weight=draft.weight,
        lo=draft.lo,
        hi=draft.hi,
        is_required=draft.is_required,
        needs_comment=draft.needs_comment,
        may_not_apply=draft.may_not_apply,
        descriptors={str(level): dict(texts) for level, texts in sorted(draft.descriptors.items())},
        position=position,
    )


def _draft(row: Criterion) -> CriterionDraft:
    return CriterionDraft(
        key=row.key,
        name=row.name,
        description=row.description,
        descriptors={int(level): texts for level, texts in row.descriptors.items()},
        weight=row.weight,
        lo=row.lo,
        hi=row.hi,
        is_required=row.is_required,
        needs_comment=row.needs_comment,
        may_not_apply=row.may_not_apply,
    )


def _domain(draft: CriterionDraft) -> scoring.Criterion:
    texts = {
        level: canonical_json(each) if any(each.values()) else "" for level, each in draft.descriptors.items()
    }
    return scoring.Criterion(draft.key, draft.weight, draft.lo, draft.hi, descriptors=texts)


def _with_keys(drafts: Sequence[CriterionDraft]) -> list[CriterionDraft]:
    named: list[CriterionDraft] = []
    for draft in drafts:
        if not any(draft.name.values()):
            raise RuleBroken("rubric.nameless")
        taken = {each.key for each in (*drafts, *named)}
        named.append(replace(draft, key=draft.key or _key_for(draft.name, taken)))
    return named


def _key_for(name: Mapping[str, str], taken: Collection[str]) -> str:
    """A short key from the name, such as ``pieejamiba``; names in other scripts get a number."""
    texts = [name.get("en", ""), *name.values()]
    folded = (
        unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower() for text in texts
    )
    words = next(
        (found for text in folded if (found := re.sub("[^a-z0-9]+", "_", text).strip("_0123456789"))),
        "criterion",
    )
    base = words[: _LONGEST_KEY - 3]
    return next(
        key for number in range(1, 1000) if (key := base if number == 1 else f"{base}_{number}") not in taken
    )


def _summary(version: int, drafts: Sequence[CriterionDraft]) -> dict[str, Any]:
    """What the audit log keeps of a rubric: its lines in short."""
    lines = [{"key": each.key, "weight": each.weight, "scale": [each.lo, each.hi]} for each in drafts]
    return {"version": version, "criteria": lines}
