"""The pages of a result: what everybody sees, what organisers do, and what can be downloaded."""

import csv
import io
import json
from hashlib import sha256

import pytest

from app.domain.allocation import allocate
from app.domain.pabulib import read
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.tally import TieOrder
from app.results import queries
from app.results.views import files
from app.results.views.lines import LOSERS_A_PAGE
from app.rounds.queries import rules_hash
from app.voting.models import Channel
from tests.factories import (
    a_counted_ballot,
    a_neighbourhood,
    a_person,
    a_pot,
    a_proposal,
    an_electorate,
    round_in,
)
from tests.results.polls import a_vote_over, closed, published, tallied
from tests.results.test_tallying import a_scored_round


@pytest.fixture
def counted(app):
    """A published round."""
    done = a_vote_over()
    published(done)
    return done


def test_winners_come_first_with_their_reasons(client, counted):
    page = client.get(counted.url()).page
    assert page.h1 == "The result"
    assert "4 votes, number 1 on the list. After it €40,000 of €100,000 were left." in page.text
    assert "Just missed" in page.text
    assert "It costs €50,000, but after 1 idea only €40,000 were left: €10,000 too little." in page.text
    assert (
        page.text.index("Ideja 6000000") < page.text.index("Ideja 3000000") < page.text.index("Just missed")
    )


def test_other_rules_stand_beside(client, counted):
    text = client.get(counted.url()).page.text
    assert "Most votes (this round)" in text
    assert "Equal shares: every voter decides about the same part of the money" in text
    assert "83%" in text


def test_a_result_reads_in_the_readers_language(client, counted):
    client.language = "lv"
    assert client.get(counted.url()).page.lang == "lv"


def test_before_publication_there_is_only_the_promise_of_a_page(client, visitor, app):
    counted = a_vote_over()
    tallied(counted)
    page = client.get(counted.url()).page
    assert "The result is not published yet" in page.text
    assert "Ideja" not in page.text
    organiser = visitor().sign_in(counted.organiser)
    assert counted.url("count") in organiser.get(counted.url()).page.links
    for name in ("round.pb", "ledger.csv", "rules.json"):
        assert client.get(counted.url(f"results/{name}")).status_code == 404


def test_hidden_and_unknown_rounds_have_no_result(client, app):
    draft = round_in(Phase.DRAFT)
    for slug in (draft.slug, "nowhere"):
        for page in ("results", "results/rules.json", "count"):
            assert client.get(f"/rounds/{slug}/{page}").status_code == 404


def test_each_group_of_voters_has_its_own_view(client, app):
    counted = a_vote_over(close=False)
    youth = an_electorate(counted.round, "youth", position=1)
    a_counted_ballot(counted.round, youth, counted.proposals[1], channel=Channel.PAPER)
    closed(counted)
    published(counted)
    page = client.get(f"{counted.url()}?electorate=youth").page
    assert "1 vote, number 1 on the list." in page.text
    assert "Each group of voters is counted apart. The vote of “Residents” decides" in page.text
    assert client.get(f"{counted.url()}?electorate=nobody").page.text == client.get(counted.url()).page.text


def test_ties_that_mattered_show_their_hashes(client, app):
    counted = a_vote_over(costs=(6_000_000, 6_000_000), ballots=((0,), (1,)))
    published(counted)
    text = client.get(counted.url()).page.text
    assert "Ties that mattered" in text
    for proposal in counted.proposals:
        lot = sha256(f"seed-of-the-tests:{proposal.id}".encode()).hexdigest()
        assert lot in text


def test_several_pots_and_places_are_told_apart(client, app):
    counted = a_vote_over(close=False)
    pot = a_pot(counted.round, 2_000_000, "Grīvas nauda", position=1)
    place = a_neighbourhood("Grīva")
    local = a_proposal(counted.round, pot_id=pot.id, cost_cents=1_500_000, neighbourhood_id=place.id)
    a_counted_ballot(counted.round, counted.electorate, local)
    closed(counted)
    published(counted)
    page = client.get(counted.url()).page
    assert "What won: Grīvas nauda" in page.text
    names = read(client.get(counted.url(f"results/round-residents-{pot.id}.pb")).data)
    assert [project.id for project in names.projects] == [str(local.id)]


def test_a_jurys_result_names_places(client, visitor, app):
    round, _entries = a_scored_round(2, 5, 4, None)
    organiser = a_person("", Role.ORGANISER)
    desk = visitor().sign_in(organiser)
    assert desk.submit(f"/rounds/{round.slug}/count", form_named="Count").status_code == 303
    assert desk.submit(f"/rounds/{round.slug}/count", form_named="Publish the result").status_code == 303
    page = client.get(f"/rounds/{round.slug}/results").page
    assert "100.0 of 100 points from 3 mentors: place 1." in page.text
    assert "Too few mentors scored it, so it has no place." in page.text
    assert client.get(f"/rounds/{round.slug}/results/ledger.csv").status_code == 404
    assert len(rows(client.get(f"/rounds/{round.slug}/results/projects.csv"))) == 4


def test_closing_counting_looking_and_publishing_are_plain_steps(visitor, app):
    counted = a_vote_over(close=False)
    desk = visitor().sign_in(counted.organiser)
    assert desk.submit(counted.url("count"), form_named="Close it for good").status_code == 303
    assert desk.submit(counted.url("count"), form_named="Count").leads_to == counted.url("count")
    assert "A preview" in desk.get(counted.url("count/preview")).page.text
    done = desk.submit(counted.url("count"), form_named="Publish the result")
    assert done.leads_to == counted.url()
    assert "What won" in desk.follow(done).page.text
    assert "The result is public" in desk.get(counted.url("count")).page.text


@pytest.mark.parametrize("run", ["", "x", "1e999", "-1", "9" * 400, "\x00", "٣"])
def test_a_forged_count_is_refused(visitor, app, run):
    counted = a_vote_over()
    tallied(counted)
    organiser = visitor().sign_in(counted.organiser)
    refused = organiser.submit(counted.url("count"), form_named="Publish the result", forged={"run": run})
    assert refused.status_code == 422
    assert not queries.is_published(counted.round.id)


@pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_only_organisers_count(client, app, role):
    counted = a_vote_over()
    if role:
        client.sign_in(a_person("", role))
    for page in ("count", "count/preview"):
        assert client.get(counted.url(page)).status_code == (403 if role else 303)
    for page in ("count", "count/publish"):
        assert client.post(counted.url(page)).status_code in (400, 403)


def rows(response):
    """The rows of a CSV file, by column."""
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))


def test_everything_can_be_downloaded_and_counted_again(client, counted):
    page = client.get(counted.url()).page
    names = [one.text for one in page.all("a") if one.get("download") is not None]
    assert names == ["everything.zip", *files.file_names(queries.published_result(counted.round.id).output)]
    pb = read(client.get(counted.url("results/round.pb")).data)
    again = allocate("greedy", pb.election(TieOrder.parse("votes,cost,id")), {})
    assert list(again.selected) == counted.ids(0, 2)
    assert {ballot.voter_id for ballot in pb.ballots} == {
        row["receipt_hash"] for row in rows(client.get(counted.url("results/ledger.csv")))
    }


def test_the_ledger_holds_superseded_ballots_too(client, app):
    counted = a_vote_over(close=False)
    a_counted_ballot(counted.round, counted.electorate, counted.proposals[0], superseded=True)
    closed(counted)
    published(counted)
    lines = rows(client.get(counted.url("results/ledger.csv")))
    assert list(lines[0]) == [
        "batch_no",
        "leaf_hash",
        "receipt_hash",
        "channel",
        "choices",
        "superseded",
        "electorate",
    ]
    assert sorted(line["superseded"] for line in lines) == ["0"] * 6 + ["1"]
    (batch,) = rows(client.get(counted.url("results/batches.csv")))
    assert batch["n_leaves"] == "7"


def test_the_rules_file_has_the_published_fingerprint(client, counted):
    content = client.get(counted.url("results/rules.json")).data
    assert sha256(content).hexdigest() == rules_hash(counted.round)
    assert json.loads(content)["round"] == counted.round.slug


def test_no_title_becomes_a_formula_in_a_spreadsheet(client, app):
    counted = a_vote_over(close=False)
    a_proposal(counted.round, pot_id=counted.pot.id, title="=HYPERLINK(0)")
    closed(counted)
    published(counted)
    titles = [row["title"] for row in rows(client.get(counted.url("results/projects.csv")))]
    assert "'=HYPERLINK(0)" in titles


@pytest.mark.parametrize("name", ["nothing.csv", "..", "round-residents-1.pb", "rules.json%2f.."])
def test_other_files_do_not_exist(client, counted, name):
    assert client.get(counted.url(f"results/{name}")).status_code in (404, 308)


@pytest.mark.parametrize("winners", [1, 3])
def test_a_result_page_asks_the_same_whatever_won(client, count_queries, winners, app):
    counted = a_vote_over(costs=(1_000_000,) * winners, ballots=(tuple(range(winners)),) * 4)
    published(counted)
    client.get(counted.url())
    with count_queries() as asked:
        client.get(counted.url())
    assert len(asked) == 6, asked
    assert not any("FROM ballot" in query for query in asked)


def test_a_large_election_makes_a_page_of_a_sane_size(client, cli, tmp_path):
    path = tmp_path / "large.pb"
    path.write_text(large_election(300, 2000), encoding="utf-8")
    answer = cli.invoke(args=["rounds", "import", str(path), "--slug", "large"])
    assert answer.exit_code == 0, answer.stderr
    response = client.get("/rounds/large/results")
    assert len(response.data) < 150_000
    listed = list(response.page.one("section", id="not-funded").iter("tr"))
    assert len(listed) == LOSERS_A_PAGE + 1
    last = client.get("/rounds/large/results?page=99").page
    assert 1 < len(list(last.one("section", id="not-funded").iter("tr"))) <= LOSERS_A_PAGE + 1


def large_election(projects, voters):
    """A file with so many projects, of which a few fit, and voters with five choices each."""
    lines = [
        "META",
        "key;value",
        "description;Large",
        "country;Nowhere",
        "budget;30000",
        "vote_type;approval",
        "PROJECTS",
        "project_id;cost;name",
        *(
            f"{number};{1000 + number * 7};Idea number {number} for the whole city"
            for number in range(1, projects + 1)
        ),
        "VOTES",
        "voter_id;vote",
        *(
            f"v{voter};{','.join(str(1 + (voter * step) % projects) for step in (1, 7, 11))}"
            for voter in voters_of(voters, projects)
        ),
    ]
    return "\n".join(lines) + "\n"


def voters_of(count, projects):
    """Numbers of voters whose three choices differ."""
    return [one for one in range(1, count + 1) if len({(one * step) % projects for step in (1, 7, 11)}) == 3]
