"""The council's word on a winner: confirmed, and it becomes a project, or declined with a public reason."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.record import record
from app.db.session import transaction, violates
from app.delivery.models import Project
from app.domain.decisions import CouncilWord
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor, Permission, require
from app.notices.tell import tell
from app.proposals.models import Proposal
from app.results.models import Decision, Winner
from app.results.queries import people_to_tell
from app.rounds.models import Round
from app.rounds.queries import standing_in

MOST_REASON = 2000
MOST_ADDRESS = 500


def decide_winner(
    actor: Actor,
    proposal_id: int,
    word: CouncilWord | str,
    *,
    reason: str = "",
    minutes_url: str = "",
    now: datetime,
) -> Decision:
    """Put down what the council decided about one winner, once; a confirmed one becomes a project at once.

    ``word`` is ``confirmed`` or ``declined``, ``minutes_url`` the ``https`` address of the minutes, if they are public.
    Raises ``NotAllowed``, and ``RuleBroken``: ``phase.wrong``, ``decision.not_a_winner``, ``decision.made_already``,
    ``decision.reason_missing`` (declining needs one), ``decision.reason_too_long``, ``decision.minutes_invalid``.
    """
    said = CouncilWord(word)
    try:
        with transaction() as session:
            winner = session.get(Winner, proposal_id)
            proposal = session.get(Proposal, proposal_id)
            if proposal is None or winner is None:
                raise RuleBroken("decision.not_a_winner")
            round = session.get_one(Round, proposal.round_id)
            require(actor, Permission.DECIDE, standing_in(round, now))
            _check(said, reason, minutes_url)
            decision = Decision(
                round_id=round.id,
                proposal_id=proposal_id,
                word=said,
                reason=reason,
                minutes_url=minutes_url,
                decided_by=actor.person_id,
                decided_at=now,
            )
            session.add(decision)
            session.flush()
            project = _promised(session, proposal, now) if said is CouncilWord.CONFIRMED else None
            after = {"word": said, "reason": reason, "minutes_url": minutes_url}
            record(actor, "decide_winner", "proposal", proposal_id, now=now, round_id=round.id, after=after)
            _tell(proposal, decision, project, now)
            return decision
    except IntegrityError as error:
        if violates(error, "uq_decision_proposal_id", "decision.proposal_id"):
            raise RuleBroken("decision.made_already") from error
        raise


def _check(word: CouncilWord, reason: str, minutes_url: str) -> None:
    if word is CouncilWord.DECLINED and not reason.strip():
        raise RuleBroken("decision.reason_missing")
    if len(reason) > MOST_REASON:
        raise RuleBroken("decision.reason_too_long", most=MOST_REASON)
    if minutes_url and not _is_web_address(minutes_url):
        raise RuleBroken("decision.minutes_invalid")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_named = bool(parts.hostname) and "." in (parts.hostname or "")
    except ValueError:
        return False
    return parts.scheme == "https" and is_named and len(text) <= MOST_ADDRESS and text.isprintable()


def _promised(session: Session, proposal: Proposal, now: datetime) -> Project:
    project = Project(proposal_id=proposal.id, round_id=proposal.round_id, promised_at=now)
    session.add(project)
    session.flush()
    return project


def _tell(proposal: Proposal, decision: Decision, project: Project | None, now: datetime) -> None:
    people = people_to_tell([proposal.id])[proposal.id]
    if project is not None:
        tell(people, "decision_confirmed", f"/projects/{project.id}", {"title": proposal.title}, now=now)
        return
    params = {"title": proposal.title, "reason": decision.reason}
    tell(people, "decision_declined", f"/proposals/{proposal.id}", params, now=now)
