"""A request to join a team: asked by whoever has the code, answered by the founder."""

from enum import StrEnum

from app.domain.transitions import Machine


class RequestState(StrEnum):
    """How far a request is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class RequestMove(StrEnum):
    """What happens to a request; ``ASK`` begins a new one where an earlier one was answered."""

    ASK = "ask"
    ACCEPT = "accept"
    DECLINE = "decline"


JOINING = Machine(
    "join request",
    {
        RequestMove.ASK: {
            RequestState.WAITING: RequestState.WAITING,
            RequestState.ACCEPTED: RequestState.WAITING,
            RequestState.DECLINED: RequestState.WAITING,
        },
        RequestMove.ACCEPT: {RequestState.WAITING: RequestState.ACCEPTED},
        RequestMove.DECLINE: {RequestState.WAITING: RequestState.DECLINED},
    },
)
