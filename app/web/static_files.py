"""Static files are answered before the application, under an address that changes with their content."""

import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

PREFIX = "/static"
PLAIN_SECONDS = 3600
"""How long a file may be kept that was asked for without the version in its address."""


def versioned_address(folder: Path) -> str:
    """Where the files of a folder lie: ``/static/`` and eight digits that change whenever any of them does.

    One version for all of them, so that the fonts and pictures that a stylesheet names beside itself have it too.
    """
    content = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content.update(path.relative_to(folder).as_posix().encode())
        content.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{PREFIX}/{content.hexdigest()[:8]}"


def serve_static_files(app: Flask) -> None:
    """Answer for the application's static folder: kept for ever by its version, for an hour without.

    Under ``flask --debug`` nothing is kept, so that a changed file is seen at once.
    """
    folder, versioned = str(app.static_folder), f"{app.static_url_path}/"
    files = WhiteNoise(
        app.wsgi_app,
        autorefresh=app.debug,
        max_age=0 if app.debug else PLAIN_SECONDS,
        add_headers_function=lambda headers, _path, _url: headers.setdefault(
            "X-Content-Type-Options", "nosniff"
        ),
        immutable_file_test=lambda _path, url: url.startswith(versioned) and not app.debug,
    )
    for prefix in (versioned, f"{PREFIX}/"):
        files.add_files(folder, prefix=prefix)
    app.wsgi_app = files  # type: ignore[method-assign]
