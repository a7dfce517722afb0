"""What the tests of voting share."""

from typing import Any

import pytest

from app.accounts.models import Person
from app.domain.permissions import Role
from app.domain.rounds import Evidence
from app.rounds.models import Electorate
from tests.factories import a_person, an_electorate
from tests.voting.polls import Vote, a_vote


@pytest.fixture
def vote(app) -> Vote:
    """A vote that is open, with four proposals of which one chooses one to three."""
    return a_vote()


@pytest.fixture
def anna(app, client) -> Person:
    """A resident who has signed in."""
    person = a_person("Anna")
    client.sign_in(person)
    return person


@pytest.fixture
def youth(vote) -> Electorate:
    """The pupils."""
    return an_electorate(vote.round, "youth", evidence=Evidence.CODE, is_binding=True, position=1)


@pytest.fixture
def organiser(visitor, vote) -> Any:
    """The organiser's browser."""
    return visitor().sign_in(a_person("Olga", Role.ORGANISER))
