"""Every instrument sees the fault that it is there for, and nothing on a page without faults."""

from collections.abc import Callable

import pytest

from tests.faces.faces import Face, Gallery
from tests.faces.looking import WEAR, Visit, faults_on

ADD = "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)"

PLANTED = {
    "wide": "<p><span class='test-wide'>x</span></p>",
    "broken words": "<p class='test-narrow'>Konsultatīvs</p>",
    "clipped": "<p class='test-cut'>Viena rinda<br>un vēl viena</p>",
    "foreign: Cyrillic words": "<p>Площадка</p>",
    "foreign: a code": "<p>write_comment</p>",
    "foreign: a day as a machine writes it": "<p>2026-03-01</p>",
    "targets: 12": "<button class='test-small' aria-label='x'></button>",
    "targets: 90": "<button class='test-low'>Sūtīt</button>",
    "headings": "<h1>Vēl viens</h1>",
    "keyboard: focus is hidden": "<p><a class='test-under' href='/'>Sākums</a></p><div class='test-over'></div>",
    "keyboard: focus is not marked": "<p><a class='test-unmarked' href='/'>Sākums</a></p>",
    "keyboard: focus goes back": "<p><a href='/about' tabindex='1'>Sākums</a></p>",
    "at 200 %: wide": "<p class='test-large'>Teksts</p>",
    "spaced: clipped": "<p class='test-tight'>Teksts, kam vajag vairāk vietas, nekā tam te ir dots</p>",
    "forced: no edge": "<button class='test-flat'>Sūtīt</button>",
    "forced: nothing left": "<div class='test-bar'></div>",
    "motion, though less is wished": "<p class='test-moving'>Teksts</p>",
    "motion: ": "<p class='test-slow'>Teksts</p>",
    "axe at 320 light: image-alt": "<img src='/static/favicon.svg' width='40' height='40'>",
    "axe at 1280 dark: color-contrast": "<p class='test-pale'>Teksts</p>",
    "console: boom": "",
}
"""What is added to a page without faults, by what has to be said about it."""

CLASSES = """
.test-wide { display: inline-block; inline-size: 40rem }
.test-narrow { inline-size: 4rem; overflow-wrap: anywhere; hyphens: manual }
.test-cut { block-size: 1.2em; overflow: hidden }
.test-small { inline-size: 12px; block-size: 12px; min-block-size: 0; padding: 0 }
.test-low { inline-size: 90px; block-size: 40px; min-block-size: 0; padding: 0 }
.test-over { position: fixed; inset: 0; background: white }
.test-unmarked:focus-visible { outline: none; box-shadow: none }
.test-large { inline-size: 15rem; white-space: nowrap }
.test-tight { inline-size: 9rem; block-size: 5.2rem; overflow: hidden; line-height: 1.2; margin: 0 }
.test-flat { border: 0; background: none }
@media (forced-colors: active) { .test-flat { border: 0; background: Canvas } }
.test-bar { block-size: 10px; inline-size: 100px; background: green }
@layer pico { .test-moving { transition: color 100ms !important } }
@media (prefers-reduced-motion: no-preference) { .test-slow { animation: 1s test } }
@keyframes test { to { color: red } }
@media (prefers-color-scheme: dark) { .test-pale { color: #333 } }
"""


@pytest.fixture
def clean(visit: Callable[[Face], Visit], gallery: Gallery) -> Visit:
    """A page without faults, open on a small phone."""
    made = visit(Face(gallery.demo, "hall.accessibility", "/accessibility", "visitor", None, "lv"))
    made.page.goto("/accessibility")
    return made


def test_a_page_without_faults(clean: Visit) -> None:
    assert faults_on(clean) == []


@pytest.mark.parametrize("said", PLANTED)
def test_a_planted_fault_is_seen(clean: Visit, said: str) -> None:
    clean.page.evaluate(WEAR, CLASSES)
    clean.page.evaluate(ADD, PLANTED[said])
    if said.startswith("console"):
        clean.page.evaluate("console.error('boom')")
    found = faults_on(clean)
    assert any(fault.startswith(said) for fault in found), found


def test_what_moves_by_itself_is_seen(clean: Visit) -> None:
    clean.page.evaluate("""() => new Promise(done => setTimeout(() => {
      document.querySelector('main').insertAdjacentHTML('afterbegin', '<p class="lead">Vēl<br>trīs<br>rindas</p>');
      setTimeout(done, 100);
    }, 100))""")
    assert any(fault.startswith("layout: moved") for fault in faults_on(clean))
