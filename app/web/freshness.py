"""How long public answers may be kept by anybody: pictures, colours and maps that hold nothing personal."""

import hashlib
import json
from typing import Any

from flask import Response, request

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"


def keep_for_ever(answer: Response, *, asked_for: str | None, is_now: str) -> Response:
    """Let the answer be kept for good where its address names the present version, else for five minutes."""
    answer.headers["Cache-Control"] = FOR_EVER if asked_for == is_now else FOR_A_WHILE
    return answer


def geojson(collection: dict[str, Any], *, is_public: bool = True) -> Response:
    """A GeoJSON collection as an answer that others may keep, and other sites may read, where all of it is public."""
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    answer = Response(text, mimetype="application/geo+json")
    if is_public:
        answer.headers["Cache-Control"] = FOR_A_WHILE
        answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.set_etag(hashlib.sha256(text.encode()).hexdigest()[:16])
    answer.make_conditional(request)
    return answer


def feature(lat: float, lon: float, properties: dict[str, Any]) -> dict[str, Any]:
    """A point of a GeoJSON collection, in degrees."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
        "properties": properties,
    }


def collection(features: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A GeoJSON collection of these features."""
    return {"type": "FeatureCollection", **more, "features": features}
