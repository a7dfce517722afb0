"""Between the form of an idea and what the domain knows of it: filling the form, reading it, storing its files."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _

from app.domain.errors import RuleBroken
from app.domain.proposal_content import (
    MOST_FILES,
    AttachmentKind,
    ContentFile,
    CostLine,
    ProposalContent,
)
from app.domain.themes import Theme
from app.places.queries import neighbourhoods, parks
from app.proposals.forms import ProposalForm
from app.proposals.queries import WaysToPropose
from app.proposals.services import NewFile
from app.rounds.queries import pots_of
from app.web.formats import local, money, named
from app.web.i18n import NAMES
from app.web.uploads import discard_upload, store_image, store_pdf

FIELDS = {
    "proposal.title_missing": "title",
    "proposal.missing_summary": "summary",
    "proposal.missing_description": "description",
    "proposal.too_many_themes": "themes",
    "proposal.missing_theme": "themes",
    "proposal.missing_place": "neighbourhood",
    "proposal.place_unknown": "neighbourhood",
    "proposal.no_pot": "neighbourhood",
    "proposal.point_wrong": "point",
    "area.corners": "area",
    "proposal.missing_cost": "cost_lines",
    "proposal.too_many_cost_lines": "cost_lines",
    "proposal.dearer_than_pot": "cost_lines",
    "money.too_large": "cost_lines",
    "proposal.pot_does_not_fit": "pot",
    "proposal.too_many_files": "pictures",
    "upload.not_a_picture": "pictures",
    "upload.too_large": "pictures",
    "upload.not_a_pdf": "documents",
    "proposal.video_not_https": "video_url",
    "proposal.team_unknown": "behalf",
}
"""Code of a broken rule → the field that it is about."""


def idea_form(
    round: Any, content: ProposalContent, *, ways: WaysToPropose | None = None, **more: Any
) -> ProposalForm:
    """The form filled with ``content``, or, when it was sent, with what was sent.

    ``ways`` are given for a new idea only. ``fresh=True`` ignores what was sent.
    """
    sent = {"formdata": None} if more.pop("fresh", False) else {}
    form = ProposalForm(**sent, data={**_as_fields(content), **more})
    form.places = (parks(), neighbourhoods())
    form.neighbourhood.choices = [(0, _("Choose…")), *named(form.places[1])]
    form.park.choices = [(0, _("None of them")), *named(form.places[0])]
    form.pot.choices = [(0, _("Choose for me")), *_pot_choices(round)]
    form.language.choices = [(code, NAMES.get(code, code)) for code in current_app.config["LANGUAGES"]]
    form.behalf.choices = _behalf_choices(ways)
    return form


def _as_fields(content: ProposalContent) -> dict[str, Any]:
    return {
        "title": content.title,
        "summary": content.summary,
        "description": content.description,
        "themes": [theme.value for theme in content.themes],
        "neighbourhood": content.neighbourhood_id or 0,
        "park": content.park_id or 0,
        "point": (content.lat, content.lon) if content.lat is not None else None,
        "area": content.area,
        "cost_lines": [{"what": line.what, "amount": line.amount_cents} for line in content.cost_lines],
        "upkeep": content.upkeep_cents or None,
        "pot": content.pot_id or 0,
        "files": [{"id": file.id, "alt": file.alt} for file in content.files],
        "video_url": content.video_url,
        "language": content.language,
    }


def _pot_choices(round: Any) -> list[tuple[int, str]]:
    return [(pot.id, f"{local(pot.name)} ({money(pot.amount_cents)})") for pot in pots_of(round.id)]


def _behalf_choices(ways: WaysToPropose | None) -> list[tuple[int, str]]:
    if ways is None:
        return [(0, "")]
    alone = [(0, _("Mine alone"))] if ways.alone else []
    return alone + [(team.id, _("Our team's: %(team)s", team=team.name)) for team in ways.teams]


def said_in(form: ProposalForm, rows: dict[int, Any]) -> ProposalContent:
    """What a valid form says; ``rows`` are the stored files of the proposal by id.

    The buttons that take a cost line away or put a picture first have their effect here.
    """
    lat, lon = form.point.data or (None, None)
    return ProposalContent(
        language=form.language.data,
        title=form.title.data,
        summary=form.summary.data or "",
        description=form.description.data or "",
        neighbourhood_id=form.neighbourhood.data or None,
        park_id=form.park.data or None,
        lat=lat,
        lon=lon,
        area=form.area.data or (),
        themes=tuple(Theme(theme) for theme in dict.fromkeys(form.themes.data or ())),
        cost_lines=_cost_lines(form),
        upkeep_cents=form.upkeep.data or 0,
        pot_id=form.pot.data or None,
        video_url=form.video_url.data or "",
        files=_kept_files(form, rows),
    )


def _cost_lines(form: ProposalForm) -> tuple[CostLine, ...]:
    dropped = request.form.get("remove_line", "")
    return tuple(
        CostLine(entry.form.what.data, entry.form.amount.data or 0)
        for position, entry in enumerate(form.cost_lines.entries)
        if entry.form.what.data and str(position) != dropped
    )


def _kept_files(form: ProposalForm, rows: dict[int, Any]) -> tuple[ContentFile, ...]:
    first = request.form.get("cover", "")
    kept = [entry.form for entry in form.files.entries if not entry.form.remove.data]
    kept.sort(key=lambda file: str(file.id.data) != first)
    files = (
        ContentFile(
            file.id.data or 0,
            rows[file.id.data].kind if file.id.data in rows else AttachmentKind.IMAGE,
            rows[file.id.data].name if file.id.data in rows else "",
            file.alt.data or "",
        )
        for file in kept
    )
    return tuple(sorted(files, key=lambda file: file.kind))


@contextmanager
def stored_uploads(form: ProposalForm, kept: tuple[ContentFile, ...]) -> Iterator[list[NewFile]]:
    """Store the new pictures and PDFs for the length of the block; if it fails they are removed again.

    Raises ``RuleBroken``: ``proposal.too_many_files`` before anything is read, and as ``app.web.uploads``.
    """
    pictures = [*(form.pictures.data or []), *(form.sketch.data or [])]
    sent = {AttachmentKind.IMAGE: pictures, AttachmentKind.PDF: form.documents.data or []}
    stored: list[NewFile] = []
    try:
        for kind, files in sent.items():
            if sum(file.kind is kind for file in kept) + len(files) > MOST_FILES[kind]:
                raise RuleBroken("proposal.too_many_files", most=MOST_FILES[kind])
        for kind, files in sent.items():
            store = store_image if kind is AttachmentKind.IMAGE else store_pdf
            for file in files:
                one = store(file.stream, file.filename or "")
                stored.append(NewFile(kind, one.key, one.name, one.size_bytes))
        yield stored
    except BaseException:
        for new in stored:
            discard_upload(new.key)
        raise
    finally:
        for file in (*sent[AttachmentKind.IMAGE], *sent[AttachmentKind.PDF]):
            file.close()  # a large one lies in a temporary file until then


def show_refusal(form: ProposalForm, error: RuleBroken) -> None:
    """Put what is wrong beside the fields that it is about."""
    if error.code == "proposal.incomplete":
        for code in error.params["missing"]:  # type: ignore[attr-defined]
            form.show(RuleBroken(code), FIELDS[code])
    is_pdf = error.code == "upload.too_large" and error.params.get("megabytes") == 20
    form.show(error, "documents" if is_pdf else FIELDS.get(error.code))
