"""What organisers and mentors do at their browsers to score ideas."""

from collections.abc import Mapping, Sequence

from tests.journeys.city import Somebody
from tests.journeys.organising import choice_called, choices_called, link_called


def assigns(organiser: Somebody, round: str, mentor: Somebody, ideas: Sequence[str]) -> None:
    """The organiser asks one mentor by hand to score some ideas."""
    address = f"{round}/mentors"
    who = choice_called(organiser, address, "mentor", mentor.name)
    entries = choices_called(organiser, address, "entries", ideas)
    told = "1 entry assigned." if len(ideas) == 1 else f"{len(ideas)} entries assigned."
    organiser.sends(address, mentor=who, entries=entries, told=told)


def assigns_by_plan(organiser: Somebody, round: str, per_entry: int, seed: str) -> None:
    """The organiser looks at a plan and keeps it."""
    shown = organiser.browser.search(f"{round}/mentors/plan", per_entry=per_entry, seed=seed)
    organiser.sends(shown, form_named="save", told="new assignments.")


def scores(mentor: Somebody, idea: str, levels: Mapping[str, int], comment: str) -> None:
    """Save a draft of a scorecard, then submit it."""
    task = link_called(mentor.sees("/mentor", idea), idea)
    fields = {f"level_{key}": level for key, level in levels.items()}
    mentor.sends(task, {**fields, "team_comment": comment}, button="draft", told="The draft is saved.")
    mentor.sends(task, button="submit", told="Your scorecard is submitted.")


def steps_aside(mentor: Somebody, idea: str, reason: str) -> None:
    """Declare a conflict of interest."""
    task = link_called(mentor.sees("/mentor", idea), idea)
    mentor.sends(f"{task}/step-aside", reason=reason, told="You have stepped aside.")
    mentor.finds_nothing(task)
