"""Forms about ballots, groups of voters, and how winners are found; made from the registries of the domain."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from app.domain.ballots import BallotType, LimitField
from app.domain.people import AgeBand
from app.domain.rounds import Evidence
from app.rounds.forms.choosing import SeveralField
from app.web.fields import LineField, LocalTextField, MoneyField, RowList, TalkaForm, options
from app.web.labels import choices
from app.web.rule_words import COMPLETION_WORDS, TIE_WORDS, UTILITY_WORDS

MOST_PEOPLE = 100_000_000
"""More people than any city has."""

LIMIT_LABELS = {
    "min": _l("At least how many ideas?"),
    "max": _l("At most how many ideas?"),
    "total": _l("How many points has a voter?"),
    "max_each": _l("At most how many points for one idea?"),
    "lowest": _l("Lowest grade"),
    "highest": _l("Highest grade"),
}
"""Name of a limit → question; every limit of every ballot type has one (a test counts them)."""

_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "class": "short-input"}


def _number(label: Any, **kwargs: Any) -> LineField:
    return LineField(label, most=9, render_kw=_DIGITS, **kwargs)


def _when_empty(limit: LimitField) -> Any:
    if limit.required:
        return ""
    if limit.default is None:
        return _l("Empty: no such limit.")
    return _l("Empty: %(number)s.", number=limit.default)


def limits_form(kind: BallotType, pots: Sequence[tuple[str, str]], **kwargs: Any) -> TalkaForm:
    """The limits of one ballot type, for the whole ballot and, where there are several ``pots``, for each.

    ``pots`` are pairs of key and name; the data are texts, which the ballot type itself reads.
    """
    fields = {
        limit.name: _number(LIMIT_LABELS[limit.name], description=_when_empty(limit))
        for limit in kind.limit_fields
    }
    in_pot = {limit.name: _number(LIMIT_LABELS[limit.name]) for limit in kind.limit_fields}
    pot_fields = {f"pot-{key}": FormField(type("PotLimits", (Form,), in_pot), name) for key, name in pots}
    if pots:
        pot_fields["one_of"] = SeveralField(
            _l("May a voter use only one of several pots?"),
            choices=options(pots),
            description=_l(
                "Choose the pots that exclude each other. None chosen: a voter may use every pot."
            ),
        )
    return type("LimitsForm", (TalkaForm,), {**fields, **pot_fields})(**kwargs)


def allocation_form(rule: str, tie_orders: Sequence[tuple[str, str]], **kwargs: Any) -> TalkaForm:
    """The settings of one allocation rule and the tie order (pairs of value and words)."""
    ties = SelectField(
        _l("If two ideas are equal, what decides?"),
        choices=options(tie_orders),
        description=_l(
            "The lot is drawn with the text that is shown on the round's page before voting opens."
        ),
    )
    return type("AllocationForm", (TalkaForm,), {**_RULE_FIELDS[rule](), "tie_order": ties})(**kwargs)


def tie_order_words(order: Sequence[str]) -> str:
    """A tie order as a choice: ``more votes, then lower cost, then the lot``."""
    return _(", then ").join(str(TIE_WORDS[step]) for step in order)


def _min_votes() -> LineField:
    return _number(_l("How many votes does an idea need at least?"), description=_l("Empty: no minimum."))


_RULE_FIELDS = {
    "greedy": lambda: {
        "min_votes": _min_votes(),
        "stop_at_first_misfit": BooleanField(
            _l("Stop at the first idea that does not fit"),
            description=_l("Otherwise it is skipped, and the next one gets its chance."),
        ),
    },
    "equal-shares": lambda: {
        "utility": SelectField(_l("How do ideas count?"), choices=options(UTILITY_WORDS.items())),
        "completion": SelectField(_l("If money is left over?"), choices=options(COMPLETION_WORDS.items())),
        "step": MoneyField(_l("By how much do shares grow at each step?"), description=_l("Usually 1 €.")),
        "min_votes": _min_votes(),
    },
    "ranking": lambda: {"prizes": _number(_l("How many ideas win a prize?"))},
}


def electorates_form(places: list[tuple[int, str]], most: int, **kwargs: Any) -> TalkaForm:
    """Groups of voters under each other; a row without a name is no group."""

    class ElectorateRow(Form):  # type: ignore[misc]
        key = HiddenField()
        name = LocalTextField(_l("Name of the group"), most=120)
        age_bands = SeveralField(
            _l("Of which age?"), choices=choices(AgeBand), description=_l("None chosen: every age.")
        )
        neighbourhoods = SeveralField(
            _l("From which neighbourhoods?"),
            coerce=int,
            choices=options(places),
            description=_l("None chosen: the whole city."),
        )
        evidence = SelectField(_l("How does the city know who votes?"), choices=choices(Evidence))
        population = IntegerField(
            _l("About how many people belong to this group?"),
            [Optional(), NumberRange(1, MOST_PEOPLE, message=_l("Write a whole number, such as 4800."))],
            description=_l("The result compares turnout with it. Empty: nobody knows."),
            render_kw={"min": 1, "inputmode": "numeric", "class": "short-input"},
        )
        is_binding = BooleanField(
            _l("This group's vote is binding"),
            description=_l("An e-mail address proves too little for that."),
        )

    class ElectoratesForm(TalkaForm):
        electorates = RowList(
            FormField(ElectorateRow), _l("Groups of voters"), min_entries=1, max_entries=most
        )

    return ElectoratesForm(**kwargs)
