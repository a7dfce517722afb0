"""A city's own colours stay legible, and its map holds nothing but shapes, kinds and names."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from app.domain.colours import PINE, TEXT_CONTRAST, TEXT_PAIRS, contrast, luminance, paints_of
from app.domain.errors import RuleBroken
from app.domain.geojson import bounds_of, read_city_map


def a_map(*features: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def a_feature(shape: str = "Point", coordinates: Any = (26.5, 55.87), **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": shape, "coordinates": coordinates},
    }


@pytest.mark.parametrize("hue", range(0, 360, 30))
def test_every_hue_keeps_the_contrast_of_the_colours_it_replaces(hue: int) -> None:
    paints = paints_of(hue)
    assert paints.keys() == PINE.keys()
    for text, ground in TEXT_PAIRS:
        assert contrast(paints.get(text, text), paints.get(ground, ground)) >= TEXT_CONTRAST
    for step, plain in PINE.items():
        assert abs(luminance(paints[step]) - luminance(plain)) < 0.02


def test_contrast_of_black_on_white_is_the_largest_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("hue", [-1, 360])
def test_a_hue_off_the_wheel_is_refused(hue: int) -> None:
    with pytest.raises(RuleBroken, match=r"city\.hue_wrong"):
        paints_of(hue)


def test_a_map_keeps_shapes_kinds_and_names_only() -> None:
    river = a_feature(
        "LineString", [[26.4, 55.9, 90], [26.6123456789, 55.8]], kind="river", name={"lv": "Daugava", "x": 1}
    )
    told = a_feature(kind="<script>", name=" Parks\x00 \n", owner="Anna", lat=1)
    drawn = read_city_map(a_map(river, told, schematic=True, note="by hand", crs={"evil": 1}))
    assert drawn["features"][0]["geometry"]["coordinates"] == [[26.4, 55.9], [26.612346, 55.8]]
    assert drawn["features"][0]["properties"] == {"kind": "river", "name": {"lv": "Daugava"}}
    assert drawn["features"][1]["properties"] == {"kind": "place", "name": "Parks"}
    assert drawn.keys() == {"type", "schematic", "note", "features"}
    assert bounds_of(drawn["features"]) == (26.4, 55.8, 26.612346, 55.9)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "map.not_geojson"),
        (b"[" * 100_000, "map.not_geojson"),
        (b'{"type": "Topology"}', "map.not_geojson"),
        (b"\xff\xfe", "map.not_geojson"),
        (a_map(), "map.empty"),
        (b" " * (2 * 2**20 + 1), "map.too_large"),
        (a_map(*[a_feature()] * 2001), "map.too_much"),
        (a_map(a_feature("LineString", [[26, 55]] * 40_001)), "map.too_much"),
        (a_map(a_feature("Point", [181, 55])), "map.wrong_shape"),
        (a_map(a_feature("Point", ["26", 55])), "map.wrong_shape"),
        (a_map(a_feature("Point", [True, 55])), "map.wrong_shape"),
        (a_map(a_feature("Point", [])), "map.wrong_shape"),
        (a_map(a_feature("Polygon", [[[26, 55], [27, 55], [27, 56], [26, 56]]])), "map.wrong_shape"),
        (a_map(a_feature("GeometryCollection", [])), "map.wrong_shape"),
        (a_map(a_feature("Point", [777, 5])).replace(b"777", b"1e999"), "map.wrong_shape"),
        (a_map(a_feature("Point", [777, 5])).replace(b"777", b"NaN"), "map.not_geojson"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": {"type": ["Point"]}}]}', "map.wrong_shape"),
    ],
)  # fmt: skip
def test_what_is_no_map_of_a_city_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as error:
        read_city_map(data)
    assert error.value.code == code


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@examples(max_examples=40)
@given(
    geometry=st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon"]),
    coordinates=anything,
    properties=anything,
)
def test_nothing_that_can_be_written_in_a_file_gets_past_the_reader(
    geometry: str, coordinates: Any, properties: Any
) -> None:
    sent = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry, "coordinates": coordinates},
    }
    try:
        drawn = read_city_map(a_map(sent))
    except RuleBroken:
        return
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
