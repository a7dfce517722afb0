"""Making a round, and deleting one that nobody has seen."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.domain.rounds import ProposesAs, RoundKind
from app.domain.team_rules import TeamRules
from app.rounds.models import Round
from app.rounds.queries import is_public, standing_in
from app.rounds.services.changing import locked_round

RESERVED = frozenset({"new"})
"""Short names that are addresses of something else."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_SLUG = 60

_GREEDY = {"rule": "greedy", "min_votes": 0, "stop_at_first_misfit": False}
_EVERYBODY: dict[str, list[Any]] = {"age_bands": [], "neighbourhood_ids": []}
_BOTH = [ProposesAs.RESIDENT.value, ProposesAs.TEAM.value]

STARTING_RULES: dict[RoundKind, dict[str, Any]] = {
    RoundKind.HACKATHON: {
        "allocation": {"rule": "ranking", "prizes": 3},
        "proposers": {**_EVERYBODY, "as": [ProposesAs.TEAM.value]},
        "team_rules": TeamRules(least=2, most=8, needs_young=True, needs_adult=True, one_team=True).as_data(),
        "grace_minutes": 15,
    },
    RoundKind.BUDGET: {"allocation": _GREEDY, "proposers": {**_EVERYBODY, "as": _BOTH}},
    RoundKind.YOUTH_FUND: {"allocation": _GREEDY, "proposers": {**_EVERYBODY, "as": _BOTH}},
}
"""What a new round starts with; the organiser changes it in the steps."""


def create_round(
    actor: Actor,
    *,
    kind: RoundKind,
    slug: str,
    title: Mapping[str, str],
    seed: str,
    now: datetime,
    is_demo: bool = False,
) -> Round:
    """Start a draft that only staff can see.

    ``slug`` is the short name in the address; ``seed`` the text that lots are drawn with, made by chance.
    ``is_demo`` marks a round with everything in it, its ballots too, as invented.
    Raises ``NotAllowed``, and ``RuleBroken``: ``round.slug_invalid``, ``round.slug_taken``.
    """
    require(actor, Permission.CREATE_ROUND)
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG or slug in RESERVED:
        raise RuleBroken("round.slug_invalid")
    round = Round(
        **STARTING_RULES[kind],
        kind=kind,
        slug=slug,
        title=dict(title),
        ballot_type="approval",
        ballot_limits={"min": 1, "max": 3},
        judging={"min_scorecards": 3, "per_entry": 3, "max_load": None, "tie_break": "", "places": 3},
        tie_order=["votes", "cost", "lot"],
        seed=seed,
        is_demo=is_demo,
        created_by=actor.person_id,
        created_at=now,
        changed_at=now,
    )
    try:
        with transaction() as session:
            session.add(round)
            session.flush()
            after = {"slug": slug, "kind": kind, "title": dict(title)}
            record(actor, "create_round", "round", round.id, now=now, round_id=round.id, after=after)
    except IntegrityError as error:
        raise RuleBroken("round.slug_taken") from error
    return round


def delete_round(actor: Actor, round_id: int, *, now: datetime) -> None:
    """Delete a draft with all that was entered for it.

    Raises ``NotAllowed``, and ``RuleBroken``: ``round.gone``, ``round.seen`` once it has been public, and
    ``round.in_use`` where something hangs on it that is never deleted, such as what was published about its roll.
    """
    try:
        with transaction() as session:
            round = locked_round(round_id)
            require(actor, Permission.EDIT_ROUND, standing_in(round, now))
            if is_public(round, now):
                raise RuleBroken("round.seen")
            before = {"slug": round.slug, "title": round.title}
            record(actor, "delete_round", "round", round.id, now=now, before=before)
            session.execute(delete(Round).where(Round.id == round.id))
    except IntegrityError as error:
        raise RuleBroken("round.in_use") from error
