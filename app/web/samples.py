"""Sample values for the style page: every component in its states, with texts as a city would write them."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.colours import paints_of
from app.web.covers import cover_svg
from app.web.fields import LineField, LocalTextField, MomentField, MoneyField, TalkaForm, TextField, needed
from app.web.qr import qr_svg

THEMES = ("sport", "play", "green", "culture", "safety", "access", "other")


class SampleLine(Form):  # type: ignore[misc]
    """One line of a cost list."""

    what = LineField(_l("For what"), most=80)
    amount = MoneyField(_l("Amount"))


class SampleForm(TalkaForm):
    """One field of every kind."""

    title = LineField(
        _l("Title"), [needed()], most=80, description=_l("What would you call it on a sign beside it?")
    )
    summary = TextField(_l("Summary"), [needed(), Length(max=280)], most=280)
    cost = MoneyField(_l("Cost"), [needed()])
    opens = MomentField(_l("Voting opens"))
    seats = IntegerField(_l("Seats"))
    place = SelectField(
        _l("Neighbourhood"),
        choices=[
            SelectChoice("1", "Jaunā Forštate"),
            SelectChoice("2", "Grīva"),
            SelectChoice("3", "Mežciems"),
        ],
    )
    band = RadioField(
        _l("How old are you?"),
        [needed()],
        choices=[SelectChoice("a", "13–15"), SelectChoice("b", "16–17"), SelectChoice("c", "18+")],
    )
    themes = SelectMultipleField(
        _l("Themes"),
        choices=[
            SelectChoice("sport", _l("Sport")),
            SelectChoice("play", _l("Play")),
            SelectChoice("green", _l("Green")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    lines = FieldList(FormField(SampleLine), min_entries=2)
    name = LocalTextField(_l("Name of the round"))
    pictures = MultipleFileField(
        _l("Pictures"), description=_l("Up to eight, 10 MB each. Describe each one afterwards.")
    )
    note = TextField(_l("A note to yourself"), most=200)
    point = LineField(_l("The exact spot"), most=40, description=_l("Latitude and longitude."))
    hue = RadioField(
        _l("Main colour"),
        choices=[
            SelectChoice("", _l("Pine")),
            SelectChoice("45", _l("Brick")),
            SelectChoice("245", _l("River")),
        ],
        default="",
    )
    agreed = BooleanField(_l("I have read the rules of this round"))


def style_samples(now: datetime) -> dict[str, Any]:
    """All values that ``hall/styleguide.html`` needs, with times around ``now`` (aware)."""
    return {
        "form": _form(),
        "wrong_form": _form(wrong=True),
        "now": now,
        "themes": THEMES,
        "proposals": _proposals(),
        "phases": _phases(now),
        "milestones": _milestones(now),
        "levels": _levels(),
        "grades": [
            {"value": str(grade), "word": {0: _("not at all"), 5: _("very much")}.get(grade, "")}
            for grade in range(6)
        ],
        "turnout": [{"at": now - timedelta(hours=6 * (28 - n)), "value": n * n + 11 * n} for n in range(29)],
        "events": [
            {"at": now + timedelta(days=days), "label": label, "state": state}
            for days, label, state in (
                (-200, _("Council decision"), "done"),
                (-120, _("Design"), "done"),
                (-20, _("Tender"), "late"),
                (90, _("Building"), "next"),
                (160, _("Opening day"), "next"),
            )
        ],
        "swatches": {hue: paints_of(int(hue))["700"] for hue in ("45", "245")},
        "map_points": [
            {"lat": 55.8905, "lon": 26.5260, "title": "Jaunās Forštates parks", "url": "#maps", "note": "4"},
            {"lat": 55.8702, "lon": 26.5160, "title": "Esplanāde", "url": "#maps", "note": "2"},
            {"lat": 55.8858, "lon": 26.4985, "title": "Cietoksnis", "url": "#maps", "note": "3"},
            {"lat": 55.8560, "lon": 26.5030, "title": "Grīva", "url": "#maps", "note": "1"},
            {"lat": 55.9170, "lon": 26.5560, "title": "Stropu ezers", "url": "#maps", "note": "6"},
        ],
        "drawings": {"before": _picture("other"), "after": _picture("sport")},
        "qr": qr_svg("https://talka.example/r/7KQ2", _("QR code of this page")),
    }


def _picture(theme: str) -> str:
    """A drawing as the address of a picture, where a photo would be."""
    return "data:image/svg+xml," + quote(cover_svg(theme, 6, fixed=True))


def _form(wrong: bool = False) -> SampleForm:
    form = SampleForm(formdata=None, meta={"csrf": False}, prefix="wrong" if wrong else "sample")
    form.title.data = "" if wrong else "Brīvdabas lasītava zem priedēm"
    form.band.data = None if wrong else "a"
    form.themes.data = ["green"]
    if wrong:
        form.title.errors = [_("Write a title.")]
        form.cost.errors = [_("Write an amount such as 12 500.")]
        form.band.errors = [_("Choose one answer.")]
        form.agreed.errors = [_("Tick the box when you have read them.")]
    return form


def _proposals() -> list[dict[str, Any]]:
    rows = (
        (
            "sport",
            "Trīs vienā: basketbola, futbola un volejbola laukums",
            3_850_000,
            "Jaunā Forštate",
            "on_ballot",
        ),
        ("culture", "Brīvdabas skatuve ar amfiteātri", 2_400_000, "Esplanāde", "won"),
        ("green", "Lasītava zem priedēm", 640_000, "Mežciems", "feasible_with_changes"),
        ("safety", "Apgaismots ceļš uz skolu", 1_975_050, "Grīva", "building"),
        ("play", "Rotaļu laukums visiem vecumiem", 4_120_000, "Ķīmija", "submitted"),
        ("access", "Skrejceļš un velo aplis apkārt ezeram", 8_999_900, "Jaunie Stropi", "not_feasible"),
    )
    summary = "Vieta, kur pēc skolas satikties, kustēties un sajust, ka apkaime ir mūsu."
    return [
        {
            "theme": theme,
            "title": title,
            "cost": cost,
            "place": place,
            "state": state,
            "summary": summary,
            "key": key,
        }
        for key, (theme, title, cost, place, state) in enumerate(rows, start=1)
    ]


def _phases(now: datetime) -> list[dict[str, Any]]:
    rows = (
        (-60, _("Submission"), "past"),
        (-30, _("Screening"), "past"),
        (-14, _("Scoring"), "past"),
        (-4, _("Voting"), "now"),
        (3, _("Decision"), "next"),
        (30, _("Delivery"), "next"),
    )
    return [{"name": name, "start": now + timedelta(days=days), "state": state} for days, name, state in rows]


def _milestones(now: datetime) -> list[dict[str, Any]]:
    def day(offset: int) -> Any:
        return (now + timedelta(days=offset)).date()

    return [
        {"title": _("Council decision"), "state": "done", "planned": day(-200), "done": day(-200)},
        {"title": _("Design"), "state": "done", "planned": day(-140), "done": day(-120)},
        {
            "title": _("Tender"),
            "state": "late",
            "planned": day(-20),
            "reason": _("Only one offer came in; the tender was repeated."),
        },
        {"title": _("Building"), "state": "now", "planned": day(40)},
        {"title": _("Opening day"), "state": "next", "planned": day(120)},
    ]


def _levels() -> list[dict[str, Any]]:
    return [
        {"value": 1, "label": _("Weak"), "descriptor": _("For a few people only; others are kept out.")},
        {"value": 2, "label": _("Fair"), "descriptor": _("Some groups were thought of.")},
        {"value": 3, "label": _("Good"), "descriptor": _("Most neighbours can use it, of any age.")},
        {"value": 4, "label": _("Strong"), "descriptor": _("Made with the people who were left out before.")},
    ]
