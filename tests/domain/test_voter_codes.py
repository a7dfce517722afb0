"""Printed codes: made of letters that nobody mistakes, and read however they are typed."""

import pytest

from app.domain.errors import RuleBroken
from app.domain.voter_codes import ALPHABET, CODE_LENGTH, code_prefix, new_code, printed, read_code


def test_a_code_has_sixty_bits_without_letters_that_look_like_digits():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == CODE_LENGTH >= 12 and set(code) <= set(ALPHABET) for code in codes)
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["7H2K9QXW4M10", "7h2k-9qxw-4m1o", " 7H2K 9QXW 4MLO ", "7h2k–9qxw–4mio"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "7H2K9QXW4M10"


@pytest.mark.parametrize(
    "typed", ["", "7H2K-9QXW-4M1", "7H2K-9QXW-4M100", "7H2K-9QXW-4M1!", "٣H2K9QXW4M10", "СНКХ" * 3]
)
def test_what_cannot_be_a_code_is_refused(typed):
    with pytest.raises(RuleBroken, match=r"code\.unreadable"):
        read_code(typed)


def test_a_code_is_printed_in_groups():
    assert printed("7H2K9QXW4M10") == "7H2K-9QXW-4M10"


def test_wrong_tries_are_counted_by_the_beginning_of_the_code():
    assert code_prefix("7h2k-9qxw-4m1o") == code_prefix("7H2K ZZZZ") == "7H2K"
    assert code_prefix("x" * 100_000) == "XXXX"
