"""Form fields of the field: money, instants in the city's time, texts in several languages, coordinates."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, Form, FormField, StringField, TextAreaField
from wtforms.fields import DateTimeLocalField, SelectChoice
from wtforms.validators import Length, Optional, StopValidation, ValidationError
from wtforms.widgets import TextInput

from app.domain.errors import RuleBroken
from app.domain.money import cents_from_text, decimal_text
from app.web.clock import city_zone
from app.web.messages import sentence
from app.web.sanitise import has_unsafe_characters, tidy_line, tidy_text, without_unsafe_characters


class TalkaForm(FlaskForm):  # type: ignore[misc]
    """The base of all forms: CSRF token, no unsafe characters in any text, broken rules shown on the form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Every text field refuses what cannot be stored."""

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Say in HTML which fields have errors."""
            if field.errors:
                render_kw = {"aria_invalid": "true", **render_kw}
            return super().render_field(field, render_kw)

    broken: str | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields; texts with unsafe characters fail first."""
        valid = super().validate(extra_validators)
        return all([valid, *(_is_safe(field) for field in self._fields.values())])

    def show(self, error: RuleBroken, field: str | None = None) -> None:
        """Put the sentence of a broken rule on ``field``, or above the form."""
        if field and field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, sentence(error)]
        else:
            self.broken = sentence(error)


def _is_safe(field: Field) -> bool:
    if isinstance(field, FormField):
        return all(_is_safe(inner) for inner in list(field.form))
    if isinstance(field, FieldList):
        return _are_rows_safe(field)
    if not isinstance(field.data, str) or not has_unsafe_characters(field.data):
        return True
    field.errors = [*field.errors, sentence(RuleBroken("text.unsafe"))]
    return False


def _are_rows_safe(rows: FieldList) -> bool:
    are_safe = [_is_safe(entry) for entry in rows.entries]
    if all(are_safe):
        return True
    rows.errors = [entry.errors for entry in rows.entries]
    return False


class LineField(StringField):  # type: ignore[misc]
    """One line of text, tidied; ``most`` characters at the most."""

    def __init__(
        self, label: Any = None, validators: Iterable[Any] = (), most: int = 120, **kwargs: Any
    ) -> None:
        super().__init__(label, [*validators, Length(max=most)], **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Compose characters and fold white space."""
        self.data = tidy_line(valuelist[0]) if valuelist else ""

    def _value(self) -> str:
        return without_unsafe_characters(self.data or "")


class TextField(TextAreaField):  # type: ignore[misc]
    """Several lines of text, tidied; ``most`` characters at the most."""

    def __init__(
        self, label: Any = None, validators: Iterable[Any] = (), most: int = 5000, **kwargs: Any
    ) -> None:
        super().__init__(label, [*validators, Length(max=most)], **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Compose characters and make line ends plain."""
        self.data = tidy_text(valuelist[0]) if valuelist else ""

    def _value(self) -> str:
        return without_unsafe_characters(self.data or "")


class MoneyField(Field):  # type: ignore[misc]
    """An amount typed by a person; ``data`` is integer cents, or ``None`` where left empty."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return without_unsafe_characters(str(self.raw_data[0]))
        return "" if self.data is None else decimal_text(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount as the money module does."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = cents_from_text(valuelist[0])
            except RuleBroken as error:
                raise ValueError(sentence(error)) from error


YEARS = range(2000, 2200)
"""The years that an instant on a form can lie in."""


class MomentField(DateTimeLocalField):  # type: ignore[misc]
    """A day and time as clocks in the city show it; ``data`` is an aware UTC instant, or ``None``."""

    data: datetime | None

    def __init__(self, label: Any = None, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        checks = [*validators]
        if not any(getattr(check, "field_flags", {}).get("required") for check in checks):
            checks.insert(0, Optional())
        super().__init__(label, checks, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read local time and turn it into UTC."""
        super().process_formdata(valuelist)
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(_("Choose a day between 2000 and 2199."))
        if self.data is not None:
            self.data = self.data.replace(tzinfo=city_zone()).astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(city_zone()).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class LocalTextField(FormField):  # type: ignore[misc]
    """The same text in every language of the city; ``data`` is ``{"lv": …}`` without empty ones.

    ``lines=True`` gives text areas. ``required=True`` asks for the city's first language.
    """

    def __init__(
        self,
        label: Any = None,
        *,
        most: int = 120,
        lines: bool = False,
        required: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(_LocalTextForms(most, lines, required), label, **kwargs)

    @property
    def data(self) -> dict[str, str]:
        """The texts that are not empty, by language."""
        return {code: text for code, text in self.form.data.items() if text}


class _LocalTextForms:
    """Makes the inner form of a ``LocalTextField`` when the city's languages are known: at the request."""

    def __init__(self, most: int, lines: bool, required: bool) -> None:
        self.most, self.lines, self.required = most, lines, required

    def __call__(self, formdata: Any = None, obj: Any = None, **kwargs: Any) -> Form:
        languages: tuple[str, ...] = current_app.config["LANGUAGES"]
        kind = TextField if self.lines else LineField
        fields = {
            code: kind(
                _language_label(code),
                [_needed] if self.required and code == languages[0] else [],
                most=self.most,
            )
            for code in languages
        }
        return type("LocalTextForm", (Form,), fields)(formdata=formdata, obj=_Texts(obj), **kwargs)


class _Texts:
    """Gives a dict's items as attributes, as WTForms wants them."""

    def __init__(self, texts: Any) -> None:
        self.__dict__.update(texts or {})


class RowList(FieldList):  # type: ignore[misc]
    """A list of small forms whose rows are numbered ``name-0-…``; other numbers in their place are no rows."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            if name.startswith(f"{prefix}-"):
                number = name[len(prefix) + 1 :].partition("-")[0]
                if number.isascii() and number.isdigit() and len(number) < 4:
                    yield int(number)


def _language_label(code: str) -> Any:
    return {"lv": _l("Latvian"), "ru": _l("Russian"), "en": _l("English")}.get(code, code)


def _needed(_form: Form, field: Field) -> None:
    if not field.data:
        raise StopValidation(_("Fill in this field."))


_needed.field_flags = {"required": True}  # type: ignore[attr-defined]


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Value and label of each choice, for a select or radio field whose choices are known at the request."""
    return [SelectChoice(value, label) for value, label in pairs]


def needed() -> Callable[[Form, Field], None]:
    """A validator: the field must not stay empty."""

    def check(form: Form, field: Field) -> None:
        if field.data is None or field.data in ("", [], ()):
            field.errors = []
            raise StopValidation(_("Fill in this field."))

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def degrees(limit: int) -> Callable[[Form, Field], None]:
    """A validator for a coordinate: a finite number between ``-limit`` and ``limit``."""

    def check(_form: Form, field: Field) -> None:
        if field.data is not None and not -limit <= float(field.data) <= limit:
            raise ValidationError(_("This is not a place on the map."))

    return check
