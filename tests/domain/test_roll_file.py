"""A voter roll as a CSV file: good lines, and every bad one by its number."""

import pytest

from app.domain.errors import RuleBroken
from app.domain.roll_file import MOST_LINES, RollLine, read_roll

ELECTORATES = {"youth", "residents"}


@pytest.mark.parametrize(
    "text",
    [
        "key;electorate\n7A-01;youth\n7A-02;residents\n",
        "\ufeffElectorate,Key\r\nyouth,7A-01\r\nresidents,7A-02\r\n",
        'key\tname\telectorate\n"7A-01"\tignored\tyouth\n\n7A-02\t\tresidents\n',
    ],
)
def test_the_file_may_come_from_any_spreadsheet(text):
    file = read_roll(text.encode(), ELECTORATES)
    assert file.lines == (RollLine("7A-01", "youth"), RollLine("7A-02", "residents"))
    assert file.faults == ()


def test_every_bad_line_is_told_with_its_number():
    text = (
        "key;electorate\n7A-01;youth\n;youth\n7A-01;youth\n7A-03;teachers\n7A-04\n"
        + "x" * 61
        + ";youth\n7A-00;youth\n"
    )
    file = read_roll(text.encode(), ELECTORATES, known={"7A-00"})
    assert file.lines == (RollLine("7A-01", "youth"),)
    assert [(fault.line, fault.code) for fault in file.faults] == [
        (3, "roll.no_key"),
        (4, "roll.key_twice"),
        (5, "roll.unknown_electorate"),
        (6, "roll.unknown_electorate"),
        (7, "roll.bad_key"),
        (8, "roll.key_known"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roll.columns"),
        (b"name;electorate\n", "roll.columns"),
        (b"key;electorate;key\n", "roll.columns"),
        (b"key;electorate\n\n", "roll.empty"),
        (b"key;electorate\n\xff\xfe;youth\n", "roll.not_text"),
        (b"key;electorate\n\x00;youth\n", "roll.not_text"),
        (b"PK\x03\x04\x00\x00", "roll.not_text"),
        (b"key;electorate\n" + b"a;b\n" * (MOST_LINES + 1), "roll.too_long"),
        (b'key;electorate\n"' + b"a" * 200_000, "roll.columns"),
    ],
)
def test_a_file_that_is_no_roll_is_refused(data, code):
    with pytest.raises(RuleBroken, match=code.replace(".", r"\.")):
        read_roll(data, ELECTORATES)
