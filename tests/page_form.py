"""A form as a browser would fill and send it: its defaults, its choices, its hidden fields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from werkzeug.datastructures import MultiDict

BUTTONS = frozenset({"submit", "image"})
UNSENT = frozenset({"button", "reset", "submit", "image", "file"})


class Form:
    """One form of a page. ``data`` is what would be sent right now."""

    def __init__(self, element: Element, tree: Element, address: str) -> None:
        self.element = element
        self.address = address
        self.controls = [control for control in _controls(element, tree) if "disabled" not in control.attrib]
        self.data: MultiDict[str, Any] = MultiDict(_defaults(self.controls))

    def __str__(self) -> str:
        return f"{self.method} {self.action} #{self.element.get('id', '')} fields: {', '.join(self.names)}"

    @property
    def method(self) -> str:
        """``get`` or ``post``."""
        return self.element.get("method", "get").lower()

    @property
    def action(self) -> str:
        """Where it is sent, as a path with its query."""
        return _path(urljoin(self.address, self.element.get("action") or self.address))

    @property
    def names(self) -> list[str]:
        """The names of its fields, in the order of the page."""
        return list(
            dict.fromkeys(control.get("name", "") for control in self.controls if control.get("name"))
        )

    @property
    def buttons(self) -> list[Element]:
        """What sends it, in the order of the page."""
        return [control for control in self.controls if _is_button(control)]

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is its id, its action, or the words on one of its buttons."""
        labels = [_label(button) for button in self.buttons]
        return name in (self.element.get("id"), self.action, urlsplit(self.action).path, *labels)

    def has_fields(self, names: Iterable[str]) -> bool:
        """Whether all these fields are in it."""
        return set(names) <= set(self.names)

    def fill(self, fields: Mapping[str, Any]) -> "Form":
        """Fill fields in as a person could.

        A checkbox takes ``True`` or ``False``, several boxes or a multiple choice take a list of values, ``None``
        empties a field, a file field takes ``(stream, filename)`` or a list of them. ``AssertionError`` for a field
        or a choice that the form does not offer.
        """
        for name, value in fields.items():
            assert name in self.names, f"no field {name} on {self.address}; the form is {self}"
            self.data.setlist(name, list(self._filled(name, value)))
        return self

    def press(self, name: str | None = None) -> str:
        """Choose the button that sends it (by words, name or value; else the first); returns where it goes."""
        chosen = [
            button
            for button in self.buttons
            if name in (None, _label(button), button.get("name"), button.get("value"))
        ]
        assert chosen, f"no button {name or ''} on {self.address}; the form is {self}"
        if chosen[0].get("name"):
            self.data.add(chosen[0].get("name"), chosen[0].get("value", ""))
        return _path(urljoin(self.address, chosen[0].get("formaction") or self.action))

    def _filled(self, name: str, value: Any) -> Iterator[Any]:
        controls = [control for control in self.controls if control.get("name") == name]
        if controls[0].get("type") == "file":
            yield from value if isinstance(value, list) else [value]
            return
        choices = [choice for control in controls for choice in _choices(control)]
        if value is True and len(choices) == 1:
            yield choices[0]
            return
        several = value if isinstance(value, list | tuple | set | frozenset) else [value]
        for one in several:
            if one is None or one is False:
                continue
            assert not choices or str(one) in choices, (
                f"{name} on {self.address} offers {choices}, not {one!r}"
            )
            yield str(one)


def _controls(form: Element, tree: Element) -> Iterator[Element]:
    kinds = ("input", "select", "textarea", "button")
    inside = {id(element) for element in form.iter()}
    for element in tree.iter():
        if element.tag in kinds:
            owner = element.get("form")
            if owner == form.get("id") if owner else id(element) in inside:
                yield element


def _defaults(controls: Iterable[Element]) -> Iterator[tuple[str, Any]]:
    for control in controls:
        name, kind = control.get("name"), control.get("type", "text")
        if not name or control.tag == "button":
            continue
        if control.tag == "select":
            yield from ((name, value) for value in _selected(control))
        elif control.tag == "textarea":
            yield name, "".join(control.itertext()).removeprefix("\n")
        elif kind in ("checkbox", "radio"):
            if "checked" in control.attrib:
                yield name, control.get("value", "on")
        elif kind not in UNSENT:
            yield name, control.get("value", "")


def _selected(select: Element) -> list[str]:
    options = [option for option in select.iter("option") if "disabled" not in option.attrib]
    chosen = [option for option in options if "selected" in option.attrib]
    if "multiple" not in select.attrib:
        chosen = chosen[-1:] or options[:1]
    return [_option_value(option) for option in chosen]


def _choices(control: Element) -> list[str]:
    if control.tag == "select":
        return [_option_value(option) for option in control.iter("option") if "disabled" not in option.attrib]
    if control.tag == "input" and control.get("type") in ("checkbox", "radio"):
        return [control.get("value", "on")]
    return []


def _option_value(option: Element) -> str:
    return option.get("value", " ".join("".join(option.itertext()).split()))


def _is_button(control: Element) -> bool:
    default = "submit" if control.tag == "button" else "text"
    return control.tag in ("button", "input") and control.get("type", default) in BUTTONS


def _label(button: Element) -> str:
    return (
        " ".join("".join(button.itertext()).split())
        or button.get("value", "")
        or button.get("aria-label", "")
    )


def _path(url: str) -> str:
    split = urlsplit(url)
    return split.path + (f"?{split.query}" if split.query else "")
