"""What the tests of the rounds' services ask for again and again."""

import pytest

from app.domain.errors import RuleBroken
from app.rounds.services import CriterionDraft
from tests.factories import NOW


def code_of(function, *args, **kwargs):
    with pytest.raises(RuleBroken) as broken:
        function(*args, now=NOW, **kwargs)
    return broken.value.code


def a_draft_criterion(name, key="", **columns):
    levels = range(columns.get("lo", 1), columns.get("hi", 5) + 1)
    texts = {level: {"lv": f"Līmenis {level}"} for level in levels}
    return CriterionDraft(
        **{"key": key, "name": {"lv": name}, "description": {}, "descriptors": texts, **columns}
    )
