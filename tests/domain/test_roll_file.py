"""A voter roll as a CSV file: good lines, and every bad one by its number."""

import pytest

from app.domain.errors import RuleBroken
from app.domain.roll_file import MOST_LINES, RollLine, read_roll, roll_fingerprint

ELECTORATES = {"youth": (), "residents": ()}


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


def test_a_neighbourhood_is_read_by_any_of_its_names():
    text = "key;electorate;neighbourhood\n1;youth;Grīva\n2;youth;griva\n3;youth;\n4;youth;Rīga\n5;residents;Grīva\n"
    file = read_roll(text.encode(), {"youth": (), "residents": (8,)}, neighbourhoods={"grīva": 7, "griva": 7})
    assert [(line.key, line.neighbourhood_id) for line in file.lines] == [("1", 7), ("2", 7), ("3", None)]
    faults = [(fault.line, fault.code) for fault in file.faults]
    assert faults == [(5, "roll.unknown_neighbourhood"), (6, "roll.outside_electorate")]


def test_the_fingerprint_knows_everybody_and_no_order():
    roll = [("youth", "roll:1", None), ("youth", "roll:2", 7)]
    assert roll_fingerprint(1, roll) == roll_fingerprint(1, reversed(roll))
    others = [roll[:1], [*roll, ("youth", "roll:3", None)], [("youth", "roll:1", 7), roll[1]]]
    assert (
        len({roll_fingerprint(1, roll), roll_fingerprint(2, roll), *(roll_fingerprint(1, o) for o in others)})
        == 5
    )
