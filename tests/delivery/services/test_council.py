"""The council decides about winners: once, with a reason, in its phase."""

import pytest
from sqlalchemy import func, select

from app.audit.models import Entry
from app.delivery import queries, services
from app.delivery.models import Project
from app.domain.decisions import CouncilWord
from app.domain.errors import NotAllowed
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.project_states import ProjectState
from app.notices.models import Note
from app.proposals.models import Follow
from app.results.models import Decision
from tests.delivery.services.asking import ORGANISERS, broken_by, told
from tests.factories import NOW, a_person, a_proposal, a_winner, add, an_actor, round_in


class TestTheCouncil:
    """Decisions about winners."""

    @pytest.fixture
    def winner(self, app):
        """A winner in the decision phase."""
        return a_winner(round_in(Phase.DECISION, NOW))

    def decide(self, winner, word="confirmed", actor=None, **said):
        """Decide as the council."""
        return services.decide_winner(actor or an_actor(Role.COUNCIL), winner.id, word, now=NOW, **said)

    def test_a_confirmed_winner_is_a_project_at_once(self, winner, session):
        fan = a_person()
        add(Follow(person_id=fan.id, proposal_id=winner.id, since=NOW))
        council = an_actor(Role.COUNCIL)
        decision = self.decide(winner, actor=council, minutes_url="https://example.com/minutes/14")
        project = queries.project_of(winner.id)
        assert (project.state, project.promised_at) == (ProjectState.PLANNED, NOW)
        assert (decision.word, decision.decided_by) == (CouncilWord.CONFIRMED, council.person_id)
        assert told(session, fan) == told(session, winner.author) == ["decision_confirmed"]
        entry = session.scalars(select(Entry).where(Entry.action == "decide_winner")).one()
        assert entry.after["word"] == "confirmed"

    def test_a_declined_winner_has_a_public_reason_and_no_project(self, winner, session):
        self.decide(winner, "declined", reason="Zeme nepieder pilsētai.")
        assert queries.project_of(winner.id) is None
        note = session.scalars(select(Note)).one()
        assert (note.event, note.params["reason"]) == ("decision_declined", "Zeme nepieder pilsētai.")

    @pytest.mark.parametrize("reason", ["", "   ", "\n"])
    def test_declining_needs_a_reason(self, winner, session, reason):
        assert broken_by(self.decide, winner, "declined", reason=reason) == "decision.reason_missing"
        assert session.scalar(select(func.count()).select_from(Decision)) == 0

    @pytest.mark.parametrize(
        "address",
        [
            "http://example.com/14",
            "javascript:alert(1)",
            "https://",
            "//example.com",
            "https://[",
            "https://localhost",
            "https://example.com/" + "x" * 500,
            "https://example.com/\x00",
        ],
    )
    def test_minutes_are_an_address_of_the_web(self, winner, address):
        assert broken_by(self.decide, winner, minutes_url=address) == "decision.minutes_invalid"

    def test_a_reason_has_an_end(self, winner):
        assert broken_by(self.decide, winner, reason="x" * 2001) == "decision.reason_too_long"

    def test_only_winners_are_decided_about(self, winner):
        loser = a_proposal(winner.round)
        assert broken_by(self.decide, loser) == "decision.not_a_winner"
        assert (
            broken_by(services.decide_winner, an_actor(Role.COUNCIL), 999_999, "confirmed", now=NOW)
            == "decision.not_a_winner"
        )

    @pytest.mark.both_databases
    def test_the_council_decides_once(self, winner, session):
        self.decide(winner)
        assert broken_by(self.decide, winner, "declined", reason="Tomēr nē.") == "decision.made_already"
        assert session.scalar(select(func.count()).select_from(Project)) == 1

    @pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.REVIEWER, *ORGANISERS])
    def test_only_the_council_decides(self, winner, role):
        with pytest.raises(NotAllowed):
            self.decide(winner, actor=an_actor(role))

    def test_the_council_of_another_round_does_not(self, winner):
        with pytest.raises(NotAllowed):
            self.decide(winner, actor=an_actor(Role.COUNCIL, round=round_in(Phase.DECISION)))

    def test_nothing_is_decided_while_people_vote(self, app):
        winner = a_winner(round_in(Phase.VOTING, NOW))
        assert broken_by(self.decide, winner) == "phase.wrong"
