"""Money of a project: planned, contracted, paid, by source."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.db.session import transaction
from app.delivery import queries, services
from app.delivery.models import Funding
from app.domain.money import MAX_CENTS
from app.domain.phases import Phase
from tests.delivery.services.asking import broken_by
from tests.factories import NOW, a_project, a_winner, round_in


class TestMoney:
    """Planned, contracted, paid, by source."""

    def save(self, organiser, project, source="ERAF", **sums):
        """Put down sums."""
        return services.save_funding(organiser, project.id, source, **{"planned_cents": 100, **sums}, now=NOW)

    @pytest.mark.both_databases
    def test_a_source_is_one_row_and_can_be_changed(self, project, organiser, session):
        self.save(organiser, project)
        self.save(organiser, project, planned_cents=200, contracted_cents=150, paid_cents=50)
        (row,) = queries.funding_of(project.id)
        assert (row.planned_cents, row.contracted_cents, row.paid_cents) == (200, 150, 50)
        with pytest.raises(IntegrityError), transaction() as session:
            session.add(Funding(project_id=project.id, source="ERAF"))

    @pytest.mark.both_databases
    def test_the_database_keeps_no_negative_money(self, project):
        with pytest.raises(IntegrityError), transaction() as session:
            session.add(Funding(project_id=project.id, source="ERAF", paid_cents=-1))

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"planned_cents": -1}, "funding.negative"),
            ({"paid_cents": -1}, "funding.negative"),
            ({"contracted_cents": MAX_CENTS + 1}, "money.too_large"),
            ({"source": "  "}, "funding.source_missing"),
        ],
    )
    def test_sums_are_sums(self, project, organiser, said, code):
        assert broken_by(self.save, organiser, project, **said) == code
        assert queries.funding_of(project.id) == []

    def test_there_are_so_many_sources(self, project, organiser):
        for number in range(20):
            self.save(organiser, project, f"Avots {number}")
        assert broken_by(self.save, organiser, project, "Vēl viens") == "funding.too_many"
        self.save(organiser, project, "Avots 3", planned_cents=7)
        sums = queries.money_of(queries.funding_of(project.id))
        assert (sums.planned, sums.contracted, sums.paid) == (1907, None, None)

    def test_a_source_of_another_project_is_not_removed(self, project, organiser):
        other = a_project(a_winner(round_in(Phase.DELIVERY, NOW)))
        self.save(organiser, other)
        (row,) = queries.funding_of(other.id)
        services.remove_funding(organiser, project.id, row.id, now=NOW)
        assert queries.funding_of(other.id) == [row]
        services.remove_funding(organiser, other.id, row.id, now=NOW)
        assert queries.funding_of(other.id) == []
