"""What a proposal is about."""

from enum import StrEnum


class Theme(StrEnum):
    """The themes of the city's plan; a proposal has one to three of them, the first gives its cover."""

    SPORT = "sport"
    PLAY = "play"
    GREEN = "green"
    CULTURE = "culture"
    SAFETY = "safety"
    ACCESS = "access"
    OTHER = "other"
