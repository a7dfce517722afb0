"""Real elections as finished rounds: everything stored, sealed and counted as the file says, or nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.domain import ledger
from app.domain.allocation import allocate
from app.domain.allocation.equal_shares import more_votes
from app.domain.errors import NotAllowed
from app.domain.pabulib import read
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.tally import TieOrder
from app.domain.themes import Theme
from app.proposals.models import Proposal, ProposalTheme
from app.proposals.queries import ProposalFilters, proposals_page
from app.results import queries, services
from app.results.services.imported_round import language_of, timetable_of_file
from app.rounds.models import Round
from app.rounds.queries import phase_of, round_by_slug
from app.voting.models import Ballot, BallotBatch, Channel, Poll, PollState
from app.voting.queries import all_ballots, ballot_by_receipt, batches_of
from tests.factories import an_actor

FILE = """META
key;value
description;Municipal PB in Somewhere
country;Poland
unit;Somewhere
instance;2023
num_projects;3
num_votes;4
budget;1000
vote_type;approval
min_length;1
max_length;3
date_begin;03.04.2023
date_end;21.04.2023
language;polish
PROJECTS
project_id;cost;votes;name;category;neighborhood;latitude;longitude
10;600;3;Ławki;greenery;Stare Miasto;52.1;21.0
9;500;2;Droga;public transit,sport;Nowe Miasto;52.2;21.1
7;400;2;=SUMA(A1);other;Stare Miasto;999;21.1
VOTES
voter_id;vote;voting_method
A1;10;internet
A2;10,9;paper
A3;9,7;internet
A4;10,7;internet
"""


@pytest.fixture
def pb(tmp_path):
    """Writes a file and gives its path."""

    def write(text=FILE, name="Some_Town 2023.pb"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def import_file(cli, path, *options):
    """Run ``flask rounds import``."""
    return cli.invoke(args=["rounds", "import", str(path), *options])


def test_an_election_becomes_a_finished_round(app, cli, pb, session):
    answer = import_file(cli, pb())
    assert (answer.exit_code, answer.output) == (
        0,
        "/rounds/some-town-2023/results: 3 proposals, 4 ballots, 2 funded\n",
    )
    round = round_by_slug("some-town-2023")
    assert round.title == {"en": "Municipal PB in Somewhere, 2023"}
    assert phase_of(round, datetime.now(UTC)) is Phase.CLOSED
    assert session.get(Poll, round.id).state is PollState.PUBLISHED
    assert queries.published_result(round.id).winner_titles == ["Ławki", "=SUMA(A1)"]


def test_projects_become_proposals_that_can_be_found(app, cli, pb, session):
    import_file(cli, pb(), "--slug", "town")
    round = round_by_slug("town")
    (found,) = proposals_page(round.id, ProposalFilters(words="lawki"), 1).items
    assert (found.language, found.title, found.summary) == ("pl", "Ławki", "№ 10 · Stare Miasto")
    assert (found.author_id, found.ballot_cost_cents, found.lat, found.lon) == (None, 60_000, 52.1, 21.0)
    unplaced = session.scalars(select(Proposal).where(Proposal.title.startswith("="))).one()
    assert (unplaced.lat, unplaced.lon) == (None, None)
    themes = session.scalars(select(ProposalTheme.theme).order_by(ProposalTheme.proposal_id)).all()
    assert themes == [Theme.GREEN, Theme.ACCESS, Theme.OTHER]


def test_ballots_are_sealed_and_found_by_the_voters_ids(app, cli, pb):
    import_file(cli, pb(), "--slug", "town")
    round = round_by_slug("town")
    found = ballot_by_receipt(round.id, "a2")
    ids = {each.title: str(each.id) for each in proposals_page(round.id, ProposalFilters(), 1).items}
    first, second = sorted((ids["Ławki"], ids["Droga"]))
    assert (found.channel, found.choices) == (Channel.PAPER, f'["{first}","{second}"]')
    assert is_whole(round)


def is_whole(round):
    """Whether every leaf and batch of the round is what it says, up to the published head."""
    batches = [
        ledger.Batch(one.batch_no, one.n_leaves, one.prev_hash, one.batch_hash)
        for one in batches_of(round.id)
    ]
    ballots = [
        ledger.Ballot(one.batch_no, one.leaf_hash, one.receipt_hash, one.channel.value, one.choices)
        for one in all_ballots(round.id)
    ]
    return ledger.verify_chain(round.id, batches, ballots, batches[-1].batch_hash) is None


@pytest.mark.both_databases
def test_many_ballots_are_chained_in_batches(app, cli, pb, session):
    votes = "".join(f"V{number};10;internet\n" for number in range(2010))
    head = FILE.partition("VOTES\n")[0].replace("num_votes;4", "num_votes;2010")
    answer = import_file(cli, pb(f"{head}VOTES\nvoter_id;vote;voting_method\n{votes}"), "--slug", "town")
    assert answer.exit_code == 0, answer.output
    sizes = session.scalars(select(BallotBatch.n_leaves).order_by(BallotBatch.batch_no)).all()
    assert sizes == [1000, 1010]
    assert is_whole(round_by_slug("town"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("A3;9,7", "A3;9,8"), "line 25: a vote for '8', which is not in PROJECTS"),
        (("budget;1000", "budget;1e999"), "line 9: budget is not an amount: '1e999'"),
        (("num_votes;4", "num_votes;5"), "line 8: num_votes says 5 but there are 4"),
        (("A4;10,7", "A1;10,7"), "line 26: voter 'A1' is listed twice"),
        (("vote_type;approval", "vote_type;shouting"), "line 10: unknown vote_type 'shouting'"),
    ],
)
def test_a_malformed_file_is_one_line_and_nothing_is_stored(app, cli, pb, session, change, said):
    answer = import_file(cli, pb(FILE.replace(*change), "bad.pb"))
    assert (answer.exit_code, answer.stderr) == (2, f"bad.pb: {said}\n")
    assert session.scalar(select(func.count()).select_from(Round)) == 0


def test_a_short_name_is_used_once(app, cli, pb, session):
    import_file(cli, pb(), "--slug", "town")
    again = import_file(cli, pb(), "--slug", "town")
    assert again.exit_code == 2
    assert again.stderr.count("\n") == 1
    assert session.scalar(select(func.count()).select_from(Ballot)) == 4


@pytest.mark.parametrize("slug", ["Town", "a b", "ā", "new", "x" * 61, "--"])
def test_a_short_name_has_to_be_one(app, cli, pb, session, slug):
    answer = import_file(cli, pb(), f"--slug={slug}")
    assert answer.exit_code == 2
    assert session.scalar(select(func.count()).select_from(Round)) == 0


def test_only_organisers_import(app, pb):
    election = read(pb().read_bytes())
    with pytest.raises(NotAllowed):
        services.import_round(
            an_actor(Role.RESIDENT), election, "town", services.Decided(), now=datetime.now(UTC)
        )


def test_days_of_the_future_or_no_days_still_make_a_finished_round():
    now = datetime(2024, 5, 1, tzinfo=UTC)
    for meta in ({}, {"date_end": "31.12.2099"}, {"date_begin": "40.40.2020", "date_end": "2020"}):
        starts = timetable_of_file(meta, now)
        ordered = [starts[phase] for phase in (Phase.SUBMISSION, Phase.VOTING, Phase.DECISION, Phase.CLOSED)]
        assert ordered == sorted(set(ordered))
        assert ordered[-1] <= now


@pytest.mark.parametrize(("said", "code"), [("polish", "pl"), ("lv", "lv"), ("", "und"), ("Klingon!", "und")])
def test_the_language_of_the_proposals(said, code):
    assert language_of({"language": said}) == code


@pytest.fixture
def winners_only(monkeypatch):
    """Estimates of how many votes the others lacked are enough: the search for them has tests of its own."""
    monkeypatch.setattr(more_votes, "EFFORT", 0)
    monkeypatch.setattr(more_votes, "CITY_EFFORT", 0)


@pytest.mark.usefixtures("winners_only")
def test_real_elections_have_the_winners_that_their_files_have(app, cli, election_files):
    for number, path in enumerate(smallest_of_each_type(election_files)):
        answer = import_file(cli, path, "--slug", f"round-{number}")
        assert answer.exit_code == 0, (path.name, answer.output, answer.stderr)
        election = read(path.read_bytes()).election(TieOrder.parse("votes,cost,id"))
        names = [election.by_id[one].name for one in allocate("greedy", election, {}).selected]
        found = queries.published_result(round_by_slug(f"round-{number}").id)
        ballots = election.profile.voters
        assert (found.winner_titles, found.ballots) == ([cut(name) for name in names], ballots), path.name


def smallest_of_each_type(paths):
    """One file for each way to vote."""
    found = {}
    for path in sorted(paths, key=lambda one: one.stat().st_size, reverse=True):
        found[read(path.read_bytes()).meta["vote_type"]] = path
    return found.values()


def cut(name):
    """A project's name as long as a title may be."""
    tidy = " ".join(name.split())
    return tidy if len(tidy) <= 120 else tidy[:119].rstrip() + "…"


@pytest.mark.usefixtures("winners_only")
def test_wieliczka_has_the_projects_that_the_city_built(app, cli, election_files):
    path = next(path for path in election_files if "wieliczka_2023" in path.name)
    import_file(cli, path, "--slug", "green", "--rule", "equal-shares", "--completion", "add1")
    built = {cut(one.name) for one in read(path.read_bytes()).projects if one.selected}
    found = queries.published_result(round_by_slug("green").id)
    assert len(built) == 30
    assert set(found.winner_titles) == built
