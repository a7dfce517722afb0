"""Pages that explain: what Talka is, accessibility, privacy, and the style page for staff."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.permissions import Permission
from app.hall.views.blueprint import bp
from app.web.city import city_contact
from app.web.clock import now
from app.web.guards import public, requires
from app.web.samples import style_samples


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """What Talka is and how a round goes."""
    return render_template("hall/about.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("hall/accessibility.html", contact=city_contact())


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept about people, and what is not."""
    return render_template("hall/privacy.html", contact=city_contact())


@bp.get("/promises")
@public
def promises() -> ResponseReturnValue:
    """What a vote here promises, and what not."""
    return render_template("hall/promises.html")


@bp.get("/styleguide")
@requires(Permission.SEE_DESK)
def styleguide() -> ResponseReturnValue:
    """Every component in its states; ``?scheme=light`` or ``dark`` overrides the device's wish."""
    return render_template(
        "hall/styleguide.html", color_scheme=request.args.get("scheme"), **style_samples(now())
    )
