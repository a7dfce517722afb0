"""Guides, terms, calibration, conflicts, paper sheets, saves from a lost connection, rules that are fixed."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from app.accounts.queries import actor_of
from app.db.base import db
from app.db.session import transaction
from app.domain.conflicts import ConflictKind
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_content import ProposalContent
from app.domain.scorecard_states import ScoringState
from app.judging import queries, services
from app.judging.models import Assignment, Scorecard
from app.judging.queries import PlanSettings
from app.judging.services import Given, SaveKeys
from app.notices.models import Note
from app.proposals.services import begin_proposal
from app.results.queries import jury_bundle
from app.results.recompute_jury import check
from app.results.services.awards import awards_of
from app.results.views.files import file_names
from app.rounds.queries import latest_rubric
from tests.factories import NOW, a_mentor, a_person, a_rubric, an_actor, an_assignment, an_entry, round_in
from tests.judging.vector import worked_round

FULL = {"feasibility": "3", "benefit": "5"}


def given(levels=FULL, **more):
    return Given(1, levels, {}, **more)


def saved(assignment):
    return db.session.query(Scorecard).filter_by(assignment_id=assignment.id).all()


def planned(organiser, round, settings):
    shown = queries.fingerprint(queries.planned(round, settings))
    return services.save_plan(organiser, round.id, settings, shown, now=NOW)


def test_a_save_that_arrives_twice_is_one_and_a_stale_one_is_refused(round):
    assignment = an_assignment(an_entry(round))
    me = actor_of(assignment.mentor)
    services.save_draft(me, assignment.id, given({"feasibility": "2"}), now=NOW, keys=SaveKeys("a", ""))
    services.save_draft(me, assignment.id, given({"feasibility": "4"}), now=NOW, keys=SaveKeys("b", "a"))
    services.save_draft(me, assignment.id, given({"feasibility": "4"}), now=NOW, keys=SaveKeys("b", "a"))
    with pytest.raises(RuleBroken, match="scorecard.saved_elsewhere"):
        services.save_draft(me, assignment.id, given({"feasibility": "1"}), now=NOW, keys=SaveKeys("c", "a"))
    for _ in range(2):
        services.submit_scorecard(me, assignment.id, given(), now=NOW, keys=SaveKeys("d", "b"))
    (row,) = saved(assignment)
    assert (row.revision, row.levels, row.save_key) == (1, {"feasibility": 3, "benefit": 5}, "d")
    assert latest_rubric(round.id).frozen_at == NOW


def test_a_device_saves_and_is_told_what_is_wrong(client, app):
    round = round_in(Phase.SCORING)
    a_rubric(round)
    assignment = an_assignment(an_entry(round), a_mentor("Ilze", round))
    client.sign_in(assignment.mentor)
    url = f"/mentor/{assignment.id}/save"
    form = client.form(f"/mentor/{assignment.id}", "scorecard").data.to_dict()
    sent = {**form, "level_feasibility": "4", "own": "x", "seen": ""}
    first = client.post(url, data={**sent, "action": "draft"})
    assert (first.status_code, first.json["state"]) == (200, "saved")
    again = client.post(url, data={**sent, "own": "y", "seen": "", "action": "draft"})
    assert (again.status_code, again.json["state"], again.json["seen"]) == (409, "elsewhere", "x")
    wrong = client.post(url, data={**sent, "seen": "x", "action": "submit"})
    assert (wrong.status_code, wrong.json["state"]) == (422, "wrong")
    whole = {**sent, "level_benefit": "5", "own": "z", "seen": "x", "action": "submit"}
    assert client.post(url, data=whole).json["next"] == "/mentor"
    assert client.post(url, data=whole).status_code == 200
    assert len(saved(assignment)) == 1


def test_a_trainee_is_stored_and_counts_for_nothing(round, organiser):
    entries = [an_entry(round) for _ in range(3)]
    mentors, trainee = [a_mentor() for _ in range(3)], a_mentor()
    services.set_terms(organiser, round.id, trainee.id, is_trainee=True, max_load=2, now=NOW)
    assert planned(organiser, round, PlanSettings(3, None, "sēkla")) == (11, 0)
    held = db.session.query(Assignment).filter_by(mentor_id=trainee.id).all()
    assert [each.is_trainee for each in held] == [True, True]
    services.submit_scorecard(actor_of(trainee), held[0].id, given(), now=NOW)
    progress = queries.progress_of(round.id, NOW)
    assert [each.submitted for each in progress.entries] == [0] * len(entries)
    assert [each.total for each in progress.entries] == [len(mentors)] * len(entries)
    assert trainee.id not in {each.id for each in queries.jury_of(round.id)}
    with pytest.raises(NotAllowed):
        services.set_terms(actor_of(trainee), round.id, trainee.id, is_trainee=False, max_load=None, now=NOW)


def test_a_mentors_own_limit_is_kept(round, organiser):
    for _ in range(6):
        an_entry(round)
    busy, *_others = [a_mentor() for _ in range(3)]
    services.set_terms(organiser, round.id, busy.id, is_trainee=False, max_load=1, now=NOW)
    assert queries.planned(round, PlanSettings(2, None, "sēkla")).plan.loads[str(busy.id)] == 1


def test_everybody_calibrates_with_an_entry_of_another_round(round, organiser):
    earlier = round_in(Phase.DELIVERY, NOW)
    old, entry = an_entry(earlier, title="Pērnā"), an_entry(round)
    mentors = [a_mentor() for _ in range(3)]
    settings = PlanSettings(3, None, "sēkla", minutes=10, calibration=old.id)
    assert queries.planned(round, settings).minutes == (20, 20)
    planned(organiser, round, settings)
    assert planned(organiser, round, queries.default_settings(round)) == (0, 0)
    desk = queries.desks_of(mentors[0].id, now=NOW)[0]
    first = desk.sheets[0].assignment
    assert (first.is_calibration, first.proposal_id, first.round_id) == (True, old.id, round.id)
    me = actor_of(mentors[0])
    task = queries.open_scoring_task(first.id, me, NOW)[0]
    assert queries.sheets_of_others(task, NOW) == []
    services.submit_scorecard(me, first.id, given(), now=NOW)
    ranking = queries.ranking_of(round, NOW + timedelta(days=90))
    assert set(ranking.proposals) == {str(entry.id)}
    assert [each.calibration for each in queries.progress_of(round.id, NOW).mentors].count(
        ScoringState.SUBMITTED
    ) == 1
    with pytest.raises(RuleBroken, match="assignment.unknown_calibration"):
        services.save_plan(organiser, round.id, PlanSettings(3, None, "x", calibration=entry.id), "", now=NOW)


def test_an_organisers_own_example_calibrates_too(app, organiser):
    """A round for teams only: the example is a draft that could never be handed in, and nobody else's draft serves."""
    rules = {"as": ["team"]}
    open_now = round_in(Phase.SUBMISSION, NOW, proposers=rules)
    content = ProposalContent("lv", "Paraugs")
    example = begin_proposal(organiser, open_now.id, content, now=NOW)
    with pytest.raises(RuleBroken, match=r"proposer\."):
        begin_proposal(an_actor(Role.MENTOR), open_now.id, content, now=NOW)
    assert queries.calibration_candidates(open_now, organiser.person_id, NOW) == [example]
    assert queries.calibration_candidates(open_now, an_actor(Role.ORGANISER).person_id, NOW) == []
    a_rubric(open_now)
    scoring = datetime.fromisoformat(open_now.timetable["scoring"]) + timedelta(hours=1)
    mentor, entry = a_mentor(), an_entry(open_now)
    settings = PlanSettings(1, None, "sēkla", calibration=example.id)
    shown = queries.fingerprint(queries.planned(open_now, settings))
    services.save_plan(organiser, open_now.id, settings, shown, now=scoring)
    held = queries.desks_of(mentor.id, now=scoring)[0].sheets
    assert [each.assignment.proposal_id for each in held] == [example.id, entry.id]
    services.submit_scorecard(actor_of(mentor), held[0].assignment.id, given(), now=scoring)
    assert set(queries.ranking_of(open_now, scoring).proposals) == {str(entry.id)}


def test_staff_who_declare_a_conflict_see_nothing_either(client, app):
    round = round_in(Phase.SCORING)
    assignment = an_assignment(an_entry(round, title="Soliņš"), a_mentor("Ilze", round))
    organiser = a_person("", Role.ORGANISER)
    client.sign_in(organiser)
    assert "0 of 1 mentors have scored" in client.get(f"/rounds/{round.slug}/mentors").page.text
    url = f"/rounds/{round.slug}/conflicts"
    told = {"entry": str(assignment.proposal_id), "kind": "family", "reason": "Mans dēls."}
    assert client.submit(url, **told).status_code == 303
    assert queries.hidden_entries(round, organiser.id, NOW) == {assignment.proposal_id}
    page = client.get(f"/rounds/{round.slug}/mentors").page
    assert "Its mentors and scores are not shown to you" in page.text


def test_a_conflict_can_be_declared_before_anything_is_assigned(round, organiser):
    entry, mentor = an_entry(round), a_mentor()
    services.declare_conflict(
        actor_of(mentor), round.id, entry.id, ConflictKind.LIVES_BESIDE, "Logs.", now=NOW
    )
    with pytest.raises(RuleBroken, match="recusal.declared_already"):
        services.declare_conflict(actor_of(mentor), round.id, entry.id, ConflictKind.FAMILY, "Vēl.", now=NOW)
    assert queries.planned(round, PlanSettings(1, None, "x")).plan.unmet[0].missing == 1


def test_paper_sheets_are_entered_together_and_the_mentor_is_told(client, app):
    round = round_in(Phase.SCORING)
    a_rubric(round)
    mentor = a_mentor("Ilze", round)
    first, second = (an_assignment(an_entry(round), mentor) for _ in range(2))
    organiser = a_person("", Role.ORGANISER)
    url = f"/rounds/{round.slug}/mentors/{mentor.id}/grid"
    client.sign_in(organiser)
    wrong = client.submit(url, {f"{first.id}-feasibility": "4", f"{first.id}-benefit": ""})
    assert (wrong.status_code, saved(first)) == (422, [])
    row = {f"{first.id}-feasibility": "4", f"{first.id}-benefit": "5", f"{first.id}-comment": "Labi."}
    assert client.submit(url, row).status_code == 303
    (card,) = saved(first)
    assert (card.levels, card.entered_by, card.team_comment) == (
        {"feasibility": 4, "benefit": 5},
        organiser.id,
        "Labi.",
    )
    assert saved(second) == []
    assert db.session.query(Note).filter_by(person_id=mentor.id, event="sheet_entered").count() == 1
    assert client.sign_in(mentor).get(url).status_code == 403


def test_the_usual_guide_is_there_until_one_is_written(client, app):
    round = round_in(Phase.SCORING)
    mentor = a_mentor("Ilze", round)
    assert "third winter" in client.sign_in(mentor).get(f"/rounds/{round.slug}/guide").page.text
    client.sign_in(a_person("", Role.ORGANISER))
    edit = f"/rounds/{round.slug}/guide/edit"
    assert client.submit(edit, {"role-lv": "Palīdzi!", "role-en": "Help them!"}).status_code == 303
    page = client.sign_in(mentor).get(f"/rounds/{round.slug}/guide").page
    assert "Help them!" in page.text
    assert "third winter" in page.text
    assert client.get(edit).status_code == 403


def test_the_deadline_shown_lies_before_the_grace(round):
    with transaction():
        round.judging = {**round.judging, "grace_minutes": 30}
    assert queries.scoring_ends_at(round) - queries.scoring_deadline(round) == timedelta(minutes=30)


def test_where_the_rules_say_so_the_adjusted_score_decides(app):
    rules = {"min_scorecards": 2, "tie_break": "", "places": 2, "adjusted_decides": True}
    round = round_in(Phase.DECISION, NOW, judging=rules)
    entries = worked_round(round, NOW - timedelta(days=20))[1]
    order = [each.proposal_id for each in queries.jury_result(round, NOW)]
    assert order == [entries[letter].id for letter in "DECBA"]


def test_jury_and_people_have_two_awards_or_the_one_of_the_rules(app):
    rules = {"min_scorecards": 2, "tie_break": "", "places": 2}
    round = round_in(Phase.DECISION, NOW, judging=rules)
    entries = worked_round(round, NOW - timedelta(days=20))[1]
    votes = dict(zip("ABCDE", (120, 30, 60, 45, 15), strict=True))
    lines = {str(entries[letter].id): {"votes": count} for letter, count in votes.items()}
    output = {"electorates": [{"decides": True, "pots": [{"id": "", "allocation": {"projects": lines}}]}]}
    letters = {str(entry.id): letter for letter, entry in entries.items()}
    two = awards_of(round, output, NOW)
    assert [letters[each["id"]] for each in two["jury"]] == list("ECDBA")
    assert [letters[each["id"]] for each in two["people"]] == list("ACDBE")
    assert "combined" not in two
    published = {**output, "awards": two}
    bundle = jury_bundle(round, SimpleNamespace(output=published), NOW)
    assert [letters[each] for each in bundle["announced"]["prizes"]] == ["E", "C"]
    assert len(check(bundle)) == 3
    assert {"verify.py", "jury.json", "recompute_jury.py"} <= set(file_names(published))
    formula = {"jury_percent": 70, "jury_scaling": "share_of_max", "vote_scaling": "share_of_max"}
    with transaction():
        round.judging = {**rules, "combination": formula}
    assert letters[awards_of(round, output, NOW)["combined"][0]["id"]] == "C"
