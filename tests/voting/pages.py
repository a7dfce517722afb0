"""The steps of voting as a person takes them through the pages, and as a forger would."""

from typing import Any

from app.db.session import transaction
from app.domain.permissions import Role
from app.rounds.models import Electorate
from app.voting import services
from tests.factories import an_actor
from tests.voting.polls import Vote, at


def review(client, vote: Vote, choices: list[str]) -> Any:
    """Choose and go on to the review page."""
    return client.submit(vote.url(), {"choices": choices}, button="Review my ballot")


def cast(client, vote: Vote, choices: list[str]) -> Any:
    """Choose, look again, cast."""
    return client.submit(review(client, vote, choices), form_named="cast")


def change(row: Any, **columns: Any) -> None:
    """Set columns of a stored row."""
    with transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(type(row), row.id), name, value)


def forged_cast(client, vote: Vote, choices: list[str], **fields: Any) -> Any:
    """Send the cast form with other choices than were looked at."""
    forged = {"choices": choices, **fields}
    return client.submit(review(client, vote, vote.ids[:1]), form_named="cast", forged=forged)


def post_all(client, vote: Vote) -> list[int]:
    """Post to every step without its page, with a token that this browser got elsewhere."""
    token = client.form(vote.url("lookup"), None, "receipt").data["csrf_token"]
    data = {"csrf_token": token, "choices": vote.ids[:1], "form_key": "x"}
    return [client.post(vote.url(f"ballot/{step}"), data=data).status_code for step in ("review", "cast")]


def find(client, vote: Vote, receipt: str) -> Any:
    """Look a receipt up."""
    return client.submit(vote.url("lookup"), receipt=receipt)


def cards(vote: Vote, youth: Electorate, count: int = 1, batch: str = "school-7") -> list[services.Card]:
    """Fresh cards."""
    moment = at(vote.ends_at, -9)()
    return services.create_codes(an_actor(Role.ORGANISER), vote.round, youth.id, batch, count, now=moment)


def enter(client, vote: Vote, code: str) -> Any:
    """Type a code."""
    return client.submit(vote.url("code"), code=code)
