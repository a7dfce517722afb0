"""The council's page."""

import pytest
from sqlalchemy import func, select

from app.delivery import queries
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.results.models import Decision
from tests.factories import a_person, a_winner, round_in


class TestDeciding:
    """The council's page."""

    @pytest.fixture
    def winners(self, app):
        """Two winners of a binding round."""
        round = round_in(Phase.DECISION, is_binding=True, promise={"en": "The first two will be built."})
        return [a_winner(round, place, title=f"Ideja {place}") for place in (1, 2)]

    def url(self, winners):
        """The council's page."""
        return f"/rounds/{winners[0].round.slug}/decision"

    def test_the_promise_of_the_rules_stands_above(self, client, winners):
        page = client.sign_in(a_person("", Role.COUNCIL)).get(self.url(winners)).page
        assert "What the rules promised" in page.text
        assert "The first two will be built." in page.text
        assert "explains in public why the promise is not kept" in page.text

    def test_one_is_confirmed_the_other_declined(self, client, winners):
        council, url = client.sign_in(a_person("", Role.COUNCIL)), self.url(winners)
        first, second = winners
        said = {f"of{first.id}-word": "confirmed", f"of{first.id}-minutes_url": "https://example.com/14"}
        assert council.submit(url, said).leads_to == url
        refused = council.submit(url, {f"of{second.id}-word": "declined"})
        assert refused.status_code == 422
        assert "Say why; the reason is public." in refused.page.text
        done = council.submit(refused, {f"of{second.id}-reason": "Zeme nepieder pilsētai."})
        page = council.follow(done).page
        assert "Zeme nepieder pilsētai." in page.text
        assert "https://example.com/14" in page.links
        assert queries.project_of(first.id) is not None
        assert queries.project_of(second.id) is None

    @pytest.mark.parametrize(
        "said",
        [
            {"word": "maybe"},
            {"word": None},
            {"word": "confirmed", "minutes_url": "javascript:alert(1)"},
            {"word": "declined", "reason": "x" * 2001},
            {"word": "declined", "reason": "\x00"},
            {"word": "declined", "reason": "\u202etxt"},
        ],
    )
    def test_bad_answers_are_refused(self, client, winners, session, said):
        council = client.sign_in(a_person("", Role.COUNCIL))
        number = winners[0].id
        named = f"/rounds/{winners[0].round.slug}/decision/{number}"
        forged = {f"of{number}-{name}": value for name, value in said.items()}
        refused = council.submit(self.url(winners), form_named=named, forged=forged)
        assert refused.status_code == 422
        assert session.scalar(select(func.count()).select_from(Decision)) == 0

    def test_a_winner_of_another_round_is_not_found(self, client, winners):
        other = a_winner(round_in(Phase.DECISION))
        council = client.sign_in(a_person("", Role.COUNCIL))
        form = council.form(self.url(winners), f"/rounds/{winners[0].round.slug}/decision/{winners[0].id}")
        address = f"/rounds/{winners[0].round.slug}/decision/{other.id}"
        assert council.post(address, data={"csrf_token": form.data["csrf_token"]}).status_code == 404

    @pytest.mark.parametrize("role", [None, Role.RESIDENT, Role.MENTOR, Role.REVIEWER, Role.ORGANISER])
    def test_others_stay_outside(self, client, winners, role):
        if role:
            client.sign_in(a_person("", role))
        assert client.get(self.url(winners)).status_code == (403 if role else 303)

    def test_before_the_result_there_is_nothing_to_decide(self, client, app):
        round = round_in(Phase.DECISION)
        page = client.sign_in(a_person("", Role.COUNCIL)).get(f"/rounds/{round.slug}/decision").page
        assert "There are no winners yet" in page.text
