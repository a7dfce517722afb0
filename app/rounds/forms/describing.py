"""Forms about what a round is, when it happens, and who may propose."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from app.domain.people import AgeBand
from app.domain.phases import SCHEDULED, Phase
from app.domain.rounds import ProposesAs, RoundKind
from app.rounds.forms.choosing import SeveralField
from app.web.fields import LineField, LocalTextField, MomentField, TalkaForm, needed, options
from app.web.labels import choices, label


class NewRoundForm(TalkaForm):
    """The little that a draft starts with."""

    kind = RadioField(_l("What kind of round is it?"), [needed()], choices=choices(RoundKind))
    title = LocalTextField(_l("Title"), required=True, most=120)
    slug = LineField(
        _l("Short name for the address"),
        most=60,
        description=_l(
            "Small letters, digits and hyphens, such as budget-2026. Left empty, the title is used."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class TextsForm(TalkaForm):
    """What a round says of itself."""

    kind = SelectField(_l("Kind of round"), [needed()], choices=choices(RoundKind))
    title = LocalTextField(_l("Title"), required=True, most=120)
    summary = LocalTextField(
        _l("What it is about"), lines=True, required=True, most=600, description=_l("Two or three sentences.")
    )
    rules_text = LocalTextField(
        _l("The rules in plain words"),
        lines=True,
        required=True,
        most=8000,
        description=_l("What may be proposed, and how it goes on. Markdown works."),
    )
    easy_text = LocalTextField(
        _l("The same in easy words"),
        lines=True,
        most=3000,
        description=_l(
            "For children, for people who learn the language, for reading aloud. Very short sentences."
        ),
    )
    promise = LocalTextField(
        _l("What the city promises"),
        lines=True,
        required=True,
        most=1500,
        description=_l("What happens with the winners, by when, and what happens if one cannot be built."),
    )
    is_binding = BooleanField(
        _l("The result binds the council"),
        description=_l("Without it, the result is advice. Ballot and result pages say which."),
    )
    neighbourhood = SelectField(_l("Where"), coerce=int)

    def offer(self, neighbourhoods: list[tuple[int, str]]) -> None:
        """Fill the select."""
        self.neighbourhood.choices = options([(0, _("The whole city")), *neighbourhoods])


_PHASE_HINTS = {
    Phase.ANNOUNCED: _l(
        "People can read about the round and form teams. Empty: from the moment you announce it."
    ),
    Phase.SUBMISSION: _l("Ideas are written and handed in. It ends with the next date."),
    Phase.SCREENING: _l("Departments check whether ideas are feasible. Empty: there is no check."),
    Phase.SCORING: _l("Mentors score by the rubric. Empty: there is no jury."),
    Phase.VOTING: _l("People vote. With its first minute the rules freeze. Empty: there is no vote."),
    Phase.DECISION: _l("Votes are counted and the council decides. This date ends the voting."),
    Phase.DELIVERY: _l("The winners are being built."),
    Phase.CLOSED: _l("The round goes to the archive."),
}


def _moment(phase: Phase) -> MomentField:
    return MomentField(label(phase), description=_PHASE_HINTS[phase], render_kw={"autocomplete": "off"})


class TimetableForm(TalkaForm):
    """When each phase starts."""

    announced = _moment(Phase.ANNOUNCED)
    submission = _moment(Phase.SUBMISSION)
    screening = _moment(Phase.SCREENING)
    scoring = _moment(Phase.SCORING)
    voting = _moment(Phase.VOTING)
    decision = _moment(Phase.DECISION)
    delivery = _moment(Phase.DELIVERY)
    closed = _moment(Phase.CLOSED)

    def starts(self) -> dict[Phase, datetime | None]:
        """The start of each phase, ``None`` for one that is skipped."""
        return {phase: self[phase.value].data for phase in SCHEDULED}


class ProposersForm(TalkaForm):
    """Who may propose."""

    capacities = SeveralField(_l("Who can propose?"), choices=choices(ProposesAs))
    age_bands = SeveralField(
        _l("Of which age?"),
        choices=choices(AgeBand),
        description=_l("None chosen: every age. For a team, its founder counts."),
    )
    neighbourhoods = SeveralField(
        _l("From which neighbourhoods?"), coerce=int, description=_l("None chosen: the whole city.")
    )

    def offer(self, neighbourhoods: list[tuple[int, str]]) -> None:
        """Fill the boxes."""
        self.neighbourhoods.choices = options(neighbourhoods)
