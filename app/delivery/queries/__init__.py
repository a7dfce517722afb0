"""What can be asked about promises and projects."""

from app.delivery.queries.projects import (
    funding_of,
    milestone_in,
    milestones_of,
    named_photos,
    newest_projects,
    open_project,
    photo_in,
    photos_of,
    photos_of_updates,
    project_of,
    updates_of,
)
from app.delivery.queries.promises import (
    Promise,
    PromiseFilters,
    PromiseState,
    count_of_promises,
    projects_page,
    rounds_waiting_for_council,
)
from app.delivery.queries.reading import (
    Money,
    Progress,
    Step,
    StepState,
    money_of,
    progress_of,
    steps_of,
)

__all__ = [
    "Money",
    "Progress",
    "Promise",
    "PromiseFilters",
    "PromiseState",
    "Step",
    "StepState",
    "count_of_promises",
    "funding_of",
    "milestone_in",
    "milestones_of",
    "money_of",
    "named_photos",
    "newest_projects",
    "open_project",
    "photo_in",
    "photos_of",
    "photos_of_updates",
    "progress_of",
    "project_of",
    "projects_page",
    "rounds_waiting_for_council",
    "steps_of",
    "updates_of",
]
