"""The city as data: the map behind all points, neighbourhoods and parks, for our own pages and for anybody's."""

from flask import Response, request

from app.places import queries
from app.places.views.blueprint import bp
from app.web.city import city_look
from app.web.freshness import collection, feature, geojson, keep_for_ever
from app.web.guards import public
from app.web.maps import map_version


@bp.get("/map.geojson")
@public
def base_map() -> Response:
    """The drawing of the city: rivers, lakes, neighbourhoods, parks; empty where nobody has given one."""
    look = city_look()
    drawn = (queries.city_map() if look and look.has_map else None) or collection([])
    answer = geojson(drawn)
    return keep_for_ever(answer, asked_for=request.args.get("v"), is_now=map_version())


@bp.get("/parks.geojson")
@public
def parks() -> Response:
    """Every park, square and shore that has a point."""
    return geojson(
        collection(
            [
                feature(
                    park.lat,
                    park.lon,
                    {
                        "id": park.id,
                        "name": park.name,
                        "kind": park.kind.value,
                        "neighbourhood": park.neighbourhood.slug,
                        "is_approximate": park.is_approximate,
                    },
                )
                for park in queries.parks()
                if park.lat is not None and park.lon is not None
            ]
        )
    )


@bp.get("/neighbourhoods.geojson")
@public
def neighbourhoods() -> Response:
    """Every neighbourhood that has a point."""
    return geojson(
        collection(
            [
                feature(
                    place.lat,
                    place.lon,
                    {
                        "id": place.id,
                        "name": place.name,
                        "slug": place.slug,
                        "population": place.population,
                        "is_approximate": place.is_approximate,
                    },
                )
                for place in queries.neighbourhoods()
                if place.lat is not None and place.lon is not None
            ]
        )
    )
