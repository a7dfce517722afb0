"""Looking for ideas on a long ballot: by words and by neighbourhood, without losing what is marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.words import fold

LONGEST = 80


@dataclass(frozen=True)
class Finding:
    """What somebody looks for: words of the title or the place, and the id of a neighbourhood as text."""

    text: str = ""
    place: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.text or self.place)

    def fits(self, proposal: Any, place: str) -> bool:
        """Whether a proposal, in a neighbourhood of this name, is looked for."""
        if self.place and str(proposal.neighbourhood_id) != self.place:
            return False
        content = fold(f"{proposal.title} {place}") if self.text else ""
        return all(word in content for word in fold(self.text).split())


EVERYTHING = Finding()


def finding_in(sent: Mapping[str, str]) -> Finding:
    """What the form of a ballot looks for; nothing where it was not asked."""
    return Finding(sent.get("find", "")[:LONGEST].strip(), sent.get("where", "")[:LONGEST])
