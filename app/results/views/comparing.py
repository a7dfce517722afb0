"""Rules side by side: what each would fund, and how well that serves the voters."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from app.results.views.lines import Output, PotLines
from app.web.formats import local, money, number, percent
from app.web.rule_words import COMPLETION_WORDS, RULE_WORDS

COVERED = ("1", "2", "3")


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
    words = str(RULE_WORDS[rule["rule"]])
    completion = rule["settings"].get("completion")
    if completion:
        words = _("%(rule)s; left over: %(how)s", rule=words, how=COMPLETION_WORDS[completion])
    return _("This round: %(rule)s", rule=words) if is_own else words


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


def _row(name: str, rule: Mapping[str, Any]) -> list[str]:
    measures = rule["measures"]
    covered = [percent(Fraction(measures["coverage"][count])) for count in COVERED]
    satisfied = percent(Fraction(measures["share_satisfied"]))
    return [name, number(len(rule["selected"])), money(rule["spent"]), *covered, satisfied]


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
    ]
    head = [{"label": _("Neighbourhood")}, *({"label": name, "numeric": True} for name in names)]
    return {"head": head, "rows": sorted(rows, key=lambda row: row[0].casefold())}
