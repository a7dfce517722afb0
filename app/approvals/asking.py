"""Asking for a second person and being one, inside the transaction of the act itself."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.approvals.models import Act, RequestState, TwoPersonRequest
from app.approvals.queries import open_request
from app.audit.record import record
from app.db.base import db
from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor
from app.notices.tell import Addressee, tell

CONFIRM_WITHIN = timedelta(hours=24)
"""How long a request waits; after that it is asked anew."""

ALWAYS, NEVER = "on", "off"

PAGES = {Act.CLOSE: "roll", Act.VOID: "roll", Act.TALLY: "count", Act.PUBLISH: "count"}
"""The page of the round on which an act is asked for and confirmed."""


def takes_two_people(able: Collection[Addressee]) -> bool:
    """Whether the rule holds for an act that these people are able to do.

    The setting ``TALKA_TWO_PERSON_RULE`` is ``on``, ``off``, or ``auto``: on wherever two people are able.
    """
    rule = str(current_app.config["TALKA_TWO_PERSON_RULE"])
    return rule == ALWAYS or (rule != NEVER and len(able) > 1)


def is_agreed(
    actor: Actor,
    act: Act,
    round: Any,
    about: Mapping[str, Any],
    *,
    able: Collection[Addressee],
    now: datetime,
) -> TwoPersonRequest | bool:
    """Whether the act may be done now: the request that it confirms, or ``True`` where one person is enough.

    ``False`` means that a request now waits for one of the others in ``able``, who were told; nothing else may be done.
    ``about`` says what exactly is to be done: only a request for the same is confirmed, and only by somebody else.
    To be called inside the transaction of the act, with the round's row locked.
    """
    if not takes_two_people(able):
        return True
    waiting = open_request(round.id, act, fingerprint_of(about), now)
    if waiting is None:
        _ask(actor, act, round, about, able, now)
        return False
    if waiting.asked_by == actor.person_id:
        return False
    _answer(actor, waiting, RequestState.DONE, round, able, now)
    return waiting


def decline(actor: Actor, round: Any, request_id: int, *, able: Collection[Addressee], now: datetime) -> None:
    """Say no to a request, or take one's own back; the caller has checked that the actor is able to do the act.

    Whoever of ``able`` asked is told, unless they do it themselves.

    Raises ``RuleBroken("second.gone")`` where it does not wait any more.
    """
    with transaction() as session:
        request = session.get(TwoPersonRequest, request_id, with_for_update=True)
        if request is None or request.round_id != round.id or request.state is not RequestState.OPEN:
            raise RuleBroken("second.gone")
        _answer(actor, request, RequestState.DECLINED, round, able, now)


def fingerprint_of(about: Mapping[str, Any]) -> str:
    """What is asked for as one text, the same for the same."""
    return json.dumps(dict(about), sort_keys=True, separators=(",", ":"))


def _ask(
    actor: Actor, act: Act, round: Any, about: Mapping[str, Any], able: Collection[Addressee], now: datetime
) -> None:
    fingerprint = fingerprint_of(about)
    stale = select(TwoPersonRequest).where(
        TwoPersonRequest.round_id == round.id,
        TwoPersonRequest.act == act,
        TwoPersonRequest.fingerprint == fingerprint,
        TwoPersonRequest.state == RequestState.OPEN,
    )
    for request in db.session.scalars(stale):
        request.state = RequestState.EXPIRED
    db.session.flush()
    request = TwoPersonRequest(
        round_id=round.id,
        act=act,
        about=dict(about),
        fingerprint=fingerprint,
        asked_by=actor.person_id,
        asked_at=now,
        ends_at=now + CONFIRM_WITHIN,
    )
    db.session.add(request)
    db.session.flush()
    _record(actor, "ask_second_person", request, now)
    others = [person for person in able if person.id != actor.person_id]
    tell(others, f"asked_to_{act.value}", _page(act, round), {"round": round.title}, now=now)


def _answer(
    actor: Actor,
    request: TwoPersonRequest,
    state: RequestState,
    round: Any,
    able: Collection[Addressee],
    now: datetime,
) -> None:
    request.state, request.answered_by, request.answered_at = state, actor.person_id, now
    db.session.flush()
    done = state is RequestState.DONE
    _record(actor, "confirm_request" if done else "decline_request", request, now)
    asker = [person for person in able if person.id == request.asked_by != actor.person_id]
    event = f"{'confirmed' if done else 'declined'}_{request.act.value}"
    tell(asker, event, _page(request.act, round), {"round": round.title}, now=now)


def _page(act: Act, round: Any) -> str:
    return f"/rounds/{round.slug}/{PAGES[act]}"


def _record(actor: Actor, action: str, request: TwoPersonRequest, now: datetime) -> None:
    after = {"act": request.act, "about": request.about, "asked_by": request.asked_by}
    record(actor, action, "two_person_request", request.id, now=now, round_id=request.round_id, after=after)
