"""The list of a round's ideas."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.permissions import Permission, may
from app.domain.phases import Phase
from app.domain.proposal_states import PUBLIC, ProposalState
from app.domain.themes import Theme
from app.places.queries import neighbourhoods
from app.proposals.forms import FilterForm
from app.proposals.queries import (
    MOST_ON_A_MAP,
    ProposalFilters,
    Sorting,
    proposals_on_map,
    proposals_page,
    recent_counts,
)
from app.proposals.views.blueprint import bp, round_of
from app.web.clock import now
from app.web.formats import money, named
from app.web.freshness import collection, feature, geojson
from app.web.guards import current_actor, public
from app.web.labels import choices, label
from app.web.paging import page_number
from app.web.points import idea_points

MAP = "map"


@bp.get("/rounds/<slug>/proposals")
@public
def index(slug: str) -> ResponseReturnValue:
    """The ideas of a round, searched, filtered and sorted."""
    found = round_of(slug)
    if found is None:
        abort(404)
    this, standing = found
    counts = recent_counts(this.id, now())
    form = _filter_form(counts)
    filters = _filters(form)
    actor = current_actor()
    is_map = form.view.data == MAP
    return render_template(
        "proposals/index.html",
        round=this,
        form=form,
        page=None if is_map else proposals_page(this.id, filters, page_number(), counts),
        mapped=idea_points(proposals_on_map(this.id, filters)) if is_map else None,
        most_on_map=MOST_ON_A_MAP,
        views=_views(this.slug, is_map),
        active=_in_force(this.slug, form),
        may_propose=may(actor, Permission.DRAFT_PROPOSAL, standing)
        or (actor.person_id is None and standing.phase == "submission"),
    )


@bp.get("/rounds/<slug>/proposals.geojson")
@public
def index_geojson(slug: str) -> ResponseReturnValue:
    """The ideas of a round as points for anybody's map, by the same filters; nothing about people in it."""
    found = round_of(slug)
    if found is None:
        abort(404)
    this, standing = found
    filters = _filters(_filter_form(recent_counts(this.id, now())))
    mapped = proposals_on_map(this.id, filters)
    points = [
        feature(one.spot.lat, one.spot.lon, _properties(one))
        for one in mapped
        if one.spot.lat is not None and one.spot.lon is not None
    ]
    return geojson(collection(points, round=this.slug), is_public=standing.phase is not Phase.DRAFT)


def _properties(one: Any) -> dict[str, Any]:
    idea = one.proposal
    return {
        "id": idea.id,
        "title": idea.title,
        "language": idea.language,
        "url": url_for("hall.proposal", proposal_id=idea.id, _external=True),
        "state": idea.state.value,
        "themes": list(idea.themes),
        "cost_cents": idea.ballot_cost_cents or None,
        "neighbourhood": idea.neighbourhood.slug if idea.neighbourhood else None,
        "park": idea.park.slug if idea.park else None,
        "precision": one.spot.precision,
    }


def _views(slug: str, is_map: bool) -> list[dict[str, Any]]:
    """List or map, with the filters at hand."""
    asked = {name: value for name, value in request.args.items() if name not in ("page", "view")}
    return [
        {"label": _("List"), "url": _address(slug, asked), "current": not is_map},
        {"label": _("Map"), "url": _address(slug, {**asked, "view": MAP}), "current": is_map},
    ]


def _filter_form(counts: dict[int | None, int]) -> FilterForm:
    places = [(place, f"{name} ({counts.get(place, 0)})") for place, name in named(neighbourhoods())]
    form = FilterForm(request.args, neighbourhood=0, theme="", state="", sort=Sorting.NEWEST.value)
    form.neighbourhood.choices = [(0, _("The whole city (%(number)s)", number=sum(counts.values()))), *places]
    form.theme.choices = [("", _("All themes")), *choices(Theme)]
    form.state.choices = [
        ("", _("All states")),
        *((state.value, label(state)) for state in ProposalState if state in PUBLIC),
    ]
    form.sort.choices = choices(Sorting)
    form.validate()
    return form


def _filters(form: FilterForm) -> ProposalFilters:
    """What is asked for; answers that nobody could choose ask for nothing."""
    theme, state, sort = (_chosen(field) for field in (form.theme, form.state, form.sort))
    return ProposalFilters(
        words=form.q.data or "",
        neighbourhood_id=_chosen(form.neighbourhood) or None,
        theme=Theme(theme) if theme else None,
        state=ProposalState(state) if state else None,
        least_cents=_chosen(form.least),
        most_cents=_chosen(form.most),
        sorting=Sorting(sort) if sort else Sorting.NEWEST,
    )


def _chosen(field: Any) -> Any:
    return None if field.errors else field.data


def _in_force(slug: str, form: FilterForm) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    words = {
        "q": form.q.data,
        "neighbourhood": _choice(form.neighbourhood),
        "theme": _choice(form.theme),
        "state": _choice(form.state),
        "least": _chosen(form.least) and _("from %(amount)s", amount=money(form.least.data)),
        "most": _chosen(form.most) and _("up to %(amount)s", amount=money(form.most.data)),
    }
    asked = {name: value for name, value in request.args.items() if name != "page"}
    return [
        {
            "label": str(text),
            "url": _address(slug, {key: value for key, value in asked.items() if key != name}),
        }
        for name, text in words.items()
        if text
    ]


def _choice(field: Any) -> str:
    chosen = _chosen(field)
    names = {choice[0]: str(choice[1]) for choice in field.iter_choices()}
    return names.get(chosen, "") if chosen else ""


def _address(slug: str, asked: dict[str, str]) -> str:
    known: dict[str, Any] = {name: value for name, value in asked.items() if name in FilterForm(None)._fields}
    return url_for("proposals.index", slug=slug, **known)
