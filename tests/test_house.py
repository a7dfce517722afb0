"""The rules of the house that no single room can prove: access, migrations, catalogues, sentences."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.db.base import db
from app.domain.permissions import POLICY, Permission
from app.web.messages import SENTENCES
from app.web.messages.notes import NOTES
from tests.source import APP, calls_of

LANGUAGES = ("lv", "ru")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def test_every_route_declares_its_access(app):
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    assert undeclared == []


def test_the_table_of_permissions_is_whole():
    assert set(POLICY) == set(Permission)
    assert [permission for permission, rule in POLICY.items() if not rule.roles and not rule.relations] == []


@pytest.mark.both_databases
def test_the_migrated_schema_equals_the_models(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.both_databases
def test_migrations_go_back_to_nothing_and_up_again(app):
    tables = set(inspect(db.engine).get_table_names())
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    assert set(inspect(db.engine).get_table_names()) == tables


def test_every_broken_rule_has_a_sentence():
    raised = {call.text: call.where for call in calls_of("RuleBroken")}
    assert {code: where for code, where in raised.items() if code not in SENTENCES} == {}


def test_every_sentence_knows_its_numbers():
    wrong = [
        (call.where, call.text, missing)
        for call in calls_of("RuleBroken")
        if call.text in SENTENCES
        and not call.has_more
        and (missing := placeholders(SENTENCES[call.text]) - call.keywords)
    ]
    assert wrong == []


def test_every_event_that_is_told_has_words():
    told = {call.text: call.where for call in calls_of("tell", position=1)}
    assert {event: where for event, where in told.items() if event not in NOTES} == {}


def placeholders(text) -> set[str]:
    """The names of the parameters in a sentence's English source."""
    return set(PLACEHOLDER.findall(str(text._args[0])))


@pytest.fixture(scope="module")
def extracted() -> set[tuple[str | None, str]]:
    """Every sentence of the code and the templates, by the context that tells it from others and its English source."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
    keywords = {
        "_": None,
        "_l": None,
        "gettext": None,
        "lazy_gettext": None,
        "ngettext": (1, 2),
        "lazy_ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "lazy_pgettext": ((1, "c"), 2),
    }
    options = {"**.html": {"trimmed": "true", "silent": "false"}, "**.txt": {"silent": "false"}}
    found = extract_from_dir(APP, methods, options, keywords=keywords)
    return {(context, first_form(message)) for _, _, message, _, context in found}


def catalogue(language: str) -> Catalog:
    """The catalogue of one language."""
    path = Path(APP, "translations", language, "LC_MESSAGES", "messages.po")
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(extracted, language):
    known = {(entry.context, first_form(entry.id)): entry for entry in catalogue(language)}
    missing = [text for text in extracted if text not in known or not is_translated(known[text])]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_parameters(language):
    wrong = [
        entry.id
        for entry in catalogue(language)
        if entry.id and isinstance(entry.id, str) and entry.string
        if set(PLACEHOLDER.findall(entry.id)) != set(PLACEHOLDER.findall(entry.string))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_hold_nothing_that_nobody_says(extracted, language):
    ids = {(entry.context, first_form(entry.id)) for entry in catalogue(language) if entry.id}
    assert ids - extracted == set()


def first_form(message: str | tuple[str, ...]) -> str:
    """The English source, in the singular where there are two forms."""
    return message if isinstance(message, str) else message[0]


def is_translated(entry) -> bool:
    """Whether an entry is complete, all plural forms included, and not marked as unsure."""
    texts = entry.string if isinstance(entry.string, list | tuple) else [entry.string]
    return not entry.fuzzy and all(texts)
