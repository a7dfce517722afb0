"""A child and an adult make a team on their phones, from the square that is scanned to the idea that is handed in."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.domain.people import AgeBand
from app.domain.phases import Phase
from tests import factories
from tests.world import a_picture

pytestmark = pytest.mark.faces

PHONE = {"width": 360, "height": 760}
RULES = {"least": 2, "most": 4, "needs_young": True, "needs_adult": True}


def test_a_child_and_an_adult_from_the_join_link_to_handing_in(
    browse: Callable[..., Any], session: Any
) -> None:
    place = factories.a_neighbourhood()
    round = factories.round_in(Phase.SUBMISSION, team_rules=RULES, neighbourhood_id=place.id)
    anna = factories.a_person("Anna Zaļkalne")
    emils = factories.a_person("Emīls Ūdrāns", age_band=AgeBand.UNDER_13)
    team = factories.a_team(round, anna)
    adult, child, guardian = browse(person=anna, **PHONE), browse(person=emils, **PHONE), browse(**PHONE)

    child.goto(f"/join/{team.join_code}")
    child.get_by_role("button", name="Ask to join").click()
    adult.goto(f"/teams/{team.id}")
    adult.get_by_role("button", name="Accept").click()
    assert "A guardian's consent for every child; 1 is missing" in adult.inner_text("#rules")

    child.goto("/me/guardian")
    child.get_by_role("button", name="Make a sheet").click()
    child.wait_for_url("**/sheet")
    assert child.locator(".qr svg").is_visible()
    guardian.goto(urlsplit(child.locator(".consent-sheet .code").inner_text()).path)
    guardian.get_by_label("Your name").fill("Ilze Ūdrāne")
    guardian.get_by_label("I am the child's parent or guardian, and I agree").check()
    guardian.get_by_role("button", name="I agree", exact=True).click()
    assert "You have given your consent." in guardian.inner_text("main")

    map_ = f"/teams/{team.id}/sheets/empathy-map"
    for page in (child, adult):
        page.goto(map_)
    child.get_by_label("Sees").fill("Tukšs laukums")
    child.locator("[data-saving-said][data-state=saved]").wait_for()
    adult.get_by_label("Hears").fill("Suņus tumsā")
    adult.locator("[data-saving-said][data-state=saved]").wait_for()
    assert adult.get_by_label("Hears").input_value() == "Suņus tumsā"
    child.goto(map_)
    assert child.get_by_label("Hears").input_value() == "Suņus tumsā"
    assert child.get_by_label("Sees").input_value() == "Tukšs laukums"

    child.goto(f"/rounds/{round.slug}/proposals/new?team={team.id}")
    sketch = {"name": "skice.png", "mimeType": "image/png", "buffer": a_picture(size=(640, 480)).getvalue()}
    assert child.get_by_label("Photograph a sketch").get_attribute("capture") == "environment"
    child.get_by_label("Photograph a sketch").set_input_files(sketch)
    child.get_by_label("Name of the idea").fill("Gaismas taka")
    child.get_by_label("The idea in two or three sentences").fill("Lampas gar taku.")
    child.get_by_label("Tell more").fill("Lai vakarā nebūtu bail.")
    child.get_by_label("Safety", exact=True).check()
    child.get_by_role("button", name="Hand in").click()
    child.wait_for_url(re.compile(r"/proposals/\d+$"))
    assert child.inner_text("h1") == "Gaismas taka"
    stranger = browse(**PHONE)
    stranger.goto(f"/teams/{team.id}")
    assert "Gaismas taka" in stranger.inner_text("main")
    assert "Emīls" not in stranger.inner_text("body")
