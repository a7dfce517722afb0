"""Rules side by side: what each would fund, and how well that serves the voters."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.results.views.lines import Output, PotLines
from app.web.formats import alphabetical, local, money, number, percent
from app.web.rule_words import COMPLETION_WORDS, RULE_WORDS

COVERED = ("1", "2", "3")
SHORT_NAMES = {"greedy": _l("Most votes"), "equal-shares": _l("Equal shares")}


def compared_rules(pot: PotLines, output: Output) -> dict[str, Any] | None:
    """The rules of one pot: ``head``, ``rows``, ``bars``, ``differences``, ``places``; ``None`` where there is one."""
    if not pot.raw or not pot.raw["others"]:
        return None
    own = pot.raw["allocation"]
    rules = [{**own, "measures": pot.raw["measures"]}, *pot.raw["others"]]
    names = [_name(rule, is_own=place == 0) for place, rule in enumerate(rules)]
    return {
        "head": _head(),
        "rows": [_row(name, rule) for name, rule in zip(names, rules, strict=True)],
        "bars": [_bar(name, rule) for name, rule in zip(names, rules, strict=True)],
        "differences": [
            _difference(name, rule, own["selected"], output)
            for name, rule in zip(names[1:], rules[1:], strict=True)
        ],
        "places": _places(names, rules, output),
    }


def _name(rule: Mapping[str, Any], *, is_own: bool) -> str:
    """The rule in two words, as fits a column."""
    words = str(SHORT_NAMES[rule["rule"]])
    return _("%(rule)s (this round)", rule=words) if is_own else words


def _explained(rule: Mapping[str, Any]) -> str:
    words = str(RULE_WORDS[rule["rule"]])
    completion = rule["settings"].get("completion")
    if not completion:
        return words
    return _("%(rule)s; left over: %(how)s", rule=words, how=COMPLETION_WORDS[completion])


def _head() -> list[dict[str, Any]]:
    figures = (
        _("Funded"),
        _("Spent"),
        _("At least 1 of their ideas"),
        _("At least 2"),
        _("At least 3"),
        _("Share of what voters chose"),
    )
    return [{"label": _("Rule")}, *({"label": each, "numeric": True} for each in figures)]


def _row(name: str, rule: Mapping[str, Any]) -> list[Any]:
    measures = rule["measures"]
    covered = [percent(Fraction(measures["coverage"][count])) for count in COVERED]
    satisfied = percent(Fraction(measures["share_satisfied"]))
    named = {"text": name, "note": _explained(rule)}
    return [named, number(len(rule["selected"])), money(rule["spent"]), *covered, satisfied]


def _bar(name: str, rule: Mapping[str, Any]) -> dict[str, Any]:
    share = Fraction(rule["measures"]["coverage"]["1"])
    return {"label": name, "value": round(share * 1000), "text": percent(share)}


def _difference(name: str, rule: Mapping[str, Any], own: Sequence[str], output: Output) -> dict[str, Any]:
    selected = rule["selected"]
    return {
        "rule": name,
        "gained": [output["proposals"][key] for key in selected if key not in own],
        "lost": [output["proposals"][key] for key in own if key not in selected],
    }


def _places(
    names: Sequence[str], rules: Sequence[Mapping[str, Any]], output: Output
) -> dict[str, Any] | None:
    """Money by neighbourhood under each rule; ``None`` where there is only one place."""
    groups = rules[0]["measures"]["money_by_group"]
    if len(groups) < 2:
        return None
    rows = [
        [
            local(output["neighbourhoods"].get(key, {})) or _("The whole city"),
            *(money(rule["measures"]["money_by_group"].get(key, 0)) for rule in rules),
        ]
        for key in groups
        if any(rule["measures"]["money_by_group"].get(key) for rule in rules)
    ]
    head = [{"label": _("Neighbourhood")}, *({"label": name, "numeric": True} for name in names)]
    return {"head": head, "rows": sorted(rows, key=lambda row: alphabetical(row[0]))}
