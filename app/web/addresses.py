"""What an address may hold."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
"""What the integer columns of both databases hold; a larger number is no row's."""


class RowNumber(IntegerConverter):
    """The id of a row; an address with a number that no row can have does not exist."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})
