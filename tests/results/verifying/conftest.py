"""The zip file of a published round, unpacked."""

import io
import zipfile

import pytest

from app.voting.models import Channel
from tests.factories import a_counted_ballot, an_electorate
from tests.results.polls import a_vote_over, closed, published
from tests.results.verifying.bundle import sealed_in_parts


@pytest.fixture
def bundle(app, client, tmp_path):
    """The zip file of a published round with two groups of voters and several batches, unpacked."""
    ballots = [(number % 3, (number + 1) % 3) for number in range(47)]
    counted = a_vote_over(ballots=ballots, close=False)
    youth = an_electorate(counted.round, "youth", position=1)
    for number in range(23):
        channel = Channel.PAPER if number % 2 else Channel.ONLINE
        a_counted_ballot(counted.round, youth, counted.proposals[1], channel=channel)
    a_counted_ballot(counted.round, counted.electorate, counted.proposals[2], superseded=True)
    sealed_in_parts(counted.round)
    closed(counted)
    published(counted)
    answer = client.get(counted.url("results/everything.zip"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    return tmp_path
