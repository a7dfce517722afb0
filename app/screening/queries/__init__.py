"""What can be asked about the departments' checks."""

from app.screening.queries.assigning import (
    Shown,
    count_of_unassigned,
    proposals_public_among,
    proposals_to_screen,
    screenings_by_proposal,
)
from app.screening.queries.entry import Entry, entry_of
from app.screening.queries.tasks import (
    Part,
    counts_of_tasks,
    department_of,
    open_answer,
    open_task,
    relations_to_task,
    screening_by_id,
    screenings_late,
    screenings_of,
    screenings_to_remind,
    screenings_waiting,
    tasks_page,
)

__all__ = [
    "Entry",
    "Part",
    "Shown",
    "count_of_unassigned",
    "counts_of_tasks",
    "department_of",
    "entry_of",
    "open_answer",
    "open_task",
    "proposals_public_among",
    "proposals_to_screen",
    "relations_to_task",
    "screening_by_id",
    "screenings_by_proposal",
    "screenings_late",
    "screenings_of",
    "screenings_to_remind",
    "screenings_waiting",
    "tasks_page",
]
