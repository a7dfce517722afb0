"""My page: my ideas and teams, my tasks, what I follow, and what I was told."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.config import consent_age
from app.domain.consents import is_consent_due
from app.domain.permissions import Permission, Role
from app.hall.queries import polling_places_of
from app.hall.views.blueprint import bp
from app.judging.queries import desks_of
from app.notices.queries import notes_of
from app.proposals.queries import followed_by, my_proposals
from app.results.queries import certificates_of
from app.screening.queries import counts_of_tasks
from app.teams.queries import teams_of_person
from app.web.clock import now, today
from app.web.guards import current_actor, current_person, requires
from app.web.messages.notes import note_line


@bp.get("/me/")
@requires(Permission.HOLD_ACCOUNT)
def mine() -> ResponseReturnValue:
    """Everything here that is about the signed-in person."""
    person, actor = current_person(), current_actor()
    roles = actor.roles_anywhere()
    notes = notes_of(person.id)
    return render_template(
        "hall/mine.html",
        proposals=my_proposals(person.id),
        teams=teams_of_person(person.id),
        certificates=certificates_of(person.id),
        followed=followed_by(person.id),
        scoring=[desk for desk in desks_of(person.id, now=now()) if desk.left]
        if Role.MENTOR in roles
        else [],
        screening=counts_of_tasks(actor, today()) if Role.REVIEWER in roles else {},
        polling=polling_places_of(actor, now()) if Role.CLERK in roles else [],
        is_consent_due=is_consent_due(
            person.age_band, person.consent_until, now=now(), consent_age=consent_age()
        ),
        consent_until=person.consent_until if person.consent_until and now() < person.consent_until else None,
        notes=[(note, note_line(note.event, note.params)) for note in notes],
        has_unread=any(note.read_at is None for note in notes),
    )
