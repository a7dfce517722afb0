"""What a round asks of teams, and how much time they get."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange

from app.domain.rounds import MOST_GRACE, MOST_STAGE
from app.domain.team_rules import MOST_MEMBERS, TeamRules
from app.rounds.forms.choosing import SeveralField
from app.web.fields import TalkaForm, needed, options

_SHORT = {"class": "short-input"}


def _whole(label: Any, least: int, most: int, **kwargs: Any) -> IntegerField:
    return IntegerField(label, [needed(), NumberRange(least, most)], render_kw=_SHORT, **kwargs)


class TeamRulesForm(TalkaForm):
    """The rules for teams; an incomplete team can work, but hand nothing in."""

    least = _whole(_l("At least how many members?"), 1, MOST_MEMBERS)
    most = _whole(_l("At most how many members?"), 1, MOST_MEMBERS)
    needs_young = BooleanField(_l("At least one member is under 18"))
    needs_adult = BooleanField(_l("At least one member is 18 or older"))
    one_team = BooleanField(_l("A person can be in one team only"))
    needs_consent = BooleanField(
        _l("Every child below the city's age has the consent of a parent or guardian"),
        description=_l("You see in which team one is missing, never why."),
    )
    neighbourhoods = SeveralField(
        _l("At least one member lives in one of these neighbourhoods"),
        coerce=int,
        description=_l("None chosen: no matter where."),
    )
    grace_minutes = _whole(
        _l("Grace period after the deadline, in minutes"),
        0,
        MOST_GRACE,
        description=_l("Everybody can read it. What is saved by then still counts."),
    )
    stage_minutes = _whole(_l("Minutes for each entry in the final show"), 1, MOST_STAGE)

    def offer(self, neighbourhoods: list[tuple[int, str]]) -> None:
        """Fill the boxes."""
        self.neighbourhoods.choices = options(neighbourhoods)

    def rules(self) -> TeamRules:
        """The rules as the domain knows them. Raises ``RuleBroken("team_rules.size")``."""
        return TeamRules(
            least=self.least.data,
            most=self.most.data,
            needs_young=self.needs_young.data,
            needs_adult=self.needs_adult.data,
            one_team=self.one_team.data,
            needs_consent=self.needs_consent.data,
            neighbourhood_ids=tuple(self.neighbourhoods.data or ()),
        )
