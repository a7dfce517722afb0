"""Words are found without case and marks in three languages; differences lose nothing of either text."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.difference import PartKind, differences
from app.domain.join_codes import LENGTH, LETTERS, new_join_code, read_join_code, shown_join_code
from app.domain.words import WORD_LENGTH, fold, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuz"),
        ("Ёлка, съёмка", "елка, съемка"),
        ("Скамейка ЙОД", "скамеика иод"),
        ("Straße, Ærø, Łódź", "strasse, aero, lodz"),
        ("café", "cafe"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_words_are_cut_and_counted_once():
    assert words_of("Parks parks, PARKS-2025 „Stropi”") == ("parks", "2025", "stropi")
    assert words_of("a" * 100) == ("a" * WORD_LENGTH,)
    assert words_of("a b c d", most=2) == ("a", "b")
    assert words_of("…!? ___") == ()


@given(st.text())
@settings(max_examples=60)
def test_folding_twice_changes_nothing(text):
    assert words_of(" ".join(words_of(text))) == words_of(text)


def test_a_changed_word_goes_and_comes():
    told = [
        (part.kind.value, part.text)
        for part in differences("Divi soliņi\npie upes.", "Trīs soliņi\npie upes!")
    ]
    assert told == [
        ("removed", "Divi"),
        ("added", "Trīs"),
        ("same", " soliņi\npie upes"),
        ("removed", "."),
        ("added", "!"),
    ]


@given(st.text(alphabet="ab \n.č"), st.text(alphabet="ab \n.č"))
@settings(max_examples=60)
def test_both_texts_can_be_read_from_a_difference(before, after):
    parts = differences(before, after)
    assert "".join(part.text for part in parts if part.kind is not PartKind.ADDED) == before
    assert "".join(part.text for part in parts if part.kind is not PartKind.REMOVED) == after


def test_codes_are_read_as_people_type_them():
    code = new_join_code(Random(7))
    assert (len(code), set(code) <= set(LETTERS)) == (LENGTH, True)
    assert read_join_code(f"  {shown_join_code(code).lower()} ") == code
    assert read_join_code("0O1IL <script>") == "SCRPT"
