"""Certificates: issued by organisers, kept and printed by their holders, checked by anybody."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.domain.certificates import CertificateKind
from app.domain.errors import RuleBroken
from app.domain.people import public_name
from app.domain.permissions import Permission, Relation, may
from app.extensions import limiter
from app.results import queries, services
from app.results.forms import BatchForm, BlankForm, CodeForm, HolderForm, NamesForm, OneForm, RevokeForm
from app.results.views.blueprint import bp, found_round
from app.results.views.certificate_paper import certificates_paper
from app.rounds.queries import standing_in
from app.web.clock import now
from app.web.fields import TalkaForm
from app.web.guards import Found, current_actor, public, requires
from app.web.outcome import told
from app.web.paging import page_number
from app.web.pdf import pdf_response

paper = Blueprint("certificates", __name__, url_prefix="/certificates")

TRIES = "60 per 10 minutes"


def _certificate(certificate_code: str) -> Found:
    return queries.open_certificate(certificate_code, current_actor(), now())


@bp.get("/certificates")
@requires(Permission.ISSUE_CERTIFICATE, on=found_round)
def certificates(round: Any) -> ResponseReturnValue:
    """All certificates of the round, and three ways to issue more."""
    return _page(round)


@bp.post("/certificates/batch")
@requires(Permission.ISSUE_CERTIFICATE, on=found_round)
def issue_batch(round: Any) -> ResponseReturnValue:
    """One for everybody who took part."""
    form = BatchForm(prefix="batch")

    def issue() -> str:
        kind = CertificateKind(form.kind.data)
        count = services.issue_certificates(current_actor(), round.id, kind, now=now())
        return ngettext("%(num)s certificate is issued.", "%(num)s certificates are issued.", count)

    return _issue(round, form, issue, batch=form)


@bp.post("/certificates/one")
@requires(Permission.ISSUE_CERTIFICATE, on=found_round)
def issue_one(round: Any) -> ResponseReturnValue:
    """One for a person with an account."""
    form = OneForm(prefix="one")

    def issue() -> str:
        kind = CertificateKind(form.kind.data)
        services.issue_certificate(
            current_actor(), round.id, kind, form.email.data, form.hours.data, now=now()
        )
        return _("The certificate is issued, and its holder has been told.")

    return _issue(round, form, issue, one=form)


@bp.post("/certificates/blank")
@requires(Permission.ISSUE_CERTIFICATE, on=found_round)
def issue_blank(round: Any) -> ResponseReturnValue:
    """Some without a name."""
    form = BlankForm(prefix="blank")

    def issue() -> str:
        kind, language = CertificateKind(form.kind.data), form.language.data
        services.issue_blank_certificates(
            current_actor(), round.id, kind, form.count.data, language, now=now()
        )
        return _("They are issued. Print them and write the names in.")

    return _issue(round, form, issue, blank=form)


def _issue(round: Any, form: TalkaForm, issue: Callable[[], str], **shown: TalkaForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            flash(issue(), "success")
        except RuleBroken as error:
            if error.code == "phase.wrong":
                raise
            form.show(error)
        else:
            return redirect(url_for("results.certificates", slug=round.slug), 303)
    return _page(round, **shown), 422


@bp.get("/certificates.pdf")
@requires(Permission.ISSUE_CERTIFICATE, on=found_round)
def print_all(round: Any) -> ResponseReturnValue:
    """All valid certificates of the round in one document; ``?blank=1``: those without a name."""
    is_blank = bool(request.args.get("blank"))
    chosen = (queries.nameless_certificates_in if is_blank else queries.valid_certificates_in)(round.id)
    if not chosen:
        flash(_("There is nothing to print yet."), "info")
        return redirect(url_for("results.certificates", slug=round.slug), 303)
    return pdf_response(
        certificates_paper(chosen, reader_id=current_actor().person_id, now=now()), "certificates"
    )


@bp.post("/certificates/named")
@requires(Permission.ISSUE_CERTIFICATE, on=found_round)
def print_named(round: Any) -> ResponseReturnValue:
    """Those without a name, with names on the paper only: nothing about these people is stored."""
    form, blank = NamesForm(prefix="named"), queries.nameless_certificates_in(round.id)
    if form.validate_on_submit():
        names = form.lines
        if 0 < len(names) <= len(blank):
            document = certificates_paper(blank[: len(names)], reader_id=None, now=now(), names=names)
            return pdf_response(document, "certificates")
        form.show(RuleBroken("certificate.more_names", count=len(blank)), "names")
    return _page(round, named=form), 422


def _page(round: Any, **forms: TalkaForm) -> str:
    kinds = (CertificateKind.PARTICIPANT, CertificateKind.MENTOR)
    credited = queries.credited_in(round.id)
    known = "\n".join(each.shown_name for each in credited if each.shown_name)
    return render_template(
        "results/certificates.html",
        round=round,
        page=queries.certificates_in(round.id, page_number()),
        nameless=len(queries.nameless_certificates_in(round.id)),
        credited=credited,
        waiting={kind: len(queries.people_to_thank(round, kind, now())) for kind in kinds},
        forms={
            "batch": BatchForm(prefix="batch", formdata=None),
            "one": OneForm(prefix="one", formdata=None),
            "blank": BlankForm(prefix="blank", formdata=None, count=len(credited) or None),
            "named": NamesForm(prefix="named", formdata=None, names=known),
            **forms,
        },
    )


@paper.get("/")
@public
def check() -> ResponseReturnValue:
    """Type the code of a certificate, and go to its page."""
    form = CodeForm(request.args)
    if "code" in request.args and form.validate():
        certificate = queries.certificate_by_code(form.code.data)
        if certificate is not None:
            return redirect(url_for("certificates.show", certificate_code=certificate.code))
        form.show(RuleBroken("certificate.unknown"), "code")
    return render_template("results/certificate_check.html", form=form), 422 if form.errors else 200


@paper.get("/<certificate_code>")
@limiter.limit(TRIES, deduct_when=lambda response: response.status_code == 404)
@public
def show(certificate_code: str) -> ResponseReturnValue:
    """Whether this certificate is genuine, and no more of its holder than the holder lets be seen."""
    found = _certificate(certificate_code)
    if found is None:
        abort(404)
    return _certificate_page(*found)


@paper.get("/<certificate_code>/pdf")
@requires(Permission.PRINT_CERTIFICATE, on=_certificate)
def print_one(certificate: Any) -> ResponseReturnValue:
    """The certificate on paper, for its holder and the organisers; none once it is revoked."""
    if certificate.revoked_at is not None:
        return redirect(url_for("certificates.show", certificate_code=certificate.code), 303)
    document = certificates_paper([certificate], reader_id=current_actor().person_id, now=now())
    return pdf_response(document, f"certificate-{certificate.code}")


@paper.post("/<certificate_code>/choose")
@requires(Permission.KEEP_CERTIFICATE, on=_certificate)
def choose(certificate: Any) -> ResponseReturnValue:
    """The holder's language, and whether a name is shown."""
    form = HolderForm()
    if form.validate_on_submit():
        services.choose_certificate(
            current_actor(),
            certificate.id,
            language=form.language.data,
            shows_name=form.shows_name.data,
            now=now(),
        )
        flash(_("Saved."), "success")
        return redirect(url_for("certificates.show", certificate_code=certificate.code), 303)
    return _certificate_page(certificate, _certificate(certificate.code)[1], holder=form)  # type: ignore[index]


@paper.post("/<certificate_code>/revoke")
@requires(Permission.ISSUE_CERTIFICATE, on=_certificate)
def revoke(certificate: Any) -> ResponseReturnValue:
    """It is valid no more."""
    form = RevokeForm()
    if form.validate_on_submit():
        with told(_("The certificate is revoked.")):
            services.revoke_certificate(current_actor(), certificate.id, form.reason.data, now=now())
        return redirect(url_for("certificates.show", certificate_code=certificate.code), 303)
    return _certificate_page(certificate, standing_in(certificate.round, now()), revoking=form)


def _certificate_page(
    certificate: Any, standing: Any, holder: TalkaForm | None = None, revoking: TalkaForm | None = None
) -> ResponseReturnValue:
    actor, person = current_actor(), certificate.person
    name = (
        public_name(person.display_name, person.age_band, certificate.shows_name)
        if person is not None and person.closed_at is None
        else None
    )
    is_valid, is_own = certificate.revoked_at is None, Relation.HOLDER in standing.relations
    page = render_template(
        "results/certificate.html",
        certificate=certificate,
        name=name,
        may_print=is_valid and may(actor, Permission.PRINT_CERTIFICATE, standing),
        holder_form=(holder or HolderForm(obj=certificate)) if is_valid and is_own else None,
        may_show_name=person is not None
        and public_name(person.display_name, person.age_band, True) is not None,
        revoke_form=(revoking or RevokeForm())
        if is_valid and may(actor, Permission.ISSUE_CERTIFICATE, standing)
        else None,
    )
    wrong = any(form is not None and (form.errors or form.broken) for form in (holder, revoking))
    return page, 422 if wrong else 200
