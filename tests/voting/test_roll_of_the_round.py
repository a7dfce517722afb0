"""The roll: neighbourhoods of code voters, accounts in one go, what is published of it, and whose vote was cast."""

import pytest

from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.rounds import Evidence
from app.voting import queries, services
from tests.factories import a_neighbourhood, a_person, a_pot, an_actor, an_electorate
from tests.voting.pages import cards, change, enter
from tests.voting.polls import a_vote, at, on_ballot


def test_a_code_opens_the_pot_of_its_neighbourhood(client, vote, youth):
    home, away = a_neighbourhood("Grīva", slug="griva"), a_neighbourhood("Centrs")
    own, other = (
        on_ballot(vote.round, a_pot(vote.round, 1_000_000, neighbourhood_id=place.id), 300_000 + place.id)
        for place in (home, away)
    )
    actor, moment = an_actor(Role.ORGANISER), at(vote.ends_at, -9)()
    [made] = services.create_codes(actor, vote.round, youth.id, "griva", 1, home.id, now=moment)
    file = b"key;electorate;neighbourhood\n7A-01;youth;Gr\xc4\xabva\n7A-02;youth;\n"
    first, second = services.import_roll(actor, vote.round, file, "file", now=moment)
    for card, sees_own in ((made, True), (first, True), (second, False)):
        enter(client, vote, card.code)
        values = {box.get("value") for box in client.get(vote.url()).page.all("input", type="checkbox")}
        assert (str(own.id) in values) is sees_own
        assert str(other.id) not in values


def test_accounts_come_onto_the_roll_in_one_go_each_into_the_first_electorate_that_fits(app):
    vote = a_vote()
    grown = an_electorate(vote.round, "grown", position=1)
    change(vote.electorate, age_bands=[AgeBand.FROM_16.value])
    home = a_neighbourhood()
    young, adult = a_person("Young", age_band=AgeBand.FROM_16, neighbourhood_id=home.id), a_person("Adult")
    actor, moment = an_actor(Role.ORGANISER), at(vote.ends_at, -9)()
    assert services.add_accounts(actor, vote.round, vote.electorate.id, now=moment) == 1
    entry = queries.roll_entry(vote.round.id, queries.account_key(young.id))
    assert (entry.electorate_id, entry.neighbourhood_id, entry.channel) == (vote.electorate.id, home.id, None)
    assert services.add_accounts(actor, vote.round, grown.id, now=moment) == 2  # the organiser votes too
    assert queries.may_vote_in(vote.round, adult).id == grown.id
    with pytest.raises(RuleBroken, match=r"roll\.nobody_new"):
        services.add_accounts(actor, vote.round, grown.id, now=moment)
    by_code = an_electorate(vote.round, "school", evidence=Evidence.CODE)
    with pytest.raises(RuleBroken, match=r"roll\.not_by_account"):
        services.add_accounts(actor, vote.round, by_code.id, now=moment)


def test_what_was_on_the_roll_at_the_opening_stays_published(client, vote, youth):
    assert queries.roll_fingerprint(vote.round.id) is None
    opened = at(vote.ends_at, -10 * 24 * 3600)
    actor = an_actor(Role.ORGANISER)
    services.create_codes(actor, vote.round, youth.id, "before", 3, now=at(opened(), -60)())
    services.create_codes(actor, vote.round, youth.id, "after", 2, now=at(opened(), 60)())
    published = queries.roll_fingerprint(vote.round.id)
    assert (published.at_opening.size, published.added) == (3, 2)
    assert (
        published.newest.fingerprint == queries.roll_now(vote.round.id)[1] != published.at_opening.fingerprint
    )
    for page in ("", "lookup", "ledger"):
        assert published.at_opening.fingerprint in client.get(vote.url(page).rstrip("/")).page.text, page


def test_whether_a_vote_was_cast_and_nothing_finer(client, visitor, vote, youth):
    [card] = cards(vote, youth)

    def answer(browser, **code):
        return browser.submit(vote.url("my-vote"), **code, form_named="ask").page.text

    assert "No, not yet." in answer(client, code=card.code)
    voter = queries.voter_by_code(
        vote.round, services.code_entered(vote.round, card.code), queries.frozen_rules(vote.round)
    )
    services.cast_ballot(voter, "0" * 32, vote.ids[:1])
    assert "Yes, online." in answer(client, code=card.code.lower())
    assert client.get(vote.url()).page.h1 == "How to vote"  # asking opens no ballot
    assert "not known in this vote" in answer(client, code="7H2K-9QXW-4M3T")
    anna = visitor().sign_in(a_person("Anna"))
    assert "No, not yet." in anna.get(vote.url("my-vote")).page.text
