"""What makes the site installable: its manifest, and the worker and the page that answer without a connection."""

from pathlib import Path

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.hall.views.blueprint import bp
from app.web.city import main_colour
from app.web.formats import language
from app.web.guards import public
from app.web.i18n import city_name

KEPT = (
    "talka.css",
    "talka.js",
    "offline.js",
    "icons.svg",
    "favicon.svg",
    "vendor/talka-sans/talka-sans-latin.woff2",
)
"""Static files that the page without a connection needs."""

ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Name, colours and icons for a home screen."""
    told = {
        "id": "/",
        "name": f"Talka · {city_name()}",
        "short_name": "Talka",
        "description": _(
            "Ideas for your neighbourhood: propose, discuss, vote and follow them until they are built."
        ),
        "lang": language(),
        "start_url": url_for("hall.home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f9faf7",
        "theme_color": main_colour(),
        "icons": [
            {
                "src": url_for("static", filename=f"icons/{purpose}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in ICONS
        ],
        "shortcuts": [
            {"name": _("Rounds"), "url": url_for("rounds.index")},
            {"name": _("My page"), "url": url_for("hall.mine")},
        ],
    }
    answer = Response(current_app.json.dumps(told), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/sw.js")
@public
def service_worker() -> Response:
    """The worker, told which files it may keep: static ones and the page without a connection, nothing else."""
    files = [url_for("static", filename=name) for name in KEPT]
    first = current_app.json.dumps(
        {"files": files, "offline": url_for("hall.offline"), "static": str(current_app.static_url_path)}
    )
    script = (Path(str(current_app.static_folder)) / "worker.js").read_text(encoding="utf-8")
    answer = Response(f"const KEPT = {first};\n{script}", mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/offline")
@public
def offline() -> ResponseReturnValue:
    """What is said where there is no connection; the worker asks for it as a visitor."""
    return render_template("hall/offline.html")
