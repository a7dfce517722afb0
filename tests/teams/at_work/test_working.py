"""Sheets filled in by several, time, sessions with mentors, questions, the show."""

from datetime import timedelta

import pytest

from app.accounts.queries import actor_of, latest_consent
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.domain.questionnaires import AgeGroup, Gender, QuestionKind, Sitting
from app.domain.sheets import SheetKind
from app.domain.themes import Theme
from app.proposals.queries import frozen_version, open_proposal
from app.proposals.services import save_proposal
from app.rounds.queries import timetable_of
from app.teams import services
from app.teams.queries import (
    BoardFilter,
    closing_of,
    compared_questions,
    latest_sheet,
    mentors_found,
    profile_of,
    questions_of,
    sheets_of,
)
from tests.factories import (
    a_neighbourhood,
    a_person,
    a_proposal,
    a_team,
    an_actor,
    an_entry,
    content_with,
    round_in,
)
from tests.teams.at_work.rules import NOW, STRICT, child


@pytest.mark.both_databases
def test_two_fill_in_one_map_and_no_word_is_lost(session):
    team = a_team(round_in(Phase.SUBMISSION), a_person(), janis := a_person())
    anna, kind = actor_of(team.founder), SheetKind.EMPATHY_MAP
    services.save_sheet(anna, team.id, kind, {"see": "soli\nkoki"}, seen=0)
    services.save_sheet(anna, team.id, kind, {"see": "soli bez atzveltnes\nkoki"}, seen=1)
    saved = services.save_sheet(actor_of(janis), team.id, kind, {"see": "soli\nkoki\npeļķes"}, seen=1)
    assert (saved.cells["see"], saved.clashes) == ("soli bez atzveltnes\nkoki\npeļķes", ())
    saved = services.save_sheet(anna, team.id, kind, {"hear": "suņi"}, seen=2)
    assert saved.cells == {"see": "soli bez atzveltnes\nkoki\npeļķes", "hear": "suņi"}
    assert services.save_sheet(anna, team.id, kind, saved.cells, seen=saved.number).number == 4
    assert [version.number for version in sheets_of(team.id, kind)] == [4, 3, 2, 1]
    with pytest.raises(NotAllowed):
        services.save_sheet(an_actor(), team.id, kind, {"see": ""}, seen=4)


def test_the_grace_period_and_an_extension_count(session, clock):
    round = round_in(Phase.SUBMISSION, grace_minutes=15, skipped=[Phase.SCREENING])
    deadline = timetable_of(round).end_of(Phase.SUBMISSION)
    teams = [a_team(round), a_team(round)]
    said = content_with(neighbourhood_id=a_neighbourhood().id)
    ideas = [
        an_entry(round, team.founder, team_id=team.id, state=ProposalState.SUBMITTED, content=said)
        for team in teams
    ]
    late, organiser = teams[0], an_actor(Role.ORGANISER)

    def saves(number, minutes, title):
        at = deadline + timedelta(minutes=minutes)
        changed = content_with(title=title, neighbourhood_id=said.neighbourhood_id)
        save_proposal(actor_of(teams[number].founder), ideas[number].id, changed, now=at)

    for number in (0, 1):
        saves(number, 14, f"Pagarinājumā {number}")
    with pytest.raises(RuleBroken, match="phase.wrong"):
        saves(0, 15, "Par vēlu")
    at = deadline + timedelta(minutes=20)
    with pytest.raises(NotAllowed):
        services.extend_team(actor_of(late.founder), late.id, ends_at=at, reason="x", now=at)
    for ends_at, reason, code in (
        (at + timedelta(hours=1), " ", "extension.no_reason"),
        (at - timedelta(hours=1), "Ugunsgrēks", "extension.not_later"),
        (at + timedelta(days=99), "Ugunsgrēks", "extension.after_judging"),
    ):
        with pytest.raises(RuleBroken, match=code):
            services.extend_team(organiser, late.id, ends_at=ends_at, reason=reason, now=at)
    services.extend_team(organiser, late.id, ends_at=at + timedelta(hours=1), reason="Ugunsgrēks", now=at)
    saves(0, 70, "Pēc ugunsgrēka")
    with pytest.raises(RuleBroken, match="phase.wrong"):
        saves(1, 70, "Arī mēs")
    assert closing_of(round, late.id).closes_at == at + timedelta(hours=1)
    assert [frozen_version(idea, round).content["title"] for idea in ideas] == [
        "Pēc ugunsgrēka",
        "Pagarinājumā 1",
    ]
    _, standing = open_proposal(ideas[0].id, actor_of(late.founder), deadline + timedelta(minutes=70))
    _, others = open_proposal(ideas[0].id, an_actor(), deadline + timedelta(minutes=70))
    assert (standing.phase, others.phase) == (Phase.SUBMISSION, Phase.SCORING)


@pytest.mark.both_databases
def test_the_first_team_gets_the_slot(session):
    round = round_in(Phase.SUBMISSION)
    mentor = a_person("Dace", Role.MENTOR, round=round)
    teams, at = [a_team(round), a_team(round)], NOW + timedelta(days=1)
    services.open_slots(actor_of(mentor), round.id, starts_at=at, minutes=20, count=2, place="Zāle", now=NOW)
    with pytest.raises(RuleBroken, match="slot.taken"):
        services.open_slots(
            actor_of(mentor),
            round.id,
            starts_at=at + timedelta(minutes=30),
            minutes=20,
            count=1,
            place="",
            now=NOW,
        )
    from app.teams.queries import slots_of_mentor

    slot = slots_of_mentor(mentor.id, round.id)[0].id
    services.book_slot(actor_of(teams[0].founder), slot, teams[0].id, topic="Segums", now=NOW)
    with pytest.raises(RuleBroken, match="slot.taken"):
        services.book_slot(actor_of(teams[1].founder), slot, teams[1].id, topic="", now=NOW)
    with pytest.raises(RuleBroken, match="slot.not_booked"):
        services.note_session(actor_of(mentor), slot, "Runājām.", now=NOW)
    services.note_session(actor_of(mentor), slot, "Gumijas segums.", now=at + timedelta(hours=1))
    with pytest.raises(NotAllowed):
        services.free_slot(actor_of(teams[1].founder), slot, now=NOW)


def test_teams_find_a_mentor_by_theme_and_neighbourhood(session):
    round, centre, shore = round_in(Phase.SUBMISSION), a_neighbourhood(), a_neighbourhood()
    known = {"Dace": ([Theme.SPORT], [centre.id]), "Oļegs": ([Theme.GREEN], []), "Jana": ([], [])}
    for name, (themes, places) in known.items():
        mentor = actor_of(a_person(name, Role.MENTOR, round=round))
        services.describe_mentor(mentor, themes=themes, neighbourhood_ids=places, about="", now=NOW)

    def found(**wish):
        return [card.person.display_name for card in mentors_found(round, BoardFilter(**wish), NOW)]

    assert found(theme=Theme.SPORT, neighbourhood_id=centre.id) == ["Dace", "Jana"]
    assert found(neighbourhood_id=shore.id) == ["Jana", "Oļegs"]
    with pytest.raises(NotAllowed):
        services.describe_mentor(an_actor(), themes=[], neighbourhood_ids=[], about="", now=NOW)


def test_before_and_after_are_compared_without_showing_anybody(session):
    round, organiser = round_in(Phase.SUBMISSION), an_actor(Role.ORGANISER)
    draft = services.QuestionDraft(QuestionKind.SCALE, {"lv": "Vai pilsēta klausās?"}, [], True, True)
    question = services.save_question(organiser, round.id, None, draft, now=NOW)
    later = services.save_question(organiser, round.id, None, draft, now=NOW)
    services.move_question(organiser, round.id, later.id, -1, now=NOW)
    services.move_question(organiser, round.id, later.id, -1, now=NOW)
    assert questions_of(round.id) == [later, question]
    services.remove_question(organiser, round.id, later.id, now=NOW)
    with pytest.raises(RuleBroken, match="question.closed"):
        services.answer_questions(an_actor(), round.id, Sitting.BEFORE, {}, services.Participant(), now=NOW)
    for sitting, level in ((Sitting.BEFORE, "2"), (Sitting.AFTER, "4")):
        for number in range(6):
            who = services.Participant(AgeGroup.UP_TO_18, Gender.WOMAN if number else Gender.MAN)
            services.enter_paper_answers(
                organiser, round.id, sitting, f"m{number}", {question.id: level}, who, now=NOW
            )
    with pytest.raises(RuleBroken, match="answer.mark_taken"):
        services.enter_paper_answers(
            organiser, round.id, Sitting.AFTER, "M0", {}, services.Participant(), now=NOW
        )
    with pytest.raises(RuleBroken, match="question.answered"):
        services.remove_question(organiser, round.id, question.id, now=NOW)
    (compared,) = compared_questions(round.id)
    assert (compared.before.mean, compared.after.mean, compared.moved.up) == (2, 4, 6)
    profile = profile_of(round.id)
    assert (profile.participants, profile.ages[AgeGroup.UP_TO_18]) == (6, 6)
    assert (profile.genders[Gender.WOMAN], profile.genders[Gender.MAN]) == (None, None)


def test_the_pages_of_a_team_at_work(client, visitor, session):
    round = round_in(Phase.SUBMISSION, team_rules=STRICT, grace_minutes=15)
    emils, janis, dace = child(), a_person("Jānis"), a_person("Dace", Role.MENTOR, round=round)
    team = a_team(round, janis, emils)
    address, map_ = f"/teams/{team.id}", f"/teams/{team.id}/sheets/empathy-map"
    page = client.sign_in(janis).get(address).page.main
    assert "A guardian's consent for every child; 1 is missing" in page
    assert "Emīls" not in page
    answer = client.submit(map_, see="Tukšs laukums", form_named="sheet")
    assert client.follow(answer).page.one("textarea", name="see").text.strip() == "Tukšs laukums"
    token = client.form(map_, "sheet").data["csrf_token"]
    typed = {"csrf_token": token, "seen": "0", "see": "Soli", "hear": "Suņi"}
    said = client.post(map_, data=typed, headers={"X-Saving": "typed"}).json
    assert said["fields"] == {"seen": 2, "see": "Tukšs laukums\nSoli"}
    assert "Tukšs laukums" in client.get(f"{map_}/print").page.main
    assert "Version 2" in client.get(f"{map_}/versions").page.main
    assert latest_sheet(team.id, SheetKind.EMPATHY_MAP).number == 2
    mentor = visitor().sign_in(dace)
    assert "Tukšs laukums" in mentor.get(map_).page.main
    assert mentor.get(f"{map_}?x").page.all("textarea") == []
    assert visitor().sign_in(a_person()).get(map_).status_code == 403
    assert client.submit(f"/rounds/{round.slug}/board", body="Meklējam zīmētāju").status_code == 303
    assert "Meklējam zīmētāju" in mentor.get(f"/rounds/{round.slug}/board").page.main

    kid = visitor().sign_in(emils)
    kid.submit("/me/guardian", form_named="Make a sheet")
    sheet = kid.get("/me/guardian/sheet").page
    link = latest_consent(emils.id).token
    assert f"/guardian/{link}" in sheet.main
    guardian = visitor()
    answer = guardian.submit(f"/guardian/{link}", name="Ilze", agrees=True)
    assert "You have given your consent." in guardian.follow(answer).page.main
    assert "Emīls" in client.get(address).page.main
    assert "Ūdrāns" not in client.get(address).page.main
    assert guardian.submit(f"/guardian/{link}", form_named=f"/guardian/{link}/withdraw").status_code == 303
    assert "Emīls" not in client.get(address).page.main


def test_a_show_in_the_order_of_the_lot(client, session):
    round = round_in(Phase.SCORING)
    an_entry(round, state=ProposalState.SUBMITTED, content=content_with(title="Šūpoles"))
    a_proposal(round, state=ProposalState.DRAFT, title="Melnraksts")
    for page in ("gallery", "stage", "stage/1"):
        main = client.get(f"/rounds/{round.slug}/{page}").page.main
        assert "Šūpoles" in main
        assert "Melnraksts" not in main
    assert client.get(f"/rounds/{round.slug}/stage/2").status_code == 302
    assert client.get(f"/rounds/{round.slug}/stage/3").status_code == 404
    open_round = round_in(Phase.SUBMISSION)
    assert client.get(f"/rounds/{open_round.slug}/gallery").status_code == 404
