"""Rows for tests, made with as little as a test wants to say; each function commits and gives back the row.

Every function takes the columns of its model as keywords.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from app.accounts.models import Department, Grant, Person
from app.accounts.queries import actor_of
from app.db.base import db
from app.db.session import transaction
from app.delivery.models import Milestone, Project
from app.domain import ledger
from app.domain.ballots import ballot_type
from app.domain.certificates import CertificateKind
from app.domain.conflicts import ConflictKind
from app.domain.decisions import CouncilWord
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Role
from app.domain.phases import SCHEDULED, Phase
from app.domain.proposal_content import CostLine, ProposalContent
from app.domain.proposal_states import PUBLIC, ProposalState
from app.domain.rounds import Evidence, RoundKind
from app.domain.themes import Theme
from app.domain.words import fold, words_of
from app.judging.models import Assignment, Deliberation, Motion, Recusal, Scorecard
from app.places.models import Neighbourhood, Park, ParkKind
from app.proposals.models import Comment, Proposal, ProposalTheme, ProposalWord, Version
from app.results.models import Certificate, Decision, Publication, Winner
from app.rounds.models import Criterion, Electorate, Pot, Round, Rubric
from app.screening.models import Screening
from app.teams.models import Membership, Team
from app.voting.models import Ballot, Channel

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
"""A Monday noon in the city, for tests that pass the time themselves; pages ask the database's clock instead."""

_number = count(1)


def add(row: Any) -> Any:
    """Store a row of any model and give it back with its id."""
    with transaction() as session:
        session.add(row)
        session.flush()
        session.refresh(row)
    return row


# Places


def a_neighbourhood(name: str = "", **columns: Any) -> Neighbourhood:
    """A neighbourhood."""
    number = next(_number)
    name = name or f"Apkaime {number}"
    return add(Neighbourhood(**{"slug": f"apkaime-{number}", "name": {"lv": name, "en": name}, **columns}))


def a_park(neighbourhood: Neighbourhood | None = None, name: str = "", **columns: Any) -> Park:
    """A park, in a neighbourhood of its own unless one is given."""
    number = next(_number)
    name = name or f"Parks {number}"
    place = neighbourhood or a_neighbourhood()
    given = {"slug": f"parks-{number}", "name": {"lv": name, "en": name}, "kind": ParkKind.PARK}
    return add(Park(**{**given, "neighbourhood_id": place.id, **columns}))


# People


def a_department(name: str = "", **columns: Any) -> Department:
    """A department."""
    number = next(_number)
    name = name or f"Pārvalde {number}"
    return add(Department(**{"slug": f"parvalde-{number}", "name": {"lv": name, "en": name}, **columns}))


def a_person(name: str = "", *roles: Role, round: Round | None = None, **columns: Any) -> Person:
    """A person who reads English and is an adult, with these roles everywhere or in one round."""
    number = next(_number)
    email = columns.pop("email", f"person{number}@example.com")
    given = {"display_name": name or f"Person {number}", "language": "en", "age_band": AgeBand.ADULT}
    keys = {"email": email, "email_key": email.casefold(), "created_at": NOW}
    person = add(Person(**{**given, **keys, **columns}))
    for role in roles:
        a_grant(person, role, round)
    return person


def a_grant(person: Person, role: Role, round: Round | None = None) -> Grant:
    """A role of a person, everywhere or in one round."""
    return add(Grant(person_id=person.id, role=role, round_id=round and round.id, granted_at=NOW))


def an_actor(*roles: Role, round: Round | None = None, **columns: Any) -> Actor:
    """A new person as services know them."""
    return actor_of(a_person("", *roles, round=round, **columns))


# Rounds


def timetable_with(
    phase: Phase, now: datetime | None = None, *, skipped: Iterable[Phase] = (), days: int = 10
) -> dict[str, str]:
    """A timetable, as rounds store it, in which ``now`` lies a day after the start of ``phase``.

    Every phase lasts ``days`` days; those in ``skipped`` do not take place. ``DRAFT`` gives one that starts tomorrow.
    """
    instant = now or datetime.now(UTC)
    planned = [each for each in SCHEDULED if each not in set(skipped)]
    place = planned.index(phase) if phase in planned else -1
    first = instant - timedelta(days=1 + place * days) if place >= 0 else instant + timedelta(days=1)
    starts = (first + timedelta(days=number * days) for number in range(len(planned)))
    return {each.value: start.isoformat() for each, start in zip(planned, starts, strict=True)}


def round_in(
    phase: Phase,
    now: datetime | None = None,
    *,
    skipped: Iterable[Phase] = (),
    days: int = 10,
    **columns: Any,
) -> Round:
    """A round that is in ``phase`` at ``now`` (by default the real now): one line of text each, no pot, no electorate.

    ``skipped`` phases do not take place. ``DRAFT`` gives a round that is not announced.
    """
    instant = now or datetime.now(UTC)
    number = next(_number)
    title = columns.pop("title", f"Kārta {number}")
    texts = {
        "summary": "Idejas pagalmam.",
        "rules_text": "Viens cilvēks, viena balss.",
        "promise": "Uzvarētāju uzbūvē.",
    }
    given: dict[str, Any] = {
        "slug": f"karta-{number}",
        "kind": RoundKind.BUDGET,
        "title": {"lv": title, "en": title} if isinstance(title, str) else title,
        **{name: {"lv": text} for name, text in texts.items()},
        "easy_text": {},
        "timetable": timetable_with(phase, instant, skipped=skipped, days=days),
        "ballot_type": "approval",
        "ballot_limits": {"min": 1, "max": 3},
        "allocation": {"rule": "greedy", "min_votes": 0, "stop_at_first_misfit": False},
        "tie_order": ["votes", "cost", "lot"],
        "seed": "seed-of-the-tests",
        "proposers": {"age_bands": [], "neighbourhood_ids": [], "as": ["resident", "team"]},
        "judging": {"min_scorecards": 3, "per_entry": 3, "max_load": None, "tie_break": "", "places": 3},
        "announced_at": None if phase is Phase.DRAFT else instant - timedelta(days=400),
        "created_at": instant,
        "changed_at": instant,
    }
    return add(Round(**{**given, **columns}))


def a_pot(round: Round, amount_cents: int = 10_000_000, name: str = "Visa pilsēta", **columns: Any) -> Pot:
    """A pot of the round: 100,000 € for the whole city."""
    return add(Pot(**{"round_id": round.id, "name": {"lv": name}, "amount_cents": amount_cents, **columns}))


def an_electorate(round: Round, key: str = "residents", **columns: Any) -> Electorate:
    """A group of voters of the round: everybody, known by their e-mail address."""
    given = {
        "name": {"lv": key.title()},
        "age_bands": [],
        "neighbourhood_ids": [],
        "evidence": Evidence.EMAIL,
    }
    return add(Electorate(**{"round_id": round.id, "key": key, **given, **columns}))


def ready_round_in(phase: Phase, now: datetime | None = None, **columns: Any) -> Round:
    """As :func:`round_in`, with a pot, an electorate and a rubric: nothing is missing for an announcement."""
    round = round_in(phase, now, **columns)
    a_pot(round)
    an_electorate(round)
    a_rubric(round)
    return round


LEVELS = {1: "Vāji", 2: "Viduvēji", 3: "Labi", 4: "Ļoti labi", 5: "Izcili"}


def a_rubric(
    round: Round,
    criteria: Sequence[Mapping[str, Any]] = (
        {"key": "feasibility", "weight": 3},
        {"key": "benefit", "weight": 2},
    ),
    version: int = 1,
) -> Rubric:
    """A rubric whose criteria have the scale 1 to 5 and a descriptor for each level unless they say otherwise."""
    rubric = add(Rubric(round_id=round.id, version=version, created_at=round.created_at))
    for position, columns in enumerate(criteria):
        a_criterion(rubric, **{"position": position, **columns})
    return rubric


def a_criterion(rubric: Rubric, key: str, **columns: Any) -> Criterion:
    """One criterion of a rubric."""
    levels = range(columns.get("lo", 1), columns.get("hi", 5) + 1)
    given = {
        "name": {"lv": key.title(), "en": key.title()},
        "description": {},
        "descriptors": {str(level): {"lv": LEVELS.get(level, f"Līmenis {level}")} for level in levels},
    }
    return add(Criterion(**{"rubric_id": rubric.id, "key": key, **given, **columns}))


# Teams and proposals


def a_team(round: Round, founder: Person | None = None, *members: Person, **columns: Any) -> Team:
    """An open team of the round with its founder and members; its code is valid for a week."""
    number = next(_number)
    name = columns.pop("name", f"Komanda {number}")
    founder = founder or a_person()
    now = columns.pop("created_at", None) or datetime.now(UTC)
    given = {
        "round_id": round.id,
        "name": name,
        "name_key": fold(name),
        "founder_id": founder.id,
        "join_code": f"TEAM{number:04}".replace("0", "A").replace("1", "B"),
        "join_code_expires_at": now + timedelta(days=7),
        "created_at": now,
    }
    team = add(Team(**{**given, **columns}))
    for person in (founder, *members):
        add(Membership(team_id=team.id, person_id=person.id, joined_at=now))
    return team


def content_with(**fields: Any) -> ProposalContent:
    """What a proposal says that lacks nothing but a place: one cost line of 1,000 €."""
    given = {
        "language": "lv",
        "title": f"Ideja {next(_number)}",
        "summary": "Soliņš zem liepām.",
        "description": "Koka soliņš ar atzveltni.",
        "themes": (Theme.GREEN,),
        "cost_lines": (CostLine("Soliņš", 100_000),),
    }
    return ProposalContent(**{**given, **fields})


def a_proposal(
    round: Round,
    author: Person | None = None,
    *,
    state: ProposalState = ProposalState.SUBMITTED,
    content: ProposalContent | None = None,
    at: datetime | None = None,
    **columns: Any,
) -> Proposal:
    """A proposal with its first version, submitted unless ``state`` says otherwise; ``at`` is when (by default now).

    What it says comes from ``content``; columns of the row, such as ``team_id`` or ``official_cost_cents``, win.
    """
    said = content or content_with(**{"title": columns["title"]} if "title" in columns else {})
    moment = at or datetime.now(UTC)
    row = {
        "round_id": round.id,
        "author_id": (author or a_person()).id,
        "state": state,
        "language": said.language,
        "title": said.title,
        "summary": said.summary,
        "neighbourhood_id": said.neighbourhood_id,
        "park_id": said.park_id,
        "themes": [theme.value for theme in said.themes],
        "cost_cents": said.cost_cents,
        "upkeep_cents": said.upkeep_cents,
        "created_at": moment,
        "changed_at": moment,
        "submitted_at": moment if state in PUBLIC else None,
    }
    proposal = add(Proposal(**{**row, **columns}))
    words = words_of(f"{said.title}\n{said.summary}\n{said.description}")
    with transaction() as session:
        session.add(Version(proposal_id=proposal.id, number=1, content=said.as_data(), saved_at=moment))
        session.add_all(ProposalTheme(proposal_id=proposal.id, theme=theme) for theme in said.themes)
        session.add_all(ProposalWord(round_id=round.id, proposal_id=proposal.id, word=word) for word in words)
    return proposal


def a_comment(
    proposal: Proposal, author: Person | None = None, body: str = "Laba doma.", **columns: Any
) -> Comment:
    """A comment that everybody can read."""
    given = {
        "author_id": (author or a_person()).id,
        "body": body,
        "language": "lv",
        "written_at": datetime.now(UTC),
    }
    return add(Comment(**{"proposal_id": proposal.id, **given, **columns}))


# Screening and judging


def an_entry(round: Round, author: Person | None = None, **columns: Any) -> Proposal:
    """A proposal that was handed in a day after submission began, in time for everybody to judge it."""
    began = datetime.fromisoformat(round.timetable["submission"])
    return a_proposal(round, author, at=began + timedelta(days=1), **columns)


def a_reviewer(department: Department | None = None, round: Round | None = None) -> Person:
    """Somebody who answers for a department, everywhere or in one round."""
    place = department or a_department()
    return a_person("", Role.REVIEWER, round=round, department_id=place.id)


def a_screening(proposal: Proposal, department: Department | None = None, **columns: Any) -> Screening:
    """A department's task about a proposal, due in a week, not answered."""
    now = datetime.now(UTC)
    given = {
        "department_id": (department or a_department()).id,
        "due_on": (now + timedelta(days=7)).date(),
        "assigned_at": now,
    }
    return add(Screening(**{"proposal_id": proposal.id, **given, **columns}))


def a_mentor(name: str = "", round: Round | None = None, **columns: Any) -> Person:
    """Somebody who scores, everywhere or in one round."""
    return a_person(name, Role.MENTOR, round=round, **columns)


def an_assignment(proposal: Proposal, mentor: Person | None = None, **columns: Any) -> Assignment:
    """A mentor who is to score an entry."""
    given = {"mentor_id": (mentor or a_mentor()).id, "assigned_at": datetime.now(UTC)}
    return add(Assignment(**{"proposal_id": proposal.id, "round_id": proposal.round_id, **given, **columns}))


def a_recusal(proposal: Proposal, mentor: Person, **columns: Any) -> Recusal:
    """A mentor who has stepped aside from an entry."""
    given = {"kind": ConflictKind.FAMILY, "reason": "Mana māsa ir komandā.", "declared_at": datetime.now(UTC)}
    mine = {"proposal_id": proposal.id, "round_id": proposal.round_id, "mentor_id": mentor.id}
    return add(Recusal(**{**mine, **given, **columns}))


def a_scorecard(
    assignment: Assignment, rubric: Rubric, *, at: datetime | None = None, **columns: Any
) -> Scorecard:
    """A submitted scorecard; ``levels`` are stored as given, ``submitted_at=None`` makes it a draft."""
    moment = at or datetime.now(UTC)
    given = {"levels": {}, "comments": {}, "saved_at": moment, "submitted_at": moment}
    return add(Scorecard(**{"assignment_id": assignment.id, "rubric_id": rubric.id, **given, **columns}))


def a_motion(round: Round, *order: Proposal, closed_at: datetime | None = None, **columns: Any) -> Motion:
    """An open motion in the deliberation of the round, which these entries are on the agenda of."""
    now = datetime.now(UTC)
    if db.session.get(Deliberation, round.id) is None:
        places = [
            {"id": str(each.id), "position": place, "best": 1, "worst": len(order)}
            for place, each in enumerate(order, start=1)
        ]
        ended = {"closed_at": closed_at, "statement": "Paliek." if closed_at else ""}
        add(Deliberation(round_id=round.id, agenda={"cut": 1, "entries": places}, opened_at=now, **ended))
    given = {"order": [], "reason": "Paliek, kā ir.", "moved_at": now, "recused": []}
    return add(Motion(**{"round_id": round.id, **given, **columns}))


# Results and delivery


def a_certificate(round: Round, holder: Person | None = None, **columns: Any) -> Certificate:
    """A participant's certificate in English that shows no name."""
    number = next(_number)
    code = f"TEST-{number % 10_000:04}-AAAA".replace("0", "X").replace("1", "Y")
    given = {
        "kind": CertificateKind.PARTICIPANT,
        "code": code,
        "person_id": holder and holder.id,
        "language": "en",
        "issued_at": datetime.now(UTC),
    }
    return add(Certificate(**{"round_id": round.id, **given, **columns}))


def a_counted_ballot(
    round: Round,
    electorate: Electorate,
    *proposals: Proposal,
    channel: Channel = Channel.ONLINE,
    **columns: Any,
) -> Ballot:
    """An approval ballot in the box that names these proposals; nobody on the roll has cast it."""
    number = next(_number)
    choices = ballot_type("approval").canonical(tuple(sorted(str(each.id) for each in proposals)))
    hashed = ledger.receipt_hash(round.id, f"RECEIPT{number}")
    given = {
        "id": f"ballot-{number}",
        "voter_tag": f"tag-{number}",
        "revision": 1,
        "cast_key": f"key-{number}",
        "receipt_hash": hashed,
        "channel": channel,
        "choices": choices,
        "leaf_hash": ledger.leaf_hash(round.id, hashed, channel.value, choices),
    }
    return add(Ballot(**{"round_id": round.id, "electorate_id": electorate.id, **given, **columns}))


def a_winner(round: Round, place: int = 1, *, proposal: Proposal | None = None, **columns: Any) -> Proposal:
    """A proposal that won by the published result of the round; the result is made with its first winner."""
    won = proposal or a_proposal(round, **columns)
    with transaction() as session:
        if session.get(Publication, round.id) is None:
            session.add(Publication(round_id=round.id, winners={}, published_at=datetime.now(UTC)))
            session.flush()
        session.add(Winner(proposal_id=won.id, round_id=round.id, place=place))
    return won


def a_decision(proposal: Proposal, word: CouncilWord = CouncilWord.CONFIRMED, **columns: Any) -> Decision:
    """The council's word on a winner."""
    given = {"word": word, "reason": "Tā nolēmusi dome.", "decided_at": datetime.now(UTC)}
    whose = {"round_id": proposal.round_id, "proposal_id": proposal.id}
    return add(Decision(**{**whose, **given, **columns}))


def a_project(proposal: Proposal, department: Department | None = None, **columns: Any) -> Project:
    """A project made from a winner that the council has confirmed."""
    a_decision(proposal)
    whose = {"round_id": proposal.round_id, "proposal_id": proposal.id}
    given = {"department_id": department and department.id, "promised_at": datetime.now(UTC)}
    return add(Project(**{**whose, **given, **columns}))


def a_milestone(project: Project, planned_on: date, name: str = "", **columns: Any) -> Milestone:
    """A step of a project."""
    given = {"name": name or f"Solis {next(_number)}", "planned_on": planned_on}
    return add(Milestone(**{"project_id": project.id, **given, **columns}))
