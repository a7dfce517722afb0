"""What administrators and organisers do at their browsers before anybody proposes."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.rounds import short_name
from tests.journeys.city import Somebody
from tests.page import words

LEVELS = ("Not at all", "A little", "Partly", "Mostly", "Fully")


def adds_a_neighbourhood(administrator: Somebody, name: str) -> None:
    """The administrator enters a part of the city."""
    fields = {"name-lv": name, "slug": short_name(name)}
    administrator.sends("/places/neighbourhoods/new", fields, population=8000, told="Saved.")


def adds_a_department(administrator: Somebody, name: str) -> None:
    """The administrator enters an office of the city."""
    administrator.sends("/departments/new", {"name-lv": name, "slug": short_name(name)})


def grants(administrator: Somebody, person: Somebody, role: str, department: str = "") -> None:
    """The administrator trusts somebody with a role, and says where they work."""
    address = link_called(administrator.browser.search("/people/", q=person.email).page, person.name)
    administrator.sends(address, role=role, told="The role is granted.")
    if department:
        value = choice_called(administrator, address, "department", department)
        administrator.sends(address, department=value, told="The department is noted.")


def begins_a_round(organiser: Somebody, title: str, kind: str) -> str:
    """The organiser starts a draft; gives back its address."""
    hub = organiser.sends("/rounds/new", {"title-lv": title, "title-en": title}, kind=kind)
    address = str(hub.address.removesuffix("/edit"))
    assert hub.page.all("li", class_="wrong"), "a new round lacks much"
    return address


def writes_the_texts(organiser: Somebody, round: str, promise: str) -> None:
    """The organiser says what the round is about."""
    texts = {
        "summary-lv": "Idejas mūsu pagalmiem.",
        "summary-en": "Ideas for our courtyards.",
        "rules_text-lv": "Vieta ir publiska. Summa ietilpst budžetā.",
        "rules_text-en": "The place is **public**. The sum fits the budget.",
        "easy_text-en": "You have an idea. The city helps.",
        "promise-lv": promise,
        "promise-en": promise,
    }
    organiser.sends(f"{round}/edit/texts", texts, told="Saved.")


def sets_the_dates(organiser: Somebody, round: str, dates: Mapping[str, str]) -> None:
    """The organiser gives phases their first day; each begins at nine."""
    starts = {phase: f"{day}T09:00" for phase, day in dates.items()}
    organiser.sends(f"{round}/edit/timetable", starts, told="Saved.")


def fills_a_pot(organiser: Somebody, round: str, name: str, amount: str) -> None:
    """The organiser says how much money there is."""
    organiser.sends(f"{round}/edit/money", {"pots-0-name-lv": name, "pots-0-amount": amount}, told="Saved.")


def says_who_may_vote(organiser: Somebody, round: str) -> None:
    """Residents from 13 by their address; a school by printed codes."""
    residents = {"electorates-0-name-lv": "Iedzīvotāji", "electorates-0-evidence": "email"}
    ages = {"electorates-0-age_bands": ["13_15", "16_17", "18_plus"]}
    added = organiser.browser.submit(f"{round}/edit/electorates", {**residents, **ages}, button="add")
    school = {"electorates-1-name-lv": "Skola", "electorates-1-evidence": "code"}
    organiser.sends(added, school, told="Saved.")


def builds_the_rubric(organiser: Somebody, round: str, criteria: Mapping[str, int]) -> None:
    """The organiser enters criteria with their weights and a sentence for every level."""
    for name, weight in criteria.items():
        levels = {f"level_{number}-lv": level for number, level in enumerate(LEVELS, start=1)}
        fields = {"name-lv": name, "weight": weight, **levels}
        organiser.sends(f"{round}/rubric/new", fields, told="The rubric is saved.")
    organiser.sees(f"{round}/rubric", *criteria)


def announces(organiser: Somebody, round: str, told: str) -> None:
    """Nothing is missing any more, and the organiser makes the round public."""
    assert organiser.sees(f"{round}/edit", "Nothing is missing").all("li", class_="wrong") == []
    organiser.sends(f"{round}/edit", form_named="Announce the round", told=told)


def appoints(organiser: Somebody, round: str, *mentors: Somebody) -> None:
    """The organiser finds mentors for the round."""
    for mentor in mentors:
        organiser.sends(f"{round}/staff", email=mentor.email, role="mentor", told="The role is granted.")


def link_called(page: Any, name: str) -> str:
    """Where the link with these words leads."""
    return next(link.get("href", "") for link in page.all("a") if words(link) == name)


def choice_called(somebody: Somebody, address: str, field: str, name: str) -> str:
    """The value of the choice with these words among a page's options or boxes."""
    return choices_called(somebody, address, field, [name])[0]


def choices_called(somebody: Somebody, address: str, field: str, names: Sequence[str]) -> list[str]:
    """As :func:`choice_called`, several at once."""
    page = somebody.browser.get(address).page
    options = [option for select in page.all("select", name=field) for option in select.iter("option")]
    found = {words(option): option.get("value", "") for option in options}
    for box in page.all("input", name=field):
        found[words(page.one("label", for_=box.get("id")))] = box.get("value", "")
    return [found[name] for name in names]
