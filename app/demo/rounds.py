"""The rounds as their organisers made them: drafted, staffed, announced."""

from datetime import datetime, timedelta
from functools import partial

from app.demo.reading import Content, Facts
from app.demo.story import Stage, Story
from app.demo.town import FOUNDER, Town
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Role
from app.domain.phases import Phase
from app.domain.rounds import Evidence, ProposesAs, RoundKind
from app.rounds import services
from app.rounds.queries import electorates_of, pots_of

KINDS = {
    "hackathon": RoundKind.HACKATHON,
    "participatory_budget": RoundKind.BUDGET,
    "youth_fund": RoundKind.YOUTH_FUND,
}
DRAFTED_BEFORE = timedelta(days=10)
DECIDED_BEFORE = timedelta(days=2)
"""How long before the announcement a round was drafted, and when its announcement was decided."""


def first_draft(town: Town, content: Content) -> datetime:
    """When the first of the rounds was drafted."""
    return min(_announced(town, facts) for facts in content.rounds) - DRAFTED_BEFORE


def tell_rounds(story: Story, town: Town, content: Content) -> None:
    """Draft, staff and announcement of every round."""
    for facts in content.rounds:
        drafted = _announced(town, facts) - DRAFTED_BEFORE
        story.add(drafted, Stage.ROUNDS, partial(_draft, town, facts))
        story.add(drafted + timedelta(hours=1), Stage.ROUNDS, partial(_describe, town, facts))
        story.add(drafted + timedelta(hours=2), Stage.ROUNDS, partial(_set_voting, town, facts))
        story.add(drafted + timedelta(hours=3), Stage.ROUNDS, partial(_set_judging, town, facts))
        story.add(drafted + timedelta(hours=4), Stage.ROUNDS, partial(_appoint, town, facts, content))
        decided = _announced(town, facts) - DECIDED_BEFORE
        story.add(decided, Stage.ROUNDS, partial(_announce, town, facts))


def _announced(town: Town, facts: Facts) -> datetime:
    return town.calendar.moment(facts["timetable"]["announced"])


def _organiser(town: Town, facts: Facts) -> Actor:
    """The organiser of all rounds, who drafts every one."""
    actors = [town.actor(key) for key in facts["organisers"]]
    return next(actor for actor in actors if (Role.ORGANISER, None) in actor.grants)


def _draft(town: Town, facts: Facts, now: datetime) -> None:
    round = services.create_round(
        _organiser(town, facts),
        kind=KINDS[facts["kind"]],
        slug=facts["key"],
        title=facts["title"],
        seed=facts["allocation"]["seed"],
        now=now,
        is_demo=True,
    )
    town.rounds[facts["key"]] = round.id


def _describe(town: Town, facts: Facts, now: datetime) -> None:
    actor, round_id = _organiser(town, facts), town.rounds[facts["key"]]
    services.change_texts(actor, round_id, _texts(facts), now=now)
    starts = {
        Phase(phase): town.calendar.moment(when) if when else None
        for phase, when in facts["timetable"].items()
    }
    services.set_timetable(actor, round_id, starts, now=now)
    proposers = facts["proposers"]
    teams_only = facts["kind"] == "hackathon"
    services.set_proposers(
        actor,
        round_id,
        age_bands=[AgeBand(band) for band in proposers["age_bands"]],
        neighbourhood_ids=[town.neighbourhoods[slug] for slug in proposers["neighbourhoods"]],
        capacities=[ProposesAs.TEAM] if teams_only else list(ProposesAs),
        now=now,
    )


def _texts(facts: Facts) -> services.RoundTexts:
    rules, described = facts["rules"], facts["description"]
    return services.RoundTexts(
        kind=KINDS[facts["kind"]],
        title=facts["title"],
        summary=facts["summary"],
        rules_text={language: f"{described[language]}\n\n{rules[language]}" for language in rules},
        easy_text={
            language: "\n".join(f"- {sentence}" for sentence in sentences)
            for language, sentences in facts["rules_easy"].items()
        },
        promise=facts["promise"],
        neighbourhood_id=None,
        is_binding=facts["binding"],
    )


def _set_voting(town: Town, facts: Facts, now: datetime) -> None:
    actor, key = _organiser(town, facts), facts["key"]
    round_id = town.rounds[key]
    lines = [
        services.PotLine(
            None, pot["name"], pot["amount_cents"], town.neighbourhoods.get(pot["neighbourhood"] or "")
        )
        for pot in facts["pots"]
    ]
    services.set_pots(actor, round_id, lines, now=now)
    for pot, row in zip(facts["pots"], pots_of(round_id), strict=True):
        town.pots[key, pot["key"]] = row.id
    if facts["electorates"]:
        services.set_electorates(
            actor, round_id, [_group(town, each) for each in facts["electorates"]], now=now
        )
        town.electorates |= {(key, each.key): each.id for each in electorates_of(round_id)}
    if facts["ballot"]:
        limits = _named_by_id(town, key, facts["ballot"]["limits"])
        services.set_ballot(actor, round_id, facts["ballot"]["type"], limits, now=now)
    allocation = facts["allocation"]
    services.set_allocation(
        actor,
        round_id,
        allocation["rule"],
        allocation["settings"],
        allocation["ties"].split(","),
        now=now,
    )


def _group(town: Town, facts: Facts) -> services.ElectorateLine:
    return services.ElectorateLine(
        key=facts["key"],
        name=facts["name"],
        age_bands=[AgeBand(band) for band in facts["age_bands"]],
        neighbourhood_ids=[town.neighbourhoods[slug] for slug in facts["neighbourhoods"]],
        evidence=Evidence(facts["evidence"]),
        population=facts.get("population"),
    )


def _named_by_id(town: Town, key: str, limits: Facts) -> dict[str, object]:
    """The limits of a ballot with its pots named as the product names them."""
    named = dict(limits)
    if "pots" in limits:
        named["pots"] = {str(town.pots[key, pot]): own for pot, own in limits["pots"].items()}
    if "one_of" in limits:
        named["one_of"] = [str(town.pots[key, pot]) for pot in limits["one_of"]]
    return named


def _set_judging(town: Town, facts: Facts, now: datetime) -> None:
    rubric = facts["rubric"]
    if rubric is None:
        return
    actor, round_id = _organiser(town, facts), town.rounds[facts["key"]]
    services.start_from_template(actor, round_id, rubric["template"], now=now)
    services.set_judging(
        actor,
        round_id,
        min_scorecards=rubric["min_scorecards"],
        per_entry=rubric["min_scorecards"] + 1,
        max_load=None,
        tie_break=rubric["tie_break"],
        places=facts["allocation"]["settings"]["prizes"],
        now=now,
    )


def _appoint(town: Town, facts: Facts, content: Content, now: datetime) -> None:
    """Give the roles that hold in this round only."""
    for person in content.people:
        for grant in person["roles"]:
            if grant["round"] == facts["key"]:
                services.appoint(
                    FOUNDER, town.rounds[facts["key"]], person["email"], Role(grant["role"]), now=now
                )


def _announce(town: Town, facts: Facts, now: datetime) -> None:
    services.announce_round(_organiser(town, facts), town.rounds[facts["key"]], now=now)
