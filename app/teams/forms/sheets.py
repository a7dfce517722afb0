"""The cells of an empathy map or a canvas."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.domain.sheets import CELL_LENGTH, CELLS, SheetKind
from app.web.fields import TalkaForm, TextField

WORDS: dict[str, tuple[Any, Any]] = {
    "who": (_l("Who?"), _l("One person: name, age, where they live. Invent one, but a true one.")),
    "think_and_feel": (_l("Thinks and feels"), _l("What matters to them? What worries them?")),
    "see": (_l("Sees"), _l("What is there around them? What is not?")),
    "hear": (_l("Hears"), _l("What do friends, parents, teachers say?")),
    "say_and_do": (_l("Says and does"), _l("What do they do there today? What do they say about it?")),
    "pains": (_l("Pains"), _l("What annoys, frightens or stops them?")),
    "gains": (_l("Gains"), _l("What would make them glad?")),
    "lacks": (_l("What the place lacks"), _l("Light, safety, green, somewhere to sit, water, a toilet…")),
    "for_whom": (_l("For whom?"), _l("Who will come, how many, when?")),
    "what": (_l("What is it?"), _l("In three sentences, as you would tell a friend.")),
    "where": (_l("Where exactly?"), _l("The spot, its size, what stands there now.")),
    "materials": (_l("What is it made of?"), _l("Materials, things to buy, things that are there already.")),
    "upkeep": (_l("Who looks after it?"), _l("Cleaning, repairs, electricity; who holds the key?")),
    "costs": (_l("What does it cost?"), _l("One line for each thing and its price.")),
    "green": (_l("Green"), _l("What does it do for trees, water, waste, energy?")),
    "equality_and_safety": (
        _l("Equality and safety"),
        _l("Will girls and boys, small and old feel safe there, also after dark?"),
    ),
    "digital": (_l("Digital"), _l("Does anything need a phone or the net, and who is left out?")),
    "culture": (_l("Culture"), _l("What story of the place does it tell? What can happen there?")),
}
"""Cell → its name and the question that helps to fill it in."""


def sheet_form(kind: SheetKind, **kwargs: Any) -> TalkaForm:
    """The form of one sheet: a text for each cell, and the version that was seen."""
    fields: dict[str, Any] = {
        name: TextField(WORDS[name][0], most=CELL_LENGTH, description=WORDS[name][1]) for name in CELLS[kind]
    }
    return type("SheetForm", (TalkaForm,), {"seen": HiddenField(default="0"), **fields})(**kwargs)


def cells_in(kind: SheetKind, form: TalkaForm) -> Mapping[str, str]:
    """What a form says, cell by cell; cells that were not sent are left out."""
    return {name: form[name].data or "" for name in CELLS[kind] if form[name].raw_data}
