"""Assigning mentors by hand and automatically, progress, and sheets to print, for organisers."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.domain.conflicts import ConflictKind
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission, may
from app.judging import queries, services
from app.judging.forms import AssignMentorForm
from app.judging.views.blueprint import bp
from app.judging.views.desk import sheet_page
from app.proposals.queries import proposals_in_race
from app.rounds.queries import open_round, standing_in
from app.web.clock import now
from app.web.guards import Found, current_actor, requires
from app.web.outcome import told

FOUND_BECAUSE = {
    ConflictKind.OWN_TEAM: _l("Wrote the entry, or is or was in the team."),
    ConflictKind.FAMILY: _l("Belongs to the family of somebody in the team, as far as is known."),
    ConflictKind.SAME_SCHOOL_OR_EMPLOYER: _l("Works in the same department as somebody in the team."),
    ConflictKind.MENTORED_TEAM: _l("Held or holds a session with the team."),
    ConflictKind.LIVES_BESIDE: _l(
        "Lives in the neighbourhood of the entry, and other entries lie elsewhere."
    ),
}
"""What an organiser reads of a conflict that nobody declared: the system found it."""


def round_with_scoring(slug: str) -> Found:
    """The round of an address, if the actor may see it and mentors score in it."""
    found = open_round(slug, current_actor(), now())
    return found if found and queries.has_scoring(found[0]) else None


def _assignment(assignment_id: int) -> Found:
    assignment = queries.assignment_by_id(assignment_id)
    found = round_with_scoring(assignment.round.slug) if assignment else None
    return (assignment, found[1]) if found else None


@bp.get("/rounds/<slug>/mentors")
@requires(Permission.SEE_DESK, on=round_with_scoring)
def assign(round: Any) -> ResponseReturnValue:
    """Who scores what, and how far everybody is; no scores."""
    return _assign_page(round, _assign_form(round))


@bp.post("/rounds/<slug>/mentors")
@requires(Permission.ASSIGN_MENTORS, on=round_with_scoring)
def assign_mentor(round: Any) -> ResponseReturnValue:
    """Let one mentor score the chosen entries."""
    form = _assign_form(round)
    if form.validate_on_submit():
        try:
            new, conflicts = services.assign_mentor(
                current_actor(), round.id, form.mentor.data, form.entries.data, now=now()
            )
        except RuleBroken as error:
            form.show(error)
        else:
            flash(ngettext("%(num)s entry assigned.", "%(num)s entries assigned.", new), "success")
            if conflicts:
                text = ngettext(
                    "%(num)s entry left out because of a conflict of interest.",
                    "%(num)s entries left out because of a conflict of interest.",
                    conflicts,
                )
                flash(text, "warning")
            return redirect(url_for("judging.assign", slug=round.slug), 303)
    return _assign_page(round, form)


def _assign_form(round: Any) -> AssignMentorForm:
    form = AssignMentorForm()
    form.offer(
        [(person.id, person.display_name) for person in queries.mentors_in(round.id)],
        [(proposal.id, proposal.title) for proposal in proposals_in_race(round.id)],
    )
    return form


def _assign_page(round: Any, form: AssignMentorForm) -> ResponseReturnValue:
    standing = standing_in(round, now())
    page = render_template(
        "judging/assign.html",
        round=round,
        form=form,
        progress=queries.progress_of(round.id, now()),
        recusals=queries.recusals_in(round.id),
        found=queries.found_in(round.id),
        reasons=FOUND_BECAUSE,
        hidden=hidden_here(round),
        ends_at=queries.scoring_deadline(round),
        grace=queries.grace_minutes(round),
        calibration=queries.calibration_entry(round.id),
        is_over=queries.is_scoring_over(round, now()),
        may_assign=may(current_actor(), Permission.ASSIGN_MENTORS, standing),
        may_enter=may(current_actor(), Permission.ENTER_SHEETS, standing),
        may_see_ranking=may(current_actor(), Permission.SEE_RANKING, standing),
    )
    return page, 422 if form.errors or form.broken else 200


def hidden_here(round: Any) -> frozenset[int]:
    """The entries whose scores and mentors are not shown to whoever asks."""
    return queries.hidden_entries(round, current_actor().person_id or 0, now())


@bp.post("/mentor/<int:assignment_id>/end")
@requires(Permission.ASSIGN_MENTORS, on=_assignment)
def end_assignment(assignment: Any) -> ResponseReturnValue:
    """Take an entry from a mentor."""
    slug = assignment.round.slug
    if assignment.proposal_id in hidden_here(assignment.round):
        abort(404)
    with told(_("The mentor no longer scores this entry."), "info"):
        services.end_assignment(current_actor(), assignment.id, now=now())
    return redirect(url_for("judging.assign", slug=slug), 303)


def _entry(slug: str, proposal_id: int) -> Found:
    found = round_with_scoring(slug)
    entries = proposals_in_race(found[0].id) if found else []
    proposal = next((each for each in entries if each.id == proposal_id), None)
    return ((found[0], proposal), found[1]) if found and proposal else None


@bp.get("/rounds/<slug>/mentors/sheets/<int:proposal_id>")
@requires(Permission.SEE_DESK, on=_entry)
def sheet(found: tuple[Any, Any]) -> ResponseReturnValue:
    """An empty scorecard for an entry, to print and fill in by hand."""
    round, proposal = found
    return sheet_page(round, [proposal])
