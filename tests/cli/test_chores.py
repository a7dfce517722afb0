"""What the worker does beside the server: files that nothing names go, everything that is shown stays."""

import os
import threading
from datetime import UTC, datetime, timedelta

from app.cli import chores
from app.delivery.models import Photo
from app.domain.phases import Phase
from app.domain.project_states import PhotoMoment
from app.domain.proposal_content import AttachmentKind
from app.proposals.models import Attachment
from app.web.uploads import store_image, store_pdf, uploads_folder
from tests.factories import a_project, a_proposal, a_winner, add, round_in
from tests.proposals.files import jpeg, pdf

NOW = datetime.now(UTC)
OLD = (NOW - timedelta(hours=25)).timestamp()


def files_of(key):
    """The files of one key, both sizes."""
    return [path for path in uploads_folder().rglob("*") if path.name.startswith(key.rpartition(".")[0])]


def aged(stored):
    """The same file, stored more than a day ago."""
    for path in files_of(stored.key):
        os.utime(path, (OLD, OLD))
    return stored


def test_files_that_rows_name_stay(session):
    photo, paper = store_image(jpeg(1280), "a.jpg"), store_pdf(pdf(), "c.pdf")
    project = a_project(a_winner(round_in(Phase.DELIVERY)))
    add(Photo(project_id=project.id, file_key=photo.key, alt="Bedre", moment=PhotoMoment.AFTER, added_at=NOW))
    idea = a_proposal(round_in(Phase.SUBMISSION))
    picture = a_picture_of(idea)
    row = {"proposal_id": idea.id, "added_at": NOW, "size_bytes": 1, "name": "x"}
    add(Attachment(**row, kind=AttachmentKind.PDF, file_key=paper.key, removed_at=NOW))
    for stored in (photo, paper):
        aged(stored)
    assert chores.tidy_uploads(NOW) == 0
    assert [len(files_of(stored.key)) for stored in (photo, picture, paper)] == [2, 1, 1]


def a_picture_of(idea):
    """A picture of an idea, stored more than a day ago."""
    stored = aged(store_image(jpeg(), "bilde.jpg"))
    row = {"proposal_id": idea.id, "added_at": NOW, "size_bytes": 1, "name": "bilde.jpg"}
    add(Attachment(**row, kind=AttachmentKind.IMAGE, file_key=stored.key))
    return stored


def test_unnamed_files_go_after_a_day(session):
    old, young = aged(store_image(jpeg(1280), "a.jpg")), store_image(jpeg(1280), "b.jpg")
    a_picture_of(a_proposal(round_in(Phase.SUBMISSION)))
    assert len(files_of(old.key)) == 2
    assert chores.tidy_uploads(NOW) == 1
    assert (len(files_of(old.key)), len(files_of(young.key))) == (0, 2)


def test_nothing_goes_where_the_database_knows_none_of_the_files(session):
    stored = aged(store_image(jpeg(), "a.jpg"))
    assert (chores.tidy_uploads(NOW), len(files_of(stored.key))) == (0, 1)


def test_the_worker_tidies_once_a_day_and_survives_a_stumble(app, monkeypatch):
    stop, tidied, mailed = threading.Event(), [], []

    def mail(now, most):
        mailed.append(now)
        if len(mailed) == 2:
            raise OSError("the mail server is gone")
        if len(mailed) == 4:
            stop.set()

    monkeypatch.setattr(chores, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(chores, "deliver_due", mail)
    looked: list = []
    monkeypatch.setattr(chores, "look_after_votes", looked.append)
    monkeypatch.setattr(chores, "tidy_uploads", tidied.append)
    chores.work_for_ever(app, stop)
    assert (len(mailed), len(tidied), len(looked)) == (4, 1, 1)
