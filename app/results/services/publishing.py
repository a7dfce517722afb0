"""Publishing a result: by two people where the rule holds, once, and everybody concerned is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.queries import people_able
from app.approvals.asking import is_agreed
from app.approvals.models import Act
from app.audit.record import record
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.notices.tell import tell
from app.results.models import Publication, TallyRun, Winner
from app.results.queries import latest_run, people_to_tell
from app.rounds.models import Round
from app.rounds.queries import standing_in
from app.voting.models import Poll, PollState


def publish_result(actor: Actor, round: Round, run_id: int, *, now: datetime) -> Publication | None:
    """Make the newest run of the round its public result, once, and tell authors, teams and followers.

    ``None`` where it takes two people and this was the first, who has now asked to publish exactly this run.
    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``result.run_outdated``, ``result.published_already``.
    """
    round_id = round.id
    try:
        with transaction() as session:
            held = session.scalars(select(Round).where(Round.id == round_id).with_for_update(of=Round)).one()
            require(actor, Permission.PUBLISH_RESULT, standing_in(held, now))
            if session.get(Publication, round_id):
                raise RuleBroken("result.published_already")
            run = latest_run(round_id)
            if run is None or run.id != run_id:
                raise RuleBroken("result.run_outdated")
            able = people_able(Permission.PUBLISH_RESULT, round_id)
            if not is_agreed(actor, Act.PUBLISH, held, {"tally_run": run_id}, able=able, now=now):
                return None
            publication = store_publication(session, actor, run, now=now)
            _tell_everybody(held, run.output, now)
            return publication
    except IntegrityError as error:
        raise RuleBroken("result.published_already") from error


def store_publication(session: Session, actor: Actor, run: TallyRun, *, now: datetime) -> Publication:
    """Make a run public inside the caller's transaction, with its winners as rows of their own."""
    winners = winners_in(run.output)
    publication = Publication(
        round_id=run.round_id,
        tally_run_id=run.id,
        winners=winners,
        published_by=actor.person_id,
        published_at=now,
    )
    run.approved_by = run.approved_by or actor.person_id
    session.add(publication)
    proposals = run.output["proposals"]
    session.add_all(
        Winner(
            proposal_id=int(proposal_id),
            round_id=run.round_id,
            pot_id=int(proposals[proposal_id]["pot"]) if proposals[proposal_id]["pot"] else None,
            place=place,
        )
        for place, proposal_id in enumerate(winners["deciding"], start=1)
    )
    poll = session.get(Poll, run.round_id)
    if poll is not None:
        poll.state = PollState.PUBLISHED
        poll.appeal_until = now + timedelta(days=session.get_one(Round, run.round_id).appeal_days)
    session.flush()
    after = {"tally_run": run.id, "winners": winners["deciding"]}
    record(actor, "publish_result", "round", run.round_id, now=now, round_id=run.round_id, after=after)
    return publication


def winners_in(output: Mapping[str, Any]) -> dict[str, Any]:
    """The winners of a tally: by electorate and pot, and ``deciding`` those that count, in order."""
    electorates = [
        {
            "key": electorate["key"],
            "decides": electorate["decides"],
            "pots": {pot["id"]: pot["allocation"]["selected"] for pot in electorate["pots"]},
        }
        for electorate in output["electorates"]
    ]
    by_vote = [
        one
        for each in electorates
        if each["decides"]
        for selected in each["pots"].values()
        for one in selected
    ]
    return {"electorates": electorates, "deciding": by_vote or output.get("jury", {}).get("selected", [])}


def _tell_everybody(round: Round, output: Mapping[str, Any], now: datetime) -> None:
    proposals = output["proposals"]
    winners = set(winners_in(output)["deciding"])
    for proposal_id, people in people_to_tell([int(one) for one in proposals]).items():
        key = str(proposal_id)
        params = {"title": proposals[key]["title"], "round": round.title}
        path = f"/rounds/{round.slug}/results"
        if key in winners:
            tell(people, "result_won", path, params, now=now)
        else:
            tell(people, "result_not_won", path, params, now=now)
