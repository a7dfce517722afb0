"""What was written reads back to the same tally."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.allocation import allocate
from app.domain.pabulib import PbBallot, PbFile, PbProject, read, write
from app.domain.tally import TieOrder
from tests.domain.pabulib.files import SMALL

ids = st.text("0123456789abcXYZ/._-ąļ", min_size=1, max_size=6)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def pb_files(draw: st.DrawFn) -> PbFile:
    """Files of every type, with texts that try the quoting."""
    kind = draw(st.sampled_from(["approval", "ranking", "points", "grades"]))
    names = draw(st.lists(ids, unique=True, min_size=1, max_size=5))
    projects = tuple(
        PbProject(name, draw(st.integers(0, 10**10)), {"name": draw(texts), "district": draw(texts)})
        for name in names
    )
    some = st.lists(st.sampled_from(names), unique=True)
    if kind in ("points", "grades"):
        least = 1 if kind == "points" else 0
        numbers = st.dictionaries(st.sampled_from(names), st.integers(least, 9))
        choices = numbers.map(lambda one: tuple(sorted(one.items())))
    else:
        choices = some.map(sorted).map(tuple) if kind == "approval" else some.map(tuple)
    voters = draw(st.lists(ids, unique=True, max_size=6))
    ballots = tuple(PbBallot(voter, draw(choices), {"voting_method": "paper"}) for voter in voters)
    limits = {"ranking": {"max": 5}, "points": {"total": 45}}.get(kind, {})
    meta = {"description": draw(texts), "rule": "greedy", "date_begin": "3.10.2019", "comment": draw(texts)}
    return PbFile(meta, draw(st.integers(0, 10**11)), kind, limits, projects, ballots)


@settings(max_examples=60, deadline=None)
@given(pb_files())
def test_what_was_written_reads_back_to_the_same_tally(pb: PbFile) -> None:
    text = write(pb)
    again = read(text.encode())
    assert (again.budget, again.type_key, again.limits) == (pb.budget, pb.type_key, pb.limits)
    assert {one.id: one.cost for one in again.projects} == {one.id: one.cost for one in pb.projects}
    assert again.ballots == tuple(
        PbBallot(one.voter_id, one.choices, {**one.columns, **_points_column(pb, one)}) for one in pb.ballots
    )
    ties = TieOrder.parse("votes,cost,lot", "river")
    for rule in ("greedy", "equal-shares"):
        assert allocate(rule, again.election(ties)).selected == allocate(rule, pb.election(ties)).selected
    assert write(again) == text


def _points_column(pb: PbFile, ballot: PbBallot) -> dict[str, str]:
    """A ranking's Borda points are written beside it and read as a column like any other."""
    return (
        {"points": ",".join(str(5 - at) for at in range(len(ballot.choices)))}
        if pb.type_key == "ranking"
        else {}
    )


def test_of_a_ballot_nothing_is_written_but_the_choices_and_the_method() -> None:
    pb = read(SMALL.encode())
    assert write(pb).partition("VOTES\n")[2] == "voter_id;vote\na;1,2\nb;2\nc;\n"
    assert ";seniors" in write(pb)
    assert "beneficiaries" in write(pb)
