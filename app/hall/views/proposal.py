"""The page of a proposal, which grows with the idea: what it says, who checked it, how it came out, how far it is."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.delivery.queries import progress_of
from app.domain.permissions import Permission, Standing, may
from app.domain.proposal_states import PUBLIC
from app.hall.views.blueprint import bp
from app.hall.views.card_words import social_of_proposal
from app.judging.queries import entry_score
from app.proposals.queries import (
    attachments_of,
    comments_of,
    content_now,
    count_of_followers,
    grown_from,
    is_following,
    open_proposal,
    origin_of,
)
from app.results.queries import is_published, release_of, result_of_proposal
from app.screening.queries import screenings_of
from app.web.clock import now, today
from app.web.guards import current_actor, public
from app.web.qr import page_qr


@bp.get("/proposals/<int:proposal_id>")
@public
def proposal(proposal_id: int) -> ResponseReturnValue:
    """One idea, for everybody who may see it."""
    found = open_proposal(proposal_id, current_actor(), now())
    if found is None:
        abort(404)
    this, standing = found
    return render_template(
        "hall/proposal.html",
        proposal=this,
        content=content_now(this),
        files=attachments_of(this.id),
        social=social_of_proposal(this),
        share=_share(this),
        **_city_words(this, standing),
        **_talk(this, standing),
        **_own(this, standing),
        **_life(this, standing),
    )


def _share(this: Any) -> dict[str, Any]:
    """The page's own address, and its square to scan."""
    address = url_for("hall.proposal", proposal_id=this.id, _external=True)
    return {"url": address, "qr": page_qr(address, _("This page as a QR code"))}


def _city_words(this: Any, standing: Standing) -> dict[str, Any]:
    """What departments, mentors, voters, the council and the builders say of it."""
    published = is_published(this.round_id)
    return {
        "screenings": screenings_of(this.id),
        "may_answer_screening": may(current_actor(), Permission.ANSWER_SCREENING, standing),
        "score": entry_score(this, now(), is_published=published),
        "standings": result_of_proposal(this.id) if published else [],
        "result_url": url_for("results.show", slug=this.round.slug),
        "progress": progress_of(this.id, now(), today()),
    }


def _talk(this: Any, standing: Standing) -> dict[str, Any]:
    """Comments and followers, for an idea that everybody can read."""
    actor = current_actor()
    is_public = this.state in PUBLIC
    return {
        "is_public": is_public,
        "page": comments_of(this.id, actor),
        "all_url": url_for("proposals.comments", proposal_id=this.id),
        "may_comment": is_public and may(actor, Permission.COMMENT, standing),
        "follows": actor.person_id is not None and is_following(actor.person_id, this.id),
        "followers": count_of_followers(this.id),
    }


def _life(this: Any, standing: Standing) -> dict[str, Any]:
    """Where the idea came from and what grew out of it; sources that not everybody can read are no links."""
    origin = origin_of(this.id)
    return {
        "source": origin.source if origin and origin.source.submitted_at else None,
        "grown": grown_from(this.id, with_drafts=may(current_actor(), Permission.SEE_DRAFT, standing)),
    }


def _own(this: Any, standing: Standing) -> dict[str, bool]:
    """What this person may do with the idea itself."""
    actor = current_actor()
    return {
        "may_hand_over": this.state in PUBLIC and may(actor, Permission.HAND_OVER, standing),
        "may_read_feedback": may(actor, Permission.READ_FEEDBACK, standing)
        and release_of(this.round_id) is not None,
        "may_edit": may(actor, Permission.EDIT_PROPOSAL, standing),
        "may_withdraw": may(actor, Permission.WITHDRAW_PROPOSAL, standing),
        "may_see_versions": may(actor, Permission.SEE_VERSIONS, standing),
    }
