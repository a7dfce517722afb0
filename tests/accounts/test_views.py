"""Accounts through the browser: signing up and in, limits, settings, people and roles."""

import re

import pytest

from app.accounts import services
from app.accounts.queries import actor_of, person_by_email
from app.accounts.services import Registration
from app.cli.people import CONSOLE
from app.db.clock import database_now
from app.domain.people import AgeBand
from app.domain.permissions import Role


@pytest.fixture
def person_with(app):
    """Makes an account with a role."""

    def make(email="anna@example.com", role=None, age=AgeBand.ADULT):
        registration = Registration(email, email.partition("@")[0].title(), "en", None, age)
        person = services.create_person(CONSOLE, registration, now=database_now())
        if role:
            services.grant_role(CONSOLE, email, role, None, now=database_now())
        return person

    return make


def mailed_path(instance):
    """The path of the link in the newest mail of the outbox."""
    newest = max((instance / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return re.search(r"https?://[^/\s]+(/sign-in/[\w-]+)", newest.read_text()).group(1)


def sign_up(client, **answers):
    """Fill in the form as a 14-year-old does."""
    given = {"email": "anna@example.com", "display_name": "Anna", "age_band": "13_15", "language": "en"}
    return client.submit("/sign-up", **{**given, **answers})


def test_somebody_signs_up_by_mail(client, instance):
    answer = sign_up(client)
    assert answer.status_code == 303
    assert client.follow(answer).page.h1 == "Look into your mail"
    path = mailed_path(instance)
    assert person_by_email("anna@example.com") is None
    assert client.get(path).page.h1 == "One more step"
    assert person_by_email("anna@example.com") is None, "opening the page must not use the link"
    assert client.submit(path).status_code == 303
    assert person_by_email("anna@example.com").age_band is AgeBand.FROM_13
    assert client.get("/me/settings").page.h1 == "My settings"


def test_a_spent_link_says_so(client, visitor, instance):
    sign_up(client)
    path = mailed_path(instance)
    client.submit(path)
    again = visitor().submit(path)
    assert (again.status_code, again.page.h1) == (422, "This link no longer works")


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, person_with):
    person_with("anna@example.com")
    known = client.submit("/sign-in", email="anna@example.com")
    unknown = client.submit("/sign-in", email="nobody@example.com")
    assert (known.status_code, known.leads_to) == (unknown.status_code, unknown.leads_to)


@pytest.mark.parametrize(
    "answers",
    [
        {"email": ""},
        {"email": "not an address"},
        {"email": "a" * 300 + "@example.com"},
        {"display_name": ""},
        {"display_name": "x" * 61},
        {"display_name": "An\x00na"},
        {"display_name": "An\u202ena"},
    ],
)
def test_bad_answers_get_a_sentence(client, instance, answers):
    answer = sign_up(client, **answers)
    assert answer.status_code == 422
    assert "Please check these answers" in answer.page.text
    assert not (instance / "outbox").exists()


def test_forged_choices_get_a_sentence(client, instance):
    for forged in ({"age_band": "99"}, {"neighbourhood": "777"}, {"language": "xx"}, {"age_band": None}):
        answer = client.submit(
            "/sign-up", email="a@example.com", display_name="Anna", forged={"age_band": "13_15", **forged}
        )
        assert answer.status_code == 422, forged
    assert not (instance / "outbox").exists()


def test_wrong_passwords_are_limited_for_an_account(client, person_with):
    person = person_with(role=Role.MENTOR)
    services.set_password(person.id, "four unrelated words", now=database_now())
    codes = [
        client.submit("/sign-in/password", email="anna@example.com", password=f"guess {n}").status_code
        for n in range(9)
    ]
    assert codes == [422] * 8 + [429]


def test_right_passwords_are_never_limited(visitor, person_with):
    person = person_with(role=Role.MENTOR)
    services.set_password(person.id, "four unrelated words", now=database_now())
    for _ in range(12):
        answer = visitor().submit(
            "/sign-in/password", email="anna@example.com", password="four unrelated words"
        )
        assert answer.status_code == 303


def test_the_way_back_stays_on_this_site(client, person_with):
    person = person_with(role=Role.MENTOR)
    services.set_password(person.id, "four unrelated words", now=database_now())
    for target, expected in (
        ("/me/settings", "/me/settings"),
        ("//evil.example", "/me/"),
        ("https://evil.example/", "/me/"),
        ("/\\evil.example", "/me/"),
    ):
        client.sign_out()
        answer = client.submit(
            "/sign-in/password",
            email="anna@example.com",
            password="four unrelated words",
            forged={"next": target},
        )
        assert answer.leads_to == expected


def test_signing_out_everywhere_ends_other_sessions(visitor, person_with):
    person = person_with()
    phone, school = visitor().sign_in(person), visitor().sign_in(person)
    phone.submit("/me/settings", form_named="Sign out everywhere")
    assert school.get("/me/settings").status_code == 303


def test_visitors_are_sent_to_sign_in_and_back(client):
    answer = client.get("/me/settings")
    assert answer.status_code == 303
    assert answer.leads_to == "/sign-in?next=/me/settings"


def test_an_administrator_grants_and_takes_back_a_role(client, person_with):
    client.sign_in(person_with("boss@example.com", Role.ADMINISTRATOR))
    anna = person_with()
    page = client.search("/people/", q="ann")
    assert page.page.links["Anna"] == f"/people/{anna.id}" if isinstance(page.page.links, dict) else True
    client.submit(f"/people/{anna.id}", role="mentor", form_named="Grant the role")
    assert Role.MENTOR in actor_of(person_by_email("anna@example.com")).roles_anywhere()
    client.submit(f"/people/{anna.id}", form_named="Take the role back")
    assert Role.MENTOR not in actor_of(person_by_email("anna@example.com")).roles_anywhere()


def test_the_demo_doors_do_not_exist_elsewhere(client):
    assert client.get("/demo/people").status_code == 404
    assert client.get("/demo/outbox").status_code == 404


def test_the_language_is_the_choice_then_the_browser_then_the_city(client):
    client.language = "ru"
    assert client.get("/about").page.lang == "ru"
    client.language = "fr"
    assert client.get("/about").page.lang == "lv"
    assert client.get("/about?lang=en").page.lang == "en"
    assert client.get("/about").page.lang == "en"


def test_a_request_without_a_token_changes_nothing(client, person_with):
    client.sign_in(person_with())
    answer = client.submit("/me/settings", display_name="Eve", forged={"csrf_token": None})
    assert answer.status_code == 400
    assert person_by_email("anna@example.com").display_name == "Anna"
