"""Pages that nobody opens by an address: answers to forms, refusals, and what is not there."""

from collections.abc import Callable, Iterator

import pytest

from app.domain.phases import Phase
from tests.faces.faces import Face, Gallery
from tests.faces.looking import Visit, faults_on
from tests.standstill import Standstill

SENT_EMPTY = {
    "sign up": ("visitor", None, "/sign-up"),
    "an idea": ("resident", Phase.SUBMISSION, "/rounds/{slug}/proposals/new"),
    "a team": ("resident", Phase.SUBMISSION, "/rounds/{slug}/teams/new"),
    "a comment": ("resident", Phase.SUBMISSION, "/proposals/{proposal_id}/comments"),
    "a code": ("visitor", Phase.VOTING, "/rounds/{slug}/code"),
    "a scorecard": ("mentor", Phase.SCORING, "/mentor/{assignment_id}"),
    "a department's answer": ("reviewer", Phase.SCREENING, "/screening/{screening_id}"),
    "a round": ("administrator", None, "/rounds/new"),
}
"""Forms sent as they are: who sends them, the phase of their round, their address."""

REFUSED = {
    "nothing is there": ("visitor", None, "/rounds/nekas", 404),
    "not for residents": ("resident", None, "/audit", 403),
    "the wrong phase": ("resident", Phase.VOTING, "/rounds/{slug}/proposals/new", 403),
}
SENDS = ", ".join(
    f"main form[method=post] button{which}"
    for which in ("[value=submit]", "[name=submit]", ":not([type], [name], .quiet)")
)
"""The button that sends a form off, not one that saves it for later."""

LANGUAGES = ("lv", "ru", "en")


@pytest.fixture
def go(gallery: Gallery, visit: Callable[[Face], Visit]) -> Iterator[Callable[..., Visit]]:
    """Opens a page of the small city as somebody; what they change there is undone at the end."""
    world = gallery.world.world
    assert world is not None
    with gallery.world.app.app_context():
        before = Standstill()

    def opened(name: str, phase: Phase | None, address: str, language: str) -> Visit:
        person_id = None if name == "visitor" else world.ids[name]
        path = address.format(**world.scenes[phase].values) if phase else address
        made = visit(Face(gallery.world, "", path, name, person_id, language))
        made.page.goto(path)
        return made

    yield opened
    with gallery.world.app.app_context():
        before.restore()


@pytest.mark.parametrize("what", SENT_EMPTY)
def test_a_form_that_lacks_something(go: Callable[..., Visit], what: str) -> None:
    name, phase, address = SENT_EMPTY[what]
    made = go(name, phase, address, LANGUAGES[len(what) % 3])
    made.page.evaluate("document.querySelector('main form[method=post]').noValidate = true")
    with made.page.expect_navigation():  # the button may be on the last page of a form in steps
        made.page.locator(SENDS).first.evaluate("button => button.form.requestSubmit(button)")
    assert made.page.locator(".error-summary, .field-error").count(), made.page.inner_text("main")
    assert faults_on(made) == []


@pytest.mark.parametrize("why", REFUSED)
def test_a_refusal(go: Callable[..., Visit], why: str) -> None:
    name, phase, address, status = REFUSED[why]
    made = go(name, phase, address, LANGUAGES[len(why) % 3])
    answer = made.page.reload()
    assert answer is not None
    assert answer.status == status
    assert faults_on(made) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_device_in_kiosk_mode(go: Callable[..., Visit], language: str) -> None:
    made = go("organiser", Phase.VOTING, "/rounds/{slug}/kiosks", language)
    form = made.page.locator("form[action$='/kiosks/start']")
    form.locator("[name=name]").fill("Bibliotēka pie parka")
    form.locator("[name=pin]").fill("2468")
    form.locator("button").click()
    made.page.wait_for_url("**/kiosk")
    assert faults_on(made) == []
    made.page.goto(f"{made.page.url}/waiting")
    assert faults_on(made) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_ballot_to_the_receipt(go: Callable[..., Visit], language: str) -> None:
    made = go("resident", Phase.VOTING, "/rounds/{slug}/ballot", language)
    made.page.locator("form#ballot input[type=checkbox]").first.check()
    made.page.locator("form#ballot button:not([name=less], [name=more])").last.click()
    made.page.wait_for_url("**/ballot/review")
    assert faults_on(made) == []
    made.page.locator("form#cast button").click()
    made.page.wait_for_url("**/ballot/receipt")
    assert faults_on(made) == []
