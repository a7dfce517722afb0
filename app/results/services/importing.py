"""Making a finished round of a real election from a .pb file: stored, sealed, tallied and published in one go."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction, violates
from app.domain.allocation import allocation_rule
from app.domain.errors import RuleBroken
from app.domain.ledger import GENESIS
from app.domain.pabulib import PbFile
from app.domain.permissions import Actor, Permission, require
from app.domain.rounds import Evidence, RoundKind
from app.results.models import TallyRun
from app.results.services.imported_ballots import store_ballots
from app.results.services.imported_proposals import store_proposals
from app.results.services.imported_round import (
    ELECTORATE_NAME,
    POT_NAME,
    SUMMARY,
    ballot_limits,
    timetable_of_file,
    title_of,
)
from app.results.services.outcome import outcome_of_vote
from app.results.services.publishing import store_publication
from app.results.services.reading import read_vote
from app.results.services.tallying import VERSION, store_run
from app.rounds.models import Electorate, Pot, Round
from app.voting.models import Poll, PollState

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_SLUG = 60
RESERVED = frozenset({"new"})
"""Short names that are addresses of something else."""


@dataclass(frozen=True)
class Decided:
    """How the imported election is to be counted: a rule with its settings, and the seed of its lots."""

    rule: str = "greedy"
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: str = ""


@dataclass(frozen=True)
class Imported:
    """What was made: the round's id and short name, and how many proposals, ballots and winners it has."""

    round_id: int
    slug: str
    proposals: int
    ballots: int
    winners: int


def import_round(actor: Actor, file: PbFile, slug: str, decided: Decided, *, now: datetime) -> Imported:
    """Store the election of a .pb file as a round that is over: all of it, or nothing.

    Voters' ids become receipts: whoever knows one finds that ballot in the ledger. The round's key is not kept.
    Raises ``NotAllowed``, and ``RuleBroken``: ``round.slug_invalid``, ``round.slug_taken``, or a code of the limits,
    the rule and its settings.
    """
    require(actor, Permission.CREATE_ROUND)
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in RESERVED:
        raise RuleBroken("round.slug_invalid")
    try:
        with transaction() as session:
            round = _round(session, file, slug, decided, now)
            proposals = store_proposals(session, round, file)
            ballots, head = store_ballots(session, round, file, proposals, sealed_at=now)
            _close(session, round, ballots, head, now)
            run = _tally(session, actor, round, now)
            publication = store_publication(session, actor, run, now=now)
            done = Imported(round.id, slug, len(proposals), ballots, len(publication.winners["deciding"]))
            after = {"proposals": done.proposals, "ballots": done.ballots}
            record(actor, "import_round", "round", round.id, now=now, round_id=round.id, after=after)
            return done
    except IntegrityError as error:
        if violates(error, "uq_round_slug", "round.slug"):
            raise RuleBroken("round.slug_taken") from error
        raise


def _round(session: Session, file: PbFile, slug: str, decided: Decided, now: datetime) -> Round:
    starts = timetable_of_file(file.meta, now)
    announced = min(starts.values())
    round = Round(
        slug=slug,
        kind=RoundKind.BUDGET,
        title={"en": title_of(file.meta)},
        summary=SUMMARY,
        rules_text={},
        easy_text={},
        promise={},
        timetable={phase.value: start.isoformat() for phase, start in starts.items()},
        ballot_type=file.type_key,
        ballot_limits=ballot_limits(file),
        allocation={"rule": decided.rule, **allocation_rule(decided.rule).settings_from(decided.settings)},
        tie_order=["votes", "cost", "lot"],
        seed=decided.seed or slug,
        proposers={"age_bands": [], "neighbourhood_ids": [], "as": ["resident"]},
        judging={},
        announced_at=announced,
        created_at=now,
        changed_at=now,
    )
    session.add(round)
    session.flush()
    session.add(Pot(round_id=round.id, name=POT_NAME, amount_cents=file.budget))
    session.add(Electorate(round_id=round.id, key="voters", name=ELECTORATE_NAME, evidence=Evidence.ROLL))
    session.flush()
    return round


def _close(session: Session, round: Round, ballots: int, head: str | None, now: datetime) -> None:
    session.add(
        Poll(
            round_id=round.id,
            state=PollState.CLOSED,
            closed_at=now,
            n_ballots=ballots,
            head_hash=head or GENESIS,
        )
    )
    session.flush()


def _tally(session: Session, actor: Actor, round: Round, now: datetime) -> TallyRun:
    counted = read_vote(round)
    run = TallyRun(
        round_id=round.id,
        input_sha256=counted.sha256,
        algorithm=str(round.allocation["rule"]),
        version=VERSION,
        output=outcome_of_vote(counted),
        run_by=actor.person_id,
        run_at=now,
    )
    return store_run(session, actor, run, now=now)
