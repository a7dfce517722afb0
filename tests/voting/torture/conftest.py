"""An evening on which many people vote at a site that is a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from app.db.base import db
from app.domain.permissions import Actor, Role
from app.domain.rounds import Evidence
from app.voting import queries, services
from tests.factories import an_actor, an_electorate
from tests.voting.crowd import Voter, free_port
from tests.voting.polls import Vote, a_vote, at
from tests.voting.site import Site


@dataclass
class Evening:
    """A vote with a site in front of it, not started yet, and an organiser."""

    app: Flask
    vote: Vote
    site: Site
    organiser: Actor

    def voters(self, count: int) -> list[Voter]:
        """So many people with printed codes, who will choose one idea each."""
        pupils = an_electorate(self.vote.round, "youth", evidence=Evidence.CODE)
        before = at(self.vote.ends_at, -9)()
        cards = services.create_codes(
            self.organiser, self.vote.round, pupils.id, "torture", count, now=before
        )
        path, ids = f"/rounds/{self.vote.round.slug}", self.vote.ids
        db.session.rollback()
        return [Voter(self.site, card.code, path, ids[place % len(ids)]) for place, card in enumerate(cards)]

    def holds(self, receipts: list[str]) -> bool:
        """Whether each of the receipts leads to a ballot that counts."""
        round_id = self.vote.round.id
        found = [queries.ballot_by_receipt(round_id, receipt) for receipt in receipts]
        return all(ballot and not ballot.superseded for ballot in found)


def an_evening(app: Flask) -> Evening:
    """A vote of the application's database, and a site on the same database."""
    organiser, vote = an_actor(Role.ORGANISER), a_vote()
    site = Site(app.instance_path, app.config["DATABASE_URL"], free_port())
    return Evening(app, vote, site, organiser)


@pytest.fixture
def evening(app: Flask) -> Iterator[Evening]:
    """An evening on the test's database."""
    made = an_evening(app)
    yield made
    made.site.kill()
