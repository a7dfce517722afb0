"""A tablet as a kiosk: nothing but ballots, nothing left of the last voter, a bare count."""

from datetime import timedelta

import pytest

from app.domain.errors import RuleBroken
from app.domain.permissions import Role
from app.voting import queries, services
from app.voting.views.kiosk_mode import IDLE
from tests.factories import a_person, an_actor
from tests.voting.pages import cards, cast
from tests.voting.polls import at

KIOSK = {"name": "Library, tablet 1", "hours": 4, "pin": "2468"}


@pytest.fixture
def tablet(visitor, vote, youth):
    """A device on which an organiser has started a kiosk."""
    device = visitor().sign_in(a_person("Olga", Role.ORGANISER))
    started = device.submit(vote.url("kiosks"), KIOSK, form_named="kiosk")
    assert started.leads_to == vote.url("kiosk")
    return device


def test_one_voter_after_the_other(tablet, vote, youth):
    first, second = cards(vote, youth, 2)
    for card in (first, second):
        assert (
            tablet.submit(vote.url("kiosk"), code=card.code, form_named="enter-code").leads_to == vote.url()
        )
        receipt = tablet.follow(cast(tablet, vote, vote.ids[:1])).page
        assert receipt.h1 == "Your ballot is cast"
        token = tablet.form(vote.url("ballot/receipt"), "put-away").data["csrf_token"]
        done = tablet.post(vote.url("kiosk/done"), data={"csrf_token": token})
        assert done.leads_to == vote.url("kiosk")
        assert tablet.get(vote.url()).page.h1 == "How to vote"
        assert tablet.get(vote.url("ballot/receipt")).leads_to == vote.url()
    [kiosk] = queries.kiosks_of(vote.round.id)
    assert kiosk.ballots == 2
    assert {column.name for column in type(kiosk).__table__.columns} == {
        "id", "round_id", "name", "pin_hash", "started_by", "started_at", "ends_at", "stopped_at", "ballots"
    }  # fmt: skip


def test_a_kiosk_leads_nowhere_else_and_nobody_is_signed_in(tablet, vote):
    for path in ("/", "/me/", "/desk", vote.url("roll"), vote.url("lookup"), vote.url("code"), "/sign-in"):
        assert tablet.get(path).leads_to == vote.url("kiosk"), path
    page = tablet.get(vote.url("kiosk")).page
    assert "Olga" not in page.text
    outside = [link for link in page.links if not link.startswith((vote.url("kiosk"), "#", "/static"))]
    assert outside == []


def test_a_wrong_press_loses_nobody_the_ballot(tablet, vote, youth):
    [card] = cards(vote, youth)
    tablet.submit(vote.url("kiosk"), code=card.code, form_named="enter-code")
    assert tablet.get("/").leads_to == vote.url()
    cast(tablet, vote, vote.ids[:1])
    assert tablet.get(vote.url("lookup")).leads_to == vote.url("ballot/receipt")


def test_a_voter_who_leaves_is_forgotten(tablet, vote, youth, clock):
    [card] = cards(vote, youth)
    tablet.submit(vote.url("kiosk"), code=card.code, form_named="enter-code")
    page = tablet.get(vote.url()).page
    [warning] = page.all("dialog")
    assert int(warning.get("data-kiosk-for")) >= 20  # WCAG 2.2.1: time to answer, by one press
    assert "I need more time" in page.text
    clock.advance(IDLE - timedelta(seconds=5))
    assert tablet.get(vote.url()).status_code == 200
    clock.advance(IDLE + timedelta(seconds=5))
    assert tablet.get(vote.url()).leads_to == vote.url("kiosk")
    assert tablet.get(vote.url()).page.h1 == "How to vote"


def test_staff_end_it_by_its_number_or_from_elsewhere(tablet, visitor, vote, youth, clock):
    wrong = tablet.submit(vote.url("kiosk"), {"end-pin": "0000"}, form_named="end")
    assert wrong.status_code == 422
    assert tablet.submit(vote.url("kiosk"), {"end-pin": "2468"}, form_named="end").status_code == 303
    assert tablet.get("/sign-in").status_code == 200
    desk = visitor().sign_in(a_person("Zane", Role.ORGANISER))
    desk_device = visitor().sign_in(a_person("Ivo", Role.ORGANISER))
    desk_device.submit(vote.url("kiosks"), {**KIOSK, "name": "School"}, form_named="kiosk")
    [card] = cards(vote, youth)
    desk_device.submit(vote.url("kiosk"), code=card.code, form_named="enter-code")
    form = desk_device.submit(vote.url(), {"choices": vote.ids[:1]}, button="Review my ballot").page.form(
        "cast"
    )
    [_ended, running] = queries.kiosks_of(vote.round.id)
    assert (
        desk.submit(vote.url("kiosks"), form_named=vote.url(f"kiosks/{running.id}/stop")).status_code == 303
    )
    assert desk_device.send(form).leads_to == "/"
    assert vote.stored() == 0
    assert desk.submit(vote.url("kiosks"), {**KIOSK, "name": "School"}, form_named="kiosk").status_code == 422


def test_a_kiosk_ends_by_itself_and_a_stopped_one_takes_no_ballot(tablet, vote, youth, clock):
    [kiosk] = queries.kiosks_of(vote.round.id)
    clock.advance(timedelta(hours=5))
    assert tablet.get(vote.url("kiosk")).leads_to == "/"
    services.stop_kiosk(an_actor(Role.ORGANISER), vote.round, kiosk.id, now=at(vote.ends_at, -9)())
    voter = vote.voter(a_person())
    with pytest.raises(RuleBroken, match=r"kiosk\.over"):
        services.cast_ballot(voter, "0" * 32, vote.ids[:1], kiosk_id=kiosk.id)
    assert vote.stored() == 0
