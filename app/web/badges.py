"""The word, colour and picture of everything that has a state."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


class Look(NamedTuple):
    """How a state is shown: its word, its tone (good, waiting, bad, now, water, quiet), and an icon of the sprite."""

    label: LazyString | str
    tone: str
    icon: str


LOOKS: dict[str, Look] = {
    "draft": Look(_l("Draft"), "quiet", "pencil"),
    "submitted": Look(_l("Submitted"), "water", "send"),
    "withdrawn": Look(_l("Withdrawn"), "quiet", "undo-2"),
    "screening": Look(_l("Being checked"), "waiting", "clipboard-list"),
    "feasible": Look(_l("Feasible"), "good", "circle-check"),
    "feasible_with_changes": Look(_l("Feasible with changes"), "waiting", "wrench"),
    "not_feasible": Look(_l("Not feasible"), "bad", "circle-x"),
    "on_ballot": Look(_l("On the ballot"), "now", "vote"),
    "won": Look(_l("Won"), "good", "trophy"),
    "not_funded": Look(_l("Not funded"), "quiet", "minus"),
    "confirmed": Look(_l("Confirmed by the council"), "good", "gavel"),
    "declined": Look(_l("Declined by the council"), "bad", "circle-x"),
    "building": Look(_l("Being built"), "now", "hammer"),
    "opened": Look(_l("Opened"), "good", "party-popper"),
    "stopped": Look(_l("Stopped"), "bad", "ban"),
    "late": Look(_l("Late"), "bad", "clock"),
    "done": Look(_l("Done"), "good", "check"),
    "planned": Look(_l("Planned"), "quiet", "calendar"),
    "cast": Look(_l("Cast"), "good", "circle-check"),
    "not_cast": Look(_l("Not cast yet"), "waiting", "circle-dashed"),
}


def look_of(state: str | None) -> Look:
    """How the state is shown; one that nobody knows is said as it is."""
    return LOOKS.get(state or "") or Look(state or "", "quiet", "circle")
