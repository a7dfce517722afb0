"""Covers: the same for the same key, different between themes, drawn inside the page's rules."""

from xml.etree import ElementTree

import pytest

from app.domain.themes import Theme
from app.web.covers import PATTERNS, cover_svg
from app.web.covers.brush import PAINTS, Dice
from app.web.stylesheet import BUILT


def test_every_theme_of_the_field_has_its_drawings() -> None:
    assert set(PATTERNS) == {theme.value for theme in Theme}


@pytest.mark.parametrize("theme", sorted(PATTERNS))
def test_cover_is_well_formed_and_the_same_every_time(theme: str) -> None:
    drawings = [cover_svg(theme, key) for key in range(12)]
    assert drawings == [cover_svg(theme, key) for key in range(12)]
    assert len(set(drawings)) == 12
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        assert root.get("viewBox") == "0 0 400 300"
        assert not [element for element in root.iter() if "style" in element.attrib or "id" in element.attrib]


def test_themes_are_drawn_differently_not_recoloured() -> None:
    def shapes(theme: str) -> tuple[str, ...]:
        return tuple(element.tag for element in ElementTree.fromstring(cover_svg(theme, 1)).iter())

    assert len({shapes(theme) for theme in PATTERNS}) == len(PATTERNS)


def test_unknown_theme_is_drawn_as_other_kinds_of_ideas() -> None:
    assert "<svg" in cover_svg("no such theme", 1)


def test_colours_follow_the_scheme_on_pages_and_are_fixed_elsewhere() -> None:
    assert 'fill="#' not in cover_svg("green", 7)
    assert 'class="' not in cover_svg("green", 7, fixed=True)
    css = BUILT.read_text(encoding="utf-8")
    assert [paint for paint in PAINTS if f".c-{paint}{{" not in css and f".c-{paint} {{" not in css] == []


def test_dice_stay_within_their_bounds() -> None:
    dice = Dice("a key")
    assert {dice.whole(1, 3) for _ in range(200)} == {1, 2, 3}
    assert all(2 <= dice.between(2, 5) < 5 for _ in range(200))
