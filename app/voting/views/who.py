"""Who is voting in this request: the holder of a printed code that was entered, else the signed-in person."""

from typing import Any

from flask import session

from app.voting import queries
from app.voting.views.trying import trying_voter
from app.web.guards import current_person

CODES = "codes"
"""In the browser's session: the round's id as text → the id of the code that was entered."""


def current_voter(round: Any) -> queries.Voter | None:
    """The voter of this request, or ``None``: not signed in and no code, or in no electorate of the round.

    On a device that tries out the vote it is somebody invented. A code that was entered goes before the account; one
    that has been voided meanwhile is forgotten.
    """
    rules = queries.frozen_rules(round)
    tester = trying_voter(round, rules)
    if tester:
        return tester
    code_id = entered_code(round)
    if code_id is not None:
        voter = queries.voter_by_code(round, code_id, rules)
        if voter:
            return voter
        forget_code(round)
    person = current_person()
    return queries.voter_by_account(round, person, rules) if person else None


def entered_code(round: Any) -> int | None:
    """The id of the code that this browser entered for the round."""
    code_id = session.get(CODES, {}).get(str(round.id))
    return code_id if isinstance(code_id, int) else None


def remember_code(round: Any, code_id: int) -> None:
    """Vote with this code from now on."""
    session[CODES] = {**session.get(CODES, {}), str(round.id): code_id}


def forget_code(round: Any) -> None:
    """Vote with it no longer."""
    session[CODES] = {key: value for key, value in session.get(CODES, {}).items() if key != str(round.id)}
