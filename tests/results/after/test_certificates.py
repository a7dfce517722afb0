"""Certificates: one a person and kind, printed, checked, revoked."""

import pytest
from sqlalchemy import select

from app.accounts.queries import actor_of
from app.db.clock import database_now
from app.domain.certificates import CertificateKind, read_code
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.results import services
from app.results.models import Certificate
from tests.factories import NOW, a_person
from tests.pdf_text import pdf_text
from tests.results.after.jury import person_of


def test_everybody_who_took_part_gets_one_certificate(after, session):
    count = services.issue_certificates(
        after.organiser, after.round.id, CertificateKind.PARTICIPANT, now=database_now()
    )
    people = {each.person_id for each in session.scalars(select(Certificate))}
    assert (
        count == len(people) == 4
    )  # two teams of one person each, one of an adult, and B and C's own authors
    assert {after.child.id, after.adult.id} <= people
    with pytest.raises(RuleBroken, match="certificate.nobody"):
        services.issue_certificates(
            after.organiser, after.round.id, CertificateKind.PARTICIPANT, now=database_now()
        )
    mentors = CertificateKind.MENTOR
    assert services.issue_certificates(after.organiser, after.round.id, mentors, now=database_now()) == 3


@pytest.mark.both_databases
def test_one_person_has_one_certificate_of_a_kind(after):
    def issue(hours=12):
        return services.issue_certificate(
            after.organiser,
            after.round.id,
            CertificateKind.VOLUNTEER,
            after.adult.email,
            hours,
            now=database_now(),
        )

    certificate = issue()
    assert certificate.code == read_code(certificate.code.lower().replace("-", " "))
    for hours, code in ((12, "certificate.has_one"), (0, "certificate.hours_wrong")):
        with pytest.raises(RuleBroken, match=code):
            issue(hours)


@pytest.mark.parametrize(
    ("band", "read"),
    [
        (AgeBand.ADULT, "Ieva Kalna took part in “Parka hakatons”."),
        (AgeBand.FROM_16, "Ieva took part in “Parka hakatons”."),
        (AgeBand.FROM_13, "A participant took part in “Parka hakatons”."),
        (AgeBand.UNDER_13, "A participant took part in “Parka hakatons”."),
    ],
)
def test_who_checks_reads_no_more_than_the_holder_agreed_to(after, visitor, band, read):
    holder = a_person("Ieva Kalna", age_band=band)
    made = services.issue_certificate(
        after.organiser,
        after.round.id,
        CertificateKind.PARTICIPANT,
        holder.email,
        None,
        now=database_now(),
    )
    page = f"/certificates/{made.code}"
    assert "A participant took part in" in visitor().get(page).page.text
    services.choose_certificate(actor_of(holder), made.id, language="lv", shows_name=True, now=NOW)
    shown = visitor().get(page).page.text
    assert read in shown
    assert "Kalna" not in shown or band is AgeBand.ADULT


def test_holder_prints_and_chooses_until_it_is_revoked(after, visitor):
    made = services.issue_certificate(
        after.organiser,
        after.round.id,
        CertificateKind.PARTICIPANT,
        after.adult.email,
        None,
        now=database_now(),
    )
    holder, page = visitor().sign_in(after.adult), f"/certificates/{made.code}"
    holder.submit(page, language="lv", shows_name=True, form_named="choose")
    paper = holder.get(f"{page}/pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert visitor().get(f"{page}/pdf").status_code in (302, 303)
    assert visitor().sign_in(after.child).get(f"{page}/pdf").status_code == 403
    organiser = visitor().sign_in(person_of(after.organiser))
    assert organiser.submit(page, reason="Izsniegta kļūdas dēļ.", form_named="revoke").status_code == 303
    assert "This certificate is revoked" in visitor().get(page).page.text
    assert "Ozols" not in visitor().get(page).page.text
    assert holder.get(f"{page}/pdf").status_code == 303
    assert visitor().get("/certificates/AAAA-BBBB-CCCC").status_code == 404


def test_organiser_issues_and_prints_them_all(after, visitor):
    organiser = visitor().sign_in(person_of(after.organiser))
    page = f"/rounds/{after.round.slug}/certificates"
    organiser.submit(page, {"batch-kind": "participant"}, form_named="batch")
    blank = {"blank-kind": "volunteer", "blank-count": "3", "blank-language": "ru"}
    organiser.submit(page, blank, form_named="blank")
    wrong = organiser.submit(page, {**blank, "blank-count": "1000"}, form_named="blank")
    assert wrong.status_code == 422
    papers = organiser.get(f"{page}.pdf")
    assert papers.data.count(b"/Type /Page\n") == 7
    named = organiser.submit(page, {"named-names": "Ieva\r\n\r\nOto"}, form_named="named")
    assert "Ieva" in pdf_text(named.data)
    assert named.data.count(b"/Type /Page\n") == 2
    crowd = organiser.submit(page, {"named-names": "\n".join("ABCD")}, form_named="named")
    assert "There are fewer certificates without a name than names: 3." in crowd.page.text
    unknown = organiser.submit(
        page, {"one-kind": "mentor", "one-email": "nobody@example.com"}, form_named="one"
    )
    assert "There is no account with this address" in unknown.page.text
