"""The hackathon of March 2025 from registration to hand-over: seven teams of young and adult people, six mentors."""

import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from app.accounts.queries import actor_of, person_by_email
from app.db.clock import database_now
from app.db.session import transaction
from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.rounds import RoundKind
from app.judging.queries import assignments_in
from app.judging.services import Given, submit_scorecard
from app.results.queries import comments_in
from app.results.recompute_jury import check
from app.results.services import review_comments
from app.rounds.models import Round
from tests.factories import (
    a_mentor,
    a_neighbourhood,
    a_person,
    a_pot,
    a_rubric,
    a_team,
    an_entry,
    content_with,
    round_in,
)
from tests.journeys.city import City
from tests.journeys.organising import link_called
from tests.journeys.proposing import form_of_the_team, founds_a_team, hands_in, joins, writes_an_idea
from tests.journeys.scoring import assigns_by_plan, scores

GRAFFITI = "Legālā grafiti siena"
IDEAS = {
    GRAFFITI: 2,
    "Brīvdabas bibliotēka": 5,
    "Laukums trīs vienā": 4,
    "Rotaļlaukums trīs vienā": 3,
    "Brīvdabas skatuve": 4,
    "Klusie lasīšanas stūri": 1,
    "Skriešanas un velo loks": 3,
}
"""What the seven teams thought of, and how well the mentors liked it."""

DATES = {
    "submission": "2031-03-21T06:00+00:00",
    "scoring": "2031-03-22T10:00+00:00",
    "decision": "2031-03-31T06:00+00:00",
    "closed": "2031-12-31T06:00+00:00",
}
MONEY = {"submission": "2031-04-01T06:00+00:00", "voting": "2031-05-01T06:00+00:00"}
BY_HAND = 1
"""How many teams, and how many scorecards, are made click by click; the others do the same through the services."""

UNKIND = "Jānis neko nedarīja."


@pytest.fixture
def city(visitor, clock, instance):
    """The city three days before."""
    city = City(visitor, clock, instance)
    city.it_is("2031-03-18")
    return city


@pytest.fixture
def hackathon(city):
    """The round as its organiser announced it: teams of a young person and an adult, six mentors, three prizes."""
    with transaction():
        a_neighbourhood(name="Jaunā Forštate")
        round = round_in(
            Phase.SUBMISSION,
            title="Parka hakatons",
            kind=RoundKind.HACKATHON,
            timetable=DATES,
            announced_at=datetime(2031, 2, 17, tzinfo=UTC),
            judging={"min_scorecards": 3, "per_entry": 3, "tie_break": "benefit", "places": 3},
            proposers={"age_bands": [], "neighbourhood_ids": [], "as": ["team"]},
            team_rules={"least": 2, "most": 6, "needs_young": True, "needs_adult": True, "one_team": True},
        )
        a_rubric(round)
    return f"/rounds/{round.slug}"


@pytest.fixture
def people(city, hackathon):
    """An organiser, six mentors, and a founder and a member for each team."""
    with transaction() as session:
        round = session.query(Round).one()
        rows = {"organiser": a_person("Rīkotāja", Role.ORGANISER, round=round)}
        rows |= {f"mentor{n}": a_mentor(f"Mentors {n}", round) for n in range(1, 7)}
        for n in range(1, 8):
            rows[f"young{n}"] = a_person(
                f"Jaunietis {n}", email=f"young{n}@example.com", age_band=AgeBand.FROM_13
            )
            rows[f"adult{n}"] = a_person(f"Pieaugušais {n}", email=f"adult{n}@example.com")
    return {key: city.knows(row.display_name, row) for key, row in rows.items()}


def test_the_hackathon_of_2025(city, people, hackathon):
    ideas = seven_teams_hand_in(city, people, hackathon)
    six_mentors_score(city, people, hackathon, list(ideas))
    the_jury_decides(city, people, hackathon)
    teams_read_what_an_organiser_has_read(people, hackathon, ideas)
    everybody_is_thanked(city, people, hackathon)
    anybody_counts_again(city, hackathon)
    an_idea_goes_on(city, people, ideas)


def seven_teams_hand_in(city, people, hackathon):
    """A young founder, an adult by code; alone a team can write but not hand in. The first does it click by click."""
    city.it_is("2031-03-21")
    ideas = {}
    for number, title in enumerate(IDEAS, start=1):
        young, adult = people[f"young{number}"], people[f"adult{number}"]
        if number > BY_HAND:
            ideas[title] = handed_in_at_once(number, title)
            continue
        team = founds_a_team(young, hackathon, f"Komanda {number}")
        form = form_of_the_team(young, team)
        ideas[title] = writes_an_idea(young, form, title, "9 000", neighbourhood="1")
        if number == 1:
            because = "The team does not meet the rules"
            files = {"files-0-alt": "Siena"}
            young.is_told_no(f"{ideas[title]}/edit", files, button="Hand in", because=because)
        joins(adult, young, team)
        hands_in(adult, ideas[title])
    city.passer_by().sees(f"{hackathon}/proposals", *IDEAS, but_not=("Jaunietis",))
    return ideas


def handed_in_at_once(number, title):
    """The entry of a team that did the same as the others."""
    with transaction() as session:
        round = session.query(Round).one()
        young, adult = (person_by_email(f"{who}{number}@example.com") for who in ("young", "adult"))
        team = a_team(round, young, adult, name=f"Komanda {number}")
        said = content_with(title=title, neighbourhood_id=1)
        return f"/proposals/{an_entry(round, young, team_id=team.id, content=said).id}"


def six_mentors_score(city, people, hackathon, titles):
    """Three scorecards an entry by a seeded plan; each mentor leaves a word to the team."""
    assigns_by_plan(people["organiser"], hackathon, per_entry=3, seed="2025")
    city.it_is("2031-03-22", hour=14)
    by_hand = 0
    for number in range(1, 7):
        for assignment in assignments_in(session_round().id):
            title = assignment.proposal.title
            if assignment.mentor.display_name != f"Mentors {number}":
                continue
            levels = {"feasibility": IDEAS[title], "benefit": IDEAS[title]}
            said = UNKIND if title == GRAFFITI else f"{title}: turpiniet."
            if number == 1 and by_hand < BY_HAND:
                by_hand += 1
                scores(people["mentor1"], title, levels, said)
            else:
                given = Given(version=1, levels=levels, comments={}, team_comment=said)
                submit_scorecard(actor_of(assignment.mentor), assignment.id, given, now=database_now())


def session_round():
    """The hackathon's row."""
    with transaction() as session:
        return session.query(Round).order_by(Round.id).first()


def the_jury_decides(city, people, hackathon):
    """Counted and published; three ideas win."""
    city.it_is("2031-03-31")
    organiser = people["organiser"]
    organiser.sends(f"{hackathon}/count", form_named="Count", told="The count is done.")
    organiser.sends(f"{hackathon}/count", form_named="Publish the result", told="The result is public.")
    city.passer_by().sees(f"{hackathon}/results", *IDEAS)


def teams_read_what_an_organiser_has_read(people, hackathon, ideas):
    """Comment by comment; the unkind one stays with the organiser."""
    organiser, page = people["organiser"], f"{hackathon}/feedback"
    best, graffiti = ideas["Brīvdabas bibliotēka"], ideas[GRAFFITI]
    people["young2"].sees(f"{best}/feedback", "Not ready yet")
    form = f"review-{graffiti.rpartition('/')[2]}"
    seen = organiser.browser.form(page, form).data.getlist("seen")
    hidden = {"hide": seen, **{f"reason-{key}": "Tas sāpina." for key in seen}}
    organiser.sends(page, hidden, form_named=form, told="Saved.")
    rest = [each.key for each in comments_in(session_round(), database_now()) if each.review is None]
    review_comments(
        actor_of(person_by_email(organiser.email)), session_round().id, rest, {}, now=database_now()
    )
    organiser.sends(page, form_named=f"{page}/release", told="Every team can read its feedback now")
    people["young2"].sees(f"{best}/feedback", "You have won", "place 1", "Izcili", "turpiniet.")
    people["adult6"].sees(f"{ideas['Klusie lasīšanas stūri']}/feedback", "Vāji", but_not=("place",))
    people["young1"].sees(f"{graffiti}/feedback", but_not=(UNKIND, "place"))
    people["young2"].is_refused(f"{graffiti}/feedback")


def everybody_is_thanked(city, people, hackathon):
    """Fourteen participants and six mentors, each with a code that says no more than they want."""
    organiser, page = people["organiser"], f"{hackathon}/certificates"
    for kind, count in (("participant", 14), ("mentor", 6)):
        organiser.sends(
            page, {"batch-kind": kind}, form_named="batch", told=f"{count} certificates are issued."
        )
    mine = link_called(people["young2"].sees("/me/"), "Participant")
    city.passer_by().sees(mine, "This certificate is genuine", but_not=("Jaunietis",))
    assert people["young2"].browser.get(f"{mine}/pdf").mimetype == "application/pdf"


def anybody_counts_again(city, hackathon):
    """The bundle recomputes, and holds nothing about a person."""
    files = city.passer_by().browser.get(f"{hackathon}/results/everything.zip")
    with zipfile.ZipFile(BytesIO(files.data)) as archive:
        told = archive.read("jury.json").decode()
    assert check(json.loads(told))[0].startswith("21 scorecards for 7 entries")
    assert not any(word in told for word in ("Jaunietis", "Mentors", "Komanda", "turpiniet", UNKIND))


def an_idea_goes_on(city, people, ideas):
    """The winner becomes a draft of the same team where there is money, and is handed in there."""
    with transaction():
        budget = round_in(
            Phase.SUBMISSION, title="Budžets", timetable=MONEY, announced_at=datetime(2031, 3, 1, tzinfo=UTC)
        )
        a_pot(budget)
    city.it_is("2031-04-02")
    idea, adult = ideas["Brīvdabas bibliotēka"], people["adult2"]
    form = f"round-{budget.id}"
    made = adult.sends(f"{idea}/hand-over", form_named=form, told="The idea goes on.").address
    adult.sends(f"{made}/edit", button="Hand in", told="Your idea is handed in.")
    city.passer_by().sees(made, "Grew out of", "Komanda 2")
    adult.sees(f"{idea}/sheet", "Brīvdabas bibliotēka")
