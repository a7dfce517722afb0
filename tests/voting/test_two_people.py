"""Closing, voiding, counting and publishing by two people: one asks, another one confirms, and both are named."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.queries import actor_of
from app.approvals.asking import CONFIRM_WITHIN
from app.approvals.models import RequestState, TwoPersonRequest
from app.audit.models import Entry
from app.db.session import transaction
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.notices.models import Note
from app.results.services import publish_result, run_tally
from app.voting import queries, services
from app.voting.models import VoterCode
from tests.factories import a_person, an_actor, round_in
from tests.results.polls import a_vote_over
from tests.voting.pages import cards

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def rule(app):
    """The rule as a city has it that sets nothing."""
    app.config["TALKA_TWO_PERSON_RULE"] = "auto"


@pytest.fixture
def over(app):
    """A vote that is over and not closed yet, with an organiser."""
    return a_vote_over(close=False)


@pytest.fixture
def second(over):
    """Another organiser of the round."""
    return a_person("Otrais", Role.ORGANISER)


@pytest.mark.both_databases
def test_one_asks_another_confirms_and_both_are_named(over, second, session):
    first, other = over.actor, actor_of(second)
    assert services.close_poll(first, over.round) is None
    assert services.close_poll(first, over.round) is None, "nobody is the second person to themselves"
    assert queries.poll_of(over.round.id) is None
    assert services.close_poll(other, over.round).closed_by == second.id
    assert run_tally(other, over.round, now=NOW) is None
    run = run_tally(first, over.round, now=NOW)
    assert (run.run_by, run.approved_by) == (second.id, over.organiser.id)
    assert run_tally(first, over.round, now=NOW).id == run.id, "the same count needs nobody"
    assert publish_result(first, over.round, run.id, now=NOW) is None
    assert publish_result(other, over.round, run.id, now=NOW).published_by == second.id
    entries = session.execute(
        select(Entry.action, Entry.actor_id).where(Entry.subject == "two_person_request").order_by(Entry.id)
    )
    asked, confirmed = "ask_second_person", "confirm_request"
    mine, theirs = over.organiser.id, second.id
    assert [tuple(row) for row in entries] == [
        *((asked, mine), (confirmed, theirs)),
        *((asked, theirs), (confirmed, mine)),
        *((asked, mine), (confirmed, theirs)),
    ]
    told = session.execute(select(Note.event, Note.person_id).where(Note.event.startswith("asked_to")))
    assert [tuple(row) for row in told] == [
        ("asked_to_close", theirs),
        ("asked_to_tally", mine),
        ("asked_to_publish", theirs),
    ]
    heard = session.execute(select(Note.event, Note.person_id).where(Note.event.startswith("confirmed")))
    assert [tuple(row) for row in heard] == [
        ("confirmed_close", mine),
        ("confirmed_tally", theirs),
        ("confirmed_publish", mine),
    ]


@pytest.mark.parametrize(
    ("setting", "role", "waits"),
    [
        ("auto", None, False),
        ("auto", Role.ORGANISER, True),
        ("auto", Role.ADMINISTRATOR, True),
        ("auto", Role.COUNCIL, False),
        ("on", None, True),
        ("off", Role.ORGANISER, False),
    ],
)
def test_the_setting_says_whether_two_people_are_needed(app, over, setting, role, waits):
    app.config["TALKA_TWO_PERSON_RULE"] = setting
    if role:
        an_actor(role)
    assert (services.close_poll(over.actor, over.round) is None) == waits


def test_organisers_of_other_rounds_and_closed_accounts_are_no_second_person(over):
    an_actor(Role.ORGANISER, round=round_in(Phase.SUBMISSION))
    a_person("Gone", Role.ORGANISER, closed_at=NOW)
    assert services.close_poll(over.actor, over.round)


def test_a_request_runs_out_and_can_be_asked_again(over, second, session):
    services.close_poll(over.actor, over.round)
    late = datetime.now(UTC) + CONFIRM_WITHIN + timedelta(seconds=1)
    assert services.close_poll(actor_of(second), over.round, clock=lambda: late) is None
    states = session.scalars(select(TwoPersonRequest.state).order_by(TwoPersonRequest.id)).all()
    assert states == [RequestState.EXPIRED, RequestState.OPEN]
    assert services.close_poll(over.actor, over.round, clock=lambda: late)


def test_a_request_can_be_declined_by_those_who_could_confirm_it(over, second, session):
    services.close_poll(over.actor, over.round)
    [waiting] = queries.requests_waiting(over.actor, over.round.id, ["close"], datetime.now(UTC))
    with pytest.raises(NotAllowed):
        services.decline_request(an_actor(Role.COUNCIL), over.round, waiting.id, now=NOW)
    services.decline_request(actor_of(second), over.round, waiting.id, now=NOW)
    with pytest.raises(RuleBroken, match="second.gone"):
        services.decline_request(over.actor, over.round, waiting.id, now=NOW)
    assert services.close_poll(actor_of(second), over.round) is None, "it is asked anew"
    [again] = queries.requests_waiting(over.actor, over.round.id, ["close"], datetime.now(UTC))
    services.decline_request(actor_of(second), over.round, again.id, now=NOW)
    told = session.execute(select(Note.event, Note.person_id).where(Note.event == "declined_close"))
    assert [tuple(row) for row in told] == [("declined_close", over.organiser.id)], (
        "not those who take it back"
    )


def test_what_is_confirmed_is_what_was_asked_for(over, second):
    services.close_poll(over.actor, over.round)
    services.close_poll(actor_of(second), over.round)
    run_tally(over.actor, over.round, now=NOW)
    with transaction():
        over.proposals[0].official_cost_cents = 7_500_000
    assert run_tally(actor_of(second), over.round, now=NOW) is None, "another input is another request"


@pytest.mark.both_databases
def test_the_database_knows_nobody_as_two_people(over, second, session):
    services.close_poll(over.actor, over.round)
    with pytest.raises(IntegrityError), transaction() as open_session:
        open_session.execute(update(TwoPersonRequest).values(state="done", answered_by=over.organiser.id))


def test_codes_are_voided_by_two_people_through_the_pages(visitor, vote, youth, session):
    [card] = cards(vote, youth)
    first = visitor().sign_in(a_person("Pirmā", Role.ORGANISER))
    other = visitor().sign_in(a_person("Otrā", Role.ORGANISER))
    asked = first.submit(
        vote.url("roll"), {"void-typed": card.code, "void-reason": "Nozaudēts"}, button="Void the code"
    )
    page = first.follow(asked).page
    assert "Nothing has happened yet" in page.text
    assert "Take it back" in page.text
    assert "Confirm and do it" not in page.text
    assert session.scalars(select(VoterCode.voided_at)).all() == [None]
    assert "1 request waits for you as the second person" in other.get("/desk").page.text
    page = other.get(vote.url("roll")).page
    assert f"Void the code of card {card.label}" in page.text
    done = other.submit(vote.url("roll"), form_named="Confirm and do it")
    assert "Confirmed: it is void." in other.follow(done).page.text
    assert None not in session.scalars(select(VoterCode.voided_at)).all()


def test_the_second_person_is_given_the_new_card(visitor, vote, youth):
    [card] = cards(vote, youth)
    first = visitor().sign_in(a_person("Pirmā", Role.ORGANISER))
    other = visitor().sign_in(a_person("Otrā", Role.ORGANISER))
    fields = {"void-typed": card.label, "void-reason": "Nozaudēts"}
    assert first.submit(vote.url("roll"), fields, button="Void it and print a new card").status_code == 303
    sheet = other.submit(vote.url("roll"), form_named="Confirm and do it")
    assert sheet.status_code == 200
    assert "no-store" in sheet.headers["Cache-Control"]
    assert queries.code_batches(vote.round.id)[0].voided == 1


def test_a_result_is_counted_and_published_by_two_people_through_the_pages(visitor, over, second):
    first, other = visitor().sign_in(over.organiser), visitor().sign_in(second)
    page = over.url("count")
    for button in ("Close it for good", "Count", "Publish the result"):
        told = first.follow(first.submit(page, form_named=button)).page.text
        assert "Nothing has happened yet" in told
        assert "Waiting for a second person" in other.get(page).page.text
        confirmed = other.submit(page, form_named="Confirm and do it")
        assert confirmed.status_code == 303
    assert "What won" in other.get(over.url()).page.text


@pytest.mark.parametrize("number", ["", "x", "1e9", "-1", "٣", "9" * 400])
def test_forged_requests_do_nothing(visitor, over, second, number):
    services.close_poll(over.actor, over.round)
    other = visitor().sign_in(second)
    answer = other.submit(over.url("roll"), form_named="Decline", forged={"request": number})
    assert answer.status_code == 303
    assert len(queries.requests_waiting(over.actor, over.round.id, ["close"], datetime.now(UTC))) == 1
