"""Words as a search compares them: without case and without diacritics, in every alphabet."""

import re
import unicodedata

WORD_LENGTH = 40
"""Longer words are cut: nobody types more of one."""

MOST_WORDS = 400
"""How many different words of one text are kept to be found by."""

_WORD = re.compile(r"[^\W_]+")
_SINGLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
"""Letters that Unicode does not take apart into a plain letter and a mark."""


def fold(text: str) -> str:
    """The text without case and without marks on its letters; ё becomes е and й becomes и.

    >>> fold("Soliņš ĶĪPSALĀ, ёлка")
    'solins kipsala, елка'
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    apart = unicodedata.normalize(
        "NFKD", plain
    ).casefold()  # Unicode, section 3.13: once is not enough for all letters
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_SINGLE)


def words_of(text: str, most: int = MOST_WORDS) -> tuple[str, ...]:
    """The different words of the text, folded, in their order, at most ``most`` of them.

    >>> words_of("Parks, parkā: Ёлка-2")
    ('parks', 'parka', 'елка', '2')
    """
    found = (word[:WORD_LENGTH] for word in _WORD.findall(fold(text)))
    return tuple(dict.fromkeys(found))[:most]
