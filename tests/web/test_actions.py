"""The audit log speaks in words: every action that the code writes down has some."""

import ast

import pytest

from app.web.messages.actions import ACTIONS, SUBJECTS, recorded_value
from tests.requirements import ROOT


def written_down() -> list[tuple[str, str]]:
    """Action and kind of thing of every ``record(actor, "…", "…")`` that names them."""
    found = []
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "record"
                and len(node.args) >= 3
            ):
                said = [argument.value for argument in node.args[1:3] if isinstance(argument, ast.Constant)]
                found += [(str(said[0]), str(said[1]))] if len(said) == 2 else []
    return found


def test_every_action_has_words() -> None:
    actions = written_down()
    assert len(actions) > 60
    assert {action for action, _subject in actions} - ACTIONS.keys() == set()
    assert {subject for _action, subject in actions} - SUBJECTS.keys() == set()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        (True, "yes"),
        ([1, None], "1, –"),
        ({"lv": "Parks"}, "lv: Parks"),
        ("2026-11-25T13:00:00+00:00", "November 25, 2026, 15:00"),
        ("Title", "Title"),
        ("2026-11-25T13:00", "2026-11-25T13:00"),
    ],
)
def test_values_for_people(app, value, words) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert recorded_value(value).replace("\u202f", " ") == words
