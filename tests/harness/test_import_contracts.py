"""The two import contracts of this house refuse what their tables do not allow."""

from typing import Any

import pytest

from tests.import_contracts import RoomTable, StandardLibraryOnly

TABLE = {
    "rooms": ["places", "voting", "hall"],
    "own": ["models:", "queries: models", "services: models queries", "views: queries services"],
    "earlier": ["models: models", "queries: models queries", "services: models queries", "views: queries"],
}


def contract(kind: type, **options: Any) -> Any:
    return kind(name="a contract", session_options={"root_packages": ["app"]}, contract_options=options)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("app.voting.views.cast", "app.voting.services"),
        ("app.voting.views.cast", "app.voting.views.blueprint"),
        ("app.voting.views", "app.places.queries"),
        ("app.voting.models", "app.places.models.park"),
        ("app.voting.views", "app.web.guards"),
        ("app.voting", "app.voting.views"),
        ("app.factory", "app.voting.views"),
    ],
)
def test_table_of_rooms_allows(importer: str, imported: str) -> None:
    assert contract(RoomTable, **TABLE).verdict(importer, imported) == ""


@pytest.mark.parametrize(
    ("importer", "imported", "said"),
    [
        ("app.voting.views.cast", "app.voting.models", "views may import queries services of its own room"),
        ("app.voting.views", "app.places.services", "views may import queries of earlier rooms"),
        ("app.voting.services", "app.places.services", "services may import models queries of earlier rooms"),
        ("app.voting.models", "app.voting.queries", "models may import nothing of its own room"),
        ("app.places.queries", "app.voting.queries", "voting comes after places"),
        ("app.voting.odds", "app.voting.models", "no row of the table says what odds may import"),
    ],
)
def test_table_of_rooms_refuses(importer: str, imported: str, said: str) -> None:
    assert contract(RoomTable, **TABLE).verdict(importer, imported) == said


@pytest.mark.parametrize(
    ("importer", "imported", "is_pure"),
    [
        ("app.domain.money", "fractions", True),
        ("app.domain.money", "app.domain.errors", True),
        ("app.domain.tally.count", "numpy.linalg", True),
        ("app.web.guards", "flask", True),
        ("app.domain.money", "numpy", False),
        ("app.domain.money", "flask", False),
        ("app.domain.money", "app.domainless", False),
        ("app.domain", "app.db", False),
    ],
)
def test_pure_package_knows_only_the_standard_library(importer: str, imported: str, is_pure: bool) -> None:
    pure = contract(StandardLibraryOnly, package="app.domain", exceptions=["numpy: app.domain.tally"])
    assert (pure.verdict(importer, imported) == "") is is_pure
