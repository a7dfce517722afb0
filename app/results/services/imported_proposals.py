"""The projects of a .pb file as proposals that everybody can read and find."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.domain.pabulib import PbFile, PbProject
from app.domain.proposal_content import SUMMARY_LENGTH, TITLE_LENGTH, CostLine, ProposalContent
from app.domain.proposal_states import ProposalState
from app.domain.themes import Theme
from app.domain.words import words_of
from app.proposals.models import Proposal, ProposalTheme, ProposalWord, Version
from app.results.services.imported_round import language_of, one_line
from app.rounds.models import Pot, Round

THEMES = {
    "sport": Theme.SPORT,
    "greenery": Theme.GREEN,
    "environmental": Theme.GREEN,
    "culture": Theme.CULTURE,
    "education": Theme.CULTURE,
    "safety": Theme.SAFETY,
    "transit": Theme.ACCESS,
    "streets": Theme.ACCESS,
    "sidewalks": Theme.ACCESS,
    "welfare": Theme.ACCESS,
    "health": Theme.OTHER,
}
"""Theme for each word of the categories that Pabulib uses; others have the theme “other”."""

_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?", re.ASCII)


@dataclass(frozen=True)
class _Said:
    """One project as a proposal says it."""

    content: ProposalContent
    key: str


def store_proposals(session: Session, round: Round, file: PbFile) -> dict[str, int]:
    """Store the projects of the file; gives the id of the proposal made for each project."""
    pot_id = session.scalars(select(Pot.id).where(Pot.round_id == round.id)).one()
    language = language_of(file.meta)
    said = [_Said(_content(project, language, pot_id), project.id) for project in file.projects]
    rows = [_row(round, each.content) for each in said]
    session.add_all(rows)
    session.flush()
    ids = {each.key: row.id for each, row in zip(said, rows, strict=True)}
    _store_details(session, round, {ids[each.key]: each.content for each in said})
    return ids


def _row(round: Round, content: ProposalContent) -> Proposal:
    opened = round.announced_at
    return Proposal(
        round_id=round.id,
        pot_id=content.pot_id,
        state=ProposalState.SUBMITTED,
        language=content.language,
        title=content.title,
        summary=content.summary,
        lat=content.lat,
        lon=content.lon,
        themes=[theme.value for theme in content.themes],
        cost_cents=content.cost_cents,
        created_at=opened,
        changed_at=opened,
        submitted_at=opened,
    )


def _store_details(session: Session, round: Round, contents: Mapping[int, ProposalContent]) -> None:
    """Versions, themes and search words, in one statement each."""
    opened = round.announced_at
    session.execute(
        insert(Version),
        [
            {"proposal_id": key, "number": 1, "content": content.as_data(), "saved_at": opened}
            for key, content in contents.items()
        ],
    )
    session.execute(
        insert(ProposalTheme),
        [
            {"proposal_id": key, "theme": theme}
            for key, content in contents.items()
            for theme in content.themes
        ],
    )
    session.execute(
        insert(ProposalWord),
        [{"round_id": round.id, "proposal_id": key, "word": word} for key, word in _words(contents)],
    )


def _words(contents: Mapping[int, ProposalContent]) -> Iterator[tuple[int, str]]:
    for key, content in contents.items():
        for word in words_of(f"{content.title}\n{content.summary}"):
            yield key, word


def _content(project: PbProject, language: str, pot_id: int) -> ProposalContent:
    columns = project.columns
    title = one_line(project.name, TITLE_LENGTH) or f"№ {one_line(project.id, 40)}"
    told = [f"№ {project.id}", *(columns.get(name, "") for name in ("neighborhood", "district", "subunit"))]
    summary = " · ".join(dict.fromkeys(one_line(each, 120) for each in told if each))
    lat, lon = _degrees(columns.get("latitude", ""), 90), _degrees(columns.get("longitude", ""), 180)
    is_placed = lat is not None and lon is not None
    return ProposalContent(
        language=language,
        title=title,
        summary=one_line(summary, SUMMARY_LENGTH),
        lat=lat if is_placed else None,
        lon=lon if is_placed else None,
        themes=(_theme(columns.get("category") or columns.get("categories") or ""),),
        cost_lines=(CostLine(title, project.cost),),
        pot_id=pot_id,
    )


def _theme(categories: str) -> Theme:
    words = re.split(r"[^a-z]+", categories.lower())
    return next((THEMES[word] for word in words if word in THEMES), Theme.OTHER)


def _degrees(text: str, limit: int) -> float | None:
    value = float(text) if _DEGREES.fullmatch(text.strip()) else None
    return value if value is not None and abs(value) <= limit else None
