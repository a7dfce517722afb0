"""Pictures for invented ideas and projects: drawn by chance that is always the same, and stored like anybody's."""

from io import BytesIO

from PIL import Image

from app.demo.pictures.brush import Brush
from app.demo.pictures.papers import draw_model, draw_poster, draw_sketch
from app.demo.pictures.scenes import draw_after, draw_before, draw_scene, draw_works
from app.demo.town import Town
from app.web.uploads import StoredFile, store_image

DRAWINGS = {
    "drawing": draw_sketch,
    "model": draw_model,
    "poster": draw_poster,
    "photo": draw_before,
    "generated": draw_scene,
    "before": draw_before,
    "progress": draw_works,
    "after": draw_after,
}
"""How each kind of picture in the files is drawn."""


def draw_picture(kind: str, theme: str, key: str) -> Image.Image:
    """The picture of this kind for ``key``, in the manner of ``theme``; equal arguments give equal pictures."""
    brush = Brush(f"{theme}:{key}")
    DRAWINGS[kind](brush, theme)
    return brush.finished()


def store_picture(town: Town, kind: str, theme: str, key: str) -> StoredFile:
    """Draw a picture and store it among the uploads."""
    sent = BytesIO()
    draw_picture(kind, theme, key).save(sent, "PNG", compress_level=0)
    sent.seek(0)
    stored = store_image(sent, f"{key}.png")
    town.pictures.append(stored.key)
    return stored
