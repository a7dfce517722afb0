"""Why a mentor does not score an entry."""

from enum import StrEnum


class ConflictKind(StrEnum):
    """A conflict of interest; ``OWN_TEAM`` is found by the system, the others are the mentor's own word."""

    OWN_TEAM = "own_team"
    SAME_SCHOOL_OR_EMPLOYER = "same_school_or_employer"
    FAMILY = "family"
    LIVES_BESIDE = "lives_beside"
    MENTORED_TEAM = "mentored_team"
    OTHER = "other"
