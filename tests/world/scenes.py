"""Who lives in the world of the tests, and what its rounds hold for addresses to name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.accounts.models import Person
from app.accounts.queries import actor_of, person_by_id
from app.domain.permissions import VISITOR, Actor, Relation, Role
from app.domain.phases import Phase

PHASES = (
    Phase.SUBMISSION,
    Phase.SCORING,
    Phase.SCREENING,
    Phase.VOTING,
    Phase.DECISION,
    Phase.DELIVERY,
    Phase.DRAFT,
)
"""The phases that have a round, the one that allows most first."""

BEFORE_THE_CHECK = (Phase.DRAFT, Phase.SUBMISSION)

COUNTED = (Phase.DECISION, Phase.DELIVERY)

IN_THE_ROUND = {
    "mentor": Role.MENTOR,
    "reviewer": Role.REVIEWER,
    "council": Role.COUNCIL,
    "clerk": Role.CLERK,
    "organiser": Role.ORGANISER,
}
"""People who hold a role in every round of this world but the one elsewhere."""

EVERYWHERE = {"organiser of all": Role.ORGANISER, "administrator": Role.ADMINISTRATOR}

IN_THE_TEAM = ("founder", "author", "member")

PEOPLE = (
    "visitor",
    "resident",
    *IN_THE_TEAM,
    *IN_THE_ROUND,
    "organiser elsewhere",
    *EVERYWHERE,
)
"""Everybody who tries every address; the visitor has no account."""

ROLES_OF_A_TEAM = {
    "founder": frozenset({Relation.FOUNDER, Relation.MEMBER}),
    "author": frozenset({Relation.AUTHOR, Relation.MEMBER}),
    "member": frozenset({Relation.MEMBER}),
}

ASSIGNED = frozenset({Relation.ASSIGNED})


@dataclass
class Scene:
    """One round in one phase: the values that addresses of its things hold.

    ``values`` are by the name in the address; those of ``of`` are for single endpoints. ``hidden`` holds things that
    only some may see: a draft, a withdrawn proposal, a hidden comment.
    """

    phase: Phase
    round_id: int
    values: dict[str, Any] = field(default_factory=dict)
    of: dict[str, dict[str, Any]] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)

    def fill(self, endpoint: str, names: frozenset[str] | set[str]) -> dict[str, Any] | None:
        """Values for an address of this endpoint, or ``None`` where this scene has nothing of the kind."""
        known = {**self.values, **self.of.get(endpoint, {})}
        return {name: known[name] for name in names} if names <= known.keys() else None


@dataclass(frozen=True)
class World:
    """The people by what they are, and the scenes by phase."""

    ids: Mapping[str, int]
    scenes: Mapping[Phase, Scene]

    def person(self, name: str) -> Person:
        """The account of somebody."""
        person = person_by_id(self.ids[name])
        assert person is not None
        return person

    def actor(self, name: str) -> Actor:
        """Somebody as the table of permissions knows them."""
        return VISITOR if name == "visitor" else actor_of(self.person(name))

    def relations(self, name: str, endpoint: str, values: Mapping[str, Any]) -> frozenset[Relation]:
        """How somebody stands to the thing that an address names."""
        if "certificate_code" in values:
            return frozenset({Relation.HOLDER}) if name == "author" else frozenset()
        if "slot_id" in values and name == "mentor":
            return ASSIGNED
        if endpoint == "screening.answer" or not {"screening_id", "project_id", "assignment_id"} & set(
            values
        ):
            return ROLES_OF_A_TEAM.get(name, frozenset())
        keeper = "mentor" if "assignment_id" in values else "reviewer"
        return ASSIGNED if name == keeper else frozenset()
