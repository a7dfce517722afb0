"""News of a project with photos from before, during and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.delivery.models import Photo, Update
from app.delivery.services.changing import LINE, TEXT, changing
from app.domain.errors import RuleBroken
from app.domain.permissions import Actor
from app.domain.project_states import PhotoMoment
from app.notices.tell import tell

MOST_PHOTOS = 6
MOST_ALT = 200


@dataclass(frozen=True)
class NewPhoto:
    """A photo that has just been stored: its key in the uploads folder, what it shows, and when it was taken."""

    key: str
    alt: str
    moment: PhotoMoment


def publish_update(
    actor: Actor,
    project_id: int,
    *,
    title: str,
    body: str,
    language: str,
    photos: Sequence[NewPhoto] = (),
    now: datetime,
) -> Update:
    """Publish news with up to six photos and tell everybody who follows.

    Raises ``NotAllowed``, and ``RuleBroken``: ``project.unknown``, ``update.empty``, ``update.too_many_photos``,
    ``update.alt_missing``.
    """
    title, body = title.strip()[:LINE], body.strip()[:TEXT]
    if not title or not body:
        raise RuleBroken("update.empty")
    if len(photos) > MOST_PHOTOS:
        raise RuleBroken("update.too_many_photos", most=MOST_PHOTOS)
    if any(not photo.alt.strip() for photo in photos):
        raise RuleBroken("update.alt_missing")
    with changing(actor, project_id, "publish_update", now=now) as change:
        update = Update(
            project_id=project_id,
            title=title,
            body=body,
            language=language,
            written_by=actor.person_id,
            written_at=now,
        )
        change.session.add(update)
        change.session.flush()
        change.session.add_all(_photo(update, photo, now) for photo in photos)
        change.after = {"title": title, "photos": len(photos)}
        params = {**change.told, "news": title}
        tell(change.people(), "update_published", change.path, params, now=now)
    return update


def _photo(update: Update, photo: NewPhoto, now: datetime) -> Photo:
    return Photo(
        project_id=update.project_id,
        update_id=update.id,
        file_key=photo.key,
        alt=photo.alt.strip()[:MOST_ALT],
        moment=photo.moment,
        added_at=now,
    )
