"""Where the marks of charts and maps go, by hand-computed examples."""

from datetime import UTC, datetime, timedelta

import pytest

from app.web.charts import dot_geometry, map_geometry, nice_ceiling, shares_of, step_geometry
from app.web.qr import qr_svg

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_shares_follow_each_other_and_fill_the_sum() -> None:
    assert shares_of([1, 3]) == [{"x": "0.000", "width": "25.000"}, {"x": "25.000", "width": "75.000"}]


def test_shares_of_a_larger_total_leave_the_rest_empty() -> None:
    assert shares_of([20], 80) == [{"x": "0.000", "width": "25.000"}]


def test_shares_beyond_the_total_still_end_at_the_edge() -> None:
    assert shares_of([150], 100) == [{"x": "0.000", "width": "100.000"}]


def test_shares_of_nothing_are_empty() -> None:
    assert shares_of([0, 0], 0) == [{"x": "0.000", "width": "0.000"}] * 2


@pytest.mark.parametrize(
    ("value", "ceiling"), [(0, 4), (3, 4), (4, 4), (5, 8), (9, 12), (41, 80), (1092, 2000), (4001, 8000)]
)
def test_ceiling_gives_four_round_steps(value: int, ceiling: int) -> None:
    assert nice_ceiling(value) == ceiling


def test_steps_rise_at_their_instants() -> None:
    points = [
        {"at": NOON + timedelta(hours=hours), "value": value} for hours, value in ((0, 0), (1, 1), (4, 4))
    ]
    drawn = step_geometry(points)
    assert drawn["line"] == "M0 100.00H25.00V75.00H100.00V0.00"
    assert drawn["area"].endswith("V100H0Z")
    assert [row["value"] for row in drawn["grid"]] == [0, 1, 2, 3, 4]
    assert drawn["end"] == {"x": "100.00", "y": "0.00", "value": 4}


def test_one_point_is_drawn_without_a_span() -> None:
    assert step_geometry([{"at": NOON, "value": 2}])["line"] == "M0 50.00"


def test_dots_keep_the_distances_of_time_and_today_only_inside() -> None:
    instants = [NOON, NOON + timedelta(days=1), NOON + timedelta(days=4)]
    assert dot_geometry(instants, NOON + timedelta(days=2)) == {"dots": ["3", "26.5", "97"], "now": "50"}
    assert dot_geometry(instants, NOON + timedelta(days=5))["now"] is None


def test_map_puts_north_up_and_east_right() -> None:
    points = [{"lat": 55.9, "lon": 26.5}, {"lat": 55.85, "lon": 26.6}]
    drawn = map_geometry(points, [[(55.9, 26.5), (55.87, 26.55), (55.85, 26.6)]])
    first, second = drawn["groups"]
    assert [group["numbers"] for group in drawn["groups"]] == [[1], [2]]
    assert float(first["x"]) < float(second["x"])
    assert float(first["y"]) < float(second["y"])
    assert drawn["paths"][0].startswith(f"M{first['x']} {first['y']}Q")
    assert drawn["paths"][0].endswith(f"L{second['x']} {second['y']}")


def test_map_of_one_place_has_it_in_the_middle() -> None:
    drawn = map_geometry([{"lat": 55.87, "lon": 26.51}])
    assert 0 < float(drawn["groups"][0]["x"]) < drawn["width"]
    assert 0 < float(drawn["groups"][0]["y"]) < drawn["height"]


def test_pins_that_would_cover_each_other_become_one_with_their_number() -> None:
    close, far = {"lat": 55.87, "lon": 26.51}, {"lat": 55.9, "lon": 26.6}
    groups = map_geometry([close, far, close])["groups"]
    assert [group["numbers"] for group in groups] == [[1, 3], [2]]


def test_qr_code_escapes_its_label() -> None:
    assert 'aria-label="&lt;b&gt;"' in qr_svg("https://talka.example/", "<b>")
    assert 'aria-hidden="true"' in qr_svg("https://talka.example/")
