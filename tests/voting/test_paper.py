"""Paper ballots from the printer to the ledger: keyed twice, compared, never more than people who were handed one."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.db.session import transaction
from app.domain.errors import RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.rounds import Evidence
from app.voting import queries, services
from app.voting.models import Ballot, Channel, PaperBatch, RollEntry
from tests.factories import a_neighbourhood, a_person, a_pot, an_actor, an_electorate
from tests.pdf_text import pdf_text
from tests.voting.pages import find
from tests.voting.polls import Vote, a_vote, at, on_ballot

SERIAL = re.compile(r"Nr\. (\d{4}-[0-9A-Z]{4})")
RECEIPT = re.compile(r"(?:[A-Z2-7]{4}-){6}[A-Z2-7]{2}")


def handed_out(vote: Vote, count: int) -> list[int]:
    """So many people on the roll who were handed a paper ballot."""
    with transaction() as session:
        entries = [
            RollEntry(
                round_id=vote.round.id,
                electorate_id=vote.electorate.id,
                eligibility_key=f"roll:{number}",
                evidence="roll",
                channel=Channel.PAPER,
            )
            for number in range(count)
        ]
        session.add_all(entries)
        session.flush()
        return [entry.id for entry in entries]


def printed(vote: Vote, count: int = 3, booth: str = "Library", place: int | None = None):
    """A box as the printer leaves it."""
    actor, moment = an_actor(Role.ORGANISER), at(vote.ends_at, -9)()
    return services.print_paper(actor, vote.round, vote.electorate.id, place, booth, count, now=moment)


def row_of(batch: PaperBatch, proposal_id: str) -> str:
    """The number under which a proposal is printed."""
    return str(batch.rows.index(proposal_id) + 1)


def test_a_box_goes_from_the_printer_to_the_ledger(client, visitor, clock, session):
    vote = a_vote()
    handed_out(vote, 3)
    olga = visitor().sign_in(a_person("Olga", Role.ORGANISER))
    zane = visitor().sign_in(a_person("Zane", Role.CLERK, round=vote.round))
    answer = olga.submit(
        vote.url("paper"), electorate=str(vote.electorate.id), booth="Library", count=3, form_named="print"
    )
    sheet = pdf_text(answer.data)
    serials, receipts = SERIAL.findall(sheet), RECEIPT.findall(sheet)
    assert len(set(serials)) == len(set(receipts)) == 3
    assert "Put a cross beside the ideas you choose." in sheet
    [box] = queries.paper_boxes(vote.round.id)
    url = vote.url(f"paper/{box.batch.id}")
    first, second = row_of(box.batch, vote.ids[0]), row_of(box.batch, vote.ids[1])
    clock.set(vote.ends_at)  # the boxes are opened when voting is over
    assert olga.submit(url, {"box-count": 4}, form_named="box").status_code == 422
    assert olga.submit(url, {"box-count": 3}, form_named="box").status_code == 303
    for person, marks in ((olga, [first, first, ""]), (zane, [first, second, ""])):
        for serial, typed in zip(serials, marks, strict=True):
            fields = {"sheet-serial": serial.lower(), "sheet-marks": typed, "sheet-is_spoilt": not typed}
            assert person.submit(url, fields, form_named="sheet").status_code == 303
        assert person.submit(url, form_named="finish").status_code == 303
    page = zane.get(url).page
    assert "1 sheet differs" in page.text
    assert [serials[1], first, second] in page.rows
    assert not [form for form in page.all("form") if form.get("id") == "last"]
    olga.submit(url, {"sheet-serial": serials[1], "sheet-marks": second}, form_named="sheet")
    assert "somebody else puts it into the ledger" in olga.get(url).page.text
    with pytest.raises(RuleBroken, match=r"poll\.paper_unfinished"):
        services.close_poll(an_actor(Role.ORGANISER), vote.round, clock=at(vote.ends_at, 90))
    assert zane.submit(url, form_named="last").status_code == 303
    assert queries.profile_inputs(vote.round.id, vote.electorate.id) == sorted(
        [(f'["{vote.ids[0]}"]', 1), (f'["{vote.ids[1]}"]', 1)]
    )
    assert [(each.channel, each.ballots) for each in queries.turnout_of(vote.round.id)] == [("paper", 2)]
    found = {find(client, vote, receipt).status_code for receipt in receipts}
    assert found == {200, 422}  # the spoilt sheet is in no ledger
    assert "in the ledger" in zane.get(vote.url("paper")).page.text
    assert zane.post(f"{url}/verify", data={"csrf_token": "x"}).status_code == 400


@pytest.mark.both_databases
def test_what_disagrees_never_reaches_the_ledger(app, session):
    vote = a_vote()
    roll = handed_out(vote, 1)
    batch, sheets = printed(vote)
    first, second, third = (an_actor(Role.ORGANISER) for _ in range(3))
    late = at(vote.ends_at, 600)

    def key(who, sheet, marks, **spoilt):
        return services.key_sheet(
            who, vote.round, batch.id, sheet.serial, marks, is_spoilt=False, now=late(), **spoilt
        )

    def refused(code):
        return pytest.raises(RuleBroken, match=rf"^{code.replace('.', '[.]')}\(")

    with refused("paper.not_counted"):
        key(first, sheets[0], "1")
    services.count_box(first, vote.round, batch.id, 2, now=late())
    for marks, code in (("1 1", "ballot.duplicate"), ("", "ballot.too_few"), ("1 2 3 4", "ballot.too_many")):
        with refused(code):
            key(first, sheets[0], marks)
    for sheet in sheets[:2]:
        key(first, sheet, "1")
    with refused("paper.more_than_box"):
        key(first, sheets[2], "1")
    for past_the_product in (
        "INSERT INTO paper_entry (batch_id, keying, number) VALUES (:box, 1, 900)",
        "UPDATE paper_entry SET keying = 2 WHERE batch_id = :box",
        "UPDATE paper_batch SET box_count = 1 WHERE id = :box",
    ):
        with pytest.raises(IntegrityError), transaction() as own:
            own.execute(text(past_the_product), {"box": batch.id})
    services.finish_keying(first, vote.round, batch.id, now=late())
    key(second, sheets[0], "1")
    with refused("paper.third_person"):
        key(third, sheets[1], "1")
    with refused("paper.not_keyed"):
        services.verify_box(second, vote.round, batch.id, clock=late)
    services.finish_keying(second, vote.round, batch.id, now=late())
    with refused("paper.differs"):
        services.verify_box(second, vote.round, batch.id, clock=late)
    key(second, sheets[1], "1")
    with refused("paper.other_person"):
        services.verify_box(first, vote.round, batch.id, clock=late)
    with refused("paper.more_than_marked"):
        services.verify_box(second, vote.round, batch.id, clock=late)
    number = queries.keyed_sheets(batch.id, queries.FIRST)[0].number
    for who in (first, second):
        services.drop_sheet(who, vote.round, batch.id, number, now=late())
    with refused("paper.missing"):
        services.verify_box(second, vote.round, batch.id, clock=late)
    assert services.verify_box(second, vote.round, batch.id, "One was torn.", clock=late) == 1
    with refused("paper.verified"):
        services.verify_box(second, vote.round, batch.id, "Again.", clock=late)
    [ballot] = session.query(Ballot).all()
    assert (ballot.channel, ballot.revision, ballot.superseded) == (Channel.PAPER, 1, False)
    assert queries.keyed_sheets(batch.id, queries.FIRST) == []
    services.close_poll(an_actor(Role.ADMINISTRATOR), vote.round, clock=late)
    assert vote.chain_fault() is None
    assert len(roll) == 1


def test_a_box_of_a_neighbourhood_has_its_pot_on_it(app):
    vote = a_vote()
    home, away = a_neighbourhood("Grīva"), a_neighbourhood("Centrs")
    local = [
        on_ballot(vote.round, a_pot(vote.round, 1_000_000, neighbourhood_id=each.id), 500_000)
        for each in (home, away)
    ]
    batch, _sheets = printed(vote, place=home.id)
    assert set(batch.rows) == {*vote.ids, str(local[0].id)}
    whole, _sheets = printed(vote, booth="School")
    assert set(whole.rows) == set(vote.ids)
    with pytest.raises(RuleBroken, match=r"paper\.booth_taken"):
        printed(vote)
    with pytest.raises(RuleBroken, match=r"place\.unknown"):
        printed(vote, booth="Nowhere", place=2**40)


@pytest.mark.parametrize(
    ("kind", "limits", "words"),
    [
        ("knapsack", {"min": 1}, "Put a cross"),
        ("ranking", {"min": 1, "max": 3}, "Write 1 beside your first choice"),
        ("points", {"total": 10}, "Write how many points"),
        ("grades", {"lowest": 1, "highest": 5}, "Fill the circle"),
    ],
)
def test_every_kind_of_ballot_can_be_printed(organiser_of, kind, limits, words):
    vote = a_vote(ballot_type=kind, ballot_limits=limits)
    answer = organiser_of().submit(
        vote.url("paper"), electorate=str(vote.electorate.id), booth="Box 1", count=2, form_named="print"
    )
    text = pdf_text(answer.data)
    assert words in text
    assert all(proposal.title in text for proposal in vote.proposals)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ballots-box-1.pdf"'


def test_an_empty_box_holds_up_nothing(app):
    vote = a_vote()
    batch, _sheets = printed(vote)
    actor, late = an_actor(Role.ORGANISER), at(vote.ends_at, 90)
    assert queries.unfinished_boxes(vote.round.id) == 1
    services.count_box(actor, vote.round, batch.id, 0, now=late())
    assert queries.unfinished_boxes(vote.round.id) == 0
    with pytest.raises(RuleBroken, match=r"phase\.wrong"):
        services.print_paper(actor, vote.round, vote.electorate.id, None, "Late", 1, now=late())


def test_the_roll_is_marked_at_the_table_in_one_tap(visitor, app):
    vote = a_vote()
    youth = an_electorate(vote.round, "youth", evidence=Evidence.CODE, position=1)
    olga = visitor().sign_in(a_person("Olga", Role.ORGANISER))
    anna, juris = a_person("Anna Bērziņa"), a_person("Juris Ozols")
    assert olga.submit(vote.url("roll"), form_named="accounts").status_code == 303
    clerk = visitor().sign_in(a_person("Zane", Role.CLERK, round=vote.round))
    assert [clerk.get(vote.url(page)).status_code for page in ("roll", "kiosks")] == [403, 200]
    assert vote.url("table") in clerk.get("/me/").page.links
    vote.cast(juris, vote.ids[:1])
    moment = at(vote.ends_at, -9)()
    [card] = services.create_codes(an_actor(Role.ORGANISER), vote.round, youth.id, "school-7", 1, now=moment)

    def search(words):
        return clerk.submit(vote.url("table"), words=words, form_named="search")

    assert "Has voted online" in search("ozo").page.text
    assert "school-7-0001" in search(card.code.lower()).page.text
    found = search("anna berz")
    assert "Anna Bērziņa" in found.page.text
    assert "Juris" not in found.page.text
    assert clerk.submit(found, form_named=vote.url("table/mark")).status_code == 303
    with pytest.raises(RuleBroken, match=r"ballot\.on_paper"):
        vote.cast(anna, vote.ids[:1])
    again = search("Anna")
    assert "Has a paper ballot" in again.page.text
    assert "Yes, on paper." in visitor().sign_in(anna).get(vote.url("my-vote")).page.text
    assert clerk.submit(again, form_named=vote.url("table/unmark")).status_code == 303
    vote.cast(anna, vote.ids[:1])
    entry = queries.roll_entry(vote.round.id, queries.account_key(anna.id))
    actor = an_actor(Role.ORGANISER)
    with pytest.raises(RuleBroken, match=r"roll\.voted_online"):
        services.mark_paper(actor, vote.round, entry.id, now=moment)
    batch, _sheets = printed(vote)
    card_entry = queries.search_roll(vote.round, "school-7")[0].roll_id
    services.mark_paper(actor, vote.round, card_entry, now=moment)
    with pytest.raises(RuleBroken, match=r"roll\.has_paper"):
        services.mark_paper(actor, vote.round, card_entry, now=moment)
    services.count_box(actor, vote.round, batch.id, 1, now=moment)
    with pytest.raises(RuleBroken, match=r"roll\.box_counted"):
        services.unmark_paper(actor, vote.round, card_entry, now=moment)
    with pytest.raises(RuleBroken, match=r"roll\.unknown_person"):
        services.mark_paper(actor, a_vote(Phase.VOTING).round, card_entry, now=moment)


@pytest.fixture
def organiser_of(visitor, app):
    """Makes the browser of an organiser."""
    return lambda: visitor().sign_in(a_person("Olga", Role.ORGANISER))
