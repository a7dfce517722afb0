"""What nobody should send, in every field of every form: a sentence and the right status, nothing stored, no 500."""

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from app.domain.phases import Phase
from tests.sending import REFUSED, TAKEN, Sender, Sending, each_kind_once, encoded, sendings_on
from tests.test_access import addresses, addresses_in, may_open
from tests.unusual_forms import NOT_SEEN, UNGUESSED
from tests.world import a_picture, kept_world

UNSTORABLE = {
    "too long": "x" * 100_000,
    "a NUL": "a\x00b",
    "right to left": "abc\u202edef",
}
"""No text of a person, in whatever field."""

STRANGE = {
    "nothing": "",
    "a lone surrogate": "\ud800",
    "infinity": "1e999",
    "below nought": "-5",
    "a foreign digit": "٣",
    "an underscore": "1_000",
    "a script": "<script>alert(1)</script>",
    "a quote": "'; DROP TABLE person; --",
}
"""A fine title, perhaps, but no amount, day or number."""

FORGED = ("", "99999999", "9" * 30, "-1", "x", "1e999", "٣", "a\x00b", "\u202e", "\ud800", "x" * 100_000)
"""What no page offers, where something is to be chosen or goes along hidden."""

VIEWERS = (
    "administrator",
    "organiser",
    "author",
    "founder",
    "mentor",
    "reviewer",
    "council",
    "resident",
    "visitor",
)
"""Each page is opened by the first of these who may."""


def short(value):
    """The name of a value among the tests."""
    return ascii(value[:20])


_found: list[list[Sending]] = []


@pytest.fixture
def database_kind():
    """Always SQLite: the world goes back to what it was a hundred times, which only a file does quickly."""
    return "sqlite"


@pytest.fixture
def world(app):
    """The world; forms need no token here, because nobody fills one in."""
    app.config["WTF_CSRF_ENABLED"] = False
    return kept_world()


@pytest.fixture
def opened(world, visitor):
    """Makes the browser of somebody; its pages are looked at elsewhere."""

    def browser(name):
        client = visitor()
        client.checks_pages = False
        return client if name == "visitor" else client.sign_in(world.person(name))

    return browser


@pytest.fixture
def sendings(app, world, opened):
    """Every form of the application; looked for once."""
    if not _found:
        browsers = {name: opened(name) for name in VIEWERS}
        seen = [(name, browsers[name].get(url)) for name, url in pages_of(app, world)]
        seen.append(("author", reviewed_ballot(browsers["author"], world)))
        seen += [(name, browsers[name].get(url)) for name, url in pages_for_some(world)]
        _found.append(each_kind_once(form for name, page in seen for form in sendings_on(app, name, page)))
    return _found[0]


def pages_for_some(world):
    """Pages that more may read than write on, opened by those who write."""
    values = world.scenes[Phase.SUBMISSION].values
    mentoring = f"/rounds/{values['slug']}/mentoring"
    sheet = f"/teams/{values['team_id']}/sheets/empathy-map"
    return [("author", sheet), ("author", mentoring), ("mentor", mentoring)]


def reviewed_ballot(voter, world):
    """The page with the button that casts; no GET leads to it."""
    ballot = f"/rounds/{world.scenes[Phase.VOTING].values['slug']}/ballot"
    boxes = voter.get(ballot).page.all("input", name="choices")
    return voter.submit(
        ballot, form_named="ballot", button="Review my ballot", choices=[boxes[0].get("value")]
    )


def pages_of(app, world):
    """Every page with somebody who may open it, public ones once more; what a draft, a jury or a vote has besides."""
    draft, scoring = world.scenes[Phase.DRAFT], world.scenes[Phase.SCORING]
    steps = (each for each in addresses_in(app, draft, "GET", "slug") if each.endpoint.startswith("rounds."))
    yield from (("organiser", each.url) for each in steps)
    yield from (("mentor", each.url) for each in addresses_in(app, scoring, "GET", "assignment_id"))
    voting = addresses_in(app, world.scenes[Phase.VOTING], "GET", "slug")
    yield from (
        ("organiser", each.url) for each in voting if each.endpoint in ("voting.kiosks", "voting.paper")
    )
    for address in addresses(app, world, "GET"):
        if address.endpoint == "hall.styleguide":
            continue  # its forms are samples that lead nowhere
        if address.access == "public":
            yield "visitor" if address.endpoint.startswith("accounts.") else "founder", address.url
        yield next(name for name in VIEWERS if may_open(world, name, address)), address.url


@pytest.fixture
def sender(sendings, opened):
    """Sends every form of the world; at the end of the test everything must have been as expected."""
    sender = Sender(opened)
    yield sender
    assert not sender.faults, "\n".join(sender.faults)


def test_every_form_is_found(app, sendings):
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    missing = sorted(posted - {sending.endpoint for sending in sendings})
    assert missing == sorted(NOT_SEEN), "\n".join(missing)


def test_sensible_answers_are_taken(sendings, sender):
    statuses = [(each.endpoint, sender.send(each, each.data, (*TAKEN, *REFUSED))) for each in sendings]
    refused = {endpoint for endpoint, status in statuses if status in REFUSED}
    assert refused == UNGUESSED, sorted(refused ^ UNGUESSED)


@pytest.mark.parametrize("what", UNSTORABLE)
def test_what_no_text_may_hold_is_refused_in_every_field(sendings, sender, what):
    for sending in sendings:
        for name in sending.fields_of_a_kind():
            sender.send(sending, sending.with_values([name], UNSTORABLE[what]), REFUSED)


@pytest.mark.torture
@pytest.mark.parametrize("what", STRANGE)
def test_strange_values_break_nothing(sendings, sender, what):
    for sending in sendings:
        if sending.texts:
            sender.send(sending, sending.with_values(sending.texts, STRANGE[what]), (*TAKEN, *REFUSED))


@pytest.mark.torture
@pytest.mark.parametrize("value", FORGED, ids=short)
def test_forged_choices_break_nothing(sendings, sender, value):
    for sending in sendings:
        if sending.others:
            sender.send(sending, sending.with_values(sending.others, value), (*TAKEN, *REFUSED))


BAD_FILES = {
    "a script": (b"<script>alert(1)</script>", "bilde.png"),
    "a drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "bilde.svg"),
    "half a picture": (a_picture(size=(400, 300)).getvalue()[:200], "bilde.png"),
    "nothing": (b"", "bilde.png"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 500, "../../bilde.pdf"),
    "half a document": (b"%PDF-1.7\n1 0 obj", "plans.pdf"),
}


def a_file(content, name):
    """A file as a browser sends it."""
    return FileStorage(BytesIO(content), name)


@pytest.mark.parametrize("what", BAD_FILES)
def test_files_that_are_not_what_they_should_be(sendings, sender, instance, what):
    content, file_name = BAD_FILES[what]
    before = set(instance.glob("uploads/*/*"))
    for sending in sendings:
        for name in sending.files:
            sender.attach(sending, {name: a_file(content, file_name)})
    assert set(instance.glob("uploads/*/*")) == before, "a file stayed behind"


def test_twenty_megabytes_are_too_much(sendings, sender, instance):
    before = set(instance.glob("uploads/*/*"))
    with_files = [(sending, name) for sending in sendings for name in sending.files]
    assert len(with_files) >= 6
    for sending, name in with_files:
        sender.attach(sending, {name: a_file(b"%PDF-" + b"x" * 21 * 2**20, "liels.pdf")})
    assert set(instance.glob("uploads/*/*")) == before


def test_one_bad_photo_keeps_the_good_one_out_too(sendings, sender, instance):
    before = set(instance.glob("uploads/*/*"))
    news = next(sending for sending in sendings if sending.endpoint == "delivery.write")
    files = {
        news.files[0]: a_file(a_picture().getvalue(), "laba.png"),
        news.files[1]: a_file(b"<script>", "slikta.png"),
    }
    sender.attach(news, files)
    assert set(instance.glob("uploads/*/*")) == before, "the good photo stayed behind"


@pytest.mark.torture
@pytest.mark.parametrize("value", ["x" * 5_000, "a\x00b", "\ud800", "-1", "9" * 30], ids=short)
def test_strange_questions_break_no_page(app, world, opened, value):
    names = (
        "q",
        "page",
        "sort",
        "theme",
        "state",
        "least",
        "most",
        "neighbourhood",
        "electorate",
        "code",
        "next",
    )
    names += (
        "shown",
        "part",
        "type",
        "rule",
        "source",
        "team",
        "per_entry",
        "cap",
        "seed",
        "subject",
        "department",
    )
    browser, question = opened("administrator"), encoded([(name, value) for name in names]).decode()
    for address in addresses(app, world, "GET"):
        status = browser.get(f"{address.url}?{question}").status_code
        assert status < 500, f"{address}: {status}"
