"""What residents, teams and departments do at their browsers: write, hand in, talk, check, answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.journeys.city import Somebody
from tests.journeys.organising import choices_called, link_called
from tests.world import a_picture


def writes_an_idea(author: Somebody, where: str, title: str, cost: str, **more: Any) -> str:
    """Begin an idea with a picture and save it as a draft; gives back its address."""
    fields = {
        "title": title,
        "summary": f"{title}: kaimiņiem un viesiem.",
        "description": "Mums te **vajag** vietu, kur satikties.",
        "themes": ["green"],
        "cost_lines-0-what": "Materiāli un darbs",
        "cost_lines-0-amount": cost,
        "pictures": (a_picture(), "pagalms.png"),
        "language": "lv",
    }
    page = author.sends(where, {**fields, **more}, button="Save and go on later", told="Saved.")
    return str(page.address.removesuffix("/edit"))


def hands_in(author: Somebody, idea: str) -> None:
    """Hand the draft in, having said what the picture shows."""
    author.sends(
        f"{idea}/edit", {"files-0-alt": "Tukšs pagalms"}, button="Hand in", told="Your idea is handed in."
    )


def founds_a_team(founder: Somebody, round: str, name: str) -> str:
    """Found a team; gives back its address."""
    page = founder.sends(f"{round}/teams/new", name=name, motto="Kopā!", told="Your team is founded.")
    return str(page.address)


def form_of_the_team(member: Somebody, team: str) -> str:
    """The form of a new idea, begun from the team's page."""
    return link_called(member.sees(team), "Write an idea together")


def joins(member: Somebody, founder: Somebody, team: str) -> None:
    """The founder shows the code, somebody types it in, and the founder accepts."""
    code = words_after(founder.sees(team, "Join code").text, "Join code")
    answer = member.browser.follow(member.browser.search("/join", code=code))
    member.sends(answer.address, form_named="Ask to join", told="The founder has been asked.")
    accept = next(
        form.get("action") for form in founder.sees(team).all("form") if "/accept" in form.get("action", "")
    )
    founder.sends(team, form_named=accept, told="The team has a new member.")


def guardian_agrees(child: Somebody, guardian: Somebody) -> None:
    """A child takes a sheet home, and a parent scans it and agrees."""
    child.browser.submit("/me/guardian", form_named="Make a sheet")
    link = next(word for word in child.sees("/me/guardian/sheet").text.split() if "/guardian/" in word)
    address = "/guardian/" + link.rpartition("/")[2]
    guardian.sends(address, name="Mamma", agrees=True, told="You have given your consent.")


def words_after(text: str, words: str, count: int = 1) -> str:
    """The words that follow others on a page."""
    return " ".join(text.split(words, 1)[1].split()[:count])


def asks_the_department(
    organiser: Somebody, round: str, department: str, ideas: Sequence[str], due_on: str
) -> None:
    """The organiser hands ideas to a department."""
    address = f"{round}/screening"
    chosen = choices_called(organiser, address, "proposals", ideas)
    departments = choices_called(organiser, address, "departments", [department])
    told = f"{len(ideas)} new task"
    organiser.sends(address, proposals=chosen, departments=departments, due_on=due_on, told=told)


def answers(reviewer: Somebody, verdicts: Mapping[str, tuple[str, str, str]]) -> None:
    """The department answers each idea: verdict, public reason, and an estimate or nothing."""
    for title, (verdict, reason, estimate) in verdicts.items():
        task = link_called(reviewer.sees("/screening", title), title)
        fields = {"verdict": verdict, "reason": reason, "estimate": estimate}
        reviewer.sends(task, fields, told="Your department's answer is published.")


def comments(somebody: Somebody, idea: str, text: str) -> None:
    """Write under an idea."""
    somebody.sends(f"{idea}/comments", body=text, told="Your comment is there.")
