"""Writing news of a project."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.delivery import services
from app.delivery.forms import UpdateForm
from app.delivery.views.blueprint import bp, found_project
from app.domain.errors import RuleBroken
from app.domain.permissions import Permission
from app.domain.project_states import PhotoMoment
from app.web.clock import now
from app.web.formats import language
from app.web.guards import current_actor, requires
from app.web.i18n import NAMES
from app.web.messages import sentence
from app.web.uploads import discard_upload, store_image


@bp.route("/projects/<int:project_id>/news", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROJECT, on=found_project)
def write(project: Any) -> ResponseReturnValue:
    """Write news with photos and publish it."""
    form = UpdateForm(language=language())
    form.offer([(code, NAMES.get(code, code)) for code in current_app.config["LANGUAGES"]])
    if form.validate_on_submit() and _is_described(form):
        try:
            with _stored(form) as photos:
                services.publish_update(
                    current_actor(),
                    project.id,
                    title=form.title.data,
                    body=form.body.data,
                    language=form.language.data,
                    photos=photos,
                    now=now(),
                )
        except RuleBroken as error:
            form.show(error)
        else:
            flash(_("The news is published. Authors and followers have been told."), "success")
            return redirect(url_for("delivery.project", project_id=project.id), 303)
    wrong = form.errors or form.broken
    return render_template("delivery/write.html", project=project, form=form), 422 if wrong else 200


def _is_described(form: UpdateForm) -> bool:
    """Whether every chosen photo says what it shows, before anything is stored."""
    bare = [row for row in form.chosen_photos() if not row.alt.data]
    for row in bare:
        row.alt.errors = [sentence(RuleBroken("update.alt_missing"))]
    if bare:
        form.show(RuleBroken("update.alt_missing"))
    return not bare


@contextmanager
def _stored(form: UpdateForm) -> Iterator[list[services.NewPhoto]]:
    """Store the photos for the length of the block; if one is no picture, or the block fails, none stays."""
    photos: list[services.NewPhoto] = []
    try:
        for row in form.chosen_photos():
            stored = store_image(row.photo.data.stream, row.photo.data.filename)
            photos.append(services.NewPhoto(stored.key, row.alt.data, PhotoMoment(row.moment.data)))
        yield photos
    except BaseException:
        for photo in photos:
            discard_upload(photo.key)
        raise
