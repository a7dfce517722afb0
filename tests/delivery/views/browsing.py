"""Days around today, a photo, and where the page of a project is."""

import io
from datetime import UTC, datetime, timedelta

from PIL import Image

TODAY = datetime.now(UTC).date()

DAY = timedelta(days=1)


def a_picture(size=(40, 30)):
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    out.seek(0)
    return out


def page_of(project):
    """The public page."""
    return f"/projects/{project.id}"
