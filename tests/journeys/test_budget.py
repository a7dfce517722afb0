"""A participatory budget, from the first click of an organiser to the opened bench."""

import pytest

from app.domain.permissions import Role
from tests.factories import a_person
from tests.journeys.city import City
from tests.journeys.deciding import (
    decides,
    entrusts,
    looks_up,
    moves_on,
    promises_a_step,
    puts_down_money,
    votes,
    writes_news,
)
from tests.journeys.organising import (
    adds_a_department,
    adds_a_neighbourhood,
    announces,
    appoints,
    begins_a_round,
    builds_the_rubric,
    choice_called,
    choices_called,
    fills_a_pot,
    grants,
    link_called,
    sets_the_dates,
    writes_the_texts,
)
from tests.journeys.proposing import (
    answers,
    asks_the_department,
    comments,
    founds_a_team,
    hands_in,
    joins,
    writes_an_idea,
)
from tests.page import words

DATES = {
    "announced": "2031-03-01",
    "submission": "2031-03-10",
    "screening": "2031-04-10",
    "scoring": "2031-04-25",
    "voting": "2031-05-10",
    "decision": "2031-05-25",
    "delivery": "2031-06-10",
    "closed": "2032-06-10",
}
BENCH, SKATE, STAGE, TOWER = "Soli pie upes", "Gaisma skeitparkā", "Skatuve pagalmā", "Skatu tornis"
PROMISE = "The council decides on every winner within a month."


@pytest.fixture
def city(visitor, clock, instance):
    """The city, on the first day of 2031."""
    city = City(visitor, clock, instance)
    city.it_is("2031-01-01")
    return city


def test_a_participatory_budget(city):
    people = everybody_signs_up(city)
    round = the_organiser_creates_the_round(city, people)
    ideas = residents_propose(city, people, round)
    neighbours_talk(city, people, round, ideas)
    the_department_answers(city, people, round, ideas)
    a_mentor_scores(city, people, round, ideas)
    residents_vote(city, people, round)
    two_organisers_publish(city, people, round, ideas)
    the_council_decides(city, people, round, ideas)
    the_bench_is_built(city, people, ideas)
    everything_is_on_record(city, people, round)


def everybody_signs_up(city):
    """Residents of every age make accounts; the administrator says who works for the city."""
    names = {
        "anna": ("Anna Ozola", "18_plus"),
        "janis": ("Jānis Kalns", "16_17"),
        "liga": ("Līga Bērza", "13_15"),
        "peteris": ("Pēteris Vītols", "under_13"),
        "olegs": ("Oļegs Rīkotājs", "18_plus"),
        "inese": ("Inese Rīkotāja", "18_plus"),
        "ruta": ("Ruta Vērtētāja", "18_plus"),
        "dome": ("Daina Deputāte", "18_plus"),
        "marta": ("Marta Mentore", "18_plus"),
    }
    people = {key: city.signs_up(name, age) for key, (name, age) in names.items()}
    people["admin"] = city.knows("Administrators", a_person("Administrators", Role.ADMINISTRATOR))
    adds_a_neighbourhood(people["admin"], "Grīva")
    adds_a_department(people["admin"], "Saimniecība")
    for key in ("olegs", "inese"):
        grants(people["admin"], people[key], "organiser")
    grants(people["admin"], people["dome"], "council")
    grants(people["admin"], people["ruta"], "reviewer", department="Saimniecība")
    people["anna"].is_refused("/people/", "/rounds/new", "/desk", "/audit")
    return people


def the_organiser_creates_the_round(city, people):
    """Every step of the round, the checklist, the preview, the announcement."""
    olegs, passer_by = people["olegs"], city.passer_by()
    round = begins_a_round(olegs, "Balsojam par pagalmiem", "budget")
    writes_the_texts(olegs, round, PROMISE)
    sets_the_dates(olegs, round, DATES)
    fills_a_pot(olegs, round, "Visa pilsēta", "60 000,00")
    olegs.sends(f"{round}/edit/proposers", capacities=["resident", "team"], age_bands=[])
    olegs.sends(f"{round}/edit/ballot?type=knapsack", max="2", told="Saved.")
    says_who_may_vote(olegs, round)
    builds_the_rubric(olegs, round, {"Ieguvums": 3, "Iespējamība": 2})
    olegs.sends(f"{round}/edit/scoring", min_scorecards=1, per_entry=1, tie_break="ieguvums", told="Saved.")
    olegs.sends(
        f"{round}/edit/allocation?rule=greedy",
        tie_order="votes,cost,lot",
        told="Saved.",
        form_named="Use this rule",
    )
    olegs.sees(f"{round}/preview", "Ideas for our courtyards.", PROMISE, "€60,000")
    passer_by.finds_nothing(round, f"{round}/preview", f"{round}/edit")
    announces(olegs, round, told="The round becomes public by itself")
    passer_by.finds_nothing(round)
    city.it_is(DATES["announced"])
    passer_by.sees(round, "Ideas for our courtyards.", PROMISE)
    appoints(olegs, round, people["marta"])
    return round


def says_who_may_vote(organiser, round):
    """Residents from 13 by their address; a school by printed codes."""
    residents = {"electorates-0-name-lv": "Iedzīvotāji", "electorates-0-evidence": "email"}
    ages = {"electorates-0-age_bands": ["13_15", "16_17", "18_plus"]}
    added = organiser.browser.submit(f"{round}/edit/electorates", {**residents, **ages}, button="add")
    school = {"electorates-1-name-lv": "Skola", "electorates-1-evidence": "code"}
    organiser.sends(added, school, told="Saved.")


def residents_propose(city, people, round):
    """Anna alone, Līga and Pēteris as a team, Jānis twice; only what is handed in is public."""
    anna, janis, liga, peteris = (people[name] for name in ("anna", "janis", "liga", "peteris"))
    anna.is_refused(f"{round}/proposals/new")
    city.it_is(DATES["submission"])
    place = {"neighbourhood": choice_called(anna, f"{round}/proposals/new", "neighbourhood", "Grīva")}
    bench = writes_an_idea(anna, f"{round}/proposals/new", BENCH, "20 000", **place)
    city.passer_by().finds_nothing(bench)
    hands_in(anna, bench)
    anna.sends(f"{bench}/edit", {"cost_lines-0-amount": "22 000"}, button="Save the changes", told="Saved.")

    team = founds_a_team(liga, round, "Dzirksteles")
    joins(peteris, liga, team)
    assert "Somebody joined your team" in city.letters_to(liga)
    liga.sees(team, "Pēteris Vītols")
    city.passer_by().sees(team, "2 members", but_not=("Pēteris", "Līga"))
    skate = writes_an_idea(liga, team_form(liga, round, team), SKATE, "30 000", **place)
    peteris.sends(
        f"{skate}/edit", summary="Gaisma skeitparkā vakaros.", button="Save and go on later", told="Saved."
    )
    hands_in(liga, skate)
    assert "An idea was handed in" in city.letters_to(peteris)
    city.passer_by().sees(skate, "Dzirksteles", "Gaisma skeitparkā", but_not=("Līga", "Pēteris"))

    stage, tower = (
        writes_an_idea(janis, f"{round}/proposals/new", title, "28 000", **place) for title in (STAGE, TOWER)
    )
    hands_in(janis, stage)
    hands_in(janis, tower)
    city.passer_by().sees(f"{round}/proposals", BENCH, SKATE, STAGE, TOWER, "€22,000")
    return {BENCH: bench, SKATE: skate, STAGE: stage, TOWER: tower}


def team_form(founder, round, team):
    """The form of a new idea, begun from the team's page."""
    address = link_called(founder.sees(team), "Write an idea together")
    assert address.startswith(f"{round}/proposals/new")
    return address


def neighbours_talk(city, people, round, ideas):
    """A comment, a follower, an insult that is reported and hidden."""
    anna, janis, peteris, olegs = (people[name] for name in ("anna", "janis", "peteris", "olegs"))
    comments(janis, ideas[BENCH], "Lūdzu, ar atzveltni!")
    assert "A new comment" in city.letters_to(anna)
    peteris.sends(ideas[BENCH], form_named="Follow this idea", told="You follow this idea")
    comments(anna, ideas[TOWER], "Muļķības!")
    report = next(link for link in janis.sees(ideas[TOWER], "Muļķības!").links if link.endswith("/report"))
    janis.sends(report, reason="Tas nav laipni.", told="The organisers will look at it.")
    hide = next(link for link in olegs.sees("/moderation", "Tas nav laipni.").links if link.endswith("/hide"))
    olegs.sends(hide, reason="Bez pamatojuma.", told="The comment is hidden.")
    assert "Bez pamatojuma." in city.letters_to(anna)["Your comment was hidden"].text
    city.passer_by().sees(ideas[TOWER], but_not=("Muļķības!",))


def the_department_answers(city, people, round, ideas):
    """At the deadline ideas stand still; the department answers in public, and an author answers back."""
    city.it_is(DATES["screening"])
    anna, janis, olegs, ruta = (people[name] for name in ("anna", "janis", "olegs", "ruta"))
    anna.is_refused(f"{ideas[BENCH]}/edit", f"{round}/proposals/new")
    asks_the_department(olegs, round, "Saimniecība", list(ideas), due_on="2031-04-20")
    assert "Proposals to check" in city.letters_to(ruta)
    answers(
        ruta,
        {
            BENCH: ("feasible_with_changes", "Vajag pamatus.", "25 000"),
            SKATE: ("feasible", "Elektrība ir blakus.", ""),
            STAGE: ("feasible", "Vietas pietiek.", ""),
            TOWER: ("not_feasible", "Zem laukuma ir siltumtrase.", ""),
        },
    )
    letters = city.letters_to(janis)
    assert "feasible" in letters["A department has answered"].text.lower()
    city.passer_by().sees(ideas[BENCH], "Vajag pamatus.", "€25,000")
    reply = link_called(janis.sees(ideas[TOWER], "Zem laukuma ir siltumtrase."), "Answer the department")
    janis.sends(reply, text="Tad pārceļam to uz parku.", told="Your answer is published")
    janis.sees(ideas[TOWER], "Tad pārceļam to uz parku.", but_not=("Answer the department",))
    people["anna"].is_refused("/screening")


def a_mentor_scores(city, people, round, ideas):
    """A mentor looks at the ideas that can be built, for the voters to read."""
    city.it_is(DATES["scoring"])
    olegs, marta = people["olegs"], people["marta"]
    olegs.sees("/desk", "3 entries without a mentor")
    names = [BENCH, SKATE, STAGE]
    entries = choices_called(olegs, f"{round}/mentors", "entries", names)
    olegs.sends(f"{round}/mentors", entries=entries, told="3 entries assigned.", form_named="Assign")
    assert "Entries to score" in city.letters_to(marta)
    for name in names:
        task = link_called(marta.sees("/mentor", name), name)
        scores = {"level_ieguvums": "4", "level_iespejamiba": "3", "team_comment": f"{name}: laba vieta."}
        marta.sends(task, scores, button="draft", told="The draft is saved.")
        marta.sends(task, button="submit", told="Your scorecard is submitted.")
    olegs.sees(f"{round}/mentors", but_not=("laba vieta",))


def residents_vote(city, people, round):
    """By account and by code, once and again, and each finds the ballot by its receipt."""
    people["olegs"].is_refused(f"{round}/ballot")
    cards = prints_cards(people["olegs"], round, 1)
    city.it_is(DATES["voting"])
    anna, janis, liga, peteris, olegs = (
        people[name] for name in ("anna", "janis", "liga", "peteris", "olegs")
    )
    olegs.sees(f"{round}/edit", "The rules are frozen")
    olegs.is_refused(f"{round}/edit/texts", f"{round}/edit/money")
    anna.sees(f"{round}/ballot", BENCH, SKATE, STAGE, "€25,000", but_not=(TOWER,))
    too_much = anna.browser.submit(f"{round}/ballot", form_named="ballot", choices=every_idea(anna, round))
    assert (too_much.status_code, "3" in too_much.page.main) == (422, True)
    first = votes(anna, round, STAGE)
    second = votes(anna, round, BENCH, SKATE)
    looks_up(city.passer_by(), round, first, "Replaced by a later ballot")
    looks_up(
        city.passer_by(),
        round,
        second,
        "This ballot counts",
        "What is on it is shown once the vote is closed.",
    )
    votes(janis, round, BENCH, STAGE)
    votes(liga, round, SKATE, BENCH)
    peteris.is_refused(f"{round}/ballot")
    pupil = city.passer_by()
    pupil.is_told_no(f"{round}/code", code="AAAA-AAAA-AAAA", because="code")
    pupil.sends(f"{round}/code", code=cards[0], told=STAGE)
    votes(pupil, round, STAGE)
    people["anna_receipt"] = second


def every_idea(voter, round):
    """The values of all boxes on the ballot."""
    return [
        box.get("value") for box in voter.browser.get(f"{round}/ballot").page.all("input", name="choices")
    ]


def prints_cards(organiser, round, count):
    """The organiser prints codes for a school; gives back the codes on the cards."""
    school = choice_called(organiser, f"{round}/roll", "codes-electorate", "Skola")
    fields = {"codes-electorate": school, "codes-count": count, "codes-batch": "skola-7"}
    sheet = organiser.browser.submit(f"{round}/roll", fields, form_named="codes")
    return [words(card) for card in sheet.page.all("p", class_="code-card-code")]


def two_organisers_publish(city, people, round, ideas):
    """One closes and counts, another one publishes; everybody reads why."""
    city.it_is(DATES["decision"])
    olegs, inese, anna, janis = (people[name] for name in ("olegs", "inese", "anna", "janis"))
    olegs.sees("/desk", "Close the vote")
    olegs.sends(f"{round}/count", form_named="Close it for good", told="every ballot is sealed")
    olegs.sends(f"{round}/count", form_named="Count", told="The count is done.")
    olegs.sees(f"{round}/count", "another organiser publishes it")
    olegs.sees(f"{round}/count/preview", BENCH, "3 votes")
    city.passer_by().sees(f"{round}/results", "The result is not published yet", but_not=(BENCH,))
    inese.sends(f"{round}/count", form_named="Publish the result", told="The result is public.")
    shown = city.passer_by().sees(
        f"{round}/results",
        "3 votes, number 1 on the list. After it €35,000 of €60,000 were left.",
        "2 votes, number 2 on the list. After it €5,000 of €60,000 were left.",
        "It costs €28,000, but after 2 ideas only €5,000 were left: €23,000 too little.",
    )
    assert f"{round}/results/projects.csv" in shown.links
    assert "An idea has won" in city.letters_to(anna)
    assert "The result is published" in city.letters_to(janis)
    janis.sees(ideas[STAGE], "How it came out", "€23,000 too little")
    looks_up(city.passer_by(), round, people.pop("anna_receipt"), "What is on it", BENCH, SKATE)


def the_council_decides(city, people, round, ideas):
    """One winner is confirmed, one declined with a reason."""
    dome, anna, liga = (people[name] for name in ("dome", "anna", "liga"))
    anna.is_refused(f"{round}/decision")
    bench, skate = (ideas[name].rpartition("/")[2] for name in (BENCH, SKATE))
    dome.is_told_no(f"{round}/decision", {f"of{skate}-word": "declined"}, because="reason")
    decides(dome, round, bench, "confirmed")
    decides(dome, round, skate, "declined", "Skeitparku pārbūvē jau šogad.")
    assert "The council has confirmed an idea" in city.letters_to(anna)
    assert "Skeitparku pārbūvē" in city.letters_to(liga)["The council has declined an idea"].text
    city.passer_by().sees(ideas[SKATE], "Skeitparku pārbūvē jau šogad.")
    city.passer_by().sees("/projects", BENCH, SKATE, "Skeitparku pārbūvē jau šogad.")


def the_bench_is_built(city, people, ideas):
    """Steps, one of them late, money by source, news with photos, opening day; followers hear of each."""
    city.it_is(DATES["delivery"])
    olegs, ruta, anna, peteris = (people[name] for name in ("olegs", "ruta", "anna", "peteris"))
    project = link_called(city.passer_by().sees("/projects"), BENCH)
    anna.is_refused(f"{project}/manage")
    entrusts(olegs, project, "Saimniecība")
    plan = promises_a_step(ruta, project, "Projekts", "2031-07-01")
    works = promises_a_step(ruta, project, "Būvdarbi", "2031-08-01")
    puts_down_money(ruta, project, "Pašvaldības budžets", "20 000", "18 000", "0")
    puts_down_money(ruta, project, "ERAF", "5 000", "5 000", "0")
    moves_on(ruta, project, "start", "2031-06-10")
    ruta.sends(plan, {"done-done_on": "2031-06-10"}, told="done")
    late = {"move-expected_on": "2031-09-01"}
    ruta.is_told_no(works, late, because="reason")
    ruta.sends(works, {**late, "move-reason": "Koks kavējas."}, told="The new day is on the page")
    writes_news(ruta, project, "Sākam", "before")
    assert {"Building begins", "A step is done", "A step is late", "News of a project"} <= set(
        city.letters_to(peteris)
    )
    city.passer_by().sees(project, "Koks kavējas.", "Pašvaldības budžets", "ERAF", "€25,000")
    city.it_is("2031-09-02")
    ruta.sends(works, {"done-done_on": "2031-09-01"}, told="done")
    writes_news(ruta, project, "Gatavs", "after")
    moves_on(ruta, project, "open", "2031-09-02", "Nāciet sēdēt!")
    assert {"A step is done", "It is open"} <= set(city.letters_to(anna))
    peteris.sees("/me/", BENCH, "is built and open")
    city.passer_by().sees(project, "Nāciet sēdēt!", "Before and after", "Opening day")
    city.passer_by().sees("/projects?state=opened", BENCH, but_not=(SKATE,))
    city.passer_by().sees(ideas[BENCH], "Confirmed by the council", "Opened", "To the project")
    city.passer_by().sees("/", BENCH)


def everything_is_on_record(city, people, round):
    """The audit log names what was done; only the administrator reads it."""
    people["admin"].sees("/audit", "move_project")
    for name in ("anna", "olegs", "ruta", "dome", "marta"):
        people[name].is_refused("/audit")
    city.it_is(DATES["closed"])
    city.passer_by().sees(round, BENCH, SKATE)
