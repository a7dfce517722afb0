"""The look as promises: contrast in both schemes, honest colour fallbacks, complete components."""

import ast
import math
import re
from pathlib import Path

import pytest

from app.web.stylesheet import STATIC

TEMPLATES = STATIC.parent / "templates"
CSS = STATIC / "css"
UI = sorted((TEMPLATES / "ui").glob("*.html"))
DECLARATION = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")

TEXT_PAIRS = {
    "ink": ["ground", "surface", "sunken"],
    "ink-soft": ["ground", "surface", "sunken"],
    "ink-faint": ["sunken"],
    "link": ["ground", "surface", "sunken"],
    "on-primary": ["primary", "primary-deep"],
    "on-danger": ["danger", "danger-deep"],
    "danger": ["ground", "surface"],
    "on-primary-soft": ["primary-soft"],
    "on-water-soft": ["water-soft"],
    "on-danger-soft": ["danger-soft"],
    "on-sun-soft": ["sun-soft"],
    "on-moss-soft": ["moss-soft"],
    "on-quiet-soft": ["quiet-soft"],
    "on-sun": ["sun"],
}
"""Text colour → what it stands on: 4.5:1."""

CONTROL_PAIRS = {
    "line-strong": ["surface", "ground"],
    "focus": ["surface", "ground"],
    "primary": ["surface"],
    "leaf": ["surface"],
}
"""Border or icon → what it stands on: 3:1."""


def declared(name: str) -> dict[str, str]:
    return dict(DECLARATION.findall((CSS / f"{name}.css").read_text(encoding="utf-8")))


def hex_paints() -> dict[str, str]:
    plain = (CSS / "palette.css").read_text(encoding="utf-8").split("@supports")[0]
    return dict(DECLARATION.findall(plain))


def colour(name: str, scheme: dict[str, str], paints: dict[str, str]) -> str:
    value = scheme.get(name) or paints[name]
    inner = re.fullmatch(r"var\(--([a-z0-9-]+)\)", value)
    return colour(inner.group(1), scheme, paints) if inner else value


def luminance(value: str) -> float:
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_every_pair_that_pages_use(scheme: str) -> None:
    tokens, paints = declared(scheme), hex_paints()
    weak = {}
    for pairs, least in ((TEXT_PAIRS, 4.5), (CONTROL_PAIRS, 3.0)):
        for front, back in ((front, back) for front, grounds in pairs.items() for back in grounds):
            ratio = contrast(colour(front, tokens, paints), colour(back, tokens, paints))
            if ratio < least:
                weak[front, back] = round(ratio, 2)
    assert weak == {}


def test_both_schemes_answer_the_same_tokens() -> None:
    assert set(declared("light")) == set(declared("dark"))


def test_oklch_paints_are_the_hex_ones() -> None:
    modern = (CSS / "palette.css").read_text(encoding="utf-8").split("@supports")[1]
    paints = hex_paints()
    written = re.findall(r"--([a-z0-9-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", modern)
    assert {name for name, *_ in written} == set(paints)
    for name, light, chroma, hue in written:
        assert _distance(paints[name], _srgb(float(light) / 100, float(chroma), float(hue))) <= 2, name


def _srgb(light: float, chroma: float, hue: float) -> list[int]:
    """Björn Ottosson, "A perceptual color space for image processing" (2020): OKLab to linear sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    l_ = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    clipped = (min(max(part, 0.0), 1.0) for part in linear)
    return [
        round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
        for part in clipped
    ]


def _distance(value: str, parts: list[int]) -> int:
    return max(abs(int(value[2 * place + 1 : 2 * place + 3], 16) - part) for place, part in enumerate(parts))


def test_every_icon_a_template_or_view_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named: set[tuple[str, str]] = set()
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        found = re.findall(r'icon\(\s*"([a-z0-9-]+)"', text) + re.findall(r'icon_name="([a-z0-9-]+)"', text)
        named |= {(file.name, name) for name in [*found, *re.findall(r'"icon": "([a-z0-9-]+)"', text)]}
    assert {(file, name) for file, name in named if name not in drawn} == set()
    assert len(named) > 30


@pytest.mark.parametrize("file", UI, ids=lambda file: file.stem)
def test_component_file_says_what_it_is_and_holds_its_macro(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("{#- ")
    assert f"macro {file.stem}(" in text


def test_imports_name_macros_that_exist_and_calls_their_parameters() -> None:
    signatures = {file.stem: _parameters(file) for file in UI}
    wrong = []
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for home, macro, alias in re.findall(r'from "ui/(\w+)\.html" import (\w+)(?: as (\w+))?', text):
            if home not in signatures or macro != home:
                wrong.append(f"{file.name} imports {macro} from ui/{home}.html")
                continue
            calls = re.findall(rf"(?<![\w.]){alias or macro}\(((?:[^()]|\([^()]*\))*)\)", text)
            for call in calls:
                wrong += [f"{file.name}: {macro}({name}=…)" for name in _keywords(call) - signatures[home]]
    assert wrong == []


def _parameters(file: Path) -> set[str]:
    signature = re.search(rf"macro {file.stem}\((.*?)\) -%}}", file.read_text(encoding="utf-8"))
    assert signature
    names = {part.split("=")[0].strip() for part in re.split(r",(?![^\[({]*[\])}])", signature.group(1))}
    return names - {""}


def _keywords(call: str) -> set[str]:
    try:
        tree = ast.parse(f"f({call})", mode="eval").body
    except SyntaxError:
        return set()
    return {word.arg for word in tree.keywords if word.arg} if isinstance(tree, ast.Call) else set()


def test_templates_hold_no_raw_components_outside_ui() -> None:
    markup = re.compile(
        r'<(?:article class="card|span class="badge|ol class="timeline|div class="flash flash-)'
    )
    outside = [file for file in TEMPLATES.rglob("*.html") if file.parent.name != "ui"]
    assert [str(file) for file in outside if markup.search(file.read_text(encoding="utf-8"))] == []
