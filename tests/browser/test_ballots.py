"""Ballots by keyboard in a real browser: an order changed in place, points counted while they are given."""

from collections.abc import Callable
from typing import Any

from app.db.base import db
from app.voting import queries
from tests.factories import a_person
from tests.voting.polls import Vote, a_vote


def on_ballot(browse: Callable[..., Any], vote: Vote, width: int) -> Any:
    page = browse(person=a_person(), width=width, height=760)
    page.goto(vote.url())
    return page


def press(page: Any, name: str, times: int = 1) -> None:
    """Walk to a button with the keyboard's focus and press it, as often as said, without looking for it again."""
    page.get_by_role("button", name=name, exact=True).focus()
    for _time in range(times):
        page.keyboard.press("Enter")


def cast(page: Any) -> None:
    press(page, "Review my ballot")
    page.wait_for_url("**/ballot/review")
    press(page, "Cast my ballot")
    page.wait_for_url("**/ballot/receipt")


def stored(vote: Vote) -> list[str]:
    db.session.rollback()  # the server wrote in another transaction than the one this test reads in
    return [choices for choices, _times in queries.profile_inputs(vote.round.id, vote.electorate.id)]


def test_ranking_and_points_by_keyboard(
    browse: Callable[..., Any], app: Any, assert_accessible: Callable[..., None]
) -> None:
    ranking = a_vote(ballot_type="ranking", ballot_limits={"min": 1, "max": 3})
    first, second, third, _fourth = [proposal.title for proposal in ranking.proposals]
    page = on_ballot(browse, ranking, 360)
    for title in (first, second, third):
        press(page, f"Add {title}")
    press(page, f"Move {third} up", times=3)
    assert page.evaluate("document.activeElement.getAttribute('name')") == "up"
    assert page.locator("[data-said]").inner_text() == f"{third}: place 1"
    press(page, f"Take {second} off my list")
    assert page.locator("[data-ballot-bar] [role=status]").inner_text().split() == ["Chosen:", "2", "/", "3"]
    assert_accessible(page)
    cast(page)
    assert stored(ranking) == [f'["{ranking.ids[2]}","{ranking.ids[0]}"]']

    points = a_vote(ballot_type="points", ballot_limits={"total": 5, "max_each": 3, "min": 1})
    page = on_ballot(browse, points, 1280)
    press(page, f"One point more for {points.proposals[0].title}", times=4)
    page.get_by_role("spinbutton", name=points.proposals[1].title).fill("4")
    page.keyboard.press("Enter")
    assert "Points left: -2" in page.locator("[data-ballot-bar]").inner_text()
    assert page.get_by_text("That is too much: take something off.").is_visible()
    press(page, f"One point less for {points.proposals[1].title}", times=2)
    cast(page)
    assert stored(points) == [f'{{"{points.ids[0]}":3,"{points.ids[1]}":2}}']
