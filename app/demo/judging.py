"""What mentors did at the hackathon: who scored which entry, who stepped aside, and every scorecard."""

from collections import defaultdict
from datetime import datetime
from functools import partial

from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.conflicts import ConflictKind
from app.judging import services
from app.judging.queries import assignments_in


def tell_judging(story: Story, town: Town, facts: Facts) -> None:
    """Assignments as scoring begins, then recusals and scorecards, each when it was written."""
    entries: dict[str, list[str]] = defaultdict(list)
    for paper in (*facts["scorecards"], *facts["recusals"]):
        entries[paper["mentor"]].append(paper["proposal"])
    for mentor, proposals in entries.items():
        begins = town.calendar.moment(facts["timetable"]["scoring"])
        story.add(begins, Stage.JUDGING, partial(_assign, town, facts, mentor, proposals))
    for recusal in facts["recusals"]:
        declared = town.calendar.moment(recusal["when"])
        story.add(declared, Stage.JUDGING, partial(_step_aside, town, facts["key"], recusal))
    for scorecard in facts["scorecards"]:
        submitted = town.calendar.moment(scorecard["submitted"])
        story.add(submitted, Stage.JUDGING, partial(_submit, town, facts, scorecard))


def _assign(town: Town, facts: Facts, mentor: str, proposals: list[str], now: datetime) -> None:
    services.assign_mentor(
        town.actor(facts["organisers"][0]),
        town.rounds[facts["key"]],
        town.people[mentor],
        [town.proposals[key] for key in proposals],
        now=now,
    )


def _assignment(town: Town, round_key: str, paper: Facts) -> int:
    wanted = (town.people[paper["mentor"]], town.proposals[paper["proposal"]])
    held = assignments_in(town.rounds[round_key])
    return next(each.id for each in held if (each.mentor_id, each.proposal_id) == wanted)


def _step_aside(town: Town, round_key: str, recusal: Facts, now: datetime) -> None:
    services.step_aside(
        town.actor(recusal["mentor"]),
        _assignment(town, round_key, recusal),
        ConflictKind(recusal["kind"]),
        recusal["reason"],
        now=now,
    )


def _submit(town: Town, facts: Facts, scorecard: Facts, now: datetime) -> None:
    given = services.Given(
        version=facts["rubric"]["version"], levels=scorecard["levels"], comments=scorecard["comments"]
    )
    mentor = town.actor(scorecard["mentor"])
    services.submit_scorecard(mentor, _assignment(town, facts["key"], scorecard), given, now=now)
