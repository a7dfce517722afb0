"""The city's own look, set in the browser and followed by every page at once; its map, and points for everybody."""

import io
import json

import pytest
from PIL import Image

from app.domain.permissions import Role
from app.places import queries
from app.web.city import city_look
from tests.factories import a_neighbourhood, a_park, a_person

A_RIVER = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"kind": "river", "name": "Lielupe", "secret": "x"},
            "geometry": {"type": "LineString", "coordinates": [[23.7, 56.6], [23.8, 56.7]]},
        }
    ],
}


@pytest.fixture
def administrator(visitor):
    return visitor().sign_in(a_person("Anna Administratore", Role.ADMINISTRATOR))


def a_logo():
    out = io.BytesIO()
    Image.new("RGBA", (120, 90), "#ab402b").save(out, "PNG")
    return (io.BytesIO(out.getvalue()), "logo.png")


def test_every_page_follows_what_an_administrator_sets(administrator, client, app):
    answer = administrator.submit(
        "/city",
        {"name-lv": "Jelgava", "name-en": "Yelgava"},
        colour="245",
        languages=["lv", "en"],
        first_language="en",
        logo=a_logo(),
        **{"contact-en": "City of Yelgava, talka@yelgava.example"},
    )
    assert answer.status_code == 303, answer.page.text
    page = client.get("/about").page
    assert "Yelgava" in page.title
    assert [link.get("hreflang") for link in page.all("link", rel="alternate")] == ["en", "lv"]
    assert page.one("link", href="/city.css?v=245") is not None
    css = client.get("/city.css?v=245")
    assert css.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert css.text.startswith("@layer tokens{:root{--pine-50:#")
    assert client.get("/city/logo").mimetype == "image/webp"
    assert app.config["LANGUAGES"] == ("en", "lv")
    for page in ("/accessibility", "/privacy"):
        assert (
            "Who answers for this site City of Yelgava, talka@yelgava.example" in client.get(page).page.main
        )


def test_a_city_without_a_language_or_a_name_is_refused(administrator):
    assert administrator.submit("/city", {"name-lv": ""}).status_code == 422
    assert administrator.submit("/city", {"name-lv": "Jelgava"}, languages=None).status_code == 422
    sent = administrator.submit("/city", {"name-lv": "J"}, colour="own", hue="400", form_named="look")
    assert sent.status_code == 422
    not_a_picture = (io.BytesIO(b"<svg onload=alert(1)>"), "logo.svg")
    assert administrator.submit("/city", {"name-lv": "J"}, logo=not_a_picture).status_code == 422
    assert queries.city() is None


def test_a_map_is_taken_cleaned_shown_and_removed(administrator, client):
    sent = (io.BytesIO(json.dumps(A_RIVER).encode()), "upe.geojson")
    assert administrator.submit("/city", file=sent, form_named="city-map").status_code == 303
    drawn = client.get("/map.geojson")
    assert drawn.mimetype == "application/geo+json"
    assert "secret" not in drawn.text
    assert city_look().rivers == (((56.6, 23.7), (56.7, 23.8)),)
    assert client.get("/map.geojson", headers={"If-None-Match": drawn.headers["ETag"]}).status_code == 304
    bad = administrator.submit("/city", file=(io.BytesIO(b"{}"), "x.json"), form_named="city-map")
    assert bad.status_code == 422
    assert "GeoJSON" in bad.page.text
    administrator.submit("/city", form_named="Remove the map")
    assert client.get("/map.geojson").json["features"] == []


def test_parks_and_neighbourhoods_are_points_for_everybody(client):
    place = a_neighbourhood("Grīva", lat=55.86, lon=26.5)
    a_park(place, "Krasta parks", lat=55.861, lon=26.501, is_approximate=True)
    a_park(place, "Bez punkta")
    parks = client.get("/parks.geojson")
    assert parks.headers["Access-Control-Allow-Origin"] == "*"
    (point,) = parks.json["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [26.501, 55.861]}
    assert point["properties"]["is_approximate"] is True
    assert [one["properties"]["slug"] for one in client.get("/neighbourhoods.geojson").json["features"]] == [
        place.slug
    ]


def test_only_a_page_with_a_map_may_load_tiles_from_elsewhere(client, app):
    assert "tiles" not in client.get("/projects?view=map").headers["Content-Security-Policy"]
    app.config["TALKA_TILE_SERVER"] = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    a_neighbourhood("Grīva", lat=55.86, lon=26.5)
    assert "tiles" not in client.get("/about").headers["Content-Security-Policy"]
    assert "tiles" not in client.get("/parks.geojson").headers["Content-Security-Policy"]
