"""What others made and we ship: every file is listed with its hash, and nothing else lies there."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from app.web.stylesheet import BUILT, MAP_BUILT, STATIC, map_stylesheet, stylesheet

VENDOR = STATIC / "vendor"
PACKAGES: list[dict[str, Any]] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))[
    "packages"
]
LISTED = {path: digest for package in PACKAGES for path, digest in package["files"].items()}


@pytest.mark.parametrize("path", sorted(LISTED))
def test_file_is_the_one_in_the_manifest(path: str) -> None:
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == LISTED[path]


def test_no_file_is_missing_from_the_manifest() -> None:
    on_disk = {str(file.relative_to(VENDOR)) for file in VENDOR.rglob("*") if file.is_file()}
    assert on_disk - {"manifest.json"} == set(LISTED)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["package"])
def test_package_names_its_version_and_ships_its_licence(package: dict[str, Any]) -> None:
    assert package["version"][0].isdigit()
    assert package["licence"]
    assert any(Path(path).name.startswith("LICENSE") for path in package["files"])


def test_stylesheet_is_built_from_its_parts() -> None:
    assert BUILT.read_text(encoding="utf-8") == stylesheet()
    assert MAP_BUILT.read_text(encoding="utf-8") == map_stylesheet()
