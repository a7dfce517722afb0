"""A project with a department and one late step, and the browser of somebody who builds it."""

import pytest

from app.domain.permissions import Role
from app.domain.phases import Phase
from tests.delivery.views.browsing import DAY, TODAY
from tests.factories import a_department, a_milestone, a_person, a_project, a_winner, round_in


@pytest.fixture
def project(app):
    """A project with a department and one late step."""
    project = a_project(
        a_winner(round_in(Phase.DELIVERY), title="Gaismas taka"), a_department("Komunālā pārvalde")
    )
    a_milestone(project, TODAY - DAY, "Pamati")
    return project


@pytest.fixture
def desk(visitor, project):
    """A browser of somebody who builds: a reviewer of the responsible department."""
    return visitor().sign_in(a_person("", Role.REVIEWER, department_id=project.department_id))
