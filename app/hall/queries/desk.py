"""What waits for an organiser in each round, and what is late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.permissions import Actor, Permission, Standing, may
from app.domain.phases import Phase
from app.hall.queries.rounds import RoundNow, rounds_now
from app.judging.queries import has_scoring, progress_of
from app.results.queries import decisions_of, is_published, winners_of
from app.rounds.queries import missing_before_announcement
from app.screening.queries import count_of_unassigned, screenings_late
from app.voting.queries import count_of_requests_to_confirm, poll_state, takes_ballots, unfinished_boxes

CONFIRMED_ON = ((("close", "void"), "voting.roll"), (("tally", "publish"), "results.manage"))
"""Acts that take two people, and the page on which the second one confirms them."""

SOON = timedelta(days=3)
"""A phase that ends sooner than this is pointed out."""


@dataclass(frozen=True)
class Waiting:
    """One thing to do: a code that has a sentence, how many of it, whether it is late, and the page that does it."""

    code: str
    count: int
    is_late: bool
    endpoint: str


@dataclass(frozen=True)
class RoundDesk:
    """A round with what waits in it; ``ends_soon`` where its phase ends within three days."""

    one: RoundNow
    waiting: list[Waiting]
    ends_soon: bool


def desk_of(actor: Actor, now: datetime, today: date) -> list[RoundDesk]:
    """The rounds that the actor organises, those with most to do first; closed ones with nothing to do are left out."""
    mine = [one for one in rounds_now(actor, now) if may(actor, Permission.SEE_DESK, Standing(one.round.id))]
    desks = [
        RoundDesk(one, _waiting_for(actor, one, now, today), bool(one.left and one.left < SOON))
        for one in mine
    ]
    busy = [desk for desk in desks if desk.waiting or desk.one.phase is not Phase.CLOSED]
    return sorted(busy, key=lambda desk: (-sum(item.is_late for item in desk.waiting), -len(desk.waiting)))


def _waiting_for(actor: Actor, one: RoundNow, now: datetime, today: date) -> list[Waiting]:
    """What waits in one round, what only this organiser can confirm first."""
    asked = [
        Waiting("to_confirm", count_of_requests_to_confirm(actor, one.round.id, acts, now), True, page)
        for acts, page in CONFIRMED_ON
    ]
    return [*(item for item in asked if item.count), *waiting_in(one, now, today)]


def waiting_in(one: RoundNow, now: datetime, today: date) -> list[Waiting]:
    """What waits in one round at ``now``; ``today`` is the day in the city."""
    checks = {
        Phase.DRAFT: _before_announcement,
        Phase.ANNOUNCED: _before_announcement,
        Phase.SUBMISSION: _of_screening,
        Phase.SCREENING: _of_screening,
        Phase.SCORING: _of_scoring,
        Phase.VOTING: _of_voting,
    }
    found = checks.get(one.phase, _of_results)(one, now, today)
    return [item for item in found if item.count]


def _of_voting(one: RoundNow, _now: datetime, _today: date) -> list[Waiting]:
    return [Waiting("boxes_unfinished", unfinished_boxes(one.round.id), False, "voting.paper")]


def _before_announcement(one: RoundNow, _now: datetime, _today: date) -> list[Waiting]:
    if one.round.announced_at is not None:
        return []
    missing = len(missing_before_announcement(one.round))
    ready = Waiting("ready_to_announce", 1, False, "rounds.edit")
    return [Waiting("missing", missing, False, "rounds.edit") if missing else ready]


def _of_screening(one: RoundNow, _now: datetime, today: date) -> list[Waiting]:
    late = len(screenings_late(today, [one.round.id]))
    return [
        Waiting("screenings_late", late, True, "screening.assign"),
        Waiting("unassigned", count_of_unassigned(one.round.id), False, "screening.assign"),
    ]


def _of_scoring(one: RoundNow, now: datetime, today: date) -> list[Waiting]:
    progress = progress_of(one.round.id, now)
    alone = sum(not entry.total for entry in progress.entries)
    return [
        *_of_screening(one, now, today),
        Waiting("entries_without_mentor", alone, False, "judging.assign"),
        Waiting("scorecards_left", progress.total - progress.submitted, False, "judging.assign"),
    ]


def _of_results(one: RoundNow, now: datetime, _today: date) -> list[Waiting]:
    undecided = Waiting("winners_undecided", _undecided(one.round.id), False, "delivery.decide")
    if not one.has_begun(Phase.VOTING, now):
        unpublished = has_scoring(one.round) and not is_published(one.round.id)
        return [Waiting("to_publish", int(unpublished), True, "results.manage"), undecided]
    state = poll_state(one.round, now)
    steps = {"open": ("to_close", "voting.roll"), "closed": ("to_tally", "results.manage")}
    steps["tallied"] = ("to_publish", "results.manage")
    if takes_ballots(one.round, now) or state not in steps:
        return [undecided]
    boxes = unfinished_boxes(one.round.id) if state == "open" else 0
    code, endpoint = ("boxes_unfinished", "voting.paper") if boxes else steps[state]
    return [Waiting(code, boxes or 1, True, endpoint), undecided]


def _undecided(round_id: int) -> int:
    """How many winners the council has not spoken on."""
    decided = {decision.proposal_id for decision in decisions_of(round_id)}
    return sum(winner.proposal_id not in decided for winner in winners_of(round_id))
