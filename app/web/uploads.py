"""Files that people send: pictures are drawn anew without their metadata, PDFs are checked, names are random."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from flask import Response, abort, current_app, send_file
from PIL import Image, ImageOps

from app.domain.errors import RuleBroken
from app.web.sanitise import tidy_line, without_unsafe_characters

MAX_IMAGE_BYTES = 10 * 2**20
MAX_PDF_BYTES = 20 * 2**20
MAX_PIXELS = 50_000_000
"""A phone's largest photo; Pillow itself would only warn up to twice its own limit."""

LARGEST_EDGE = 1600
CARD_WIDTH = 512
CARD_QUALITY = 50
"""Of 100: on a card, shown smaller than it is, nobody sees what a third of the bytes were for."""

CARD = "card"
"""The small size of a picture, for cards: kept beside the full one as ``<key>.card.webp`` where that is larger."""

MAX_NAME = 120
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""Pictures with several frames of a phone (MPO) begin as JPEG and are read as that."""


@dataclass(frozen=True)
class StoredFile:
    """A file in the uploads folder: its random key, its size in bytes, and the name the sender gave it."""

    key: str
    size_bytes: int
    name: str


def store_image(stream: IO[bytes], name: str) -> StoredFile:
    """Draw a picture anew as WebP, at most 1600 pixels wide or high, upright and without metadata.

    A picture wider than 512 pixels is kept in that width too.

    Raises ``RuleBroken``: ``upload.too_large`` above 10 MB or 50 megapixels, ``upload.not_a_picture`` for anything
    that is not a JPEG, PNG, WebP or GIF.
    """
    data = _read(stream, MAX_IMAGE_BYTES)
    picture = _open_picture(data)
    stored = _keep(_drawn(picture, LARGEST_EDGE), "webp", name)
    if picture.width > CARD_WIDTH:
        _path(stored.key, CARD).write_bytes(_drawn(picture, CARD_WIDTH, CARD_QUALITY))
    return stored


def _drawn(picture: Image.Image, width: int, quality: int = 82) -> bytes:
    """The picture as WebP, itself made smaller until it is no wider than ``width`` and no higher than any may be."""
    out = BytesIO()
    picture.thumbnail((width, LARGEST_EDGE))
    picture.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def store_pdf(stream: IO[bytes], name: str) -> StoredFile:
    """Keep a PDF of at most 20 MB.

    Raises ``RuleBroken``: ``upload.too_large`` or ``upload.not_a_pdf``.
    """
    data = _read(stream, MAX_PDF_BYTES)
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise RuleBroken("upload.not_a_pdf")
    return _keep(data, "pdf", name)


def copy_upload(key: str, name: str) -> StoredFile | None:
    """Keep a second copy of a stored file under a key of its own; ``None`` where the file is gone."""
    path, small = _path(key), _path(key, CARD)
    if not path.is_file():
        return None
    stored = _keep(path.read_bytes(), key.rpartition(".")[2], name)
    if small.is_file():
        _path(stored.key, CARD).write_bytes(small.read_bytes())
    return stored


def send_upload(key: str, name: str | None = None, *, size: str | None = None) -> Response:
    """Answer with a stored file; whoever calls has checked that it may be seen.

    ``size="card"`` asks for the small picture, where there is one.
    """
    small = _path(key, CARD)
    path = small if size == CARD and small.is_file() else _path(key)
    if not path.is_file():
        abort(404)
    is_pdf = key.endswith(".pdf")
    response = send_file(
        path,
        mimetype="application/pdf" if is_pdf else "image/webp",
        as_attachment=is_pdf,  # the sandbox below would show nothing
        download_name=name or key,
        max_age=3600,
        conditional=True,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def stored_path(key: str) -> Path | None:
    """Where a stored file lies, for drawing with it; ``None`` where it is gone."""
    path = _path(key)
    return path if path.is_file() else None


def uploads_folder() -> Path:
    """Where uploads lie: in the instance folder."""
    return Path(current_app.instance_path) / "uploads"


def discard_upload(key: str) -> None:
    """Remove a stored file again, where the request that brought it was refused."""
    _path(key).unlink(missing_ok=True)
    _path(key, CARD).unlink(missing_ok=True)


def remove_unnamed(named: Callable[[list[str]], set[str]], before: datetime) -> int:
    """Remove the files stored before an instant that nothing names; returns how many keys that were.

    ``named`` tells which of some keys are named. A transaction that failed after its file was stored leaves one
    behind. Where none at all is named, the database is not the one these files belong to, and all stay.
    """
    unnamed: set[str] = set()
    n_named = 0
    for folder in uploads_folder().glob("??"):
        old = (path.name for path in folder.iterdir() if path.stat().st_mtime < before.timestamp())
        keys = {name.replace(f".{CARD}.", ".") for name in old}
        kept = named(sorted(keys))
        unnamed |= keys - kept
        n_named += len(kept)
    if not n_named:
        return 0
    for key in unnamed:
        discard_upload(key)
    return len(unnamed)


def _path(key: str, size: str = "") -> Path:
    """Where the file of a key lies, or its small picture."""
    stem, _, ending = key.rpartition(".")
    return uploads_folder() / key[:2] / (f"{stem}.{size}.{ending}" if size else key)


def _read(stream: IO[bytes], limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large(limit)
    return data


def _open_picture(data: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_large(MAX_IMAGE_BYTES)
        upright = ImageOps.exif_transpose(picture)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except RuleBroken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(MAX_IMAGE_BYTES) from error
    except Exception as error:  # decoders meet broken data in many ways, each with an exception of its own
        raise RuleBroken("upload.not_a_picture") from error


def _too_large(limit: int) -> RuleBroken:
    return RuleBroken("upload.too_large", megabytes=limit // 2**20)


def _keep(data: bytes, ending: str, name: str) -> StoredFile:
    key = f"{secrets.token_hex(16)}.{ending}"
    _path(key).parent.mkdir(parents=True, exist_ok=True)
    _path(key).write_bytes(data)
    return StoredFile(key, len(data), _given_name(name) or key)


def _given_name(name: str) -> str:
    """The last part of the name that the sender's device gave the file, as far as it can be stored."""
    return tidy_line(without_unsafe_characters(Path(name).name))[:MAX_NAME]
