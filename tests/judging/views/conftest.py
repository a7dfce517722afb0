"""A round in scoring with a rubric and one assignment."""

import pytest

from app.domain.phases import Phase
from tests.factories import a_mentor, a_rubric, an_assignment, an_entry, round_in
from tests.judging.views.desk import JUDGING


@pytest.fixture
def round(app):
    return round_in(Phase.SCORING, judging=JUDGING)


@pytest.fixture
def rubric(round):
    return a_rubric(round)


@pytest.fixture
def assignment(round, rubric):
    return an_assignment(an_entry(round, title="Soliņš"), a_mentor("Ilze"))
