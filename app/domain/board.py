"""Needs and offers on a round's board, and the time that mentors give."""

from enum import StrEnum

POST_LENGTH = 400
REPLY_LENGTH = 600
NOTE_LENGTH = 2000
TOPIC_LENGTH = 200
PLACE_LENGTH = 120
MOST_OPEN_POSTS = 10
"""How many needs and offers one person can have open in a round."""

MOST_SLOTS = 40
"""How many slots a mentor can have open in a round."""

SLOT_MINUTES = (15, 20, 30, 45, 60)


class PostKind(StrEnum):
    """What somebody puts on the board."""

    NEED = "need"
    OFFER = "offer"
