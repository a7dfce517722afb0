"""Which language a text without a noted language is likely in, so that a screen reader says it with the right voice."""

import re

from flask import current_app
from markupsafe import Markup

from app.web import formats

CYRILLIC = frozenset({"ru", "uk", "be", "bg"})
"""Languages written in Cyrillic letters."""

LETTERS = {"lv": "āčēģīķļņšūž", "lt": "ąčęėįšųūž", "et": "äõöüšž", "pl": "ąćęłńóśźż"}
"""Letters that tell a language written in Latin ones from English."""

_cyrillic = re.compile("[\u0400-\u04ff]")
_latin = re.compile("[A-Za-z\u00c0-\u024f]")
_address = re.compile(r"\S+@\S+|https?:\S+")


MARKED = 0.06
"""The share of such letters from which a text counts as one in that language: a name alone does not make it."""


def tongue(text: object) -> str:
    """The code of the language that a text seems to be in."""
    return likely_language(str(text), current_app.config["LANGUAGES"], formats.language())


def foreign_lang(text: object) -> Markup:
    """The ``lang`` attribute of a text that seems to be in another language than the page; else nothing.

    Used for what people write once for everybody: reasons, milestones, mottos, sources of money.
    """
    likely = tongue(text)
    return Markup("") if likely == formats.language() else Markup(' lang="{}"').format(likely)


def likely_language(text: str, offered: tuple[str, ...], page: str) -> str:
    """The language that the letters of ``text`` speak for: one of ``offered`` (in the city's order) or ``page``.

    A text that could be in the page's language is taken to be: "Zupas vakars" is not told from English.
    """
    text = _address.sub(" ", text)  # in no language
    letters = len(_latin.findall(text))
    others = len(_cyrillic.findall(text))
    if letters == others == 0:
        return page
    cyrillic = others > letters
    fitting = [code for code in offered if (code in CYRILLIC) is cyrillic]
    if not fitting:
        return page
    lower = text.lower()
    counted = {code: sum(lower.count(letter) for letter in LETTERS.get(code, "")) for code in fitting}
    best = max(fitting, key=lambda code: counted[code])
    if counted[best] > MARKED * letters:
        return best
    return page if page in fitting else fitting[0]
