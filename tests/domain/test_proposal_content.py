"""What a proposal may say, what it still lacks, and which pot pays for it."""

import json
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import RuleBroken
from app.domain.money import MAX_CENTS
from app.domain.proposal_content import (
    AttachmentKind,
    ContentFile,
    CostLine,
    ProposalContent,
    check_content,
    check_price,
    content_from,
    is_https,
    missing_for_submission,
    pot_for,
)
from app.domain.themes import Theme

BENCH = ProposalContent(
    language="lv",
    title="Soliņš",
    summary="Soliņš zem liepas.",
    description="No ozola.",
    neighbourhood_id=3,
    themes=(Theme.GREEN, Theme.ACCESS),
    cost_lines=(CostLine("Soliņš", 90_000), CostLine("Pamats", 30_000)),
    files=(
        ContentFile(1, AttachmentKind.IMAGE, "a.jpg", "Liepa"),
        ContentFile(2, AttachmentKind.PDF, "plāns.pdf"),
    ),
)


@dataclass(frozen=True)
class Pot:
    id: int
    amount_cents: int
    neighbourhood_id: int | None = None


CITY, GRIVA = Pot(1, 10_000_000), Pot(2, 3_000_000, neighbourhood_id=7)


def test_content_survives_json():
    assert content_from(json.loads(json.dumps(BENCH.as_data()))) == BENCH
    assert content_from({"title": "Vecs", "language": "ru", "gone": 1}) == ProposalContent("ru", "Vecs")


def test_the_sum_is_that_of_the_lines():
    assert BENCH.cost_cents == 120_000


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": ""}, "proposal.title_missing"),
        ({"title": "x" * 121}, "proposal.text_too_long"),
        ({"summary": "x" * 281}, "proposal.text_too_long"),
        ({"description": "x" * 8001}, "proposal.text_too_long"),
        ({"cost_lines": (CostLine("x" * 121, 1),)}, "proposal.text_too_long"),
        ({"files": (ContentFile(1, AttachmentKind.IMAGE, "a", "x" * 201),)}, "proposal.text_too_long"),
        ({"themes": tuple(Theme)[:4]}, "proposal.too_many_themes"),
        ({"cost_lines": (CostLine("x", 1),) * 31}, "proposal.too_many_cost_lines"),
        ({"files": (ContentFile(1, AttachmentKind.IMAGE, "a"),) * 9}, "proposal.too_many_files"),
        ({"files": (ContentFile(1, AttachmentKind.PDF, "a"),) * 4}, "proposal.too_many_files"),
        ({"cost_lines": (CostLine("x", -1),)}, "proposal.amount_wrong"),
        ({"upkeep_cents": -1}, "proposal.amount_wrong"),
        ({"cost_lines": (CostLine("x", MAX_CENTS), CostLine("y", 1))}, "money.too_large"),
        ({"lat": 55.9}, "proposal.point_wrong"),
        ({"lat": float("nan"), "lon": 26.5}, "proposal.point_wrong"),
        ({"lat": float("inf"), "lon": 26.5}, "proposal.point_wrong"),
        ({"lat": 55.9, "lon": 180.1}, "proposal.point_wrong"),
        ({"video_url": "http://example.com/a"}, "proposal.video_not_https"),
        ({"video_url": "javascript:alert(1)"}, "proposal.video_not_https"),
        ({"video_url": "https://["}, "proposal.video_not_https"),
    ],
)
def test_what_may_not_even_be_a_draft(fields, code):
    with pytest.raises(RuleBroken, match=code):
        check_content(replace(BENCH, **fields))


def test_a_draft_needs_a_name_only():
    check_content(ProposalContent("lv", "Soliņš"))
    check_content(replace(BENCH, lat=55.87, lon=26.53, video_url="https://video.example/w?v=1"))


@given(st.text())
@settings(max_examples=60)
def test_any_text_is_an_address_or_not(text):
    assert not is_https(text) or text.lower().startswith("https://")


def test_what_is_missing_is_told_in_the_order_of_the_form():
    empty = ProposalContent("lv", "Soliņš")
    assert missing_for_submission(empty, needs_cost=True) == [
        "proposal.missing_summary",
        "proposal.missing_description",
        "proposal.missing_theme",
        "proposal.missing_place",
        "proposal.missing_cost",
    ]
    assert missing_for_submission(replace(BENCH, cost_lines=()), needs_cost=False) == []
    assert missing_for_submission(BENCH, needs_cost=True) == []


def test_a_neighbourhoods_own_pot_comes_first():
    assert pot_for([CITY, GRIVA], 7, None) == GRIVA
    assert pot_for([CITY, GRIVA], 3, None) == CITY
    assert pot_for([GRIVA], 3, None) is None
    assert pot_for([], 3, None) is None


def test_the_author_chooses_among_pots_that_fit():
    assert pot_for([CITY, GRIVA], 7, CITY.id) == CITY
    for wish in (GRIVA.id, 99):
        with pytest.raises(RuleBroken, match="proposal.pot_does_not_fit"):
            pot_for([CITY, GRIVA], 3, wish)


def test_an_idea_costs_no_more_than_its_pot_holds():
    check_price(BENCH, [CITY], Pot(1, 120_000))
    check_price(BENCH, [], None)
    with pytest.raises(RuleBroken, match="proposal.dearer_than_pot") as broken:
        check_price(BENCH, [CITY], Pot(1, 119_999))
    assert broken.value.params == {"pot_cents": 119_999}
    with pytest.raises(RuleBroken, match="proposal.no_pot"):
        check_price(BENCH, [GRIVA], None)
