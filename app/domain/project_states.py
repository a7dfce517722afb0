"""The states of a project and the moves between them."""

from enum import StrEnum

from app.domain.transitions import Machine


class ProjectState(StrEnum):
    """How far a project is, as people decided."""

    PLANNED = "planned"
    BUILDING = "building"
    OPENED = "opened"
    STOPPED = "stopped"


class ProjectMove(StrEnum):
    """What can be done to a project."""

    START = "start"
    OPEN = "open"
    STOP = "stop"
    RESUME = "resume"


class PhotoMoment(StrEnum):
    """When a photo was taken: pairs of before and after are shown side by side."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


_S, _M = ProjectState, ProjectMove

PROJECT = Machine(
    "project",
    {
        _M.START: {_S.PLANNED: _S.BUILDING},
        _M.OPEN: {_S.PLANNED: _S.OPENED, _S.BUILDING: _S.OPENED},
        _M.STOP: {_S.PLANNED: _S.STOPPED, _S.BUILDING: _S.STOPPED},
        _M.RESUME: {_S.STOPPED: _S.BUILDING},
    },
)
