"""What voters, organisers, the council and the builders do at their browsers once ideas are on the ballot."""

import re
from collections.abc import Sequence
from typing import Any

from tests.journeys.city import Somebody
from tests.journeys.organising import choice_called
from tests.page import words
from tests.pdf_text import pdf_text
from tests.world import a_picture

CARD = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def votes(voter: Somebody, round: str, *ideas: str) -> str:
    """Choose, look again, cast; gives back the receipt that the voter keeps."""
    reviewed = looks_again(voter, round, *ideas)
    page = voter.sends(reviewed, form_named="cast", told="Your ballot is cast").page
    return words(page.one(class_="receipt-code"))


def looks_again(voter: Somebody, round: str, *ideas: str) -> Any:
    """Tick the boxes of the ideas on the ballot, and see them once more; nothing is cast yet."""
    chosen = choices_called_on_ballot(voter, f"{round}/ballot", ideas)
    reviewed = voter.browser.submit(
        f"{round}/ballot", form_named="ballot", button="Review my ballot", choices=chosen
    )
    assert reviewed.status_code == 200, reviewed.page.main
    assert "Your ballot is not cast yet." in reviewed.page.text
    return reviewed


def choices_called_on_ballot(voter: Somebody, address: str, ideas: Sequence[str]) -> list[str]:
    """The values of the boxes beside these ideas."""
    page = voter.browser.get(address).page
    rows = {words(label): label.get("for") for label in page.all("label")}
    found = [next(box for text, box in rows.items() if text.startswith(idea)) for idea in ideas]
    return [page.one("input", id=box).get("value", "") for box in found]


def every_idea(voter: Somebody, round: str) -> list[str]:
    """The values of all boxes on the ballot."""
    page = voter.browser.get(f"{round}/ballot").page
    return [box.get("value", "") for box in page.all("input", name="choices")]


def prints_cards(organiser: Somebody, round: str, electorate: str, count: int) -> list[str]:
    """The organiser prints codes; gives back those on the cards."""
    school = choice_called(organiser, f"{round}/roll", "codes-electorate", electorate)
    fields = {"codes-electorate": school, "codes-count": count, "codes-batch": "skola-7"}
    sheet = organiser.browser.submit(f"{round}/roll", fields, form_named="codes")
    return CARD.findall(pdf_text(sheet.data))


def looks_up(somebody: Somebody, round: str, receipt: str, *told: str) -> None:
    """Find a ballot by its receipt, without being signed in."""
    page = somebody.browser.submit(f"{round}/lookup", receipt=receipt).page
    assert [each for each in ("Your ballot is in the box", *told) if each not in page.text] == [], page.main


def asks_and_confirms(first: Somebody, second: Somebody, page: str, button: str, told: str) -> None:
    """One organiser asks for something that takes two, and another one confirms it."""
    first.sends(page, form_named=button, told="Nothing has happened yet")
    second.sends(page, form_named="Confirm and do it", told=told)


def decides(council: Somebody, round: str, idea_id: str, word: str, reason: str = "") -> None:
    """The council confirms a winner or declines it with a reason, with the address of its minutes."""
    name = f"of{idea_id}"
    fields = {
        f"{name}-word": word,
        f"{name}-reason": reason,
        f"{name}-minutes_url": "https://daugavpils.lv/protokols",
    }
    council.sends(f"{round}/decision", fields, told="The decision is public.")


def entrusts(organiser: Somebody, project: str, department: str) -> None:
    """The organiser says which department builds."""
    field = "department-department"
    value = choice_called(organiser, f"{project}/manage", field, department)
    organiser.sends(f"{project}/manage", {field: value}, told="The department is noted.")


def promises_a_step(builder: Somebody, project: str, name: str, day: str) -> str:
    """Promise one more step; gives back its address."""
    fields = {"milestone-name": name, "milestone-planned_on": day}
    page = builder.sends(f"{project}/manage", fields, told="The step is on the page now.").page
    return next(link.get("href", "") for link in page.all("a") if words(link) == name)


def puts_down_money(builder: Somebody, project: str, source: str, *sums: str) -> None:
    """Planned, contracted and paid from one source."""
    names = ("money-planned", "money-contracted", "money-paid")
    fields = {"money-source": source, **dict(zip(names, sums, strict=True))}
    builder.sends(f"{project}/manage", fields, told="The sums are saved.")


def writes_news(builder: Somebody, project: str, title: str, moment: str) -> None:
    """Write news with one photo."""
    photo = {"photos-0-photo": (a_picture("brown"), "foto.png"), "photos-0-alt": f"{title}: foto"}
    fields = {"title": title, "body": "Darbi rit pēc plāna.", "photos-0-moment": moment, **photo}
    builder.sends(f"{project}/news", fields, told="The news is published.")


def finishes(builder: Somebody, step: str, day: str) -> None:
    """Say that a step was done."""
    builder.sends(step, {"done-done_on": day}, told="done")


def moves_on(builder: Somebody, project: str, move: str, day: str, reason: str = "") -> None:
    """Start, open, stop or go on with the project."""
    fields = {f"{move}-on": day, **({f"{move}-reason": reason} if reason else {})}
    builder.sends(f"{project}/manage", fields, told="It is on the page now.")
