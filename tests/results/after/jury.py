"""A round that its jury decided, with all that follows at hand."""

from sqlalchemy import select

from app.accounts.queries import person_by_id
from app.db.clock import database_now
from app.db.session import transaction
from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.judging.models import Scorecard
from app.proposals.models import Proposal
from app.results import queries, services
from tests.factories import a_person, a_team, an_actor, round_in
from tests.judging.vector import worked_round

KIND, MIND = "Laba doma, turpiniet.", "Jānis no 7.b klases neko nedarīja."


class After:
    """The worked round, decided by its jury and published; E has won. A's team is young, D's are adults."""

    def __init__(self):
        judging = {"min_scorecards": 2, "per_entry": 2, "max_load": None, "tie_break": "", "places": 1}
        skipped = (Phase.VOTING,)
        self.round = round_in(Phase.DECISION, skipped=skipped, judging=judging, title="Parka hakatons")
        self.rubric, self.entries, self.mentors = worked_round(self.round)
        self.organiser = an_actor(Role.ORGANISER)
        self.child = a_person("Līga Liepa", age_band=AgeBand.FROM_13)
        self.adult = a_person("Pēteris Ozols")
        with transaction() as session:
            for name, person in (("A", self.child), ("E", self.child), ("D", self.adult)):
                team = a_team(self.round, person)
                session.merge(self.entries[name]).team_id = team.id
            card = session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
            card.team_comment, card.comments = KIND, {"feasibility": MIND}
            card.private_note = "Tikai man."

    def publish(self):
        run = services.run_tally(self.organiser, self.round, now=database_now())
        services.publish_result(self.organiser, self.round, run.id, now=database_now())

    def review(self, **kept):
        seen = [each.key for each in queries.comments_in(self.round, database_now())]
        reasons = {key: "Min vārdu." for key in seen if key.endswith(tuple(kept.get("kept", ())) or "-")}
        services.review_comments(self.organiser, self.round.id, seen, reasons, now=database_now())

    def release(self):
        services.release_feedback(self.organiser, self.round.id, now=database_now())

    def told(self, name):
        return queries.feedback_on(self.entry(name), database_now())

    def entry(self, name):
        with transaction() as session:
            return session.get_one(Proposal, self.entries[name].id)


def person_of(actor):
    """The account behind an actor."""
    return person_by_id(actor.person_id)
