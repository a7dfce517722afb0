"""A hackathon, from the first click of an organiser to the opened park: teams, mentors, a jury's ranking."""

from tests.journeys.deciding import (
    decides,
    entrusts,
    finishes,
    moves_on,
    promises_a_step,
    puts_down_money,
    writes_news,
)
from tests.journeys.organising import (
    announces,
    appoints,
    begins_a_round,
    builds_the_rubric,
    fills_a_pot,
    link_called,
    sets_the_dates,
    writes_the_texts,
)
from tests.journeys.proposing import (
    answers,
    asks_the_department,
    form_of_the_team,
    founds_a_team,
    guardian_agrees,
    hands_in,
    joins,
    writes_an_idea,
)
from tests.journeys.scoring import assigns, assigns_by_plan, scores, steps_aside
from tests.page import words

DATES = {
    "submission": "2031-03-10",
    "screening": "2031-03-20",
    "scoring": "2031-03-25",
    "decision": "2031-04-01",
    "delivery": "2031-05-01",
    "closed": "2032-05-01",
}
LIGHT, SLIDE, MURAL = "Gaismas taka", "Garais slidkalniņš", "Sienas gleznojums"
PROMISE = "The best two are built in the park."


def test_a_hackathon(city, people):
    people |= {
        key: city.signs_up(name) for key, name in (("modris", "Modris Mentors"), ("mara", "Māra Mentore"))
    }
    round = the_organiser_creates_the_round(city, people)
    ideas = teams_propose(city, people, round)
    the_deadline_moves(city, people, round)
    the_department_answers(city, people, round)
    mentors_are_assigned(city, people, round)
    mentors_score(city, people, round)
    the_jury_has_decided(city, people, round, ideas)
    the_council_decides(city, people, round, ideas)
    the_park_opens(city, people)
    everything_is_on_record(city, people)


def the_organiser_creates_the_round(city, people):
    """The steps of a round with a jury and without a vote."""
    olegs = people["olegs"]
    round = begins_a_round(olegs, "Jaunās Forštates parks", "hackathon")
    writes_the_texts(olegs, round, PROMISE)
    sets_the_dates(olegs, round, DATES)
    fills_a_pot(olegs, round, "Parks", "15000")
    olegs.sends(f"{round}/edit/proposers", capacities=["team"], told="Saved.")
    rules = {"least": 1, "most": 6, "needs_young": False, "needs_adult": False, "one_team": False}
    olegs.sends(f"{round}/edit/teams", {**rules, "grace_minutes": 15}, told="Saved.")
    builds_the_rubric(olegs, round, {"Ideja": 3, "Ilgtspeja": 2, "Komanda": 1})
    olegs.sends(f"{round}/rubric", form_named=f"{round}/rubric/komanda/move", button="up")
    olegs.sends(
        f"{round}/edit/scoring", min_scorecards=2, per_entry=2, places=2, tie_break="ideja", told="Saved."
    )
    olegs.sends(
        f"{round}/edit/allocation?rule=ranking", prizes="2", form_named="Use this rule", told="Saved."
    )
    announces(olegs, round, told="The round is public now.")
    city.passer_by().sees(round, "Ideas for our courtyards.", PROMISE, "Ideja", but_not=("My ballot",))
    appoints(olegs, round, people["marta"], people["modris"], people["mara"])
    return round


def teams_propose(city, people, round):
    """Three teams of every age; members join by code before ideas are taken, and after."""
    anna, janis, liga, peteris = (people[name] for name in ("anna", "janis", "liga", "peteris"))
    teams = {LIGHT: founds_a_team(liga, round, "Gaismas"), SLIDE: founds_a_team(janis, round, "Slidas")}
    joins(peteris, liga, teams[LIGHT])
    anna.is_refused(f"{round}/proposals/new")
    city.it_is(DATES["submission"])
    teams[MURAL] = founds_a_team(anna, round, "Krāsas")
    liga.sends(teams[LIGHT], form_named="Make a new code", told="There is a new code")
    joins(anna, liga, teams[LIGHT])
    ideas = {}
    for founder, title, cost in ((liga, LIGHT, "6 000"), (janis, SLIDE, "9 500,50"), (anna, MURAL, "3 000")):
        place = {"neighbourhood": "1"}
        ideas[title] = writes_an_idea(founder, form_of_the_team(founder, teams[title]), title, cost, **place)
    janis.finds_nothing(ideas[LIGHT], f"{ideas[LIGHT]}/edit")
    liga.is_told_no(
        f"{ideas[LIGHT]}/edit",
        {"files-0-alt": "Taka"},
        button="Hand in",
        because="The team does not meet the rules",
    )
    guardian_agrees(peteris, city.passer_by())
    for founder, title in ((liga, LIGHT), (janis, SLIDE), (anna, MURAL)):
        hands_in(founder, ideas[title])
    city.passer_by().sees(f"{round}/proposals", LIGHT, SLIDE, MURAL, "€9,500.50")
    peteris.sends(
        f"{ideas[LIGHT]}/edit", summary="Lampas gar taku.", button="Save the changes", told="Saved."
    )
    liga.sees(
        f"{ideas[LIGHT]}/history",
        "What changed in version 4",
        "Pēteris",
        "This one counts.",
        but_not=("Vītols",),
    )
    return ideas


def the_deadline_moves(city, people, round):
    """A storm: ideas are taken two days longer, and everybody reads why."""
    inese = people["inese"]
    fields = {"phase": "submission", "ends_at": "2031-03-22T09:00", "reason": "Vētra."}
    inese.is_told_no(f"{round}/deadline", {**fields, "reason": ""}, because="Fill in this field.")
    inese.sends(f"{round}/deadline", fields, told="The deadline is extended")
    city.passer_by().sees(round, "Vētra.")
    city.it_is(DATES["screening"])
    people["liga"].sees("/me/", LIGHT)
    assert (
        people["liga"].browser.get(link_called(people["liga"].sees("/me/"), LIGHT) + "/edit").status_code
        == 200
    )


def the_department_answers(city, people, round):
    """All three can be built."""
    city.it_is("2031-03-22")
    asks_the_department(people["inese"], round, "Saimniecība", [LIGHT, SLIDE, MURAL], due_on="2031-03-24")
    said = {
        LIGHT: ("feasible", "Var.", "6 500"),
        SLIDE: ("feasible", "Var.", ""),
        MURAL: ("feasible", "Var.", ""),
    }
    answers(people["ruta"], said)
    assert "A department has answered" in city.letters_to(people["peteris"])


def mentors_are_assigned(city, people, round):
    """By a plan that can be repeated; one mentor steps aside and another one takes over."""
    inese, marta, modris, mara = (people[name] for name in ("inese", "marta", "modris", "mara"))
    assigns_by_plan(inese, round, per_entry=2, seed="loze 7")
    for mentor in (marta, modris, mara):
        assert "Entries to score" in city.letters_to(mentor)
    city.it_is(DATES["scoring"])
    mine = {mentor.name: entries_of(mentor) for mentor in (marta, modris, mara)}
    assert sorted(entry for entries in mine.values() for entry in entries) == sorted(
        [LIGHT, SLIDE, MURAL] * 2
    )
    given_up = mine[marta.name][0]
    steps_aside(marta, given_up, "Mana māsa ir komandā.")
    assert "A mentor stepped aside" in city.letters_to(people["olegs"])
    instead = next(mentor for mentor in (modris, mara) if given_up not in mine[mentor.name])
    assigns(inese, round, instead, [given_up])
    people["janis"].is_refused("/mentor", f"{round}/mentors", f"{round}/ranking")


def entries_of(mentor):
    """What a mentor is asked to score."""
    linked = {words(link) for link in mentor.sees("/mentor").all("a")}
    return [title for title in (LIGHT, SLIDE, MURAL) if title in linked]


LEVELS = {LIGHT: (5, 4, 5), SLIDE: (4, 4, 3), MURAL: (2, 3, 4)}


def mentors_score(city, people, round):
    """Blind until one's own scorecard is submitted; looking early leaves a trace; a correction says why."""
    inese = people["inese"]
    for mentor in (people[name] for name in ("marta", "modris", "mara")):
        for title in entries_of(mentor):
            mentor.sees(link_called(mentor.sees("/mentor"), title), but_not=("spriež.",))
            levels = dict(zip(("ideja", "ilgtspeja", "komanda"), LEVELS[title], strict=True))
            scores(mentor, title, levels, f"{mentor.name} spriež.")
    inese.sees(f"{round}/mentors", "6")
    inese.sees(f"{round}/ranking", but_not=("Modris spriež",))
    early = inese.browser.submit(f"{round}/ranking", reason="Jāpasūta balvas.")
    assert (early.status_code, LIGHT in early.page.main) == (200, True)
    people["dome"].sees(f"{round}/ranking", but_not=("5.0",))


def the_jury_has_decided(city, people, round, ideas):
    """The ranking, taken down by one organiser and published by another."""
    city.it_is(DATES["decision"])
    olegs, inese, liga, anna = (people[name] for name in ("olegs", "inese", "liga", "anna"))
    for somebody in (olegs, people["dome"]):
        ranking = somebody.sees(f"{round}/ranking", LIGHT, SLIDE, MURAL).main
        assert ranking.index(LIGHT) < ranking.index(SLIDE) < ranking.index(MURAL)
    inese.sends(f"{round}/count", form_named="Count", told="The count is done.")
    olegs.sends(f"{round}/count", form_named="Publish the result", told="The result is public.")
    city.passer_by().sees(f"{round}/results", LIGHT, SLIDE, MURAL, "What won", "Everything that did not win")
    assert "An idea has won" in city.letters_to(liga)
    assert {"An idea has won", "The result is published"} <= set(city.letters_to(anna))
    liga.sees(ideas[LIGHT], "How the mentors saw it", "91.7 of 100 points from 2 mentors: place 1.")


def the_council_decides(city, people, round, ideas):
    """The first is confirmed, the second declined with a reason."""
    light, slide = (ideas[name].rpartition("/")[2] for name in (LIGHT, SLIDE))
    decides(people["dome"], round, light, "confirmed")
    decides(people["dome"], round, slide, "declined", "Nogāze ir dabas liegumā.")
    assert "dabas liegumā" in city.letters_to(people["janis"])["The council has declined an idea"].text
    city.passer_by().sees("/projects", LIGHT, SLIDE, "Nogāze ir dabas liegumā.", but_not=(MURAL,))


def the_park_opens(city, people):
    """The department builds; the team hears of each step."""
    city.it_is(DATES["delivery"])
    ruta, peteris = people["ruta"], people["peteris"]
    city.letters_to(peteris)
    project = link_called(city.passer_by().sees("/projects"), LIGHT)
    ruta.is_refused(f"{project}/manage")
    entrusts(people["inese"], project, "Saimniecība")
    step = promises_a_step(ruta, project, "Lampas", "2031-06-01")
    puts_down_money(ruta, project, "Erasmus+", "6 500", "6 400", "6 400,00")
    moves_on(ruta, project, "start", "2031-05-01")
    writes_news(ruta, project, "Pirms darbiem", "before")
    city.it_is("2031-05-30")
    finishes(ruta, step, "2031-05-28")
    writes_news(ruta, project, "Taka spīd", "after")
    moves_on(ruta, project, "open", "2031-05-30")
    told = {"Building begins", "News of a project", "A step is done", "It is open"}
    assert told <= set(city.letters_to(peteris))
    shown = city.passer_by().sees(project, "Erasmus+", "Before and after", "Opening day", "€6,400")
    photos = [image.get("src", "") for image in shown.all("img") if "/photos/" in image.get("src", "")]
    assert len(photos) >= 2
    assert city.passer_by().browser.get(photos[0]).mimetype == "image/webp"


def everything_is_on_record(city, people):
    """The early look stands in the log with its reason."""
    people["admin"].sees("/audit?subject=round", "Jāpasūta balvas.")
    people["inese"].is_refused("/audit")
