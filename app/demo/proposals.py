"""Teams and ideas: founded, joined, drafted with pictures, handed in, talked about and followed."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from app.demo.pictures import store_picture
from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.permissions import Actor
from app.domain.proposal_content import ALT_LENGTH, AttachmentKind, CostLine, ProposalContent
from app.domain.themes import Theme
from app.proposals import services
from app.proposals.queries import content_of, latest_version
from app.teams import services as teams
from app.teams.queries import team_by_id
from app.web.uploads import StoredFile

FOLLOWED_AFTER = timedelta(hours=5)
"""Followers come one by one after an idea is handed in."""

ALTS_AFTER = timedelta(minutes=6)
"""Pictures get their words a little after they were sent."""

DRAWN = {
    "lv": "demonstrācijas zīmējums",
    "ru": "демонстрационный рисунок",
    "en": "drawn for the demo",
}
"""What marks a picture as invented, in the language of its idea."""


def tell_teams(story: Story, town: Town, facts: Facts) -> None:
    """Founding a team, and its members joining one by one."""
    for team in facts["teams"]:
        founded = town.calendar.moment(team["founded"])
        story.add(founded, Stage.PROPOSALS, partial(_found, town, facts["key"], team))
        others = [key for key in team["members"] if key != team["founder"]]
        for number, key in enumerate(others, start=1):
            joined = founded + timedelta(hours=number)
            story.add(joined, Stage.PROPOSALS, partial(_join, town, team["key"], key))


def tell_proposals(story: Story, town: Town, facts: Facts) -> None:
    """Each idea of a round, from its first draft on."""
    for idea in facts["proposals"]:
        created = town.calendar.moment(idea["created"])
        story.add(created, Stage.PROPOSALS, partial(begin_idea, town, facts, idea))
        if idea["pictures"]:
            story.add(created + ALTS_AFTER, Stage.PROPOSALS, partial(_name_pictures, town, facts, idea))
        if idea["submitted"] and idea["state"] == "submitted":
            _tell_public_life(story, town, facts, idea)


def _tell_public_life(story: Story, town: Town, facts: Facts, idea: Facts) -> None:
    submitted = town.calendar.moment(idea["submitted"])
    story.add(submitted, Stage.PROPOSALS, partial(_submit, town, facts, idea))
    for number, key in enumerate(idea["followers"], start=1):
        followed = submitted + number * FOLLOWED_AFTER
        story.add(followed, Stage.PROPOSALS, partial(follow, town, idea["key"], key))
    for comment in idea["comments"]:
        written = town.calendar.moment(comment["when"])
        story.add(written, Stage.PROPOSALS, partial(_comment, town, idea["key"], comment))


def tell_rivals(story: Story, town: Town, facts: Facts) -> None:
    """The organiser puts ideas together of which only so many can be built."""
    for group in facts["conflict_groups"]:
        grouped = town.calendar.moment(facts["asked_departments"])
        story.add(grouped, Stage.PROPOSALS, partial(_group, town, facts, group))


def author_key(facts: Facts, idea: Facts) -> str:
    """Who acts for an idea: its author, or the founder of its team."""
    if idea["author"]:
        return str(idea["author"])
    return str(next(team["founder"] for team in facts["teams"] if team["key"] == idea["team"]))


def _found(town: Town, round_key: str, team: Facts, now: datetime) -> None:
    founder = town.actor(team["founder"])
    made = teams.found_team(founder, town.rounds[round_key], name=team["name"], motto=team["motto"], now=now)
    town.teams[team["key"]] = made.id


def _join(town: Town, team_key: str, person_key: str, now: datetime) -> None:
    team = team_by_id(town.teams[team_key])
    if team is not None:
        teams.admit_by_hand(town.actor(person_key), team.join_code, now=now)


def _drawn(town: Town, idea: Facts, picture: Facts, number: int) -> StoredFile:
    shows = picture.get("shows", idea["themes"][0])
    return store_picture(town, picture["kind"], shows, f"{idea['key']}-{number}")


def begin_idea(town: Town, facts: Facts, idea: Facts, now: datetime) -> None:
    """Let its author, or the founder of its team, write the first draft of an idea."""
    files = [
        services.NewFile(AttachmentKind.IMAGE, stored.key, stored.name, stored.size_bytes)
        for number, picture in enumerate(idea["pictures"])
        for stored in [_drawn(town, idea, picture, number)]
    ]
    proposal = services.begin_proposal(
        _author(town, facts, idea),
        town.rounds[facts["key"]],
        _content(town, facts, idea),
        team_id=town.teams[idea["team"]] if idea["team"] else None,
        new_files=files,
        now=now,
    )
    town.proposals[idea["key"]] = proposal.id


def _author(town: Town, facts: Facts, idea: Facts) -> Actor:
    return town.actor(author_key(facts, idea))


def _content(town: Town, facts: Facts, idea: Facts) -> ProposalContent:
    point = idea["point"] or {"lat": None, "lon": None}
    return ProposalContent(
        language=idea["lang"],
        title=idea["title"],
        summary=idea["summary"],
        description=idea["description"],
        neighbourhood_id=town.neighbourhoods.get(idea["neighbourhood"] or ""),
        park_id=town.parks.get(idea["park"] or ""),
        lat=point["lat"],
        lon=point["lon"],
        themes=tuple(Theme(theme) for theme in idea["themes"]),
        cost_lines=tuple(CostLine(line["what"], line["amount_cents"]) for line in idea["cost_lines"]),
        upkeep_cents=idea["yearly_upkeep_cents"] or 0,
        pot_id=town.pots[facts["key"], idea["pot"]] if idea["pot"] else None,
        video_url=idea["video_link"] or "",
    )


def _name_pictures(town: Town, facts: Facts, idea: Facts, now: datetime) -> None:
    """Save the idea again with words for its pictures, as its author would after seeing them."""
    proposal_id = town.proposals[idea["key"]]
    saved = content_of(latest_version(proposal_id))
    files = tuple(
        replace(file, alt=marked(picture["alt"], idea["lang"]))
        for file, picture in zip(saved.files, idea["pictures"], strict=True)
    )
    services.save_proposal(_author(town, facts, idea), proposal_id, replace(saved, files=files), now=now)


def marked(alt: str, language: str) -> str:
    """The words of a picture, saying that it was drawn for the demo."""
    mark = f" ({DRAWN[language]})"
    return alt[: ALT_LENGTH - len(mark)] + mark


def _submit(town: Town, facts: Facts, idea: Facts, now: datetime) -> None:
    services.submit_proposal(_author(town, facts, idea), town.proposals[idea["key"]], now=now)


def follow(town: Town, idea_key: str, person_key: str, now: datetime) -> None:
    """Let somebody follow an idea, and later the project that comes of it."""
    services.follow_proposal(town.actor(person_key), town.proposals[idea_key], now=now)


def _comment(town: Town, idea_key: str, comment: Facts, now: datetime) -> None:
    services.write_comment(
        town.actor(comment["author"]),
        town.proposals[idea_key],
        body=comment["text"],
        language=comment["lang"],
        now=now,
    )


def _group(town: Town, facts: Facts, group: Facts, now: datetime) -> None:
    services.group_rivals(
        town.actor(facts["organisers"][-1]),
        town.rounds[facts["key"]],
        name=group["name"],
        at_most=group["at_most"],
        proposal_ids=[town.proposals[key] for key in group["proposals"]],
        now=now,
    )
