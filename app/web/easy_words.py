"""The rules of a round in easy words, for children and everybody who wants them short: one thought a sentence."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.domain.ballots import Options, ballot_type
from app.domain.people import AgeBand
from app.domain.phases import Phase
from app.domain.rounds import ProposesAs
from app.web.formats import day, money
from app.web.labels import label

MARKS = {
    Phase.SUBMISSION: _l("Have an idea"),
    Phase.SCREENING: _l("Can it be built?"),
    Phase.SCORING: _l("What mentors think"),
    Phase.VOTING: _l("Vote"),
    Phase.DECISION: _l("Who wins"),
    Phase.DELIVERY: _l("It gets built"),
}
"""Phase → the heading of its sentences."""

ICONS = {
    Phase.SUBMISSION: "lightbulb",
    Phase.SCREENING: "clipboard-check",
    Phase.SCORING: "star",
    Phase.VOTING: "vote",
    Phase.DECISION: "trophy",
    Phase.DELIVERY: "hammer",
}


def easy_rules(
    round: Any,
    spans: Mapping[Phase, tuple[datetime, datetime | None]],
    pots: Sequence[Any],
    electorates: Sequence[Any],
) -> list[dict[str, Any]]:
    """Steps in order: ``[{"title", "icon", "sentences"}]``. ``spans`` say when each phase begins and ends."""
    tellers = {
        Phase.SUBMISSION: lambda: _of_ideas(round, spans, pots),
        Phase.SCREENING: lambda: [
            _("People who work for the city look at every idea."),
            _("They say: yes, yes with changes, or no. And they always say why."),
        ],
        Phase.SCORING: lambda: [
            _("Mentors are grown-ups who know a lot about parks, sport or building."),
            _(
                "They read every idea and give it points. Then they write what is good and what could be better."
            ),
        ],
        Phase.VOTING: lambda: _of_voting(round, spans, electorates),
        Phase.DECISION: lambda: _of_winning(round),
        Phase.DELIVERY: lambda: [
            _("Then the work begins."),
            _("On this site you can see every step, the money and photos, until the opening day."),
        ],
    }
    steps = [phase for phase in tellers if phase in spans or phase in (Phase.DECISION, Phase.DELIVERY)]
    return [
        {"title": str(MARKS[phase]), "icon": ICONS[phase], "sentences": tellers[phase]()} for phase in steps
    ]


def _last_day(spans: Mapping[Phase, tuple[datetime, datetime | None]], phase: Phase) -> str:
    end = spans[phase][1]
    return day(end - timedelta(minutes=1)) if end else ""


def _of_ideas(
    round: Any, spans: Mapping[Phase, tuple[datetime, datetime | None]], pots: Sequence[Any]
) -> list[str]:
    total = sum(pot.amount_cents for pot in pots)
    told = [_("What is missing where you live? Tell the city your idea.")]
    if set(round.proposers.get("as") or ()) == {ProposesAs.TEAM.value}:
        told.append(_("You need a team. Ask friends, and at least one grown-up."))
    bands = round.proposers.get("age_bands") or []
    if bands and len(bands) < len(AgeBand):
        told.append(_("Who can take part: %(ages)s.", ages=_ages(bands)))
    if total:
        told.append(_("There are %(amount)s for all ideas together.", amount=money(total)))
    if end := _last_day(spans, Phase.SUBMISSION):
        told.append(_("The last day to send an idea is %(day)s.", day=end))
    return told


def _of_voting(
    round: Any, spans: Mapping[Phase, tuple[datetime, datetime | None]], electorates: Sequence[Any]
) -> list[str]:
    told = []
    bands = sorted(
        {band for group in electorates for band in group.age_bands}, key=[one.value for one in AgeBand].index
    )
    everybody = not electorates or any(not group.age_bands for group in electorates)
    told.append(
        _("Everybody in the city can vote.") if everybody else _("Who can vote: %(ages)s.", ages=_ages(bands))
    )
    told.append(
        _(
            "Vote from %(first)s to %(last)s.",
            first=day(spans[Phase.VOTING][0]),
            last=_last_day(spans, Phase.VOTING),
        )
    )
    told += _of_ballot(round)
    told.append(_("Your vote is secret: nobody can see what you chose."))
    told.append(_("You get a code. With it you can check that your vote was counted."))
    return told


def _of_ballot(round: Any) -> list[str]:
    how = {
        "approval": _("Tick the ideas you like."),
        "knapsack": _("You have a pretend purse with all the money. Fill it with ideas until it is full."),
        "ranking": _("Put your favourite ideas in a row: the best one first."),
        "points": _("You have points. Give many to the ideas you like most."),
        "grades": _("Give every idea a grade, like at school."),
    }
    told = [how[round.ballot_type]] if round.ballot_type in how else []
    limits = ballot_type(round.ballot_type).describe(round.ballot_limits, Options.of((), {"": 0}))
    for limit in limits:
        if limit.code == "limit.choose_up_to":
            most = limit.params["max"]
            told.append(ngettext("You can tick %(num)s idea.", "You can tick %(num)s ideas or fewer.", most))
            break
    return told


def _of_winning(round: Any) -> list[str]:
    rule = round.allocation.get("rule")
    told = {
        "greedy": [
            _(
                "The idea with the most votes gets its money first. Then the next one, until the money is used up."
            )
        ],
        "equal-shares": [
            _("Every voter gets the same slice of the money."),
            _("When enough people like an idea, their slices together pay for it."),
        ],
        "ranking": [_("The ideas with the most points from the mentors win.")],
    }.get(rule, [])
    if round.is_binding:
        return [*told, _("The city has promised to build the winners.")]
    return [*told, _("The city council then says yes or no. If it says no, it must say why.")]


def _ages(bands: Sequence[str]) -> str:
    return ", ".join(str(label(AgeBand(band))) for band in bands)
