"""Which language a text without a noted language is likely in, so that a screen reader says it with the right voice."""

import re

from flask import current_app

from app.web import formats

CYRILLIC = frozenset({"ru", "uk", "be", "bg"})
"""Languages written in Cyrillic letters."""

LETTERS = {"lv": "āčēģīķļņšūž", "lt": "ąčęėįšųūž", "et": "äõöüšž", "pl": "ąćęłńóśźż"}
"""Letters that tell a language written in Latin ones from English."""

_cyrillic = re.compile("[\u0400-\u04ff]")
_latin = re.compile("[A-Za-z\u00c0-\u024f]")


def guessed_language(text: object) -> str:
    """The code of the offered language that the letters of ``text`` speak for; the page's own where they do not.

    Used for what officials write once for everybody: reasons, milestones, sources of money.
    """
    offered: tuple[str, ...] = current_app.config["LANGUAGES"]
    return likely_language(str(text), offered, formats.language())


def likely_language(text: str, offered: tuple[str, ...], page: str) -> str:
    """``guessed_language`` for given languages: ``offered`` in the city's order, ``page`` that of the page."""
    cyrillic = len(_cyrillic.findall(text)) > len(_latin.findall(text))
    fitting = [code for code in offered if (code in CYRILLIC) is cyrillic]
    if not fitting:
        return page
    lower = text.lower()
    counted = {code: sum(lower.count(letter) for letter in LETTERS.get(code, "")) for code in fitting}
    best = max(fitting, key=lambda code: counted[code])
    if counted[best]:
        return best
    return page if page in fitting else fitting[0]
