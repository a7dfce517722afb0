"""What a round still lacks before it can be announced."""

from collections.abc import Callable

from app.domain.allocation import RULES
from app.domain.ballots import BALLOT_TYPES
from app.domain.errors import RuleBroken
from app.domain.phases import Phase
from app.domain.rubric import rubric_problems
from app.domain.tally import TieOrder
from app.rounds.models import Round
from app.rounds.queries.finding import electorates_of, has_timetable, pots_of, timetable_of
from app.rounds.queries.rubrics import domain_rubric, latest_rubric

NEEDS_NO_MONEY = "ranking"
"""The allocation rule that awards places instead of money."""


def missing_before_announcement(round: Round) -> list[str]:
    """Codes of everything that is missing, in the order of the steps; empty when the round can be announced.

    ``missing.title``, ``summary``, ``rules_text``, ``promise``, ``timetable``, ``money``, ``ballot``,
    ``electorates``, ``binding_electorate``, ``rubric``, ``tie_break``, ``allocation``, ``tie_order``, each with
    ``missing.`` before it. What concerns a phase that the round skips is not missing.
    """
    phases = timetable_of(round).phases if has_timetable(round) else ()
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("title", lambda: bool(round.title)),
        ("summary", lambda: bool(round.summary)),
        ("rules_text", lambda: bool(round.rules_text)),
        ("promise", lambda: bool(round.promise)),
        ("timetable", lambda: bool(phases)),
        ("money", lambda: _has_money(round)),
        *(_checks_of_voting(round) if Phase.VOTING in phases else []),
        *(_checks_of_scoring(round) if Phase.SCORING in phases else []),
        ("allocation", lambda: _has_allocation(round)),
        ("tie_order", lambda: _has_tie_order(round)),
    ]
    return [f"missing.{name}" for name, is_there in checks if not is_there()]


def _checks_of_voting(round: Round) -> list[tuple[str, Callable[[], bool]]]:
    electorates = electorates_of(round.id)
    return [
        ("ballot", lambda: _has_ballot(round)),
        ("electorates", lambda: bool(electorates)),
        ("binding_electorate", lambda: not round.is_binding or any(each.is_binding for each in electorates)),
    ]


def _checks_of_scoring(round: Round) -> list[tuple[str, Callable[[], bool]]]:
    return [("rubric", lambda: _has_rubric(round)), ("tie_break", lambda: _has_tie_break(round))]


def _has_money(round: Round) -> bool:
    if round.allocation.get("rule") == NEEDS_NO_MONEY:
        return True
    return any(pot.amount_cents > 0 for pot in pots_of(round.id))


def _has_ballot(round: Round) -> bool:
    pots = {str(pot.id) for pot in pots_of(round.id)}
    try:
        limits = BALLOT_TYPES[round.ballot_type].limits_from(round.ballot_limits)
    except (KeyError, RuleBroken):
        return False
    return {*limits.get("pots", {}), *limits.get("one_of", ())} <= pots


def _has_rubric(round: Round) -> bool:
    rubric = latest_rubric(round.id)
    return rubric is not None and not rubric_problems(domain_rubric(rubric.id))


def _has_tie_break(round: Round) -> bool:
    named, rubric = round.judging.get("tie_break"), latest_rubric(round.id)
    return not named or (rubric is not None and named in domain_rubric(rubric.id).keys)


def _has_allocation(round: Round) -> bool:
    settings = {name: value for name, value in round.allocation.items() if name != "rule"}
    try:
        RULES[round.allocation["rule"]].settings_from(settings)
    except (KeyError, RuleBroken):
        return False
    return True


def _has_tie_order(round: Round) -> bool:
    try:
        TieOrder.parse(",".join(round.tie_order), round.seed)
    except RuleBroken:
        return False
    return True
