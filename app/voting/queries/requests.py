"""What waits for a second person, with the names and the cards that it is about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.queries import people_able, people_by_id
from app.approvals.asking import takes_two_people
from app.approvals.models import Act, TwoPersonRequest
from app.approvals.queries import open_requests
from app.db.base import db
from app.domain.permissions import Actor, Permission
from app.voting.models import RollEntry, VoterCode


@dataclass(frozen=True)
class WaitingRequest:
    """One request: ``act`` and, of a void, ``what`` with its ``label`` (a card's number or a batch) and ``reason``.

    ``asked_by`` is a name; ``others`` are the names of those who can confirm; ``run_id`` is the count to be published.
    """

    id: int
    act: str
    asked_by: str
    is_mine: bool
    asked_at: datetime
    ends_at: datetime
    others: tuple[str, ...]
    what: str = ""
    label: str = ""
    reason: str = ""
    run_id: int = 0


def needs_two_people(round_id: int) -> bool:
    """Whether closing, voiding, counting and publishing take two people in this round."""
    return takes_two_people(people_able(Permission.MANAGE_ROLL, round_id))


def requests_waiting(
    actor: Actor, round_id: int, acts: Collection[str], now: datetime
) -> list[WaitingRequest]:
    """What waits for a second person in the round, oldest first."""
    found = open_requests(round_id, [Act(act) for act in acts], now)
    if not found:
        return []
    able = people_able(Permission.MANAGE_ROLL, round_id)
    names = people_by_id({one.asked_by for one in found if one.asked_by is not None})
    labels = _labels_of({one.about["code_id"] for one in found if "code_id" in one.about})
    return [
        WaitingRequest(
            id=one.id,
            act=one.act.value,
            asked_by=names[one.asked_by].display_name if one.asked_by in names else "",
            is_mine=one.asked_by == actor.person_id,
            asked_at=one.asked_at,
            ends_at=one.ends_at,
            others=tuple(person.display_name for person in able if person.id != one.asked_by),
            **_about(one, labels),
        )
        for one in found
    ]


def count_of_requests_to_confirm(actor: Actor, round_id: int, acts: Collection[str], now: datetime) -> int:
    """How many requests of somebody else wait in the round."""
    found = open_requests(round_id, [Act(act) for act in acts], now)
    return sum(one.asked_by != actor.person_id for one in found)


def _about(request: TwoPersonRequest, labels: dict[int, str]) -> dict[str, Any]:
    about = request.about
    label = about.get("batch", "") or labels.get(about.get("code_id", 0), "")
    return {
        "what": about.get("what", ""),
        "label": label,
        "reason": about.get("reason", ""),
        "run_id": about.get("tally_run", 0),
    }


def _labels_of(code_ids: Collection[int]) -> dict[int, str]:
    found = (
        select(VoterCode.id, RollEntry.eligibility_key)
        .join(RollEntry, RollEntry.id == VoterCode.roll_id)
        .where(VoterCode.id.in_(code_ids))
    )
    return {row.id: row.eligibility_key.partition(":")[2] for row in db.session.execute(found)}
