"""What is put on paper: the city's letters, no boxes for letters that the type lacks, nothing of the machine."""

from datetime import UTC, datetime

import pytest

from app.web.pdf import new_paper, printable

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["Ķēžu šņāpļi Ģīmjū čau", "Съёмка, подъезд № 5", "“12 500 €” – Tā!"])
def test_letters_of_the_city_are_all_in_the_type(text: str) -> None:
    assert printable(text) == text


def test_letters_that_the_type_lacks_are_left_out() -> None:
    assert printable("Parks 🎉公園\x07!") == "Parks !"


@pytest.mark.usefixtures("app")
def test_page_holds_type_drawings_and_nothing_of_the_machine() -> None:
    paper = new_paper("Apliecība", "lv", now=NOW, landscape=True)
    paper.add_page()
    paper.river().wordmark(18, 18, "Daugavpils").qr("https://talka.example/x", 200, 20, 30).say(
        "Paldies", size=20
    )
    written = bytes(paper.output())
    assert written.startswith(b"%PDF-")
    assert b"TalkaSansBold" in written
    assert b"/home" not in written
    assert b"/work" not in written


@pytest.mark.usefixtures("app")
def test_long_name_shrinks_to_one_line() -> None:
    paper = new_paper("x", "lv", now=NOW)
    paper.add_page()
    assert paper.fitting("Ja", size=30, width=100, bold=True) == 30
    size = paper.fitting("Ļoti gara vārda īpašniece " * 3, size=30, width=100, bold=True)
    assert 8 <= size < 30
    assert paper.width_of("Ļoti gara vārda īpašniece " * 3, size=size, bold=True) <= 100.5
    paper.output()
