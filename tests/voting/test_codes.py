"""Voting with printed codes: entered, let go of, guessed, voided in between."""

import pytest

from app.domain.permissions import Role
from app.domain.rounds import Evidence
from app.domain.voter_codes import ALPHABET
from app.voting import queries, services
from app.voting.views.codes import FAILURES_PER_ADDRESS, FAILURES_PER_PREFIX
from tests.factories import a_person, an_actor, an_electorate
from tests.voting.pages import cards, cast, enter
from tests.voting.polls import a_vote, at


def test_a_code_opens_a_ballot_without_an_account(client, vote, youth):
    [card] = cards(vote, youth)
    typed = f" {card.code[:4].lower()}-{card.code[4:8]} {card.code[8:]}"
    assert enter(client, vote, typed).leads_to == vote.url()
    page = client.get(vote.url()).page
    assert "You are voting with a printed code" in page.text
    assert "You vote among: Youth" in page.text
    assert "Known by printed code" in page.text
    assert "Binding" in page.text
    assert cast(client, vote, vote.ids[:1]).status_code == 303
    assert queries.profile_inputs(vote.round.id, youth.id) == [(f'["{vote.ids[0]}"]', 1)]
    assert queries.profile_inputs(vote.round.id, vote.electorate.id) == []
    assert "Yes, online." in client.get(vote.url()).page.text


def test_the_same_code_on_another_device_replaces_the_ballot(visitor, vote, youth):
    [card] = cards(vote, youth)
    for choice in vote.ids[:2]:
        browser = visitor()
        enter(browser, vote, card.code)
        assert cast(browser, vote, [choice]).status_code == 303
    assert vote.stored() == 2
    assert queries.profile_inputs(vote.round.id, youth.id) == [(f'["{vote.ids[1]}"]', 1)]


def test_putting_the_receipt_away_forgets_the_code_too(client, vote, youth):
    [card] = cards(vote, youth)
    enter(client, vote, card.code)
    receipt = client.follow(cast(client, vote, vote.ids[:1]))
    client.submit(receipt, form_named="put-away")
    assert client.get(vote.url()).page.h1 == "How to vote"


def test_letting_go_of_a_code_ends_it_on_this_device(client, vote, youth):
    [card] = cards(vote, youth)
    enter(client, vote, card.code)
    left = client.submit(vote.url(), form_named="Stop using this code")
    assert left.leads_to == vote.url("code")
    assert client.get(vote.url()).page.h1 == "How to vote"


def test_a_code_goes_before_the_account(client, vote, youth):
    client.sign_in(a_person("Skolotāja"))
    [card] = cards(vote, youth)
    enter(client, vote, card.code)
    cast(client, vote, vote.ids[:1])
    assert queries.profile_inputs(vote.round.id, youth.id) != []
    assert queries.profile_inputs(vote.round.id, vote.electorate.id) == []


@pytest.mark.parametrize(
    "typed", ["", "7H2K", "7H2K-9QXW-4M3T", "\x00" * 12, "x" * 400, "' OR 1=1 --", "СНКХ" * 3]
)
def test_a_wrong_code_opens_nothing(client, vote, youth, typed):
    cards(vote, youth)
    page = client.submit(vote.url("code"), forged={"code": typed})
    assert page.status_code == 422
    assert client.get(vote.url()).page.h1 == "How to vote"


def test_a_code_of_another_round_opens_nothing(client, vote, youth):
    other = a_vote()
    [card] = cards(other, an_electorate(other.round, "youth", evidence=Evidence.CODE))
    assert enter(client, vote, card.code).status_code == 422


def test_a_code_voided_in_between_casts_nothing(client, vote, youth):
    [card] = cards(vote, youth)
    enter(client, vote, card.code)
    form = client.submit(vote.url(), {"choices": vote.ids[:1]}, button="Review my ballot").page.form("cast")
    services.void_code(an_actor(Role.ORGANISER), vote.round, card.code, "Lost", now=at(vote.ends_at, -9)())
    assert client.send(form).status_code == 403
    assert vote.stored() == 0
    assert client.get(vote.url()).page.h1 == "How to vote"
    assert enter(client, vote, card.code).status_code == 422


def limit_of(rule: str) -> int:
    """How many tries a limit allows."""
    return int(rule.split()[0])


def test_a_whole_school_behind_one_address_enters_its_codes(visitor, vote, youth):
    for card in cards(vote, youth, limit_of(FAILURES_PER_ADDRESS) + 5):
        browser = visitor()
        browser.checks_pages = False  # the same page for the seventieth time
        assert enter(browser, vote, card.code).status_code == 303


def test_guessing_one_code_stops_soon_and_others_go_on(client, visitor, vote, youth):
    [card] = cards(vote, youth)
    wrong = card.code[:4] + ("0" * 8 if card.code[4:] != "0" * 8 else "1" * 8)
    tries = [enter(client, vote, wrong).status_code for _ in range(limit_of(FAILURES_PER_PREFIX) + 1)]
    assert tries == [422] * limit_of(FAILURES_PER_PREFIX) + [429]
    [other] = cards(vote, youth, batch="school-8")
    assert other.code[:4] != card.code[:4]
    assert enter(visitor(), vote, other.code).status_code == 303


def test_guessing_many_codes_from_one_address_stops(client, vote, youth):
    form = client.form(vote.url("code"), None, "code")
    client.checks_pages = False  # the same page for the sixtieth time
    answers = []
    for number in range(limit_of(FAILURES_PER_ADDRESS) + 1):
        beginning = ALPHABET[number % 32] + ALPHABET[number // 32]
        answers.append(client.send(form.fill({"code": f"{beginning}ZZZZZZZZZZ"})).status_code)
    assert answers[:-1] == [422] * limit_of(FAILURES_PER_ADDRESS)
    assert answers[-1] == 429
