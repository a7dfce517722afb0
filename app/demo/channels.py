"""Kiosks in the library and a box of paper ballots that two people are keying."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from app.demo.reading import Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.domain.ballots import ballot_type
from app.domain.paper import written_marks
from app.voting import services
from app.voting.queries import paper_boxes, search_roll

STARTED_AGO = timedelta(hours=2)
"""How long a kiosk runs already whose start the files leave open."""


def tell_channels(story: Story, town: Town, facts: Facts) -> None:
    """The kiosks, and the box from the printer to two keyings that differ in one sheet."""
    own = facts.get("channels")
    if not own:
        return
    when = town.calendar.moment
    for kiosk in own["kiosks"]:
        begins = when(kiosk["from"]) if kiosk["from"] else town.now - STARTED_AGO
        story.add(begins, Stage.BALLOTS, partial(_start_kiosk, town, facts, kiosk))
    box = own["box"]
    story.add(when(box["printed"]), Stage.BALLOTS, partial(_print_paper, town, facts))
    story.add(when(box["handed_out"]), Stage.BALLOTS, partial(_hand_out, town, facts))
    story.add(when(box["counted"]), Stage.BALLOTS, partial(_key, town, facts))


def _start_kiosk(town: Town, facts: Facts, kiosk: Facts, now: datetime) -> None:
    keeper = town.actor(facts["channels"]["keepers"][0])
    until = now + timedelta(hours=kiosk["hours"])
    made = services.start_kiosk(keeper, town.round(facts["key"]), kiosk["name"], kiosk["pin"], until, now=now)
    town.kiosks.setdefault(facts["key"], []).append((made.id, until))


def _print_paper(town: Town, facts: Facts, now: datetime) -> None:
    own = facts["channels"]
    electorate = town.electorates[facts["key"], own["electorate"]]
    keeper, round = town.actor(own["keepers"][0]), town.round(facts["key"])
    box = own["box"]
    _batch, sheets = services.print_paper(
        keeper, round, electorate, None, box["booth"], box["issued"], now=now
    )
    town.sheets[facts["key"]] = sheets


def _hand_out(town: Town, facts: Facts, now: datetime) -> None:
    """People with the last of the cards, who rather vote on paper."""
    own = facts["channels"]
    keeper, round = town.actor(own["keepers"][0]), town.round(facts["key"])
    for card in town.cards[facts["key"], own["electorate"]][-own["box"]["voters"] :]:
        [person] = search_roll(round, card.label)
        services.mark_paper(keeper, round, person.roll_id, now=now)


def _key(town: Town, facts: Facts, now: datetime) -> None:
    own, round = facts["channels"], town.round(facts["key"])
    box = paper_boxes(round.id)[0].batch
    batch_id, rows = box.id, [str(row) for row in box.rows]
    sheets = town.sheets[facts["key"]][: own["box"]["voters"]]
    services.count_box(town.actor(own["keepers"][0]), round, batch_id, len(sheets), now=now)
    marked = [_marks(facts, number, rows, own) for number in range(len(sheets))]
    for turn, keeper in enumerate(own["keepers"]):
        who = town.actor(keeper)
        if turn:
            slip = own["box"]["slip"]
            marked[slip] = marked[slip].split()[0]
        for sheet, marks in zip(sheets, marked, strict=True):
            services.key_sheet(who, round, batch_id, sheet.serial, marks, is_spoilt=not marks, now=now)
        services.finish_keying(who, round, batch_id, now=now)


def _marks(facts: Facts, number: int, rows: Sequence[str], own: Facts) -> str:
    """What somebody marked on the sheet, as one keys it; nothing on a spoilt one."""
    if number < own["box"]["spoilt"]:
        return ""
    dice = random.Random(f"paper:{facts['key']}:{number}")
    chosen = dice.sample(list(rows[:16]), 3)
    return written_marks(ballot_type("approval").takes, chosen, rows)
