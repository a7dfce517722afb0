"""A kiosk that is left alone asks, waits when told to, and clears itself when nobody answers."""

import pytest

from app.domain.permissions import Role
from app.domain.rounds import Evidence
from app.voting.views.kiosk_mode import WARN_AFTER, WARN_FOR
from tests.factories import a_person, an_electorate
from tests.voting.pages import cards
from tests.voting.polls import a_vote

pytestmark = pytest.mark.faces


def test_a_kiosk_asks_before_it_forgets(browse, app, assert_accessible):
    vote = a_vote()
    [card] = cards(vote, an_electorate(vote.round, "youth", evidence=Evidence.CODE, position=1))
    page = browse(person=a_person("Olga", Role.ORGANISER), width=1024, height=768)
    page.clock.install()
    page.goto(vote.url("kiosks"))
    page.get_by_label("Name of the kiosk").fill("Library")
    page.get_by_label("A number of your own, to end it").fill("2468")
    page.get_by_role("button", name="Start the kiosk here").click()
    page.get_by_label("Your code").fill(card.code)
    page.get_by_role("button", name="Open my ballot").click()
    assert page.get_by_role("link", name="Rounds").count() == 0
    warning = page.get_by_role("dialog", name="Are you still here?")
    page.clock.fast_forward(WARN_AFTER * 1000)
    warning.wait_for()
    assert_accessible(page)
    warning.get_by_role("button", name="I need more time").click()
    warning.wait_for(state="hidden")
    page.clock.fast_forward(WARN_AFTER * 1000)
    warning.wait_for()
    page.clock.run_for((WARN_FOR + 1) * 1000)
    page.wait_for_url("**/kiosk")
    assert page.get_by_label("Your code").input_value() == ""
