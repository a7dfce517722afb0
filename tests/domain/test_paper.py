"""Serials of paper ballots, and what is keyed from a sheet."""

import pytest

from app.domain.errors import RuleBroken
from app.domain.paper import read_marks, read_serial, serial, sheet_nonce, sheet_tag, written_marks

KEY = b"k" * 32
ROWS = ["40", "17", "99"]


def test_a_serial_is_read_back_however_it_is_typed():
    printed = serial(KEY, 3, 17)
    for typed in (printed, printed.lower(), f" {printed.replace('-', ' ')} ", printed[1:]):
        assert read_serial(typed, KEY, 3, 20) == 17


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "paper.serial_unreadable"),
        ("٠٠١٧-ABCD", "paper.serial_unreadable"),
        ("x" * 500, "paper.serial_unreadable"),
        ("0017-0000", "paper.serial_unknown"),
        (serial(KEY, 4, 17), "paper.serial_unknown"),
        (serial(KEY, 3, 21), "paper.serial_unknown"),
        (serial(b"x" * 32, 3, 17), "paper.serial_unknown"),
    ],
)
def test_a_sheet_of_another_box_or_of_nobody_is_refused(typed, code):
    with pytest.raises(RuleBroken, match=code.replace(".", r"\.")):
        read_serial(typed, KEY, 3, 20)


def test_sheets_have_tags_and_nonces_of_their_own():
    sheets = [(box, number) for box in (1, 2) for number in (1, 2, 12)]
    assert (
        len({sheet_tag(KEY, *sheet) for sheet in sheets})
        == len({sheet_nonce(*sheet) for sheet in sheets})
        == 6
    )


@pytest.mark.parametrize(
    ("takes", "typed", "marks"),
    [
        ("set", "3 1", ["99", "40"]),
        ("order", " 3,1 ;2", ["99", "40", "17"]),
        ("numbers", "1=5, 3:2", [("40", "5"), ("99", "2")]),
        ("set", "", []),
    ],
)
def test_marks_are_the_numbers_of_the_rows(takes, typed, marks):
    assert read_marks(takes, typed, ROWS) == marks


@pytest.mark.parametrize(
    ("takes", "typed", "code"),
    [
        ("set", "4", "paper.no_such_row"),
        ("set", "0", "paper.no_such_row"),
        ("set", "1=2", "paper.unreadable"),
        ("numbers", "1", "paper.unreadable"),
        ("numbers", "1=1e999", "paper.unreadable"),
        ("order", "-1", "paper.unreadable"),
        ("order", "٣", "paper.unreadable"),
        ("set", "1_0", "paper.unreadable"),
    ],
)
def test_what_is_no_row_is_refused(takes, typed, code):
    with pytest.raises(RuleBroken, match=code.replace(".", r"\.")):
        read_marks(takes, typed, ROWS)


def test_checked_choices_are_written_as_they_are_keyed():
    assert written_marks("set", ("99", "40"), ROWS) == "1 3"
    assert written_marks("order", ("99", "40"), ROWS) == "3 1"
    assert written_marks("numbers", (("99", 2), ("40", 5)), ROWS) == "1=5 3=2"
