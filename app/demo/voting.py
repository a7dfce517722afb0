"""Ballots by the recipe of the files: polling cards made before, and cast day by day."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from app.demo.reading import Content, Facts
from app.demo.story import Stage, Story
from app.demo.town import Town
from app.voting import services
from app.voting.queries import Voter, frozen_rules, voter_by_account, voter_by_code

CARDS_BEFORE = timedelta(days=3)
"""How long before the vote the cards were printed."""

FIRST_MINUTE, LAST_MINUTE = 9 * 60 + 5, 19 * 60 + 30
"""Between which minutes of the day people vote."""

HEADS_AT = ("10:00", "15:00", "20:00")

KIOSK_EVERY = 3
"""While a kiosk runs, every third card is used at it."""

SECOND_THOUGHTS = timedelta(minutes=11)
"""How long after the first ballot a second one comes at the earliest."""


@dataclass(frozen=True)
class Recipe:
    """How the ballots of one electorate are made; ``content/README.md`` says what each name means."""

    round: Facts
    electorate: str

    @property
    def facts(self) -> Facts:
        """The part of the recipe that concerns this electorate."""
        facts: Facts = self._all["electorates"][self.electorate]
        return facts

    @property
    def _all(self) -> Facts:
        facts: Facts = self.round["ballot_generation"]
        return facts

    def dice(self, number: int) -> random.Random:
        """The chance of one ballot, always the same."""
        return random.Random(f"{self._all['seed']}:{self.electorate}:{number}")

    def home(self, dice: random.Random) -> str:
        """The neighbourhood of a voter without an account."""
        weights: Mapping[str, int] = self.facts["neighbourhoods"]
        return dice.choices(list(weights), list(weights.values()))[0]

    def choices(self, dice: random.Random, home: str) -> list[str]:
        """The ideas that somebody from this neighbourhood ticks; none where nothing was drawn."""
        return [key for pot in self._pots(home) for key in self._from_pot(dice, pot, home)]

    def _pots(self, home: str) -> list[str]:
        return [pot["key"] for pot in self.round["pots"] if pot["neighbourhood"] in (None, home)]

    def _from_pot(self, dice: random.Random, pot: str, home: str) -> Iterator[str]:
        if dice.randrange(100) >= self.facts["pot_participation_percent"][pot]:
            return
        counts: Mapping[str, int] = self.facts["choices_by_pot"][pot]
        count = int(dice.choices(list(counts), list(counts.values()))[0])
        left = [idea for idea in self.round["proposals"] if idea["pot"] == pot and self._popularity(idea)]
        for _choice in range(min(count, len(left))):
            idea = dice.choices(left, [self._weight(one, home) for one in left])[0]
            left.remove(idea)
            yield idea["key"]

    def _popularity(self, idea: Facts) -> int:
        given = self._all["popularity"].get(idea["key"], {})
        return int(given.get(self.facts.get("taste", self.electorate), 0))

    def _weight(self, idea: Facts, home: str) -> int:
        factor = self._all["own_neighbourhood_factor"] if idea["neighbourhood"] == home else 1
        return self._popularity(idea) * int(factor)


def tell_ballots(story: Story, town: Town, content: Content, facts: Facts) -> None:
    """Cards, ballots and changed minds of all electorates of a round."""
    if facts["ballot_generation"] is None:
        return
    _tell_heads(story, town, facts["timetable"])
    homes = {person["key"]: person["neighbourhood"] for person in content.people}
    opens = town.calendar.moment(facts["timetable"]["voting"])
    for key, own in facts["ballot_generation"]["electorates"].items():
        recipe = Recipe(facts, key)
        if "people" in own:
            _tell_accounts(story, town, recipe, own, homes)
        else:
            story.add(opens - CARDS_BEFORE, Stage.BALLOTS, partial(_print_cards, town, recipe))
            _tell_cards(story, town, recipe, own)


def _tell_heads(story: Story, town: Town, timetable: Facts) -> None:
    """The heads of the ledger, as the worker published them; three a day are enough to show."""
    for day in range(timetable["voting"]["offset_days"], timetable["decision"]["offset_days"]):
        for hour in HEADS_AT:
            at = town.calendar.moment({"offset_days": day, "time": hour})
            if at <= town.now:
                story.add(at, Stage.BALLOTS, services.publish_heads)


def _tell_cards(story: Story, town: Town, recipe: Recipe, own: Facts) -> None:
    for number in range(own["ballots"]):
        dice = recipe.dice(number)
        choices = recipe.choices(dice, recipe.home(dice))
        if not choices:
            continue
        cast = partial(_cast_by_card, town, recipe, number)
        at = _moment(town, own, dice)
        story.add(at, Stage.BALLOTS, partial(cast, choices, 0))
        if dice.randrange(100) < own["revote_percent"]:
            again = recipe.choices(dice, recipe.home(dice)) or choices
            later = max(at + SECOND_THOUGHTS, _moment(town, own, dice))
            story.add(later, Stage.BALLOTS, partial(cast, again, 1))


def _tell_accounts(story: Story, town: Town, recipe: Recipe, own: Facts, homes: Mapping[str, str]) -> None:
    for number, key in enumerate(own["people"]):
        dice = recipe.dice(number)
        choices = recipe.choices(dice, homes[key])
        if choices:
            act = partial(_cast_by_account, town, recipe, key, choices)
            story.add(_moment(town, own, dice), Stage.BALLOTS, act)


def _moment(town: Town, own: Facts, dice: random.Random) -> datetime:
    day = dice.randint(own["first_offset_days"], own["last_offset_days"])
    minute = dice.randint(FIRST_MINUTE, LAST_MINUTE)
    return town.calendar.moment({"offset_days": day, "time": f"{minute // 60:02}:{minute % 60:02}"})


def _print_cards(town: Town, recipe: Recipe, now: datetime) -> None:
    """A batch for every neighbourhood, as schools and libraries hand them out, laid down in the order of the recipe."""
    key = (recipe.round["key"], recipe.electorate)
    homes = [recipe.home(recipe.dice(number)) for number in range(recipe.facts["roll"])]
    batches = {
        home: iter(_printed(town, recipe, f"{recipe.facts['batch']}-{place}", home, homes.count(home), now))
        for place, home in enumerate(dict.fromkeys(homes), start=1)
    }
    town.cards[key] = [next(batches[home]) for home in homes]


def _printed(
    town: Town, recipe: Recipe, batch: str, home: str, count: int, now: datetime
) -> list[services.Card]:
    round_key = recipe.round["key"]
    return services.create_codes(
        town.actor(recipe.round["organisers"][-1]),
        town.round(round_key),
        town.electorates[round_key, recipe.electorate],
        batch,
        count,
        town.neighbourhoods[home],
        now=now,
    )


def _cast_by_card(
    town: Town, recipe: Recipe, number: int, choices: list[str], revision: int, now: datetime
) -> None:
    round = town.round(recipe.round["key"])
    card = town.cards[recipe.round["key"], recipe.electorate][number]
    code_id = services.code_entered(round, card.code)
    voter = voter_by_code(round, code_id, frozen_rules(round))
    at_kiosk = number % KIOSK_EVERY == 0
    kiosk_id = town.kiosk_at(recipe.round["key"], now) if at_kiosk else None
    _cast(town, voter, f"{recipe.electorate}-{number}-{revision}", choices, now, kiosk_id)


def _cast_by_account(town: Town, recipe: Recipe, key: str, choices: list[str], now: datetime) -> None:
    round = town.round(recipe.round["key"])
    voter = voter_by_account(round, town.person(key), frozen_rules(round))
    _cast(town, voter, f"{recipe.electorate}-{key}", choices, now)


def _cast(
    town: Town,
    voter: Voter | None,
    nonce: str,
    choices: list[str],
    now: datetime,
    kiosk_id: int | None = None,
) -> None:
    if voter is None:
        raise LookupError(f"no right to vote: {nonce}")
    ids: list[Any] = [str(town.proposals[key]) for key in choices]
    services.cast_ballot(voter, f"demo-{voter.round_id}-{nonce}", ids, kiosk_id=kiosk_id, clock=lambda: now)
