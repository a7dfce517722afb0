"""A participatory budget, from the first click of an organiser to the opened bench."""

from tests.journeys.deciding import (
    asks_and_confirms,
    decides,
    entrusts,
    every_idea,
    finishes,
    looks_up,
    moves_on,
    prints_cards,
    promises_a_step,
    puts_down_money,
    votes,
    writes_news,
)
from tests.journeys.organising import (
    announces,
    appoints,
    begins_a_round,
    builds_the_rubric,
    choice_called,
    fills_a_pot,
    link_called,
    says_who_may_vote,
    sets_the_dates,
    writes_the_texts,
)
from tests.journeys.proposing import (
    answers,
    asks_the_department,
    comments,
    form_of_the_team,
    founds_a_team,
    guardian_agrees,
    hands_in,
    joins,
    writes_an_idea,
)
from tests.journeys.scoring import assigns, scores

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


def test_a_participatory_budget(app, city, people):
    app.config["TALKA_TWO_PERSON_RULE"] = "on"
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
    assert "Somebody wants to join your team" in city.letters_to(liga)
    liga.sees(team, "A young participant waits for a guardian's consent", but_not=("Pēteris",))
    guardian_agrees(peteris, city.passer_by())
    liga.sees(team, "Pēteris", but_not=("Vītols",))
    city.passer_by().sees(team, "2 members", but_not=("Pēteris", "Līga"))
    skate = writes_an_idea(liga, form_of_the_team(liga, team), SKATE, "30 000", **place)
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
    assigns(olegs, round, marta, [BENCH, SKATE, STAGE])
    assert "Entries to score" in city.letters_to(marta)
    for name in (BENCH, SKATE, STAGE):
        scores(marta, name, {"ieguvums": 4, "iespejamiba": 3}, "Laba vieta.")
    olegs.sees(f"{round}/mentors", but_not=("Laba vieta.",))


def residents_vote(city, people, round):
    """By account and by code, once and again, and each finds the ballot by its receipt."""
    people["olegs"].is_refused(f"{round}/ballot")
    cards = prints_cards(people["olegs"], round, "Skola", 1)
    city.it_is(DATES["voting"])
    anna, janis, liga, peteris, olegs = (
        people[name] for name in ("anna", "janis", "liga", "peteris", "olegs")
    )
    olegs.sees(f"{round}/edit", "The rules are frozen")
    olegs.is_refused(f"{round}/edit/texts", f"{round}/edit/money")
    anna.sees(f"{round}/ballot", BENCH, SKATE, STAGE, "€25,000", but_not=(TOWER,))
    too_much = anna.browser.submit(
        f"{round}/ballot", form_named="ballot", button="Review my ballot", choices=every_idea(anna, round)
    )
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


def two_organisers_publish(city, people, round, ideas):
    """One asks to close, to count and to publish, another one confirms each time; everybody reads why."""
    city.it_is(DATES["decision"])
    olegs, inese, anna, janis = (people[name] for name in ("olegs", "inese", "anna", "janis"))
    olegs.sees("/desk", "Close the vote")
    for button, told in (("Close it for good", "every ballot is sealed"), ("Count", "The count is done.")):
        asks_and_confirms(olegs, inese, f"{round}/count", button, told)
    olegs.sees(f"{round}/count/preview", BENCH, "3 votes")
    city.passer_by().sees(f"{round}/results", "The result is not published yet", but_not=(BENCH,))
    asks_and_confirms(inese, olegs, f"{round}/count", "Publish the result", "The result is public.")
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
    finishes(ruta, plan, "2031-06-10")
    late = {"move-expected_on": "2031-09-01"}
    ruta.is_told_no(works, late, because="reason")
    ruta.sends(works, {**late, "move-reason": "Koks kavējas."}, told="The new day is on the page")
    writes_news(ruta, project, "Sākam", "before")
    assert {"Building begins", "A step is done", "A step is late", "News of a project"} <= set(
        city.letters_to(peteris)
    )
    city.passer_by().sees(project, "Koks kavējas.", "Pašvaldības budžets", "ERAF", "€25,000")
    city.it_is("2031-09-02")
    finishes(ruta, works, "2031-09-01")
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
    people["admin"].sees("/audit", "State of a project changed")
    for name in ("anna", "olegs", "ruta", "dome", "marta"):
        people[name].is_refused("/audit")
    city.it_is(DATES["closed"])
    city.passer_by().sees(round, BENCH, SKATE)
