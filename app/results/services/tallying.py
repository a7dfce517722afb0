"""Running the tally of a closed vote, or taking down what a jury decided: the same input always gives the same row."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.queries import people_able
from app.approvals.asking import fingerprint_of, is_agreed, takes_two_people
from app.approvals.models import Act, TwoPersonRequest
from app.approvals.queries import open_request
from app.audit.record import record
from app.db.session import transaction, violates
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.results.models import TallyRun
from app.results.queries import JURY, is_decided_by_vote, is_published, run_of_input
from app.results.services.awards import awards_of
from app.results.services.jury import outcome_of_jury, read_jury
from app.results.services.outcome import outcome_of_vote
from app.results.services.reading import read_vote
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.models import Poll, PollState
from app.voting.queries import poll_of

VERSION = "2"
"""Of the way to count and of what is written down; a change of either is a new version, and a new run."""

SAME_RUN = ("uq_tally_run_round_id_input_sha256_algorithm_version",)
SAME_COLUMNS = tuple(f"tally_run.{name}" for name in ("round_id", "input_sha256", "algorithm", "version"))


def run_tally(actor: Actor, round: Round, *, now: datetime) -> TallyRun | None:
    """Count the round, once for each input: counting again gives the same run.

    ``None`` where it takes two people and this was the first, who has now asked for the count of exactly this input;
    the run then names both. The counting itself holds no lock; before the run is stored its input is read again and
    must be the same.
    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``poll.not_closed``, ``tally.input_changed``,
    ``result.published_already`` where another input was published, ``jury.nothing_scored``, or a code of the rules.
    """
    require(actor, Permission.TALLY, standing_in(round, now))
    round_id = round.id
    digest, algorithm = _input_of(round, now)
    found = run_of_input(round_id, digest, algorithm, VERSION)
    if found:
        return found
    if is_published(round_id):
        raise RuleBroken("result.published_already")
    if not _is_the_last_needed(actor, round_id, digest, now):
        _ask(actor, round_id, digest, now)
        return None
    output = _outcome_of(round, now)
    try:
        with transaction() as session:
            return _stored(session, actor, round_id, digest, algorithm, output, now)
    except IntegrityError as error:
        if not violates(error, SAME_RUN[0], *SAME_COLUMNS):
            raise
    return _again(round_id, digest, algorithm)


def store_run(session: Session, actor: Actor, run: TallyRun, *, now: datetime) -> TallyRun:
    """Put a run down inside the caller's transaction; the vote counts as tallied from here on."""
    session.add(run)
    poll = session.scalars(select(Poll).where(Poll.round_id == run.round_id).with_for_update()).one_or_none()
    if poll is not None and poll.state is PollState.CLOSED:
        poll.state = PollState.TALLIED
    session.flush()
    after = {"input_sha256": run.input_sha256, "algorithm": run.algorithm, "version": run.version}
    record(actor, "run_tally", "tally_run", run.id, now=now, round_id=run.round_id, after=after)
    return run


def _stored(
    session: Session,
    actor: Actor,
    round_id: int,
    digest: str,
    algorithm: str,
    output: dict[str, Any],
    now: datetime,
) -> TallyRun:
    held = session.scalars(select(Round).where(Round.id == round_id).with_for_update(of=Round)).one()
    require(actor, Permission.TALLY, standing_in(held, now))
    if _input_of(held, now) != (digest, algorithm):
        raise RuleBroken("tally.input_changed")
    able = people_able(Permission.TALLY, round_id)
    agreed = is_agreed(actor, Act.TALLY, held, _about(digest), able=able, now=now)
    if not agreed:
        raise RuleBroken("second.gone")
    run = TallyRun(
        round_id=round_id,
        input_sha256=digest,
        algorithm=algorithm,
        version=VERSION,
        output=output,
        run_by=agreed.asked_by if isinstance(agreed, TwoPersonRequest) else actor.person_id,
        approved_by=actor.person_id if isinstance(agreed, TwoPersonRequest) else None,
        run_at=now,
    )
    return store_run(session, actor, run, now=now)


def _about(digest: str) -> dict[str, str]:
    return {"input_sha256": digest}


def _is_the_last_needed(actor: Actor, round_id: int, digest: str, now: datetime) -> bool:
    """Whether nobody else has to agree any more: asked before the work of counting is done."""
    if not takes_two_people(people_able(Permission.TALLY, round_id)):
        return True
    waiting = open_request(round_id, Act.TALLY, fingerprint_of(_about(digest)), now)
    return waiting is not None and waiting.asked_by != actor.person_id


def _ask(actor: Actor, round_id: int, digest: str, now: datetime) -> None:
    with transaction() as session:
        held = session.scalars(select(Round).where(Round.id == round_id).with_for_update(of=Round)).one()
        able = people_able(Permission.TALLY, round_id)
        if is_agreed(actor, Act.TALLY, held, _about(digest), able=able, now=now):
            raise RuleBroken(
                "second.gone"
            )  # somebody else asked a moment ago: their request is left as it was


def _input_of(round: Round, now: datetime) -> tuple[str, str]:
    """Fingerprint of the input and the name of the rule that works on it."""
    if not is_decided_by_vote(round):
        return read_jury(round, now).sha256, JURY
    if poll_of(round.id) is None:
        raise RuleBroken("poll.not_closed")
    return read_vote(round).sha256, str(round.allocation["rule"])


def _outcome_of(round: Round, now: datetime) -> dict[str, Any]:
    if is_decided_by_vote(round):
        output = outcome_of_vote(read_vote(round))
        awards = awards_of(round, output, now)
        return {**output, "awards": awards} if awards else output
    return outcome_of_jury(read_jury(round, now))


def _again(round_id: int, digest: str, algorithm: str) -> TallyRun:
    run = run_of_input(round_id, digest, algorithm, VERSION)
    if run is None:
        raise RuleBroken("tally.input_changed")
    return run
