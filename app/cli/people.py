"""Accounts and roles from the command line."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts import services
from app.accounts.queries import person_by_email
from app.cli.refusals import refusal
from app.db.base import db
from app.db.clock import database_now
from app.domain.errors import RuleBroken
from app.domain.people import AgeBand
from app.domain.permissions import Actor, Role
from app.rounds.models import Round

user = AppGroup("user", help="Accounts and what they are trusted with.")

CONSOLE = Actor(grants=frozenset({(Role.ADMINISTRATOR, None)}))
"""Whoever may run commands on the server administers the city."""


@user.command("create")
@click.argument("email")
@click.option("--name", prompt="Display name", help="Name that the city's staff sees.")
@click.option("--language", default=None, help="Language of mails: lv, ru, en.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.ADMINISTRATOR.value)
@click.option("--password", help="Asked for at a terminal; without one the account signs in by mail.")
def create(email: str, name: str, language: str | None, role: str, password: str | None) -> None:
    """Make an account, by default the first administrator."""
    if password is None and sys.stdin.isatty():
        password = click.prompt(
            "Password (empty: sign in by mail)",
            default="",
            show_default=False,
            hide_input=True,
            confirmation_prompt=True,
        )
    try:
        person = services.create_person(
            CONSOLE,
            services.Registration(email, name, language or "", None, AgeBand.ADULT),
            now=database_now(),
        )
        if role != Role.RESIDENT.value:
            services.grant_role(CONSOLE, email, Role(role), None, now=database_now())
        if password:
            services.set_password(person.id, password, now=database_now())
    except RuleBroken as error:
        raise click.ClickException(refusal(error)) from error
    click.echo(f"{person.email} can sign in as {role}.")


@user.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role if role is not Role.RESIDENT]))
@click.option("--round", "slug", help="Short name of the round; without it the role holds everywhere.")
def grant(email: str, role: str, slug: str | None) -> None:
    """Trust a person with a role."""
    round_id = db.session.scalar(select(Round.id).where(Round.slug == slug)) if slug else None
    if slug and round_id is None:
        raise click.ClickException(f"there is no round “{slug}”")
    try:
        services.grant_role(CONSOLE, email, Role(role), round_id, now=database_now())
    except RuleBroken as error:
        raise click.ClickException(refusal(error)) from error
    person = person_by_email(email)
    click.echo(f"{person.email if person else email} is now {role}{f' in {slug}' if slug else ''}.")
