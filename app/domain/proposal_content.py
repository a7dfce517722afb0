"""What a proposal says: its fields, their limits, and what it still lacks before it can be submitted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from app.domain.areas import Corner, check_area, corners_from, outline_in_metres, place_as_geojson
from app.domain.errors import RuleBroken
from app.domain.money import MAX_CENTS
from app.domain.themes import Theme

TITLE_LENGTH = 120
SUMMARY_LENGTH = 280
DESCRIPTION_LENGTH = 8000
WHAT_LENGTH = 120
ALT_LENGTH = 200
VIDEO_LENGTH = 500
MOST_THEMES = 3
MOST_COST_LINES = 30


class AttachmentKind(StrEnum):
    """What was uploaded."""

    IMAGE = "image"
    PDF = "pdf"


MOST_FILES = {AttachmentKind.IMAGE: 8, AttachmentKind.PDF: 3}


@dataclass(frozen=True)
class CostLine:
    """One thing that the money is for."""

    what: str
    amount_cents: int


@dataclass(frozen=True)
class ContentFile:
    """A picture or PDF: the id of its row, what it is, its name, and what the picture shows in words."""

    id: int
    kind: AttachmentKind
    name: str
    alt: str = ""


@dataclass(frozen=True)
class ProposalContent:
    """All that an author says.

    Coordinates are WGS 84 degrees, ``area`` the corners of a drawn area; ``pot_id``
    is the author's wish, ``None`` leaves it open.
    """

    language: str
    title: str
    summary: str = ""
    description: str = ""
    neighbourhood_id: int | None = None
    park_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    area: tuple[Corner, ...] = ()
    themes: tuple[Theme, ...] = ()
    cost_lines: tuple[CostLine, ...] = ()
    upkeep_cents: int = 0
    pot_id: int | None = None
    video_url: str = ""
    files: tuple[ContentFile, ...] = ()

    @property
    def cost_cents(self) -> int:
        """The sum of the cost lines."""
        return sum(line.amount_cents for line in self.cost_lines)

    @property
    def pictures(self) -> tuple[ContentFile, ...]:
        """The pictures, the cover first."""
        return tuple(file for file in self.files if file.kind is AttachmentKind.IMAGE)

    @property
    def documents(self) -> tuple[ContentFile, ...]:
        """The PDFs."""
        return tuple(file for file in self.files if file.kind is AttachmentKind.PDF)

    def as_data(self) -> dict[str, Any]:
        """The content as JSON-able data, as a version keeps it."""
        data = asdict(self)
        data["area"] = place_as_geojson(self.area, None)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}

    @property
    def outline(self) -> list[tuple[int, int]]:
        """The drawn area in metres, for a drawing to scale; nothing where none is drawn."""
        return outline_in_metres(self.area) if self.area else []

    @property
    def geojson(self) -> dict[str, Any] | None:
        """Where it is, as GeoJSON: the drawn area, else the point."""
        has_point = self.lat is not None and self.lon is not None
        return place_as_geojson(self.area, (self.lat, self.lon) if has_point else None)  # type: ignore[arg-type]


def content_from(data: Mapping[str, Any]) -> ProposalContent:
    """The content that :meth:`ProposalContent.as_data` wrote; fields that did not exist then are empty."""
    known = {name: value for name, value in data.items() if name in ProposalContent.__dataclass_fields__}
    content = ProposalContent(**{"language": "", "title": "", **known})
    return replace(
        content,
        area=corners_from(data.get("area")),
        themes=tuple(Theme(theme) for theme in data.get("themes", ())),
        cost_lines=tuple(CostLine(line["what"], line["amount_cents"]) for line in data.get("cost_lines", ())),
        files=tuple(
            ContentFile(file["id"], AttachmentKind(file["kind"]), file["name"], file.get("alt", ""))
            for file in data.get("files", ())
        ),
    )


def check_content(content: ProposalContent) -> None:
    """Let pass what may be saved, even as a draft.

    Raises ``RuleBroken``: ``proposal.title_missing``, ``proposal.text_too_long`` (with ``most``),
    ``proposal.too_many_themes``, ``proposal.too_many_cost_lines``, ``proposal.too_many_files`` (each with ``most``),
    ``proposal.amount_wrong``, ``money.too_large``, ``proposal.point_wrong``, ``area.corners``,
    ``proposal.video_not_https``.
    """
    if not content.title:
        raise RuleBroken("proposal.title_missing")
    _check_lengths(content)
    _check_counts(content)
    amounts = [content.upkeep_cents, *(line.amount_cents for line in content.cost_lines)]
    if any(amount < 0 for amount in amounts):
        raise RuleBroken("proposal.amount_wrong")
    if max(*amounts, content.cost_cents) > MAX_CENTS:
        raise RuleBroken("money.too_large", limit=MAX_CENTS)
    _check_point(content.lat, content.lon)
    check_area(content.area)
    if content.video_url and not is_https(content.video_url):
        raise RuleBroken("proposal.video_not_https")


def _check_lengths(content: ProposalContent) -> None:
    limits = [
        (content.title, TITLE_LENGTH),
        (content.summary, SUMMARY_LENGTH),
        (content.description, DESCRIPTION_LENGTH),
        (content.video_url, VIDEO_LENGTH),
        *((line.what, WHAT_LENGTH) for line in content.cost_lines),
        *((file.alt, ALT_LENGTH) for file in content.files),
    ]
    for text, most in limits:
        if len(text) > most:
            raise RuleBroken("proposal.text_too_long", most=most)


def _check_counts(content: ProposalContent) -> None:
    if len(set(content.themes)) > MOST_THEMES:
        raise RuleBroken("proposal.too_many_themes", most=MOST_THEMES)
    if len(content.cost_lines) > MOST_COST_LINES:
        raise RuleBroken("proposal.too_many_cost_lines", most=MOST_COST_LINES)
    for kind, files in ((AttachmentKind.IMAGE, content.pictures), (AttachmentKind.PDF, content.documents)):
        if len(files) > MOST_FILES[kind]:
            raise RuleBroken("proposal.too_many_files", most=MOST_FILES[kind], kind=kind.value)


def _check_point(lat: float | None, lon: float | None) -> None:
    if lat is None and lon is None:
        return
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise RuleBroken("proposal.point_wrong")


def is_https(url: str) -> bool:
    """Whether this is the whole address of a page that is sent encrypted."""
    try:
        split = urlsplit(url)
        named = bool(split.hostname)
    except ValueError:
        return False
    return split.scheme == "https" and named and not any(letter.isspace() for letter in url)


def missing_for_submission(content: ProposalContent, *, needs_cost: bool) -> list[str]:
    """Codes of what is still empty, in the order of the form; nothing where it can be submitted.

    ``needs_cost``: the round has money to give, so an idea without a price cannot be chosen.
    """
    there = {
        "proposal.missing_summary": bool(content.summary),
        "proposal.missing_description": bool(content.description),
        "proposal.missing_theme": bool(content.themes),
        "proposal.missing_place": content.neighbourhood_id is not None,
        "proposal.missing_cost": content.cost_cents > 0 or not needs_cost,
    }
    return [code for code, is_there in there.items() if not is_there]


class PotLike(Protocol):
    """A sum of money, for one neighbourhood or for all."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def amount_cents(self) -> int:
        """How much there is."""

    @property
    def neighbourhood_id(self) -> int | None:
        """Whose it is; ``None``: everybody's."""


def pot_for(pots: Sequence[PotLike], neighbourhood_id: int | None, wish: int | None) -> PotLike | None:
    """The pot that pays for an idea in this neighbourhood: the author's wish, else the neighbourhood's own, else the
    first that is for everybody; ``None`` where no pot fits.

    Raises ``RuleBroken("proposal.pot_does_not_fit")`` for a wish that is not among those that fit.
    """
    own = [
        pot for pot in pots if pot.neighbourhood_id is not None and pot.neighbourhood_id == neighbourhood_id
    ]
    fitting = own + [pot for pot in pots if pot.neighbourhood_id is None]
    if wish is None:
        return fitting[0] if fitting else None
    chosen = next((pot for pot in fitting if pot.id == wish), None)
    if chosen is None:
        raise RuleBroken("proposal.pot_does_not_fit")
    return chosen


def check_price(content: ProposalContent, pots: Collection[PotLike], pot: PotLike | None) -> None:
    """Let pass what its pot could pay for.

    Raises ``RuleBroken``: ``proposal.no_pot`` where the round has money but none for this place,
    ``proposal.dearer_than_pot`` (with ``pot_cents``).
    """
    if pots and pot is None:
        raise RuleBroken("proposal.no_pot")
    if pot is not None and content.cost_cents > pot.amount_cents:
        raise RuleBroken("proposal.dearer_than_pot", pot_cents=pot.amount_cents)
