"""The organiser's page of a vote: codes made once, the imported roll, voided cards, the close."""

import io
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit.models import Entry
from app.domain.errors import RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.rounds import Evidence
from app.voting import queries, services
from app.voting.models import RollEntry, VoterCode
from tests.factories import a_person, an_actor, an_electorate
from tests.pdf_text import pdf_text
from tests.voting.pages import cards, cast, enter
from tests.voting.polls import Vote, a_vote, at

CARD = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def test_codes_are_shown_once_and_stored_as_hashes(organiser, vote, youth, session):
    page = organiser.submit(
        vote.url("roll"), {"codes-count": 3, "codes-batch": "school-7"}, form_named="codes"
    )
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    text = pdf_text(page.data)
    shown = CARD.findall(text)
    assert len(set(shown)) == 3
    assert "school-7-0003" in text
    assert page.headers["Content-Disposition"] == 'attachment; filename="codes-school-7.pdf"'
    assert text.count(f"/rounds/{vote.round.slug}/code") == 3
    assert "Scan the square" in text
    rows = [str(row) for row in session.execute(select(VoterCode.__table__)).all()]
    rows += [str(row) for row in session.execute(select(Entry.__table__)).all()]
    plain = [code.replace("-", "") for code in shown]
    assert not [row for row in rows for code in (*shown, *plain) if code in row]
    again = organiser.submit(
        vote.url("roll"), {"codes-count": 3, "codes-batch": "school-7"}, form_named="codes"
    )
    assert again.status_code == 422
    assert "cannot be shown again" in again.page.text
    assert CARD.findall(again.page.text) == []
    assert queries.code_batches(vote.round.id) == [queries.CodeBatch("school-7", youth.id, 3, 0)]
    assert queries.roll_sizes(vote.round.id) == {youth.id: 3}


def test_a_stolen_database_does_not_reveal_codes(vote, youth, session, instance):
    [card] = cards(vote, youth)
    kept = session.scalars(select(VoterCode.code_hash)).one()
    (instance / "keys" / f"{vote.round.id}.key").write_bytes(bytes(32))
    with pytest.raises(RuleBroken, match=r"code\.unknown"):
        services.code_entered(vote.round, card.code)
    assert len(kept) == 64


@pytest.mark.parametrize(
    ("count", "batch"),
    [
        (0, "a"),
        (1001, "a"),
        (-1, "a"),
        ("1e999", "a"),
        ("", "a"),
        (5, ""),
        (5, "a b"),
        (5, "x" * 21),
        (5, "\x00"),
        (5, "ā"),
    ],
)
def test_a_bad_batch_makes_no_codes(organiser, vote, youth, session, count, batch):
    forged = {"codes-count": str(count), "codes-batch": batch}
    assert organiser.submit(vote.url("roll"), forged=forged, form_named="codes").status_code == 422
    assert session.scalar(select(func.count()).select_from(VoterCode)) == 0


def test_codes_are_made_for_electorates_that_vote_with_codes(organiser, vote, youth, session):
    other = a_vote()
    foreign = an_electorate(other.round, "youth", evidence=Evidence.CODE)
    for electorate in (vote.electorate.id, foreign.id, 999_999, "x"):
        forged = {"codes-electorate": str(electorate), "codes-count": "1", "codes-batch": "a"}
        assert organiser.submit(vote.url("roll"), forged=forged, form_named="codes").status_code == 422
    assert session.scalar(select(func.count()).select_from(VoterCode)) == 0


def upload(client, vote: Vote, text: str, button: str, batch: str = "class-7a") -> Any:
    """Send a roll as a file."""
    file = (io.BytesIO(text.encode()), "roll.csv")
    return client.submit(
        vote.url("roll"), {"roll-file": file, "roll-batch": batch}, form_named="roll", button=button
    )


GOOD = "key;electorate\n7A-01;youth\n7A-02;youth\n"


BAD = GOOD + ";youth\n7A-01;youth\n7A-03;teachers\n"


def test_a_dry_run_lists_every_bad_line_and_stores_nothing(organiser, vote, youth, session):
    page = upload(organiser, vote, BAD, "Check the file")
    assert page.status_code == 200
    assert "2 lines are good." in page.page.text
    assert "3 lines are bad." in page.page.text
    rows = [row for row in page.page.rows if row[0] in ("4", "5", "6")]
    assert [row[2] for row in rows] == [
        "The key is missing.",
        "The same key stands further up in the file.",
        "There is no electorate with this key that votes with codes.",
    ]
    assert session.scalar(select(func.count()).select_from(RollEntry)) == 0


def test_a_file_with_a_bad_line_is_not_imported_at_all(organiser, vote, youth, session):
    page = upload(organiser, vote, BAD, "Import it and print the cards")
    assert page.status_code == 422
    assert "bad lines (3)" in page.page.text
    assert session.scalar(select(func.count()).select_from(RollEntry)) == 0


def test_an_imported_roll_gives_everybody_a_card(organiser, visitor, vote, youth):
    page = upload(organiser, vote, GOOD, "Import it and print the cards")
    assert page.status_code == 200
    first, second = CARD.findall(pdf_text(page.data))
    assert "7A-02" in pdf_text(page.data)
    assert queries.roll_sizes(vote.round.id) == {youth.id: 2}
    client = visitor()
    enter(client, vote, second)
    assert cast(client, vote, vote.ids[:1]).status_code == 303
    again = upload(organiser, vote, GOOD, "Check the file", batch="class-7b").page
    assert again.text.count("This key is on the roll already.") == 2
    assert first != second


@pytest.mark.parametrize(
    "text", ["", "name\nAnna\n", "\x00\x01", "PK\x03\x04", "key;electorate\n" + "a;youth\n" * 2001]
)
def test_a_file_that_is_no_roll_is_said_so(organiser, vote, youth, text):
    assert upload(organiser, vote, text, "Check the file").status_code == 422


def test_a_huge_file_is_refused(organiser, vote, youth):
    assert upload(organiser, vote, "key;electorate\n" + "x" * 400_000, "Check the file").status_code == 422


def test_a_lost_card_is_voided_and_replaced_for_the_same_voter(organiser, visitor, vote, youth, session):
    [card] = cards(vote, youth)
    thief, owner = visitor(), visitor()
    enter(thief, vote, card.code)
    cast(thief, vote, vote.ids[:1])
    fields = {"void-typed": "school-7-0001", "void-reason": "Lost in the yard"}
    page = organiser.submit(
        vote.url("roll"), fields, form_named="void", button="Void it and print a new card"
    )
    assert page.status_code == 200
    [fresh] = CARD.findall(pdf_text(page.data))
    assert enter(thief, vote, card.code).status_code == 422
    enter(owner, vote, fresh)
    assert "Yes, online." in owner.get(vote.url()).page.text
    cast(owner, vote, vote.ids[1:2])
    assert queries.profile_inputs(vote.round.id, youth.id) == [(f'["{vote.ids[1]}"]', 1)]
    reason = session.scalars(select(VoterCode.void_reason).where(VoterCode.voided_at.is_not(None))).one()
    assert reason == "Lost in the yard"


def test_codes_are_voided_one_by_one_and_by_the_batch(organiser, client, vote, youth):
    made = cards(vote, youth, 3)
    void = {"void-typed": made[0].code.lower(), "void-reason": "Found on the floor"}
    assert (
        organiser.submit(vote.url("roll"), void, form_named="void", button="Void the code").status_code == 303
    )
    assert (
        organiser.submit(vote.url("roll"), void, form_named="void", button="Void the code").status_code == 422
    )
    gone = {"gone-batch": "school-7", "gone-reason": "The sheets were lost"}
    assert organiser.submit(vote.url("roll"), gone, form_named="gone").status_code == 303
    assert queries.code_batches(vote.round.id) == [queries.CodeBatch("school-7", youth.id, 3, 3)]
    assert {enter(client, vote, card.code).status_code for card in made} == {422}
    assert organiser.submit(vote.url("roll"), gone, form_named="gone").status_code == 422


def test_voiding_wants_a_known_code_and_a_reason(organiser, vote, youth):
    cards(vote, youth)
    for typed, reason in (
        ("school-7-0002", "Lost"),
        ("7H2K9QXW4M3T", "Lost"),
        ("school-7-0001", ""),
        ("", "Lost"),
        ("\x00", "x"),
    ):
        forged = {"void-typed": typed, "void-reason": reason}
        answer = organiser.submit(vote.url("roll"), forged=forged, form_named="void", button="Void the code")
        assert answer.status_code == 422
    assert queries.code_batches(vote.round.id)[0].voided == 0


def test_the_organiser_sees_the_roll_and_closes_the_vote_in_time(organiser, vote, youth, clock):
    vote.cast(a_person(), vote.ids[:1])
    page = organiser.get(vote.url("roll")).page
    assert ["Residents", "residents", "by e-mail address", "advisory", "1"] in page.rows
    assert "one minute after it ends" in page.text
    token = organiser.form(vote.url("roll"), "codes").data["csrf_token"]
    assert organiser.post(vote.url("roll/close"), data={"csrf_token": token}).status_code == 403
    clock.set(vote.ends_at)
    clock.advance(queries.GRACE)
    closed = organiser.submit(vote.url("roll"), form_named=vote.url("roll/close"))
    assert closed.status_code == 303
    page = organiser.follow(closed).page
    assert "with 1 ballot that counts." in page.text
    assert queries.poll_of(vote.round.id).head_hash in page.text
    assert queries.poll_state(vote.round, clock.now()) == "closed"


@pytest.mark.parametrize(
    "role", [None, *(role for role in Role if role not in (Role.ORGANISER, Role.ADMINISTRATOR))]
)
def test_the_roll_is_for_organisers_only(visitor, vote, youth, role, session):
    client = visitor()
    if role:
        client.sign_in(a_person("", role))
    expected = 403 if role else 303
    assert client.get(vote.url("roll")).status_code == expected
    token = client.form(vote.url("lookup"), None, "receipt").data["csrf_token"]
    data = {"csrf_token": token, "codes-electorate": youth.id, "codes-count": 1, "codes-batch": "a"}
    for page in ("codes", "import", "void", "void-batch", "close"):
        assert client.post(vote.url(f"roll/{page}"), data=data).status_code == expected
    assert session.scalar(select(func.count()).select_from(VoterCode)) == 0


def test_an_organiser_of_another_round_is_not_one_here(client, vote):
    other = a_vote()
    client.sign_in(a_person("", Role.ORGANISER, round=other.round))
    assert client.get(other.url("roll")).status_code == 200
    assert client.get(vote.url("roll")).status_code == 403


def test_after_the_close_no_code_is_made_or_imported(organiser, vote, youth):
    [card] = cards(vote, youth)
    actor, late = an_actor(Role.ORGANISER), at(vote.ends_at, 90)
    services.close_poll(actor, vote.round, clock=late)
    with pytest.raises(RuleBroken, match=r"poll\.closed"):
        services.create_codes(actor, vote.round, youth.id, "late", 1, now=late())
    with pytest.raises(RuleBroken, match=r"poll\.closed"):
        services.import_roll(actor, vote.round, GOOD.encode(), "late", now=late())
    with pytest.raises(RuleBroken, match=r"poll\.closed"):
        services.replace_code(actor, vote.round, card.code, "late", now=late())


def test_the_roll_page_asks_as_often_for_many_batches_as_for_one(organiser, count_queries, app):
    counts = []
    for batches in (1, 3):
        vote = a_vote(Phase.SCORING)
        youth = an_electorate(vote.round, "youth", evidence=Evidence.ROLL)
        for number in range(batches):
            services.create_codes(
                an_actor(Role.ORGANISER), vote.round, youth.id, f"b{number}", 2, now=at(vote.ends_at)()
            )
        organiser.get(vote.url("roll"))
        with count_queries() as made:
            organiser.get(vote.url("roll"))
        counts.append(len(made))
    assert counts[0] == counts[1] <= 20, counts
