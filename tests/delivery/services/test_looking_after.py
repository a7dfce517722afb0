"""Who looks after a project, and that every change is in the audit log."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.accounts.queries import actor_of
from app.audit.models import Entry
from app.delivery import queries, services
from app.domain.errors import NotAllowed
from app.domain.permissions import VISITOR, Relation, Role
from tests.delivery.services.asking import ORGANISERS, TODAY, TOMORROW, broken_by
from tests.factories import NOW, a_department, a_person, an_actor


class TestWhoLooksAfterAProject:
    """Organisers, administrators, and reviewers of the responsible department."""

    def add(self, actor, project):
        """Do something to the project."""
        return services.add_milestone(actor, project.id, "Pamati", TOMORROW, now=NOW)

    @pytest.mark.parametrize("role", ORGANISERS)
    def test_organisers_do(self, project, role):
        assert self.add(an_actor(role), project).name == "Pamati"

    def test_reviewers_of_the_department_do(self, project):
        person = a_person("", Role.REVIEWER, department_id=project.department_id)
        _found, standing = queries.open_project(project.id, actor_of(person), NOW)
        assert standing.relations == {Relation.ASSIGNED}
        assert self.add(actor_of(person), project).name == "Pamati"

    @pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.COUNCIL])
    def test_others_of_the_department_do_not(self, project, role):
        with pytest.raises(NotAllowed):
            self.add(an_actor(role, department_id=project.department_id), project)

    def test_reviewers_of_other_departments_and_visitors_do_not(self, project):
        for actor in (an_actor(Role.REVIEWER, department_id=a_department().id), VISITOR):
            with pytest.raises(NotAllowed):
                self.add(actor, project)

    def test_a_department_cannot_pass_the_project_on(self, project):
        person = a_person("", Role.REVIEWER, department_id=project.department_id)
        with pytest.raises(NotAllowed):
            services.assign_department(actor_of(person), project.id, None, now=NOW)

    def test_organisers_choose_the_department(self, project, organiser):
        other = a_department()
        services.assign_department(organiser, project.id, other.id, now=NOW)
        assert queries.project_of(project.proposal_id).department_id == other.id
        missing = broken_by(services.assign_department, organiser, project.id, 99_999, now=NOW)
        assert missing == "project.department_unknown"

    def test_a_project_that_is_gone_is_no_fault_of_the_server(self, app, organiser):
        assert (
            broken_by(services.add_milestone, organiser, 99_999, "Pamati", TODAY, now=NOW)
            == "project.unknown"
        )


def test_every_change_is_in_the_audit_log(project, organiser, session):
    services.add_milestone(organiser, project.id, "Pamati", TOMORROW, now=datetime(2026, 5, 4, tzinfo=UTC))
    services.save_funding(organiser, project.id, "ERAF", planned_cents=5, now=NOW)
    services.save_funding(organiser, project.id, "ERAF", planned_cents=6, now=NOW)
    entries = session.scalars(select(Entry).where(Entry.subject == "project").order_by(Entry.id)).all()
    assert [entry.action for entry in entries] == ["add_milestone", "save_funding", "save_funding"]
    assert (entries[2].before["planned_cents"], entries[2].after["planned_cents"]) == (5, 6)
