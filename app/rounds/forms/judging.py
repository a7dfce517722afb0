"""Forms about mentors' scoring."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from app.domain.rubric import MAX_LEVEL, MAX_WEIGHT
from app.web.fields import LocalTextField, TalkaForm, needed, options
from app.web.judging_words import SCALING_WORDS

_SHORT = {"class": "short-input"}


def _whole(label: Any, least: int, most: int, **kwargs: Any) -> IntegerField:
    return IntegerField(label, [needed(), NumberRange(least, most)], render_kw=_SHORT, **kwargs)


class JudgingForm(TalkaForm):
    """How a jury's ranking is made."""

    min_scorecards = _whole(
        _l("How many scorecards does an idea need for a place?"),
        1,
        50,
        description=_l("With fewer, its score is provisional."),
    )
    per_entry = _whole(_l("How many mentors score each idea?"), 1, 50)
    max_load = IntegerField(
        _l("At most how many ideas for one mentor?"),
        [Optional(), NumberRange(1, 1000)],
        render_kw=_SHORT,
        description=_l("Empty: no limit."),
    )
    places = _whole(_l("How many ideas win?"), 1, 1000)
    tie_break = SelectField(
        _l("If two scores are equal, which criterion decides first?"),
        description=_l("Then the middle scorecard, the mentors who scored both, and at last the lot."),
    )

    minutes = _whole(
        _l("How many minutes does a scorecard take?"),
        1,
        600,
        description=_l("For telling mentors how long they will need."),
    )
    grace_minutes = _whole(
        _l("How many minutes of grace after the deadline?"),
        0,
        600,
        description=_l("The grace is the end of the scoring phase: mentors see the deadline before it."),
    )
    adjusted_decides = BooleanField(
        _l("The score adjusted for strict and mild mentors decides"),
        description=_l(
            "Otherwise it is only shown beside the plain mean. Fixed once ideas can be handed in."
        ),
    )
    advisers_score = BooleanField(
        _l("Mentors may score teams that they held a session with"),
        description=_l("Otherwise a booked session is a conflict of interest. Fixed once mentors score."),
    )
    award = SelectField(
        _l("Jury and public vote"),
        default="two",
        description=_l("Fixed once ideas can be handed in: the formula can change who wins."),
    )
    jury_percent = IntegerField(
        _l("The jury's share, in percent"), [Optional(), NumberRange(1, 99)], render_kw=_SHORT, default=50
    )
    jury_scaling = SelectField(_l("How the jury's scores are scaled"), default="of_hundred")
    vote_scaling = SelectField(_l("How the votes are scaled"), default="share_of_max")

    def offer(self, criteria: list[tuple[str, str]]) -> None:
        """Fill the selects; ``criteria`` of the rubric: key and name."""
        self.tie_break.choices = options([("", _("None")), *criteria])
        self.award.choices = options(
            [
                ("two", _("Two awards: the jury's choice and the people's choice")),
                ("combined", _("One award by the formula below")),
            ]
        )
        for field in (self.jury_scaling, self.vote_scaling):
            field.choices = options([(key, words) for key, words in SCALING_WORDS.items()])


def criterion_form(levels: range, **kwargs: Any) -> TalkaForm:
    """One criterion with a descriptor for each of these levels, in fields ``level_1`` and so on."""

    class CriterionForm(TalkaForm):
        name = LocalTextField(_l("Criterion"), required=True, most=120)
        description = LocalTextField(
            _l("What to look at"), lines=True, most=600, description=_l("One or two questions to the mentor.")
        )
        weight = _whole(
            _l("Weight"), 1, MAX_WEIGHT, default=1, description=_l("2 counts twice as much as 1.")
        )
        lo = _whole(_l("Lowest level"), 0, MAX_LEVEL, default=1)
        hi = _whole(_l("Highest level"), 1, MAX_LEVEL, default=5)
        is_required = BooleanField(_l("Must be answered"), default=True)
        may_not_apply = BooleanField(
            _l("“Not applicable” can be chosen"),
            description=_l("It is not zero: the criterion is left out of the score."),
        )
        needs_comment = BooleanField(_l("Needs a comment"))

    fields = {
        f"level_{level}": LocalTextField(
            _l("Level %(level)s means", level=level), lines=True, required=True, most=400
        )
        for level in levels
    }
    return type("CriterionLevelsForm", (CriterionForm,), fields)(**kwargs)
