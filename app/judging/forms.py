"""What mentors and organisers type in judging."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.conflicts import ConflictKind
from app.domain.deliberation import Word
from app.domain.errors import RuleBroken
from app.domain.rubric import MAX_COMMENT, Rubric, scorecard_problems
from app.web.fields import LineField, LocalTextField, TalkaForm, TextField, needed, options
from app.web.labels import choices

MOST_SCORECARDS = 50
MOST_LOAD = 1000
REASON_LENGTH = 500
GUIDE_LENGTH = 4000


class ScorecardForm(TalkaForm):
    """A scorecard: two fields for every criterion (``level_KEY``, ``comment_KEY``), and what concerns the whole."""

    version = IntegerField(_l("Version of the rubric"))
    own = LineField(_l("Name of this save"), most=64)
    seen = LineField(_l("Name of the save before"), most=64)
    team_comment = TextField(
        _l("Comment to the team"),
        most=MAX_COMMENT,
        description=_l("What is good, and what would make it better? The team reads it after scoring."),
        render_kw={"rows": 4},
    )
    private_note = TextField(
        _l("Note to myself"),
        most=MAX_COMMENT,
        description=_l("Nobody else reads it."),
        render_kw={"rows": 2},
    )
    reason = TextField(
        _l("Why do you correct it?"),
        most=REASON_LENGTH,
        description=_l("The old scorecard is kept beside the new one, with this reason."),
        render_kw={"rows": 2},
    )

    @property
    def levels(self) -> dict[str, str]:
        """The chosen level of every criterion, as text; empty where none is chosen."""
        return self._by_key("level_")

    @property
    def comments(self) -> dict[str, str]:
        """The comment on every criterion."""
        return self._by_key("comment_")

    def _by_key(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): field.data or ""
            for name, field in self._fields.items()
            if name.startswith(prefix)
        }

    def check(self, rubric: Rubric, *, final: bool) -> bool:
        """Show everything that is wrong at its criterion; gives back whether the scorecard can be stored."""
        problems = scorecard_problems(rubric, self.levels, self.comments, final=final)
        for problem in problems:
            self.show(problem, _field_of(problem))
        return not problems


def _field_of(problem: RuleBroken) -> str | None:
    key = problem.params.get("criterion")
    if key is None:
        return None
    return f"comment_{key}" if problem.code.startswith("scorecard.comment_") else f"level_{key}"


def scorecard_form(criteria: Iterable[Any], **kwargs: Any) -> ScorecardForm:
    """The form for these criteria (rows of the rubric)."""
    fields: dict[str, Any] = {}
    for criterion in criteria:
        fields[f"level_{criterion.key}"] = StringField(_l("Level"))
        fields[f"comment_{criterion.key}"] = TextField(
            _l("Comment for the team"), most=MAX_COMMENT, render_kw={"rows": 3}
        )
    form: ScorecardForm = type("ScorecardForm", (ScorecardForm,), fields)(**kwargs)
    return form


class StepAsideForm(TalkaForm):
    """A conflict of interest, declared by the mentor."""

    kind = SelectField(_l("What is the conflict?"), choices=choices(ConflictKind))
    reason = TextField(
        _l("In a few words"),
        [needed()],
        most=REASON_LENGTH,
        description=_l("The organisers read it, nobody else."),
        render_kw={"rows": 3},
    )


class AssignMentorForm(TalkaForm):
    """A mentor and the entries to score."""

    mentor = SelectField(_l("Mentor"), coerce=int)
    entries = SelectMultipleField(
        _l("Entries"),
        [needed()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, mentors: Iterable[tuple[int, str]], entries: Iterable[tuple[int, str]]) -> None:
        """Fill the select and the boxes."""
        self.mentor.choices = options(mentors)
        self.entries.choices = options(entries)


class PlanForm(TalkaForm):
    """What is asked of the automatic assignment."""

    per_entry = IntegerField(
        _l("Mentors for each entry"), [needed(), NumberRange(1, MOST_SCORECARDS)], render_kw={"min": 1}
    )
    cap = IntegerField(
        _l("Most entries for a mentor"),
        [Optional(), NumberRange(1, MOST_LOAD)],
        description=_l("Leave it empty for no limit."),
        render_kw={"min": 1},
    )
    seed = LineField(
        _l("Text to draw the lots with"),
        [needed()],
        most=100,
        description=_l("The same text always gives the same plan, so that everybody can repeat it."),
    )
    minutes = IntegerField(
        _l("Minutes for a scorecard"), [Optional(), NumberRange(1, 600)], render_kw={"min": 1}
    )
    calibration = SelectField(
        _l("Entry to calibrate with"),
        [Optional()],
        description=_l(
            "An entry of an earlier round, or an example: an idea that you wrote in this round and did not hand in. "
            "Every mentor scores it first, and it counts for nobody."
        ),
        validate_choice=False,
    )
    shown = StringField(_l("The plan that was shown"))

    def offer(self, entries: Iterable[tuple[str, str]]) -> None:
        """Fill the select with what can be calibrated with."""
        self.calibration.choices = options([("", _("None")), *entries])


class LookEarlyForm(TalkaForm):
    """Why somebody looks at the ranking before scoring is over."""

    reason = TextField(
        _l("Why do you look early?"),
        [needed()],
        most=REASON_LENGTH,
        description=_l("Your name, the time and this reason are written into the audit log."),
        render_kw={"rows": 2},
    )


class NeedForm(TalkaForm):
    """What decides how many mentors a round needs."""

    entries = IntegerField(_l("Entries"), [needed(), NumberRange(1, 2000)], render_kw={"min": 1})
    per_entry = IntegerField(
        _l("Mentors for each entry"), [needed(), NumberRange(1, MOST_SCORECARDS)], render_kw={"min": 1}
    )
    available = IntegerField(
        _l("Minutes that a mentor has"), [needed(), NumberRange(1, 10_000)], default=60, render_kw={"min": 1}
    )
    minutes = IntegerField(
        _l("Minutes for a scorecard"), [needed(), NumberRange(1, 600)], render_kw={"min": 1}
    )
    near = IntegerField(
        _l("Mentors who may have to step aside from one entry"), [Optional(), NumberRange(0, 50)], default=1
    )
    dropouts = IntegerField(_l("Mentors who may not come"), [Optional(), NumberRange(0, 50)], default=1)


class TermsForm(TalkaForm):
    """On which terms one mentor scores."""

    is_trainee = BooleanField(_l("Trainee"), description=_l("Scorecards are kept and count for nothing."))
    max_load = IntegerField(
        _l("Most entries for this mentor"),
        [Optional(), NumberRange(1, MOST_LOAD)],
        description=_l("Leave it empty for no limit."),
        render_kw={"min": 1, "class": "short-input"},
    )


class GuideForm(TalkaForm):
    """The mentor's guide, part by part."""

    role = LocalTextField(_l("Your role"), lines=True, most=GUIDE_LENGTH, required=True)
    questions = LocalTextField(_l("Questions to discuss"), lines=True, most=GUIDE_LENGTH, required=True)
    do = LocalTextField(_l("Do"), lines=True, most=GUIDE_LENGTH)
    avoid = LocalTextField(_l("Do not"), lines=True, most=GUIDE_LENGTH)


class ConflictForm(StepAsideForm):
    """A conflict of interest with an entry of the round, whether or not it is one's own to score."""

    entry = SelectField(_l("Entry"), [needed()], coerce=int)

    def offer(self, entries: Iterable[tuple[int, str]]) -> None:
        """Fill the select."""
        self.entry.choices = options(entries)


class MotionForm(TalkaForm):
    """A motion: all places stay, or one entry takes the place of another."""

    entry = SelectField(_l("Which entry?"))
    target = SelectField(_l("Takes the place of"))
    reason = TextField(
        _l("Why?"),
        [needed()],
        most=1000,
        description=_l("The reason is published with the motion."),
        render_kw={"rows": 3},
    )

    def offer(self, entries: list[tuple[str, str]]) -> None:
        """Fill the selects with the agenda."""
        self.entry.choices = options([("", _("All places stay as computed")), *entries])
        self.target.choices = options([("", "–"), *entries])


class VoteForm(TalkaForm):
    """One's word on a motion."""

    word = RadioField(_l("Your vote"), [needed()], choices=choices(Word))
    reason = LineField(_l("Why? (published with your vote)"), most=1000)


class StatementForm(TalkaForm):
    """What the jury decided, for everybody."""

    statement = TextField(
        _l("What did the jury decide, and why?"), [needed()], most=4000, render_kw={"rows": 5}
    )
