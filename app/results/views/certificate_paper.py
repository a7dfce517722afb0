"""Certificates on paper: A4 across, in the city's look, each with a code that can be checked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.config import consent_age
from app.domain.certificates import CertificateKind
from app.domain.consents import needs_guardian
from app.domain.people import inside_name
from app.web.city import main_colour
from app.web.clock import now as at_this_moment
from app.web.formats import day, local
from app.web.pdf import INK, LINE, MOSS, SOFT_INK, SUN, Paper, new_paper

LEFT, WIDTH = 28.0, 241.0
"""Where the text stands on the page, in millimetres."""


def certificates_paper(
    certificates: Iterable[Any], *, reader_id: int | None, now: datetime, names: Sequence[str] = ()
) -> Paper:
    """One page for each certificate, in the language that its holder chose.

    Somebody else than the holder, ``reader_id``, gets no more of a child's name than a guardian agreed to; where that
    is nothing, there is a line to write the name on. ``names`` go on the first of the certificates, in this order.
    """
    chosen = list(certificates)
    first = chosen[0].language if chosen else "en"
    with force_locale(first):
        paper = new_paper(_("Certificate"), first, now=now, landscape=True, margin=LEFT)
    paper.set_auto_page_break(False)
    for certificate, given in zip_longest(chosen, names[: len(chosen)]):
        with force_locale(certificate.language):
            _draw(paper, certificate, given or _name(certificate.person, reader_id))
    return paper


def _name(person: Any, reader_id: int | None) -> str | None:
    if person is None or person.closed_at is not None:
        return None
    if person.id == reader_id:
        return str(person.display_name)
    return inside_name(
        person.display_name,
        needs_guardian=needs_guardian(person.age_band, consent_age()),
        has_consent=person.consent_until is not None and at_this_moment() < person.consent_until,
    )


def _draw(paper: Paper, certificate: Any, name: str | None) -> None:
    paper.add_page()
    _draw_frame(paper)
    paper.set_xy(LEFT, 46)
    paper.say(_("Certificate of thanks"), size=34, bold=True, colour=main_colour())
    paper.set_y(paper.y + 5)
    paper.say(
        _("The city of %(city)s thanks", city=current_app.config["TALKA_CITY_NAME"]), size=15, colour=SOFT_INK
    )
    _draw_name(paper, name)
    for line in _reasons(certificate):
        paper.say(line, size=15, w=WIDTH - 50)
    _draw_proof(paper, certificate)


def _draw_frame(paper: Paper) -> None:
    paper.band(0, 0, paper.w, 5, main_colour()).band(0, 5, paper.w, 1.6, SUN)
    paper.river()
    paper.wordmark(LEFT - 2, 17, current_app.config["TALKA_CITY_NAME"], size=15)


def _draw_name(paper: Paper, name: str | None) -> None:
    """The holder's name in one line, or a line to write it on."""
    paper.set_y(paper.y + 3)
    if name is None:
        paper.set_y(paper.y + 15)
        paper.set_draw_color(LINE)
        paper.set_line_width(0.4)
        paper.line(LEFT, paper.y, LEFT + 150, paper.y)
        paper.say(_("Name"), size=9, colour=SOFT_INK)
    else:
        paper.say(name, size=paper.fitting(name, size=38, width=WIDTH - 5, bold=True), bold=True, colour=INK)
        paper.band(LEFT, paper.y + 1, 26, 1.4, MOSS)
    paper.set_y(paper.y + 6)


def _reasons(certificate: Any) -> list[str]:
    """What the thanks are for, in whole sentences' parts, as they stand under the name."""
    round = local(certificate.round.title)
    words = {
        CertificateKind.PARTICIPANT: _(
            "for taking part in “%(round)s” with ideas, time and heart.", round=round
        ),
        CertificateKind.MENTOR: _("for standing by the teams of “%(round)s” as a mentor.", round=round),
        CertificateKind.VOLUNTEER: _("for helping as a volunteer to make “%(round)s” happen.", round=round),
    }
    hours = certificate.hours
    given = [ngettext("%(num)s hour given.", "%(num)s hours given.", hours)] if hours else []
    return [words[certificate.kind], *given]


def _draw_proof(paper: Paper, certificate: Any) -> None:
    """On the right the code to scan; on the left the day and a line to sign on."""
    address = url_for("certificates.show", certificate_code=certificate.code, _external=True)
    edge, top = paper.w - LEFT - 34, 112.0
    paper.qr(address, edge, top, 34)
    paper.set_xy(edge - 8, top + 35)
    paper.say(certificate.code, size=10, bold=True, w=50, align="C")
    paper.set_x(edge - 8)
    paper.say(_("Scan to check"), size=9, colour=SOFT_INK, w=50, align="C")
    low = 150.0
    paper.set_draw_color(LINE)
    paper.set_line_width(0.4)
    paper.line(LEFT + 62, low, LEFT + 140, low)
    paper.set_xy(LEFT, low - 6.5)
    paper.say(day(certificate.issued_at), size=12, w=58)
    paper.set_xy(LEFT, low + 1)
    paper.say(_("Date"), size=9, colour=SOFT_INK, w=58)
    paper.set_xy(LEFT + 62, low + 1)
    paper.say(_("For the organisers"), size=9, colour=SOFT_INK, w=78)
