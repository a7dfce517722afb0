"""What can be done with decisions and projects; each function is one use case and one transaction."""

from app.delivery.services.deciding import MOST_REASON, decide_winner
from app.delivery.services.milestones import (
    add_milestone,
    finish_milestone,
    move_milestone,
    remove_milestone,
    reopen_milestone,
)
from app.delivery.services.money import remove_funding, save_funding
from app.delivery.services.moving import assign_department, move_project
from app.delivery.services.news import MOST_PHOTOS, NewPhoto, publish_update

__all__ = [
    "MOST_PHOTOS",
    "MOST_REASON",
    "NewPhoto",
    "add_milestone",
    "assign_department",
    "decide_winner",
    "finish_milestone",
    "move_milestone",
    "move_project",
    "publish_update",
    "remove_funding",
    "remove_milestone",
    "reopen_milestone",
    "save_funding",
]
