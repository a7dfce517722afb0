"""Pictures and PDFs of ideas, for whoever may read the idea."""

from flask import Response, abort, request

from app.domain.permissions import Permission, may
from app.proposals.queries import attachment_by_key
from app.proposals.views.blueprint import bp, proposal_of
from app.web.guards import current_actor, public
from app.web.uploads import send_upload


@bp.get("/proposals/<int:proposal_id>/files/<key>")
@public
def file(proposal_id: int, key: str) -> Response:
    """One file; ``?size=card`` for the small picture. Removed ones are for those who may read earlier versions."""
    found = proposal_of(proposal_id)
    attachment = attachment_by_key(proposal_id, key) if found else None
    if found is None or attachment is None:
        abort(404)
    if attachment.removed_at is not None and not may(current_actor(), Permission.SEE_VERSIONS, found[1]):
        abort(404)
    return send_upload(attachment.file_key, attachment.name, size=request.args.get("size"))
