"""``flask user``: the first administrator, and roles."""

from app.accounts.queries import actor_of, person_by_email
from app.accounts.services import sign_in_with_password
from app.domain.permissions import Role
from app.domain.phases import Phase
from tests.factories import a_person, round_in


def run(cli, *words, **options):
    """Run ``flask user`` and give back its exit status and what it said."""
    outcome = cli.invoke(args=["user", *words], **options)
    return outcome.exit_code, outcome.output


def test_the_first_administrator(cli):
    code, said = run(
        cli, "create", "boss@example.com", "--name", "Boss", "--password", "four unrelated words"
    )
    assert (code, said) == (0, "boss@example.com can sign in as administrator.\n")
    assert sign_in_with_password("boss@example.com", "four unrelated words").display_name == "Boss"
    assert Role.ADMINISTRATOR in actor_of(person_by_email("boss@example.com")).roles_anywhere()


def test_an_address_that_is_taken(cli):
    a_person("Anna", email="anna@example.com", email_key="anna@example.com")
    code, said = run(cli, "create", "anna@example.com", "--name", "Anna", "--password", "")
    assert code == 1
    assert "Error: " in said


def test_without_a_terminal_nobody_is_asked_for_a_password(cli):
    code, said = run(cli, "create", "boss@example.com", "--name", "Boss")
    assert (code, said) == (0, "boss@example.com can sign in as administrator.\n")


def test_commands_speak_english_whatever_the_city_speaks(cli):
    assert (
        run(cli, "grant", "nobody@example.com", "mentor")[1]
        == "Error: Nobody with this address has an account yet.\n"
    )


def test_a_role_everywhere_and_in_one_round(cli):
    round = round_in(Phase.SUBMISSION)
    a_person("Anna", email="anna@example.com", email_key="anna@example.com")
    assert run(cli, "grant", "anna@example.com", "council")[0] == 0
    code, said = run(cli, "grant", "anna@example.com", "mentor", "--round", round.slug)
    assert (code, said) == (0, f"anna@example.com is now mentor in {round.slug}.\n")
    actor = actor_of(person_by_email("anna@example.com"))
    assert actor.roles_in(round.id) == {Role.RESIDENT, Role.COUNCIL, Role.MENTOR}
    assert actor.roles_in(round.id + 1) == {Role.RESIDENT, Role.COUNCIL}


def test_what_cannot_be_granted(cli):
    assert run(cli, "grant", "nobody@example.com", "mentor")[0] == 1
    assert run(cli, "grant", "nobody@example.com", "mayor")[0] == 2
    assert run(cli, "grant", "nobody@example.com", "mentor", "--round", "nowhere") == (
        1,
        "Error: there is no round “nowhere”\n",
    )
