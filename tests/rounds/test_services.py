"""Building a round, announcing it, changing it, and what freezes when."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import Entry
from app.domain.errors import NotAllowed, RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import VISITOR, Role
from app.domain.phases import Phase
from app.domain.rounds import Evidence, ProposesAs, RoundKind
from app.rounds import queries, services
from app.rounds.models import Round
from app.rounds.services import CriterionDraft, ElectorateLine, PotLine
from tests.factories import (
    NOW,
    a_neighbourhood,
    a_person,
    a_pot,
    a_rubric,
    an_actor,
    an_electorate,
    ready_round_in,
    round_in,
)

DAY = timedelta(days=1)
FROZEN = (Phase.VOTING, Phase.DECISION, Phase.DELIVERY, Phase.CLOSED)
OPEN = tuple(phase for phase in Phase if phase not in FROZEN)


@pytest.fixture
def organiser(app):
    return an_actor(Role.ORGANISER)


def code_of(function, *args, **kwargs):
    with pytest.raises(RuleBroken) as broken:
        function(*args, now=NOW, **kwargs)
    return broken.value.code


def a_draft(organiser, slug="budzets", **columns):
    given = {"kind": RoundKind.BUDGET, "title": {"lv": "Budžets"}, "seed": "s", "now": NOW, **columns}
    return services.create_round(organiser, slug=slug, **given)


# Creating and deleting


def test_a_new_round_is_a_draft_with_the_defaults_of_its_kind(organiser):
    round = a_draft(organiser, kind=RoundKind.HACKATHON)
    assert queries.phase_of(round, NOW) is Phase.DRAFT
    assert round.allocation == {"rule": "ranking", "prizes": 3}
    assert round.proposers["as"] == ["team"]
    assert queries.missing_before_announcement(round) == [
        "missing.summary",
        "missing.rules_text",
        "missing.promise",
        "missing.timetable",
    ]


@pytest.mark.parametrize("slug", ["new", "", "Budžets", "a--b", "-a", "a_b", "x" * 61, "a/b"])
def test_short_names_that_are_no_addresses(organiser, slug):
    with pytest.raises(RuleBroken) as broken:
        a_draft(organiser, slug)
    assert broken.value.code == "round.slug_invalid"


def test_a_short_name_is_given_once(organiser, session):
    a_draft(organiser)
    with pytest.raises(RuleBroken) as broken:
        a_draft(organiser)
    assert broken.value.code == "round.slug_taken"
    assert session.scalar(select(func.count()).select_from(Round)) == 1


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_only_organisers_create_rounds(app, role):
    actor = an_actor() if role is Role.RESIDENT else an_actor(role)
    with pytest.raises(NotAllowed):
        a_draft(actor)


def test_a_draft_can_be_deleted_with_all_it_holds(organiser, session):
    round = ready_round_in(Phase.DRAFT, NOW)
    round_id, other = round.id, ready_round_in(Phase.DRAFT, NOW)
    services.delete_round(organiser, round_id, now=NOW)
    assert queries.round_by_id(round_id) is None
    assert queries.pots_of(round_id) == []
    assert len(queries.pots_of(other.id)) == 1


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.SUBMISSION])
def test_a_round_that_was_seen_stays(organiser, phase):
    round = round_in(phase, NOW)
    assert code_of(services.delete_round, organiser, round.id) == "round.seen"


# Freezing


def every_change(organiser, round):
    """Each way to change the rules of a round; the first five change what freezes."""
    pot = queries.pots_of(round.id)[0]
    yield lambda: services.set_pots(organiser, round.id, [PotLine(pot.id, {"lv": "A"}, 100)], now=NOW)
    yield lambda: services.set_ballot(organiser, round.id, "approval", {"min": 1, "max": 5}, now=NOW)
    yield lambda: services.set_allocation(organiser, round.id, "greedy", {"min_votes": 9}, ["lot"], now=NOW)
    yield lambda: services.set_electorates(
        organiser, round.id, [ElectorateLine("", {"lv": "Visi"}, [], [], Evidence.CODE)], now=NOW
    )
    yield lambda: services.set_judging(
        organiser, round.id, min_scorecards=2, per_entry=2, max_load=None, tie_break="", places=1, now=NOW
    )
    yield lambda: services.set_proposers(
        organiser, round.id, age_bands=[], neighbourhood_ids=[], capacities=[ProposesAs.TEAM], now=NOW
    )
    yield lambda: services.save_criterion(organiser, round.id, a_draft_criterion("Ideja"), now=NOW)


@pytest.mark.parametrize("phase", FROZEN)
def test_rules_freeze_when_voting_opens(organiser, phase):
    round = ready_round_in(phase, NOW)
    before = queries.rules_hash(round)
    for change in every_change(organiser, round):
        with pytest.raises(RuleBroken) as broken:
            change()
        assert broken.value.code == "phase.wrong"
    assert queries.rules_hash(queries.round_by_id(round.id)) == before


@pytest.mark.parametrize("phase", OPEN)
def test_rules_can_change_before(organiser, phase, session):
    round = ready_round_in(phase, NOW)
    hashes = [queries.rules_hash(round)]
    for change in every_change(organiser, round):
        change()
        hashes.append(queries.rules_hash(queries.round_by_id(round.id)))
    assert len(set(hashes)) == 6
    assert len(set(hashes[5:])) == 1
    assert session.scalar(select(func.count()).select_from(Entry)) == len(hashes) - 1


@pytest.mark.parametrize("role", [Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_other_roles_change_nothing(app, role):
    round = ready_round_in(Phase.DRAFT, NOW)
    for change in every_change(an_actor(role), round):
        with pytest.raises(NotAllowed):
            change()


def test_an_organiser_of_another_round_changes_nothing(app):
    round, other = ready_round_in(Phase.DRAFT, NOW), round_in(Phase.DRAFT, NOW)
    for change in every_change(an_actor(Role.ORGANISER, round=other), round):
        with pytest.raises(NotAllowed):
            change()


def test_an_organiser_of_this_round_changes_it(app):
    round = ready_round_in(Phase.DRAFT, NOW)
    for change in every_change(an_actor(Role.ORGANISER, round=round), round):
        change()
    assert queries.round_by_id(round.id).judging["places"] == 1


def test_the_same_again_is_no_change(organiser, session):
    round = ready_round_in(Phase.DRAFT, NOW)
    services.set_ballot(organiser, round.id, "approval", {"min": "1", "max": "3"}, now=NOW)
    assert session.scalar(select(func.count()).select_from(Entry)) == 0


# Announcing


def test_announcing_makes_a_complete_draft_public(organiser):
    round = ready_round_in(Phase.DRAFT, NOW, skipped=[Phase.ANNOUNCED])
    services.announce_round(organiser, round.id, now=NOW)
    assert queries.phase_of(queries.round_by_id(round.id), NOW) is Phase.ANNOUNCED


def test_announcing_in_advance_waits_for_the_first_date(organiser):
    round = ready_round_in(Phase.DRAFT, NOW)
    services.announce_round(organiser, round.id, now=NOW)
    round = queries.round_by_id(round.id)
    assert queries.phase_of(round, NOW) is Phase.DRAFT
    assert queries.phase_of(round, NOW + DAY - timedelta(microseconds=1)) is Phase.DRAFT
    assert queries.phase_of(round, NOW + DAY) is Phase.ANNOUNCED
    assert queries.open_round(round.slug, VISITOR, NOW) is None


def test_a_waiting_announcement_follows_the_timetable_and_can_be_taken_back(organiser):
    round = ready_round_in(Phase.DRAFT, NOW)
    services.announce_round(organiser, round.id, now=NOW)
    starts = {Phase.ANNOUNCED: NOW + 3 * DAY, Phase.SUBMISSION: NOW + 5 * DAY}
    services.set_timetable(organiser, round.id, starts, now=NOW)
    assert queries.round_by_id(round.id).announced_at == NOW + 3 * DAY
    services.withdraw_announcement(organiser, round.id, now=NOW)
    assert queries.round_by_id(round.id).announced_at is None


def test_a_public_round_is_not_taken_back(organiser):
    round = round_in(Phase.SUBMISSION, NOW)
    assert code_of(services.withdraw_announcement, organiser, round.id) == "round.seen"
    assert code_of(services.announce_round, organiser, round.id) == "round.announced_already"


def test_nothing_may_be_missing(organiser):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.announce_round, organiser, round.id) == "missing.money"
    a_pot(round)
    assert code_of(services.announce_round, organiser, round.id) == "missing.electorates"
    an_electorate(round)
    assert code_of(services.announce_round, organiser, round.id) == "missing.rubric"
    a_rubric(round)
    services.announce_round(organiser, round.id, now=NOW)


def test_a_round_whose_deadline_has_passed_is_not_announced(organiser):
    round = ready_round_in(Phase.SCREENING, NOW, announced_at=None)
    assert code_of(services.announce_round, organiser, round.id) == "round.submission_over"


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"title": {}}, ["missing.title"]),
        ({"promise": {}}, ["missing.promise"]),
        ({"timetable": {}}, ["missing.timetable"]),
        ({"ballot_type": "lottery"}, ["missing.ballot"]),
        ({"ballot_limits": {"max": 3, "pots": {"999": {"max": 1}}}}, ["missing.ballot"]),
        ({"is_binding": True}, ["missing.binding_electorate"]),
        ({"judging": {"tie_break": "gone"}}, ["missing.tie_break"]),
        ({"allocation": {}}, ["missing.allocation"]),
        ({"allocation": {"rule": "greedy", "min_votes": -1}}, ["missing.allocation"]),
        ({"tie_order": ["votes"]}, ["missing.tie_order"]),
    ],
)
def test_what_is_missing(app, columns, missing):
    assert queries.missing_before_announcement(ready_round_in(Phase.DRAFT, NOW, **columns)) == missing


def test_what_a_skipped_phase_needs_is_not_missing(app):
    skipped = [Phase.VOTING, Phase.SCORING]
    round = round_in(Phase.DRAFT, NOW, skipped=skipped, allocation={"rule": "ranking", "prizes": 3})
    assert queries.missing_before_announcement(round) == []


def test_an_announced_round_keeps_what_it_needs(organiser):
    round = ready_round_in(Phase.ANNOUNCED, NOW)
    assert code_of(services.set_pots, organiser, round.id, []) == "missing.money"
    assert code_of(services.set_electorates, organiser, round.id, []) == "missing.electorates"
    for criterion in ("feasibility",):
        services.remove_criterion(organiser, round.id, criterion, now=NOW)
    assert code_of(services.remove_criterion, organiser, round.id, "benefit") == "missing.rubric"
    assert len(queries.pots_of(round.id)) == 1


# The steps


def test_dates_of_a_public_round_stay(organiser):
    round = round_in(Phase.ANNOUNCED, NOW)
    starts = {Phase.SUBMISSION: NOW + DAY}
    assert code_of(services.set_timetable, organiser, round.id, starts) == "timetable.announced_already"


def test_a_timetable_needs_submission_and_order(organiser):
    round = round_in(Phase.DRAFT, NOW)
    assert (
        code_of(services.set_timetable, organiser, round.id, {Phase.VOTING: NOW}) == "timetable.no_submission"
    )
    wrong = {Phase.SUBMISSION: NOW, Phase.VOTING: NOW}
    assert code_of(services.set_timetable, organiser, round.id, wrong) == "timetable.order"


def test_pots_are_changed_added_and_removed(organiser):
    place = a_neighbourhood()
    round = round_in(Phase.DRAFT, NOW)
    city, gone = a_pot(round), a_pot(round, name="Vecs")
    limits = {"min": 1, "max": 3, "pots": {str(gone.id): {"max": 1}}, "one_of": [str(city.id), str(gone.id)]}
    services.set_ballot(organiser, round.id, "approval", limits, now=NOW)
    lines = [PotLine(None, {"lv": "Grīva"}, 300, place.id), PotLine(city.id, {"lv": "Pilsēta"}, 500)]
    services.set_pots(organiser, round.id, lines, now=NOW)
    found = [(pot.name["lv"], pot.amount_cents, pot.neighbourhood_id) for pot in queries.pots_of(round.id)]
    assert found == [("Grīva", 300, place.id), ("Pilsēta", 500, None)]
    assert queries.round_by_id(round.id).ballot_limits == {"min": 1, "max": 3}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (PotLine(None, {}, 100), "pot.nameless"),
        (PotLine(None, {"lv": "A"}, 0), "pot.amount"),
        (PotLine(None, {"lv": "A"}, -5), "pot.amount"),
        (PotLine(None, {"lv": "A"}, 10**13), "pot.amount"),
        (PotLine(999, {"lv": "A"}, 100), "pot.unknown"),
        (PotLine(0, {"lv": "A"}, 100), "pot.unknown"),
        (PotLine(None, {"lv": "A"}, 100, 999), "place.unknown"),
    ],
)
def test_pots_that_are_none(organiser, line, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_pots, organiser, round.id, [line]) == code
    assert queries.pots_of(round.id) == []


def test_a_pot_of_another_round_is_out_of_reach(organiser):
    round, other = round_in(Phase.DRAFT, NOW), round_in(Phase.DRAFT, NOW)
    foreign = a_pot(other)
    line = PotLine(foreign.id, {"lv": "Mans"}, 1)
    assert code_of(services.set_pots, organiser, round.id, [line]) == "pot.unknown"


def test_pots_stay_once_ideas_may_belong_to_them(organiser):
    round = ready_round_in(Phase.SUBMISSION, NOW)
    line = PotLine(None, {"lv": "Cits"}, 100)
    assert code_of(services.set_pots, organiser, round.id, [line]) == "pot.in_use"


@pytest.mark.parametrize(
    ("kind", "limits", "code"),
    [
        ("lottery", {}, "ballot.unknown_type"),
        ("approval", {"max": "1e999"}, "limits.unreadable"),
        ("approval", {"max": "-1"}, "limits.unreadable"),
        ("approval", {"max": "٣"}, "limits.unreadable"),
        ("points", {"total": ""}, "limits.missing"),
        ("approval", {"min": "3", "max": "2"}, "limits.upside_down"),
        ("approval", {"max": "3", "surprise": 1}, "limits.unknown"),
        ("approval", {"max": "3", "pots": {"1": {"max": 1}}}, "pot.unknown"),
    ],
)
def test_ballots_that_are_refused(organiser, kind, limits, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_ballot, organiser, round.id, kind, limits) == code


def test_electorates_keep_their_key(organiser):
    round = round_in(Phase.DRAFT, NOW)
    young = ElectorateLine("", {"lv": "Jaunieši"}, [AgeBand.FROM_13], [], Evidence.CODE, True)
    all_of_them = ElectorateLine("", {"lv": "Visi"}, [], [], Evidence.EMAIL)
    services.set_electorates(organiser, round.id, [young, all_of_them], now=NOW)
    first, second = queries.electorates_of(round.id)
    assert (first.key, first.age_bands, first.is_binding) == ("e1", ["13_15"], True)
    again = ElectorateLine(second.key, {"lv": "Iedzīvotāji"}, [], [], Evidence.ROLL)
    services.set_electorates(organiser, round.id, [again], now=NOW)
    (left,) = queries.electorates_of(round.id)
    assert (left.id, left.key, left.name, left.evidence) == (
        second.id,
        "e2",
        {"lv": "Iedzīvotāji"},
        Evidence.ROLL,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (ElectorateLine("", {}, [], [], Evidence.CODE), "electorate.nameless"),
        (ElectorateLine("", {"lv": "A"}, [], [], Evidence.EMAIL, True), "electorate.email_is_advisory"),
        (ElectorateLine("no such key", {"lv": "A"}, [], [], Evidence.CODE), "electorate.unknown"),
        (ElectorateLine("", {"lv": "A"}, [], [999], Evidence.CODE), "place.unknown"),
    ],
)
def test_electorates_that_are_none(organiser, line, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_electorates, organiser, round.id, [line]) == code


@pytest.mark.parametrize(
    ("rule", "settings", "ties", "code"),
    [
        ("plurality", {}, ["lot"], "rule.unknown"),
        ("greedy", {"min_votes": "1e999"}, ["lot"], "rule.unreadable_setting"),
        ("greedy", {"utility": "cost"}, ["lot"], "rule.unknown_setting"),
        ("equal-shares", {"completion": "add2"}, ["lot"], "rule.unreadable_setting"),
        ("greedy", {}, ["votes", "cost"], "ties.undecided"),
        ("greedy", {}, ["coin"], "ties.unknown"),
        ("greedy", {}, ["votes", "votes", "lot"], "ties.repeated"),
    ],
)
def test_rules_that_are_refused(organiser, rule, settings, ties, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.set_allocation, organiser, round.id, rule, settings, ties) == code


def test_the_text_of_the_lot_stays_once_it_is_public(organiser):
    draft, public = round_in(Phase.DRAFT, NOW), round_in(Phase.ANNOUNCED, NOW)
    services.draw_seed(organiser, draft.id, "another", now=NOW)
    assert queries.round_by_id(draft.id).seed == "another"
    assert code_of(services.draw_seed, organiser, public.id, "another") == "seed.announced"


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ({"min_scorecards": 0}, "judging.number"),
        ({"per_entry": 51}, "judging.number"),
        ({"max_load": -1}, "judging.number"),
        ({"places": 10**9}, "judging.number"),
        ({"min_scorecards": 4, "per_entry": 3}, "judging.too_few_mentors"),
        ({"tie_break": "gone"}, "judging.unknown_criterion"),
    ],
)
def test_scoring_that_is_refused(organiser, numbers, code):
    round = ready_round_in(Phase.DRAFT, NOW)
    usual = {"min_scorecards": 3, "per_entry": 3, "max_load": None, "tie_break": "benefit", "places": 3}
    assert code_of(services.set_judging, organiser, round.id, **{**usual, **numbers}) == code


# Deadlines


def test_extending_a_deadline_is_recorded_and_moves_one_start(organiser, session):
    round = ready_round_in(Phase.SUBMISSION, NOW)
    before = queries.timetable_of(round)
    end = before.starts[Phase.SCREENING]
    services.extend_deadline(organiser, round.id, Phase.SUBMISSION, end + 2 * DAY, "Brīvdienas.", now=NOW)
    after = queries.timetable_of(queries.round_by_id(round.id))
    assert after.starts == {**before.starts, Phase.SCREENING: end + 2 * DAY}
    (extension,) = queries.extensions_of(round.id)
    assert (extension.phase, extension.ended_at, extension.ends_at) == (Phase.SUBMISSION, end, end + 2 * DAY)
    (entry,) = session.scalars(select(Entry))
    assert (entry.action, entry.after["reason"]) == ("extend_deadline", "Brīvdienas.")


def test_the_end_of_voting_can_move_though_the_rules_are_frozen(organiser):
    round = ready_round_in(Phase.VOTING, NOW)
    before = queries.rules_hash(round)
    end = queries.timetable_of(round).starts[Phase.DECISION]
    services.extend_deadline(organiser, round.id, Phase.VOTING, end + DAY, "Sniegs.", now=NOW)
    round = queries.round_by_id(round.id)
    assert queries.phase_of(round, end) is Phase.VOTING
    assert queries.rules_hash(round) == before


def test_deadlines_that_do_not_move(organiser):
    round = ready_round_in(Phase.SCREENING, NOW)
    far = NOW + 100 * DAY
    extend = services.extend_deadline
    assert code_of(extend, organiser, round.id, Phase.SCREENING, far, "  ") == "extension.no_reason"
    assert code_of(extend, organiser, round.id, Phase.SCREENING, far, "x") == "extension.collides"
    assert code_of(extend, organiser, round.id, Phase.SUBMISSION, far, "x") == "extension.phase_over"
    assert code_of(extend, organiser, round.id, Phase.SCREENING, NOW, "x") == "extension.not_later"
    draft = ready_round_in(Phase.DRAFT, NOW)
    assert code_of(extend, organiser, draft.id, Phase.SUBMISSION, far, "x") == "extension.draft"
    assert queries.extensions_of(round.id) == []


@pytest.mark.parametrize("role", [Role.MENTOR, Role.REVIEWER, Role.COUNCIL])
def test_only_organisers_extend(app, role):
    round = ready_round_in(Phase.SUBMISSION, NOW)
    with pytest.raises(NotAllowed):
        services.extend_deadline(an_actor(role), round.id, Phase.SUBMISSION, NOW + 50 * DAY, "x", now=NOW)


# The rubric


def a_draft_criterion(name, key="", **columns):
    levels = range(columns.get("lo", 1), columns.get("hi", 5) + 1)
    texts = {level: {"lv": f"Līmenis {level}"} for level in levels}
    return CriterionDraft(
        **{"key": key, "name": {"lv": name}, "description": {}, "descriptors": texts, **columns}
    )


def keys_of(round):
    return [criterion.key for criterion in queries.criteria_of(queries.latest_rubric(round.id).id)]


def test_a_rubric_is_built_in_one_version_before_scoring(organiser):
    round = round_in(Phase.SUBMISSION, NOW)
    for name in ("Pieejamība", "Īstenojamība", "Pieejamība", "Польза"):
        services.save_criterion(organiser, round.id, a_draft_criterion(name), now=NOW)
    assert keys_of(round) == ["pieejamiba", "istenojamiba", "pieejamiba_2", "criterion"]
    services.save_criterion(organiser, round.id, a_draft_criterion("Ērtums", "pieejamiba", weight=4), now=NOW)
    services.move_criterion(organiser, round.id, "criterion", -2, now=NOW)
    services.remove_criterion(organiser, round.id, "pieejamiba_2", now=NOW)
    assert keys_of(round) == ["pieejamiba", "criterion", "istenojamiba"]
    assert [rubric.version for rubric in queries.rubric_versions(round.id)] == [1]


def test_a_change_while_scoring_makes_a_new_version_and_keeps_the_old(organiser):
    round = ready_round_in(Phase.SCORING, NOW)
    old = queries.latest_rubric(round.id)
    changed = a_draft_criterion("Ieguvums", "benefit", weight=2, hi=3)
    new = services.save_criterion(organiser, round.id, changed, now=NOW)
    assert (old.version, new.version) == (1, 2)
    assert queries.domain_rubric(old.id).criterion("benefit").hi == 5
    assert queries.domain_rubric(new.id).criterion("benefit").hi == 3
    assert queries.domain_rubric(new.id).criterion("feasibility") == queries.domain_rubric(old.id).criterion(
        "feasibility"
    )


def test_saving_the_same_while_scoring_makes_no_version(organiser):
    round = round_in(Phase.SCORING, NOW)
    criterion = a_draft_criterion("Ideja", "idea")
    services.save_rubric(organiser, round.id, [criterion], now=NOW)
    services.save_criterion(organiser, round.id, criterion, now=NOW)
    assert [rubric.version for rubric in queries.rubric_versions(round.id)] == [1]


@pytest.mark.parametrize(
    ("criterion", "code"),
    [
        (a_draft_criterion(""), "rubric.nameless"),
        (a_draft_criterion("A", weight=0), "rubric.weight_invalid"),
        (a_draft_criterion("A", weight=-2), "rubric.weight_invalid"),
        (a_draft_criterion("A", lo=3, hi=3), "rubric.scale_invalid"),
        (a_draft_criterion("A", lo=0, hi=50), "rubric.scale_invalid"),
        (a_draft_criterion("A", descriptors={1: {"lv": "x"}}), "rubric.descriptor_missing"),
        (a_draft_criterion("A", "gone"), "rubric.criterion_gone"),
    ],
)
def test_criteria_that_are_refused(organiser, criterion, code):
    round = round_in(Phase.DRAFT, NOW)
    assert code_of(services.save_criterion, organiser, round.id, criterion) == code
    assert queries.latest_rubric(round.id) is None


# People in a round


def test_an_organiser_appoints_a_mentor_of_the_round_only(organiser):
    round, other = round_in(Phase.SUBMISSION, NOW), round_in(Phase.SUBMISSION, NOW)
    person = a_person("Marta", email="marta@example.com")
    services.appoint(organiser, round.id, "Marta@Example.com", Role.MENTOR, now=NOW)
    (grant,) = queries.grants_in(round.id)
    assert (grant.person_id, grant.role) == (person.id, Role.MENTOR)
    assert queries.grants_in(other.id) == []
    services.dismiss(organiser, other.id, grant.id, now=NOW)
    assert len(queries.grants_in(round.id)) == 1
    services.dismiss(organiser, round.id, grant.id, now=NOW)
    assert queries.grants_in(round.id) == []


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COUNCIL, Role.ORGANISER])
def test_only_administrators_grant_the_other_roles(organiser, role):
    round = round_in(Phase.SUBMISSION, NOW)
    a_person(email="marta@example.com")
    with pytest.raises(NotAllowed):
        services.appoint(organiser, round.id, "marta@example.com", role, now=NOW)
    services.appoint(an_actor(Role.ADMINISTRATOR), round.id, "marta@example.com", role, now=NOW)
    (grant,) = queries.grants_in(round.id)
    with pytest.raises(NotAllowed):
        services.dismiss(organiser, round.id, grant.id, now=NOW)


@pytest.mark.both_databases
def test_a_role_is_held_once(app):
    organiser = an_actor(Role.ORGANISER)
    round = round_in(Phase.SUBMISSION, NOW)
    a_person(email="marta@example.com")
    assert (
        code_of(services.appoint, organiser, round.id, "nobody@example.com", Role.MENTOR)
        == "grant.unknown_person"
    )
    services.appoint(organiser, round.id, "marta@example.com", Role.MENTOR, now=NOW)
    assert (
        code_of(services.appoint, organiser, round.id, "marta@example.com", Role.MENTOR)
        == "grant.held_already"
    )
    administrator = an_actor(Role.ADMINISTRATOR)
    assert code_of(services.appoint, administrator, round.id, "marta@example.com", Role.ADMINISTRATOR) == (
        "grant.not_in_a_round"
    )
