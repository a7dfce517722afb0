"""The board of needs and offers of a round."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.board import PostKind
from app.domain.errors import RuleBroken
from app.domain.permissions import FORMING, Permission, may
from app.domain.themes import Theme
from app.places.queries import neighbourhoods
from app.rounds.queries import round_by_id, standing_in
from app.teams import services
from app.teams.forms import PostForm, ReplyForm
from app.teams.queries import BoardFilter, posts_page, replies_by_post, teams_of_person
from app.teams.views.blueprint import bp, post_of, round_of, whole
from app.web.clock import now
from app.web.formats import language, named
from app.web.guards import current_actor, requires
from app.web.messages import sentence
from app.web.paging import page_number


@bp.get("/rounds/<slug>/board")
@requires(Permission.SEE_BOARD, on=round_of)
def board(round: Any) -> ResponseReturnValue:
    """What people need and offer, and the form to add to it."""
    return _page(round, _post_form(round, formdata=None))


@bp.post("/rounds/<slug>/board")
@requires(Permission.POST_ON_BOARD, on=round_of)
def put_on_board(round: Any) -> ResponseReturnValue:
    """Put a need or an offer on the board."""
    form = _post_form(round)
    if not form.validate_on_submit():
        return _page(round, form, 422)
    try:
        services.put_on_board(
            current_actor(),
            round.id,
            kind=PostKind(form.kind.data),
            body=form.body.data,
            language=language(),
            team_id=form.team.data or None,
            theme=Theme(form.theme.data) if form.theme.data else None,
            neighbourhood_id=form.neighbourhood.data or None,
            now=now(),
        )
    except RuleBroken as error:
        form.show(error, "body")
        return _page(round, form, 422)
    flash(_("It is on the board."), "success")
    return redirect(url_for("teams.board", slug=round.slug), 303)


@bp.post("/board/<int:post_id>/answer")
@requires(Permission.POST_ON_BOARD, on=post_of)
def answer_post(post: Any) -> ResponseReturnValue:
    """Answer a need or an offer, for everybody to read."""
    round, form = round_by_id(post.round_id), ReplyForm()
    if not form.validate_on_submit():
        flash(_("Write an answer of up to %(most)s characters.", most=form.body.most), "error")
        return _page(round, _post_form(round, formdata=None), 422)
    try:
        services.answer_post(current_actor(), post.id, body=form.body.data, language=language(), now=now())
    except RuleBroken as error:
        flash(sentence(error), "error")
        return _page(round, _post_form(round, formdata=None), 422)
    flash(_("Your answer is on the board."), "success")
    return redirect(url_for("teams.board", slug=_slug(post), _anchor=f"post-{post.id}"), 303)


@bp.post("/board/<int:post_id>/close")
@requires(Permission.CLOSE_POST, on=post_of)
def close_post(post: Any) -> ResponseReturnValue:
    """Take a need or an offer off."""
    services.close_post(current_actor(), post.id, now=now())
    flash(_("It is off the board."), "info")
    return redirect(url_for("teams.board", slug=_slug(post)), 303)


def wish_of_address() -> BoardFilter:
    """The theme and the neighbourhood that the address asks for; what is unreadable asks for nothing."""
    theme = request.args.get("theme", "")
    return BoardFilter(
        Theme(theme) if theme in list(Theme) else None, whole(request.args.get("neighbourhood", "")) or None
    )


def _slug(post: Any) -> str:
    found = round_by_id(post.round_id)
    return found.slug if found else ""


def _post_form(round: Any, **kwargs: Any) -> PostForm:
    form = PostForm(**kwargs)
    person_id = current_actor().person_id
    teams = teams_of_person(person_id, round.id) if person_id else []
    form.offer(named(neighbourhoods()), [(team.id, team.name) for team in teams])
    return form


def _page(round: Any, form: PostForm, status: int = 200) -> ResponseReturnValue:
    standing = standing_in(round, now())
    wish = wish_of_address()
    page = posts_page(round.id, wish, page_number())
    shown = render_template(
        "teams/board.html",
        round=round,
        page=page,
        replies=replies_by_post([post.id for post in page.items]),
        form=form,
        reply_form=ReplyForm(formdata=None),
        wish=wish,
        places=neighbourhoods(),
        themes=list(Theme),
        may_post=may(current_actor(), Permission.POST_ON_BOARD, standing) and standing.phase in FORMING,
        moderates=may(current_actor(), Permission.CLOSE_POST, standing),
        me=current_actor().person_id,
    )
    return shown, status
