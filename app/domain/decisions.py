"""What a council can say of a proposal that won."""

from enum import StrEnum


class CouncilWord(StrEnum):
    """What the council says of a winner."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
