"""What a round asks of a team, and what a team still lacks before it can hand something in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.errors import RuleBroken
from app.domain.people import YOUNG, AgeBand

NAME_LENGTH = 60
MOTTO_LENGTH = 140
MOST_MEMBERS = 50
"""The largest team that any round may allow: a school class, twice."""


@dataclass(frozen=True)
class TeamRules:
    """What a round asks of its teams.

    ``least`` and ``most`` members; ``needs_young``: somebody under 18; ``needs_adult``: somebody of 18 or older;
    ``one_team``: a person is in one team of the round only; ``neighbourhood_ids``: at least one member lives in one of
    these (empty: no matter where); ``needs_consent``: every child below the city's age has a guardian's consent.
    Raises ``RuleBroken("team_rules.size")`` (with ``most``) for sizes that no team can have.
    """

    least: int = 1
    most: int = MOST_MEMBERS
    needs_young: bool = False
    needs_adult: bool = False
    one_team: bool = False
    needs_consent: bool = True
    neighbourhood_ids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.most <= MOST_MEMBERS:
            raise RuleBroken("team_rules.size", most=MOST_MEMBERS)

    def as_data(self) -> dict[str, Any]:
        """The rules as a round keeps them."""
        return {
            "least": self.least,
            "most": self.most,
            "needs_young": self.needs_young,
            "needs_adult": self.needs_adult,
            "one_team": self.one_team,
            "needs_consent": self.needs_consent,
            "neighbourhood_ids": list(self.neighbourhood_ids),
        }


def team_rules_from(data: Mapping[str, Any]) -> TeamRules:
    """The rules that :meth:`TeamRules.as_data` wrote; what is not there is as lenient as the default."""
    known = {name: data[name] for name in TeamRules.__dataclass_fields__ if name in data}
    return TeamRules(**{**known, "neighbourhood_ids": tuple(data.get("neighbourhood_ids", ()))})


@dataclass(frozen=True)
class MemberFacts:
    """What the rules ask about one member. ``waits_for_guardian``: below the city's age and without consent."""

    age_band: AgeBand
    neighbourhood_id: int | None = None
    waits_for_guardian: bool = False
    is_in_another_team: bool = False


@dataclass(frozen=True)
class RuleCheck:
    """One rule of the round: its code, whether the team meets it, and the numbers of its sentence."""

    code: str
    is_met: bool
    params: Mapping[str, object]


def check_rules(rules: TeamRules, members: Collection[MemberFacts]) -> list[RuleCheck]:
    """Every rule that the round has, in the order in which a team page shows them, with whether it is met.

    >>> [check.code for check in check_rules(TeamRules(least=2, needs_adult=True), [MemberFacts(AgeBand.FROM_13)])
    ...  if not check.is_met]
    ['team_rule.size', 'team_rule.adult']
    """
    size = len(members)
    local = [member for member in members if member.neighbourhood_id in rules.neighbourhood_ids]
    waiting = sum(member.waits_for_guardian for member in members)
    doubled = sum(member.is_in_another_team for member in members)
    bounds = {"least": rules.least, "most": rules.most, "size": size}
    has_size = rules.least > 1 or rules.most < MOST_MEMBERS or size > rules.most
    checks: Sequence[tuple[bool, str, bool, Mapping[str, object]]] = (
        (has_size, "team_rule.size", rules.least <= size <= rules.most, bounds),
        (rules.needs_young, "team_rule.young", any(member.age_band in YOUNG for member in members), {}),
        (rules.needs_adult, "team_rule.adult", any(member.age_band not in YOUNG for member in members), {}),
        (bool(rules.neighbourhood_ids), "team_rule.neighbourhood", bool(local), {}),
        (rules.one_team, "team_rule.one_team", not doubled, {"count": doubled}),
        (rules.needs_consent and bool(waiting), "team_rule.consent", not waiting, {"count": waiting}),
    )
    return [RuleCheck(code, is_met, params) for applies, code, is_met, params in checks if applies]


def unmet_rules(rules: TeamRules, members: Collection[MemberFacts]) -> list[str]:
    """Codes of the rules that the team does not meet yet; nothing where it may hand in."""
    return [check.code for check in check_rules(rules, members) if not check.is_met]
