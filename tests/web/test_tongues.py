"""Which language a text is likely in."""

import pytest

from app.web.tongues import likely_language

OFFERED = ("lv", "ru", "en")


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("Stādi atlikti uz nedēļu karstuma dēļ.", "en", "lv"),
        ("Stādi atlikti uz nedēļu karstuma dēļ.", "ru", "lv"),
        ("Слышать друг друга", "lv", "ru"),
        (
            "Skatuve visiem",
            "ru",
            "lv",
        ),  # Latin letters cannot be Russian; the city's first such language is likely
        ("Zupas vakars", "en", "en"),  # cannot be told, so it is taken for the page's own
        ("The idea concerns Jaunā Forštate park or Aveņu square and nothing else.", "en", "en"),
        ("Кому: janis.udrans@daugavpils.example", "ru", "ru"),  # an address is in no language
        ("ERAF „Площадка” un Покровский парк культуры и отдыха", "en", "ru"),
    ],
)
def test_likely_language(text: str, page: str, language: str) -> None:
    assert likely_language(text, OFFERED, page) == language


def test_a_script_that_no_language_is_written_in() -> None:
    assert likely_language("Площадка", ("lv", "en"), "en") == "en"
