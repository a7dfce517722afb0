"""The public page of a project: the line from the council's decision to opening day, money, photos, news."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.delivery import queries
from app.delivery.views.blueprint import bp, shown_project
from app.domain.permissions import Permission, may
from app.domain.project_states import PhotoMoment
from app.proposals.queries import count_of_followers, is_following
from app.results.queries import decision_of
from app.web.clock import city_zone, today
from app.web.formats import day
from app.web.guards import current_actor, public
from app.web.paging import page_number
from app.web.uploads import send_upload


@bp.get("/projects/<int:project_id>")
@public
def project(project_id: int) -> ResponseReturnValue:
    """How far a project is."""
    found, standing = shown_project(project_id)
    actor, proposal = current_actor(), found.proposal
    updates = queries.updates_of(found.id, page_number())
    funding = queries.funding_of(found.id)
    photos = queries.photos_of(found.id)
    return render_template(
        "delivery/project.html",
        project=found,
        proposal=proposal,
        decision=decision_of(proposal.id),
        line=milestone_line(found),
        funding=funding,
        money=queries.money_of(funding),
        pair={
            moment.value: photo_shown(found.id, _pick(photos, moment))
            for moment in (PhotoMoment.BEFORE, PhotoMoment.AFTER)
        },
        updates=updates,
        update_photos={
            key: [photo_shown(found.id, one) for one in shown]
            for key, shown in queries.photos_of_updates([each.id for each in updates.items]).items()
        },
        may_manage=may(actor, Permission.MANAGE_PROJECT, standing),
        follows=actor.person_id is not None and is_following(actor.person_id, proposal.id),
        followers=count_of_followers(proposal.id),
    )


@bp.get("/projects/<int:project_id>/photos/<key>")
@public
def photo(project_id: int, key: str) -> ResponseReturnValue:
    """One photo of a project; ``?size=card`` for the small one."""
    found = queries.photo_in(project_id, key)
    if found is None:
        abort(404)
    return send_upload(found.file_key, size=request.args.get("size"))


def milestone_line(project: Any) -> list[dict[str, Any]]:
    """The steps for the milestone line, with the council's decision before them and the opening after them."""
    steps = queries.steps_of(
        queries.milestones_of(project.id), today(), has_ended=project.ended_on is not None
    )
    line = [_step(step) for step in steps]
    decided = project.promised_at.astimezone(city_zone()).date()
    if not line or line[0]["done"] != decided:
        line.insert(
            0, {"title": _("The council's decision"), "planned": decided, "done": decided, "state": "done"}
        )
    if project.state == "opened" and line[-1]["done"] != project.ended_on:
        opened = project.ended_on
        line.append({"title": _("Opening day"), "planned": opened, "done": opened, "state": "done"})
    return line


def _step(step: Any) -> dict[str, Any]:
    milestone = step.milestone
    return {
        "title": milestone.name,
        "planned": milestone.planned_on,
        "done": milestone.done_on,
        "state": step.state.value,
        "reason": milestone.late_reason or (_("Nobody has said why yet.") if step.needs_reason else ""),
        "note": _note(step),
    }


def _note(step: Any) -> str:
    if step.expected is None or step.milestone.done_on is not None:
        return ""
    return _("Now expected for %(day)s.", day=day(step.expected))


def photo_shown(project_id: int, photo: Any) -> dict[str, Any] | None:
    """A photo for the templates."""
    if photo is None:
        return None
    address = {"project_id": project_id, "key": photo.file_key}
    return {
        "url": url_for("delivery.photo", **address),
        "small": url_for("delivery.photo", **address, size="card"),
        "alt": photo.alt,
        "day": photo.added_at,
        "moment": photo.moment,
    }


def _pick(photos: Sequence[Any], moment: PhotoMoment) -> Any:
    """The first photo from before, the last one from after: as far apart as they come."""
    of_moment = [photo for photo in photos if photo.moment is moment]
    if not of_moment:
        return None
    return of_moment[0] if moment is PhotoMoment.BEFORE else of_moment[-1]
