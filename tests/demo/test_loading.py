"""The demo city is whole: everything in its files happened, by the product's own rules, and is what today shows."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, UnidentifiedImageError
from sqlalchemy import func, select

from app.accounts.models import Person
from app.accounts.queries import demo_people, person_by_email
from app.audit.models import Entry
from app.db.base import db
from app.db.clock import database_now
from app.delivery.queries import milestones_of, project_of, updates_of
from app.demo.guests import guests
from app.demo.reading import read_content
from app.domain.people import MINORS, NAMELESS
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.judging.models import Recusal, Scorecard
from app.notices.models import Mail
from app.proposals.models import Comment, ConflictGroup, Follow, Proposal
from app.results.queries import decisions_of, published_result
from app.rounds.models import Round
from app.rounds.queries import phase_of, round_by_slug
from app.screening.models import Screening
from app.teams.models import Team
from app.voting.models import Ballot
from app.voting.queries import rounded_count, turnout_of
from tests.client import PageClient
from tests.demo.crawl import walk

ROUNDS = {facts["key"]: facts for facts in read_content().rounds}
ROUND_PAGES = [f"/rounds/{key}" for key in ROUNDS]
ONE_OF_EACH_ROLE = {guest.roles: guest.email for guest in guests().values() if guest.is_featured}.values()


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def total(name: str) -> int:
    return sum(len(facts[name]) for facts in ROUNDS.values())


def in_ideas(name: str) -> int:
    return sum(len(idea[name]) for facts in ROUNDS.values() for idea in facts["proposals"])


def round_of(key: str) -> Round:
    round = round_by_slug(key)
    assert round is not None
    return round


def ideas_of(key: str) -> dict[str, Proposal]:
    """The proposals of a round by their keys in the files, recognised by their titles."""
    rows = db.session.scalars(select(Proposal).where(Proposal.round_id == round_of(key).id))
    by_title = {row.title: row for row in rows}
    return {idea["key"]: by_title[idea["title"]] for idea in ROUNDS[key]["proposals"]}


def test_loading_ends_with_one_line_in_a_log(city: Flask, demo_folder: Path):
    said = (demo_folder / "said.txt").read_text().splitlines()
    assert len(said) == 1
    assert said[0].startswith("The demo city is loaded: 48 people, 4 rounds, 57 ideas, ")


def test_a_second_loading_finds_the_city_there(city: Flask):
    before = count(Entry)
    again = city.test_cli_runner().invoke(args=["demo"])
    assert (again.exit_code, again.output) == (0, "The demo city is there already.\n")
    assert count(Entry) == before


def test_everything_in_the_files_is_there(city: Flask):
    assert count(Person) == len(read_content().people) == len(demo_people())
    assert count(Team) == total("teams")
    handed_over = sum(len(facts.get("after", {}).get("handed_over", ())) for facts in ROUNDS.values())
    examples = [facts["calibration"] for facts in ROUNDS.values() if "calibration" in facts]
    assert count(Proposal) == total("proposals") + handed_over + len(examples)
    assert count(Comment) == in_ideas("comments")
    assert count(Screening) == in_ideas("screening")
    assert count(Scorecard) == total("scorecards") + sum(len(each["scorecards"]) for each in examples)
    declared = select(func.count()).where(Recusal.reason != "")
    assert db.session.scalar(declared) == total("recusals")
    assert count(ConflictGroup) == total("conflict_groups")
    assert count(Follow) >= in_ideas("followers")
    assert all(round.is_demo for round in db.session.scalars(select(Round)))


@pytest.mark.parametrize(
    ("key", "phase"),
    [
        ("budget-last", Phase.DELIVERY),
        ("hackathon-2025", Phase.DELIVERY),
        ("budget-now", Phase.VOTING),
        ("youth-fund-now", Phase.SUBMISSION),
    ],
)
def test_each_round_is_where_the_demo_wants_it_today(city: Flask, key: str, phase: Phase):
    assert phase_of(round_of(key), database_now()) is phase


def test_the_departments_answers_decide_what_is_on_the_ballot(city: Flask):
    for key in ("budget-now", "budget-last", "hackathon-2025"):
        proposals = ideas_of(key)
        for idea in ROUNDS[key]["proposals"]:
            proposal = proposals[idea["key"]]
            assert (
                proposal.state == ProposalState(idea["screening"][-1]["verdict"])
                or len(idea["screening"]) > 1
            )
            estimates = [
                each["estimate_cents"] for each in idea["screening"] if each["estimate_cents"] is not None
            ]
            assert proposal.official_cost_cents == max(estimates, default=None)
    states = [proposal.state for proposal in ideas_of("budget-now").values()]
    assert states.count(ProposalState.NOT_FEASIBLE) == 2
    assert len(states) == 26


@pytest.mark.parametrize("key", ["budget-last", "hackathon-2025"])
def test_the_results_are_those_that_the_files_expect(city: Flask, key: str):
    expected = [ideas_of(key)[winner] for winner in ROUNDS[key]["results"]["expected_winners"]]
    result = published_result(round_of(key).id)
    assert result is not None
    assert sorted(result.winner_ids) == sorted(proposal.id for proposal in expected)
    words = {decision.proposal_id: decision.word for decision in decisions_of(round_of(key).id)}
    told = {ideas_of(key)[each["proposal"]].id: each["decision"] for each in ROUNDS[key]["decisions"]}
    assert words == told


@pytest.mark.parametrize("key", ["budget-last", "hackathon-2025"])
def test_every_confirmed_winner_is_a_project_in_the_right_state(city: Flask, key: str):
    for facts in ROUNDS[key]["projects"]:
        project = project_of(ideas_of(key)[facts["proposal"]].id)
        assert project is not None
        assert project.state == facts["state"]
        milestones = milestones_of(project.id)
        assert [row.done_on is not None for row in milestones] == [
            bool(each["done"]) for each in facts["milestones"]
        ]
        assert [bool(row.late_reason) for row in milestones] == [
            bool(each["late_reason"]) for each in facts["milestones"]
        ]
        assert updates_of(project.id).total == len(facts["updates"])
    declined = [each for each in ROUNDS[key]["decisions"] if each["decision"] == "declined"]
    assert all(project_of(ideas_of(key)[each["proposal"]].id) is None for each in declined)


def test_the_ballots_follow_the_recipe_and_the_newest_of_a_voter_counts(city: Flask):
    for key in ("budget-now", "budget-last"):
        electorates = ROUNDS[key]["ballot_generation"]["electorates"].values()
        wanted = sum(each["ballots"] if "ballots" in each else len(each["people"]) for each in electorates)
        counted = sum(turnout.ballots for turnout in turnout_of(round_of(key).id))
        assert wanted * 0.95 <= counted <= wanted
        assert rounded_count(round_of(key).id) == counted - counted % 10
    assert db.session.scalar(select(func.count()).where(Ballot.superseded)) > 0


def test_time_has_come_home_and_every_act_lies_in_its_past(city: Flask):
    assert not city.config["CLOCK_OFFSET"]
    moments = list(db.session.scalars(select(Entry.at).order_by(Entry.id)))
    assert moments == sorted(moments)
    assert moments[-1] <= database_now()
    assert (moments[-1] - moments[0]).days > 365


def test_nobody_gets_mail_about_what_happened_before_they_came(city: Flask, demo_folder: Path):
    assert count(Mail) == 0
    assert not (demo_folder / "outbox").exists()


def test_every_public_page_answers_and_tells_nothing_about_anybody_under_16(city: Flask, guest: PageClient):
    files: dict[str, bytes] = {}
    pages = walk(city, guest, "/", *ROUND_PAGES, *TEAM_PAGES, *GALLERY, of_a_kind=20, files=files)
    assert {"/", "/rounds/", "/projects", "/rounds/budget-last/results", *GALLERY} <= set(pages)
    told = {path: text for path, text in pages.items() if "/demo/" not in path}
    told |= {path: _readable(data) for path, data in files.items()}
    assert any(path.endswith((".csv", ".json", ".pb", ".ics", ".xml")) for path in files)
    hidden = [
        said
        for person in demo_people()
        if not person.shows_name or person.age_band in MINORS
        for said in (person.display_name, person.email)
    ]
    children = [person for person in demo_people() if person.age_band in NAMELESS]
    grown_ups = {person.display_name.split()[-1] for person in demo_people() if person not in children}
    hidden += sorted({person.display_name.split()[-1] for person in children} - grown_ups)
    assert [(path, words) for path, text in told.items() for words in hidden if words in text] == []
    first_names = {person.display_name.split()[0] for person in children}
    on_team_pages = {
        (path, word)
        for path in TEAM_PAGES
        for word in pages[path].replace(",", " ").split()
        if word in first_names
    }
    assert on_team_pages == set()


TEAM_PAGES = [f"/teams/{number}" for number in range(1, total("teams") + 1)]
GALLERY = [
    f"/rounds/hackathon-2025/{page}" for page in ("teams", "gallery", "stage", "stage/1", "comparison")
]


def _readable(data: bytes) -> str:
    """Everything that somebody could read in a file: its text, or what a picture says besides its points."""
    try:
        with Image.open(BytesIO(data)) as picture:
            assert not picture.getexif(), "a picture says where or when it was taken"
            return " ".join(str(value) for value in picture.info.values())
    except UnidentifiedImageError:
        return data.decode("utf-8", "replace")


@pytest.mark.parametrize("email", ONE_OF_EACH_ROLE)
def test_every_page_answers_for_whom_one_can_be(city: Flask, guest: PageClient, email: str):
    guest.sign_in(person_by_email(email))
    assert len(walk(city, guest, "/", "/me/", *ROUND_PAGES, of_a_kind=1)) > 10


def test_the_people_one_can_be_come_with_their_stories(city: Flask, guest: PageClient):
    page = guest.get("/demo/people").page
    shown = [button for button in page.all("button") if "Be " in "".join(button.itertext())]
    assert len(shown) == count(Person)
    assert guests()["laura.sprudzane@demo.talka.example"].blurb["en"] in page.text
    assert page.text.index("Inga Vilciņa") < page.text.index("Milana Beļāne")
