"""After the jury's result: feedback that an organiser let pass, certificates, badges, the bundle to recompute."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from app.accounts.queries import actor_of, person_by_id
from app.db.clock import database_now
from app.db.session import transaction
from app.domain.certificates import CertificateKind, read_code
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.judging.models import Scorecard
from app.notices.models import Note
from app.proposals.models import Proposal
from app.results import queries, services
from app.results.models import Certificate, Publication
from app.results.queries import Thanks
from tests.factories import NOW, a_person, a_team, an_actor, round_in
from tests.judging.vector import worked_round
from tests.pdf_text import pdf_text

KIND, MIND = "Laba doma, turpiniet.", "Jānis no 7.b klases neko nedarīja."


class After:
    """The worked round, decided by its jury and published; E has won. A's team is young, D's are adults."""

    def __init__(self):
        judging = {"min_scorecards": 2, "per_entry": 2, "max_load": None, "tie_break": "", "places": 1}
        skipped = (Phase.VOTING,)
        self.round = round_in(Phase.DECISION, skipped=skipped, judging=judging, title="Parka hakatons")
        self.rubric, self.entries, self.mentors = worked_round(self.round)
        self.organiser = an_actor(Role.ORGANISER)
        self.child = a_person("Līga Liepa", age_band=AgeBand.FROM_13)
        self.adult = a_person("Pēteris Ozols")
        with transaction() as session:
            for name, person in (("A", self.child), ("E", self.child), ("D", self.adult)):
                team = a_team(self.round, person)
                session.merge(self.entries[name]).team_id = team.id
            card = session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
            card.team_comment, card.comments = KIND, {"feasibility": MIND}
            card.private_note = "Tikai man."

    def publish(self):
        run = services.run_tally(self.organiser, self.round, now=database_now())
        services.publish_result(self.organiser, self.round, run.id, now=database_now())

    def review(self, **kept):
        seen = [each.key for each in queries.comments_in(self.round, database_now())]
        reasons = {key: "Min vārdu." for key in seen if key.endswith(tuple(kept.get("kept", ())) or "-")}
        services.review_comments(self.organiser, self.round.id, seen, reasons, now=database_now())

    def release(self):
        services.release_feedback(self.organiser, self.round.id, now=database_now())

    def told(self, name):
        return queries.feedback_on(self.entry(name), database_now())

    def entry(self, name):
        with transaction() as session:
            return session.get_one(Proposal, self.entries[name].id)


@pytest.fixture
def after(app):
    with transaction():
        made = After()
    made.publish()
    return made


def test_nothing_unread_reaches_a_team(after):
    assert after.told("A") is None
    with pytest.raises(RuleBroken) as waiting:
        after.release()
    assert (waiting.value.code, waiting.value.params) == ("feedback.comments_waiting", {"count": 2})
    after.review(kept=["feasibility"])
    after.release()
    told = after.told("A")
    assert told.comments == [KIND]
    assert [line.comments for line in told.lines] == [[], []]
    with pytest.raises(RuleBroken, match="feedback.released_already"):
        after.release()


def test_a_team_reads_levels_and_quarters_and_young_people_no_place_unless_they_win(after):
    after.review()
    after.release()
    told = {name: after.told(name) for name in "ADE"}
    assert [(line.told.level, line.told.quartile) for line in told["A"].lines] == [(2, 4), (3, 2)]
    assert {name: (each.place, each.has_won) for name, each in told.items()} == {
        "A": (None, False),
        "D": (3, False),
        "E": (1, True),
    }


def test_the_teams_are_told_when_it_is_released(after, session):
    after.review()
    after.release()
    notes = session.scalars(select(Note).where(Note.event == "feedback_released")).all()
    assert {(note.person_id, note.path) for note in notes} >= {
        (after.child.id, f"/proposals/{after.entries['A'].id}/feedback"),
        (after.adult.id, f"/proposals/{after.entries['D'].id}/feedback"),
    }


def test_feedback_waits_for_the_result_and_for_whoever_may(after, session):
    with transaction() as writing:
        writing.delete(writing.get_one(Publication, after.round.id))
    after.review()
    with pytest.raises(RuleBroken, match="feedback.not_published"):
        after.release()
    seen = [each.key for each in queries.comments_in(after.round, database_now())]
    for broken, reasons in (
        ("feedback.no_reason", {seen[0]: " "}),
        ("feedback.comment_gone", {"9-team": "x"}),
    ):
        with pytest.raises(RuleBroken, match=broken):
            services.review_comments(after.organiser, after.round.id, seen, reasons, now=database_now())
    with pytest.raises(NotAllowed):
        services.review_comments(actor_of(after.adult), after.round.id, seen, {}, now=database_now())


def test_the_page_is_for_the_team_alone(after, visitor):
    organiser, child, stranger = visitor(), visitor(), visitor()
    organiser.sign_in(person_of(after.organiser))
    page = f"/rounds/{after.round.slug}/feedback"
    key = next(each.key for each in queries.comments_in(after.round, database_now()) if "feas" in each.key)
    form = f"review-{after.entries['A'].id}"
    refused = organiser.submit(page, {"hide": [key]}, form_named=form)
    assert refused.status_code == 422
    assert "Say why the comment stays" in refused.page.text
    organiser.submit(page, {"hide": [key], f"reason-{key}": "Nosauc vārdu."}, form_named=form)
    assert organiser.submit(page, form_named=f"{page}/release").status_code == 303
    address = f"/proposals/{after.entries['A'].id}/feedback"
    shown = child.sign_in(after.child).get(address).page
    assert KIND in shown.text
    assert MIND not in shown.text
    assert "Tikai man" not in shown.text
    assert stranger.sign_in(after.adult).get(address).status_code == 403
    assert visitor().get(address).status_code == 302 or visitor().get(address).status_code == 303


def person_of(actor):
    """The account behind an actor."""
    return person_by_id(actor.person_id)


# Certificates


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


# Badges and the bundle


def test_a_team_is_thanked_for_what_happened(after):
    entries = {name: queries.entries_and_grown(after.entry(name).team_id) for name in "AE"}
    assert queries.thanks_of(entries["A"]) == [Thanks.PARTICIPANT]
    assert queries.thanks_of(entries["E"]) == [Thanks.PARTICIPANT, Thanks.WINNER, Thanks.JURYS_CHOICE]
    built = [after.entries["E"].id]
    assert queries.thanks_of(entries["E"], built)[-1] is Thanks.BUILT
    assert queries.thanks_of(queries.entries_and_grown(a_team(after.round).id)) == []


def test_the_team_page_shows_its_badges(after, visitor):
    page = visitor().get(f"/teams/{after.entry('E').team_id}").page
    assert "Jury's choice" in page.text


def test_anybody_recomputes_the_decision_from_the_files(after, visitor, tmp_path):
    files = visitor().get(f"/rounds/{after.round.slug}/results/everything.zip")
    with zipfile.ZipFile(BytesIO(files.data)) as archive:
        assert set(archive.namelist()) == {"projects.csv", "rules.json", "jury.json", "recompute_jury.py"}
        archive.extractall(tmp_path)
    told = (tmp_path / "jury.json").read_text()
    for secret in (KIND, MIND, "Tikai man", "Liepa", "Mentors", "example.com"):
        assert secret not in told
    command = [sys.executable, "-I", str(tmp_path / "recompute_jury.py")]
    right = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (right.returncode, right.stdout.count("ok ")) == (0, 3), right.stdout + right.stderr
    bundle = json.loads(told)
    bundle["scorecards"][0]["levels"]["feasibility"] = 5
    (tmp_path / "jury.json").write_text(json.dumps(bundle))
    wrong = subprocess.run(command, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("WRONG")
