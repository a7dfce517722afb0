"""What people do on their phones, in a real browser; and the most important pages without barriers."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from app.domain.phases import Phase
from benchmarks.rig.load import wait_until
from tests.world import World, a_picture, kept_world

PHONE = {"width": 360, "height": 760}
SCREENS = [(320, "light"), (1280, "dark")]
"""Two of the four that ``tests/faces`` holds every page to."""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def database_kind() -> str:
    """Always SQLite: the world goes back to what it was by a copy of the file."""
    return "sqlite"


@pytest.fixture
def world(app: Any) -> World:
    return kept_world()


@pytest.fixture
def assert_fine_everywhere(assert_accessible: Callable[..., None]) -> Callable[[Any], None]:
    """No barriers, and nothing wider than the screen: on a small phone and a desk, in light and dark."""

    def check(page: Any) -> None:
        for width, scheme in SCREENS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            assert_accessible(page)
            assert page.evaluate(WIDER) <= 0, f"{page.url} is too wide at {width}"
        page.set_viewport_size(PHONE)

    return check


def slug_of(world: World, phase: Phase) -> str:
    return str(world.scenes[phase].values["slug"])


def test_signing_up_by_the_link_in_a_mail(browse: Callable[..., Any], instance: Path) -> None:
    page = browse(**PHONE)
    page.goto("/sign-up")
    page.get_by_label("E-mail address").fill("anna@example.com")
    page.get_by_label("Display name").fill("Anna")
    page.locator("input[name=age_band][value='13_15']").check()
    page.locator("main form button").first.click()
    page.wait_for_url("**/sign-in/mail")
    page.goto(link_in_the_mail(instance))
    page.locator("main form button").first.click()
    page.wait_for_url("**/me/")
    assert "You are signed in." in page.inner_text("main")


def link_in_the_mail(instance: Path) -> str:
    """The path of the link in the only mail, which is sent after the page that announces it."""
    outbox = instance / "outbox"
    wait_until(lambda: any(outbox.glob("*.eml")))
    (path,) = outbox.glob("*.eml")
    body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://[^/\s]+(/sign-in/[\w-]+)", body.get_content())
    assert found
    return found[1]


def test_proposing_an_idea_with_a_picture(browse: Callable[..., Any], world: World) -> None:
    page = browse(person=world.person("resident"), **PHONE)
    page.goto(f"/rounds/{slug_of(world, Phase.SUBMISSION)}/proposals")
    page.get_by_role("link", name="Propose an idea").first.click()
    page.get_by_label("Name of the idea").fill("Šūpoles pie upes")
    page.get_by_label("The idea in two or three sentences").fill("Šūpoles lieliem un maziem.")
    page.get_by_label("Tell more").fill("Vieta ir, koks arī.")
    page.get_by_label("Play", exact=True).check()
    page.locator("select[name=neighbourhood]").select_option(index=1)
    page.locator("[name='cost_lines-0-what']").fill("Koks un ķēdes")
    page.locator("[name='cost_lines-0-amount']").fill("1 250,50")
    picture = {"name": "upe.png", "mimeType": "image/png", "buffer": a_picture(size=(640, 480)).getvalue()}
    page.get_by_label("Add pictures").set_input_files(picture)
    page.get_by_role("button", name="Save and go on later").click()
    page.get_by_label("What does the picture show?").fill("Upes krasts")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url(re.compile(r"/proposals/\d+$"))
    assert page.inner_text("h1") == "Šūpoles pie upes"
    assert "€1,250.50" in page.inner_text("main").replace("\xa0", " ")
    shown = page.get_by_alt_text("Upes krasts").first
    assert (
        shown.evaluate(
            "image => image.complete ? image.naturalWidth : image.decode().then(() => image.naturalWidth)"
        )
        > 0
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_voting(
    browse: Callable[..., Any], world: World, assert_fine_everywhere: Callable[[Any], None], javascript: bool
) -> None:
    page = browse(person=world.person("resident"), javascript=javascript, **PHONE)
    page.goto(f"/rounds/{slug_of(world, Phase.VOTING)}/ballot")
    page.locator("form#ballot input[type=checkbox]").first.check()
    if javascript:
        assert page.locator(".ballot-bar [data-sum=count]").inner_text() == "1"
        assert_fine_everywhere(page)
    page.get_by_role("button", name="Review my ballot").click()
    assert page.inner_text("h1") == "Look at your ballot again"
    if javascript:
        assert_fine_everywhere(page)
    page.get_by_role("button", name="Cast my ballot").click()
    page.wait_for_url("**/ballot/receipt")
    receipt = page.locator(".receipt-code").inner_text()
    if javascript:
        assert_fine_everywhere(page)
    page.get_by_role("button", name="I have kept it: forget it on this device").click()
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Find it").click()
    assert "Your ballot is in the box" in page.inner_text("main")


def test_a_mentor_scores(
    browse: Callable[..., Any], world: World, assert_fine_everywhere: Callable[[Any], None]
) -> None:
    assignment = world.scenes[Phase.SCORING].values["assignment_id"]
    page = browse(person=world.person("mentor"), **PHONE)
    page.goto("/mentor")
    page.locator(f"main a[href='/mentor/{assignment}']").first.click()
    for criterion in ("feasibility", "benefit"):
        page.locator(f"input[name=level_{criterion}][value='4']").check()
        page.locator("[data-card-next]").click()
    page.get_by_label("Comment to the team").fill("Laba doma.")
    page.locator("button[name=action][value=draft]").click()
    page.locator("[data-card-said]").get_by_text("Saved").wait_for()
    page.reload()
    assert page.locator("input[name=level_benefit][value='4']").is_checked()
    assert_fine_everywhere(page)
    for _criterion in ("feasibility", "benefit"):
        page.locator("[data-card-next]").click()
    page.locator("button[name=action][value=submit]").click()
    page.wait_for_url("**/mentor")
    assert "Your scorecard is submitted." in page.inner_text("main")


def test_an_organiser_looks_at_the_desk(browse: Callable[..., Any], world: World) -> None:
    page = browse(person=world.person("organiser"), **PHONE)
    page.goto("/desk")
    slug = slug_of(world, Phase.SCORING)
    page.locator(f"main a[href^='/rounds/{slug}/mentors']").first.click()
    assert page.url.endswith(f"/rounds/{slug}/mentors")
