"""What an idea said at each save, and what changed from one to the next."""

from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.difference import Part, PartKind, differences
from app.domain.permissions import Permission
from app.domain.proposal_content import ProposalContent
from app.places.queries import neighbourhood_by_id, park_by_id
from app.proposals.queries import content_of, frozen_version, savers_of, version_numbered, versions_of
from app.proposals.views.blueprint import bp, proposal_of
from app.rounds.queries import pots_of
from app.web.formats import local, money
from app.web.guards import requires
from app.web.i18n import NAMES
from app.web.labels import label


@dataclass(frozen=True)
class Change:
    """One field that differs: its name and both texts told as one."""

    name: str
    parts: list[Part]


@bp.get("/proposals/<int:proposal_id>/history")
@requires(Permission.SEE_VERSIONS, on=proposal_of)
def history(proposal: Any) -> ResponseReturnValue:
    """All saves of an idea; what one of them (by default the newest) changed."""
    versions = versions_of(proposal.id)
    asked = request.args.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else versions[0].number
    version = version_numbered(proposal.id, number)
    if version is None:
        abort(404)
    before = version_numbered(proposal.id, number - 1) if number > 1 else None
    return render_template(
        "proposals/history.html",
        proposal=proposal,
        versions=versions,
        version=version,
        before=before,
        changes=changes_between(proposal.round_id, content_of(before), content_of(version)),
        savers=savers_of(versions),
        frozen=frozen_version(proposal, proposal.round),
    )


def changes_between(round_id: int, before: ProposalContent, after: ProposalContent) -> list[Change]:
    """The fields that differ, in the order of the form, in the reader's language."""
    pots = {pot.id: local(pot.name) for pot in pots_of(round_id)}
    old, new = _readable(before, pots), _readable(after, pots)
    changed = [(name, old[name], new[name]) for name in new if old[name] != new[name]]
    return [Change(name, _told(was, becomes)) for name, was, becomes in changed]


def _told(before: str, after: str) -> list[Part]:
    """Short answers are told whole: a name with one letter changed reads badly in pieces."""
    if before and after and "\n" not in before + after and len(before.split()) < 4:
        return [Part(PartKind.REMOVED, before), Part(PartKind.ADDED, after)]
    return differences(before, after)


def _readable(content: ProposalContent, pots: dict[int, str]) -> dict[str, str]:
    """Every field as text, by its name."""
    place = content.neighbourhood_id and neighbourhood_by_id(content.neighbourhood_id)
    park = content.park_id and park_by_id(content.park_id)
    files = [f"{file.name}: {file.alt}" if file.alt else file.name for file in content.files]
    return {
        _("Name of the idea"): content.title,
        _("The idea in two or three sentences"): content.summary,
        _("Tell more"): content.description,
        _("What is it about?"): ", ".join(str(label(theme)) for theme in content.themes),
        _("Neighbourhood"): local(place.name) if place else "",
        _("Park or square"): local(park.name) if park else "",
        _("Exact spot"): f"{content.lat:.6f}, {content.lon:.6f}" if content.lat is not None else "",
        _("Area"): "\n".join(f"{lat:.5f}, {lon:.5f}" for lat, lon in content.area),
        _("What it costs"): "\n".join(
            f"{line.what}: {money(line.amount_cents)}" for line in content.cost_lines
        ),
        _("Upkeep every year"): money(content.upkeep_cents) if content.upkeep_cents else "",
        _("Which money is it from?"): pots.get(content.pot_id or 0, ""),
        _("Pictures and files"): "\n".join(files),
        _("Link to a video"): content.video_url,
        _("Language"): NAMES.get(content.language, content.language),
    }
