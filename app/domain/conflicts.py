"""Why a mentor does not score an entry."""

from enum import StrEnum


class ConflictKind(StrEnum):
    """A conflict of interest, the nearest first; all but ``OTHER`` can be found by the system as well as declared."""

    OWN_TEAM = "own_team"
    FAMILY = "family"
    SAME_SCHOOL_OR_EMPLOYER = "same_school_or_employer"
    MENTORED_TEAM = "mentored_team"
    LIVES_BESIDE = "lives_beside"
    OTHER = "other"
