"""Mentors and teams find each other: who knows what, and when there is time."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import mentor_profile
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.domain.themes import Theme
from app.places.queries import neighbourhoods
from app.rounds.queries import round_by_id, standing_in
from app.teams import services
from app.teams.forms import BookingForm, MentorForm, NoteForm, SlotsForm
from app.teams.queries import mentors_found, slots_in, slots_of_mentor, teams_of_person
from app.teams.views.blueprint import bp, round_of, slot_of
from app.teams.views.board import wish_of_address
from app.web.clock import now
from app.web.formats import named
from app.web.guards import current_actor, current_person, requires
from app.web.outcome import told


@bp.get("/rounds/<slug>/mentoring")
@requires(Permission.SEE_BOARD, on=round_of)
def mentoring(round: Any) -> ResponseReturnValue:
    """The mentors of a round by theme and neighbourhood, and the time that they offer."""
    return _page(round, _slots_form(formdata=None))


@bp.post("/rounds/<slug>/mentoring/slots")
@requires(Permission.OPEN_SLOT, on=round_of)
def open_slots(round: Any) -> ResponseReturnValue:
    """Offer sessions."""
    form = _slots_form()
    if not form.validate_on_submit() or form.starts_at.data is None:
        return _page(round, form, 422)
    try:
        services.open_slots(
            current_actor(),
            round.id,
            starts_at=form.starts_at.data,
            minutes=form.minutes.data,
            count=form.count.data,
            place=form.place.data or "",
            now=now(),
        )
    except RuleBroken as error:
        form.show(error, "minutes" if error.code == "slot.wrong_length" else "starts_at")
        return _page(round, form, 422)
    flash(_("Teams can book your time now."), "success")
    return redirect(url_for("teams.mentoring", slug=round.slug), 303)


@bp.post("/slots/<int:slot_id>/book")
@requires(Permission.BOOK_SLOT, on=slot_of)
def book_slot(slot: Any) -> ResponseReturnValue:
    """Book a session for one's team."""
    form = BookingForm()
    teams = teams_of_person(current_actor().person_id or 0, slot.round_id)
    form.offer([(team.id, team.name) for team in teams])
    if not form.validate_on_submit():
        flash(_("Choose one of your teams, and ask in up to 200 characters."), "error")
        return _page(round_by_id(slot.round_id), _slots_form(formdata=None), 422)
    with told(_("The session is booked.")):
        services.book_slot(current_actor(), slot.id, form.team.data, topic=form.topic.data or "", now=now())
    return _back(slot)


@bp.post("/slots/<int:slot_id>/free")
@requires(Permission.FREE_SLOT, on=slot_of)
def free_slot(slot: Any) -> ResponseReturnValue:
    """Give a booked session back."""
    with told(_("The session is free again.")):
        services.free_slot(current_actor(), slot.id, now=now())
    return _back(slot)


@bp.post("/slots/<int:slot_id>/remove")
@requires(Permission.KEEP_SLOT, on=slot_of)
def remove_slot(slot: Any) -> ResponseReturnValue:
    """Take a session that nobody booked back."""
    with told(_("The session is removed.")):
        services.remove_slot(current_actor(), slot.id, now=now())
    return _back(slot)


@bp.post("/slots/<int:slot_id>/note")
@requires(Permission.KEEP_SLOT, on=slot_of)
def note_session(slot: Any) -> ResponseReturnValue:
    """Write what came of a session."""
    form = NoteForm()
    if not form.validate_on_submit():
        flash(_("Write a note of up to %(most)s characters.", most=form.note.most), "error")
        return _page(round_by_id(slot.round_id), _slots_form(formdata=None), 422)
    with told(_("The team can read your note.")):
        services.note_session(current_actor(), slot.id, form.note.data, now=now())
    return _back(slot)


@bp.route("/me/mentoring", methods=["GET", "POST"])
@requires(Permission.SEE_MENTOR_DESK)
def describe_mentor() -> ResponseReturnValue:
    """The mentor's own settings: themes, neighbourhoods, a word about oneself."""
    profile = mentor_profile(current_person().id)
    known = (
        {"themes": profile.themes, "neighbourhoods": profile.neighbourhood_ids, "about": profile.about}
        if profile
        else {}
    )
    form = MentorForm(data=known)
    form.offer(named(neighbourhoods()))
    if form.validate_on_submit():
        services.describe_mentor(
            current_actor(),
            themes=[Theme(theme) for theme in form.themes.data or ()],
            neighbourhood_ids=form.neighbourhoods.data or [],
            about=form.about.data or "",
            now=now(),
        )
        flash(_("Saved."), "success")
        return redirect(url_for("teams.describe_mentor"), 303)
    return render_template("teams/mentor.html", form=form), 422 if form.errors else 200


def _slots_form(**kwargs: Any) -> SlotsForm:
    form = SlotsForm(**kwargs)
    form.offer()
    return form


def _page(round: Any, form: SlotsForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    standing = standing_in(round, now())
    wish = wish_of_address()
    mine = teams_of_person(actor.person_id, round.id) if actor.person_id else []
    booking = BookingForm(formdata=None)
    booking.offer([(team.id, team.name) for team in mine])
    opens = may(actor, Permission.OPEN_SLOT, standing)
    held = slots_of_mentor(actor.person_id or 0, round.id)
    page = render_template(
        "teams/mentoring.html",
        round=round,
        mentors=mentors_found(round, wish, now()),
        slots=[slot for slot in slots_in(round.id, now()) if slot.mentor_id != actor.person_id],
        held=held,
        teams={team.id for team in mine},
        booking=booking,
        form=form,
        note_form=NoteForm(formdata=None),
        opens=opens,
        sees_all=may(actor, Permission.CLOSE_POST, standing),
        wish=wish,
        places={place.id: place for place in neighbourhoods()},
        themes=list(Theme),
        at=now(),
    )
    return page, status


def _back(slot: Any) -> ResponseReturnValue:
    found = round_by_id(slot.round_id)
    return redirect(url_for("teams.mentoring", slug=found.slug if found else ""), 303)
