"""Sentences about the council's decisions and the projects that follow."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "decision.not_a_winner": _l("The council decides about published winners only."),
    "decision.reason_missing": _l("Say why; the reason is public."),
    "decision.reason_too_long": _l("Use up to %(most)s characters."),
    "decision.minutes_invalid": _l("Give the address of the minutes, beginning with https://."),
    "decision.made_already": _l("The council has decided about this idea already."),
    "project.unknown": _l("There is no such project any more."),
    "project.reason_missing": _l("Say why; the reason is published on the project's page."),
    "project.day_in_future": _l("This day has not come yet."),
    "project.department_unknown": _l("There is no such department."),
    "milestone.unknown": _l("This milestone has been removed in the meantime."),
    "milestone.nameless": _l("Say what will be done."),
    "milestone.too_many": _l("A project can have up to %(most)s milestones."),
    "milestone.done_already": _l("This milestone is done already."),
    "milestone.not_done": _l("This milestone is not done yet."),
    "milestone.late_reason_missing": _l("It is later than promised. Say why; the reason is published."),
    "milestone.day_out_of_range": _l("Choose a day between the years 2000 and 2100."),
    "milestone.slipped": _l("A milestone that is late or done stays on the page."),
    "funding.source_missing": _l("Say where the money comes from."),
    "funding.too_many": _l("A project can have up to %(most)s sources of money."),
    "funding.negative": _l("An amount cannot be below zero."),
    "update.empty": _l("Give the news a title and a few sentences."),
    "update.too_many_photos": _l("Add up to %(most)s photos to one piece of news."),
    "update.alt_missing": _l("Say in a few words what the photo shows, for people who cannot see it."),
}
