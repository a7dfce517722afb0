"""How Alembic finds the database and the models."""

from logging.config import fileConfig
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.types import TypeDecorator

from app.db.base import db

config = context.config
if config.config_file_name is not None and current_app.config["TALKA_ENV"] != "testing":
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def render_item(kind: str, thing: Any, _autogen: AutogenContext) -> str | bool:
    """Write own column types as what the database sees, so that old migrations need no code of today."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def run() -> None:
    """Migrate the application's database."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
