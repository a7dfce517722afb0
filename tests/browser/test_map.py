"""The map and its list in a real browser: by keyboard, with filters, and without script."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from tests.factories import a_neighbourhood, a_proposal, ready_round_in

pytestmark = pytest.mark.faces


def test_ideas_on_the_map_are_found_by_keyboard_and_without_script(
    browse: Callable[..., Any], app: Any
) -> None:
    round = ready_round_in(Phase.VOTING, datetime.now(UTC))
    place = a_neighbourhood("Grīva", lat=55.86, lon=26.5)
    for number in range(3):
        where = {"neighbourhood_id": place.id, "lat": 55.86 + number / 100, "lon": 26.5 + number / 50}
        a_proposal(round, state=ProposalState.FEASIBLE, title=f"Ideja {number}", **where)
    address = f"/rounds/{round.slug}/proposals?view=map"
    page = browse()
    page.goto(address)
    assert page.evaluate("typeof L") == "undefined"
    assert page.locator(".map-picture svg .map-pin").count() == 3
    page.locator(".map-list a").nth(1).focus()
    page.wait_for_selector("[data-map][data-ready=yes] .map-mark")
    page.locator(".map-list a").nth(2).focus()
    page.wait_for_selector(".map-mark.on")
    page.locator(".map-mark").first.press("Enter")
    page.wait_for_selector(".map-popup a")
    plain = browse(javascript=False)
    plain.goto(address)
    assert plain.locator(".map-list a").count() == 3
