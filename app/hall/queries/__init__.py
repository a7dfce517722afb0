"""What the hall's pages show of many rooms at once."""

from app.hall.queries.desk import RoundDesk, Waiting, desk_of
from app.hall.queries.rounds import RoundNow, polling_places_of, round_now, rounds_now

__all__ = ["RoundDesk", "RoundNow", "Waiting", "desk_of", "polling_places_of", "round_now", "rounds_now"]
