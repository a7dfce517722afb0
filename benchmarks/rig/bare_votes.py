"""A bare endpoint that stores a ballot: the same rows in the same tables, as durable, and nothing around it."""

import os
import secrets

from flask import Flask, request
from sqlalchemy import create_engine, event, insert, update

from app.db.base import begin_sqlite, prepare_sqlite
from app.voting.models import Ballot, Channel, RollEntry

app = Flask(__name__)
_url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
_engine = create_engine(_url, pool_size=10)
if _engine.dialect.name == "sqlite":
    event.listen(_engine, "connect", prepare_sqlite)
    event.listen(_engine, "begin", begin_sqlite)
_writes = _engine.execution_options(talka_writes=True)
_roll, _ballot = RollEntry.__table__, Ballot.__table__


@app.post("/")
def store() -> str:
    """Enter somebody on the roll, mark that they voted, and put a ballot into the box."""
    round_id, electorate_id = int(request.form["round"]), int(request.form["electorate"])
    entry = {
        "round_id": round_id,
        "electorate_id": electorate_id,
        "eligibility_key": f"bare:{secrets.token_hex(8)}",
        "evidence": "email",
        "revision": 0,
    }
    with _writes.begin() as connection:
        entry_id = connection.execute(insert(_roll).values(entry).returning(_roll.c.id)).scalar_one()
        voted = {"channel": Channel.ONLINE, "revision": 1}
        connection.execute(update(_roll).where(_roll.c.id == entry_id).values(voted))
        connection.execute(insert(_ballot).values(_row(round_id, electorate_id)))
    return "stored"


def _row(round_id: int, electorate_id: int) -> dict[str, object]:
    names = ("id", "voter_tag", "cast_key", "receipt_hash", "leaf_hash")
    return {
        **{name: secrets.token_hex(32) for name in names},
        "round_id": round_id,
        "electorate_id": electorate_id,
        "revision": 1,
        "channel": Channel.ONLINE,
        "choices": request.form["choices"],
        "superseded": False,
    }
