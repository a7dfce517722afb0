"""The people of a journey: who they are, what they see, what is mailed to them, and which day it is."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.rounds import short_name
from tests.client import PageClient

CITY_ZONE = ZoneInfo("Europe/Riga")


@dataclass
class Somebody:
    """A person at a browser of their own; without an e-mail address a visitor."""

    browser: PageClient
    name: str = ""
    email: str = ""

    def sees(self, address: str, *words: str, but_not: tuple[str, ...] = ()) -> Any:
        """Open a page and find the words on it; gives back the page."""
        answer = self.browser.get(address)
        assert answer.status_code == 200, f"{self.name or 'a visitor'} at {address}: {answer.status}"
        shown = answer.page.text
        assert [each for each in words if each not in shown] == [], f"missing at {address}:\n{shown}"
        assert [each for each in but_not if each in shown] == [], f"too much at {address}:\n{shown}"
        return answer.page

    def finds_nothing(self, *addresses: str) -> None:
        """These pages do not exist for this person."""
        assert {each: self.browser.get(each).status_code for each in addresses} == dict.fromkeys(
            addresses, 404
        )

    def is_refused(self, *addresses: str) -> None:
        """These pages are not for this person, or not now."""
        assert {each: self.browser.get(each).status_code for each in addresses} == dict.fromkeys(
            addresses, 403
        )

    def sends(self, where: Any, fields: Any = None, /, *, told: str = "", **kwargs: Any) -> Any:
        """Fill in a form and send it; it is taken. Gives back the page that follows, which says ``told``."""
        answer = self.browser.submit(where, fields, **kwargs)
        assert answer.status_code == 303, f"{answer.status}:\n{answer.page.main}"
        following = self.browser.follow(answer)
        assert following.status_code == 200
        assert told in following.page.text, following.page.text
        return following

    def is_told_no(self, where: Any, fields: Any = None, /, *, because: str, **kwargs: Any) -> None:
        """Fill in a form and send it; it is refused with this sentence."""
        answer = self.browser.submit(where, fields, **kwargs)
        assert answer.status_code in (403, 409, 422), answer.status
        assert because in answer.page.text, answer.page.text


@dataclass(frozen=True)
class Letter:
    """A mail that went out."""

    to: str
    subject: str
    text: str

    def path(self, beginning: str) -> str:
        """The path of the link in it that begins so."""
        found = re.search(rf"https?://[^/\s]+({beginning}\S*)", self.text)
        assert found, self.text
        return found[1]


class City:
    """The city of one journey."""

    def __init__(self, visitor: Callable[[], PageClient], clock: Any, instance: Path) -> None:
        self._visitor = visitor
        self._clock = clock
        self._outbox = instance / "outbox"
        self._sorted: set[str] = set()
        self._letterboxes: dict[str, list[Letter]] = defaultdict(list)

    def it_is(self, day: str, hour: int = 12) -> None:
        """Go to this hour of a day in the city, such as ``2027-03-08``."""
        moment = datetime.fromisoformat(day).replace(hour=hour, minute=30, tzinfo=CITY_ZONE)
        assert moment > self._clock.now(), "time only goes on"
        self._clock.set(moment.astimezone(UTC))

    def passer_by(self) -> Somebody:
        """Somebody without an account."""
        return Somebody(self._visitor())

    def signs_up(self, name: str, age_band: str = "18_plus", **answers: Any) -> Somebody:
        """Somebody makes an account by the link in a mail."""
        email = f"{short_name(name)}@example.com"
        person = Somebody(self._visitor(), name, email)
        given = {"email": email, "display_name": name, "age_band": age_band, "language": "en"}
        person.sends("/sign-up", **given, **answers, told="Look into your mail")
        letter = self.letters_to(person)["Welcome to Talka: confirm your address"]
        person.sends(letter.path("/sign-in/"), told="You are signed in.")
        return person

    def knows(self, name: str, account: Any) -> Somebody:
        """Somebody who has an account already and is signed in."""
        return Somebody(self._visitor().sign_in(account), name, account.email)

    def letters_to(self, person: Somebody) -> dict[str, Letter]:
        """The mails that came to somebody since the last look at their letterbox, by subject."""
        for path in sorted(self._outbox.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
            if path.name not in self._sorted:
                self._sorted.add(path.name)
                letter = _read(path)
                self._letterboxes[letter.to].append(letter)
        return {letter.subject: letter for letter in self._letterboxes.pop(person.email, ())}


def _read(path: Path) -> Letter:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return Letter(mail["To"], mail["Subject"], " ".join(body.get_content().split()))
