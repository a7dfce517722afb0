"""Files of ideas: drawn anew without what they told, refused with a sentence, seen by those who may see the idea."""

import os
from datetime import UTC, datetime
from io import BytesIO
from time import time

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.cli.chores import tidy_uploads
from app.domain.permissions import Role
from app.domain.phases import Phase
from app.domain.proposal_states import ProposalState
from app.proposals.models import Attachment, Version
from app.proposals.queries import attachments_of
from app.web.uploads import store_image
from tests.factories import a_neighbourhood, a_person, a_proposal, content_with, round_in
from tests.proposals.files import SECRET_PLACE, bomb, drawing_with_script, jpeg, pdf, script

P = ProposalState


@pytest.fixture
def author(client):
    """Somebody with a browser."""
    person = a_person()
    client.sign_in(person)
    return person


@pytest.fixture
def idea(author):
    """A draft of theirs."""
    content = content_with(neighbourhood_id=a_neighbourhood().id)
    return a_proposal(round_in(Phase.SUBMISSION), author, state=P.DRAFT, content=content)


def stored(instance):
    """The files in the uploads folder."""
    return [path for path in (instance / "uploads").rglob("*") if path.is_file()]


def send(client, idea, **fields):
    """Send the form with files."""
    form = client.form(f"/proposals/{idea.id}/edit", "idea").fill(fields)
    form.press("Save and go on later")
    return post_body(client, idea, form.data)


def post_body(client, idea, data):
    """Send what a browser would; in memory, where Flask's client would leave a temporary file behind."""
    fields = [(name, as_upload(value)) for name, value in MultiDict(data).items(multi=True)]
    boundary, body = encode_multipart(MultiDict(fields))
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/proposals/{idea.id}/edit", data=body, content_type=kind)


def as_upload(value):
    """A field's value; a stream with a name becomes a file."""
    return FileStorage(value[0], filename=value[1]) if isinstance(value, tuple) else value


def test_a_photo_keeps_no_secret(client, idea, instance):
    photo = jpeg(64, 32, with_exif=True)
    assert SECRET_PLACE in photo.getvalue()
    assert send(client, idea, pictures=(photo, "foto.jpg")).status_code == 303
    (path,) = stored(instance)
    assert SECRET_PLACE not in path.read_bytes()
    with Image.open(path) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("WEBP", (32, 64), {})


def test_a_large_photo_is_made_smaller(client, idea, instance):
    send(client, idea, pictures=(jpeg(3200, 1600), "liels.jpg"))
    assert sorted(size_of(path) for path in stored(instance)) == [(512, 256), (1600, 800)]


def test_cards_load_the_small_picture(client, idea, session):
    send(client, idea, pictures=[(jpeg(3200, 1600), "liels.jpg"), (jpeg(64, 32), "mazs.jpg")])
    large, small = (f"/proposals/{idea.id}/files/{file.file_key}" for file in attachments_of(idea.id))
    asked = [large, f"{large}?size=card", f"{large}?size=huge", f"{small}?size=card"]
    sizes = [size_of(BytesIO(client.get(url).data)) for url in asked]
    assert sizes == [(1600, 800), (512, 256), (1600, 800), (64, 32)]


def test_a_small_picture_is_guarded_like_the_full_one(client, idea, session):
    send(client, idea, pictures=(jpeg(3200, 1600), "liels.jpg"))
    (file,) = attachments_of(idea.id)
    client.sign_out()
    assert client.get(f"/proposals/{idea.id}/files/{file.file_key}?size=card").status_code == 404


def test_a_small_picture_keeps_no_secret(client, idea, instance):
    send(client, idea, pictures=(jpeg(1280, 800, with_exif=True), "foto.jpg"))
    assert len(stored(instance)) == 2
    assert all(SECRET_PLACE not in path.read_bytes() for path in stored(instance))


def test_both_sizes_go_when_nothing_names_them(client, idea, instance, app):
    send(client, idea, pictures=(jpeg(3200, 1600), "liels.jpg"))
    named = set(stored(instance))
    old, young = store_image(jpeg(3200, 1600), "vecs.jpg"), store_image(jpeg(), "jauns.jpg")
    yesterday = time() - 25 * 3600
    for path in stored(instance):
        if young.key not in path.name:
            os.utime(path, (yesterday, yesterday))
    assert len(stored(instance)) == 5
    assert tidy_uploads(datetime.now(UTC)) == 1
    left = set(stored(instance))
    assert not any(old.key[:32] in path.name for path in left)
    assert left == named | {path for path in left if young.key in path.name}
    assert len(left) == 3


def size_of(picture):
    """Width and height of a picture."""
    with Image.open(picture) as drawn:
        return drawn.size


@pytest.mark.parametrize(
    ("field", "file", "name", "said"),
    [
        ("pictures", script(), "attēls.gif", "not a picture"),
        ("pictures", drawing_with_script(), "zīmējums.svg", "not a picture"),
        ("pictures", BytesIO(b""), "tukšs.jpg", "not a picture"),
        ("pictures", pdf(), "plāns.jpg", "not a picture"),
        ("pictures", BytesIO(jpeg().getvalue()[:200]), "puse.jpg", "not a picture"),
        ("pictures", bomb(), "bumba.png", "too large"),
        ("pictures", BytesIO(b"\xff" * (20 * 2**20)), "liels.jpg", "too large"),
        ("documents", jpeg(), "foto.pdf", "not a PDF"),
        ("documents", BytesIO(b"<script>alert(1)</script>%PDF-%%EOF"), "x.pdf", "not a PDF"),
        ("documents", BytesIO(b"%PDF-" + b"x" * (20 * 2**20) + b"%%EOF"), "liels.pdf", "too large"),
    ],
)
def test_what_is_no_picture_and_no_pdf_is_not_stored(
    client, idea, instance, session, field, file, name, said
):
    file.seek(0)
    answer = send(client, idea, **{field: (file, name)})
    assert answer.status_code == 422
    assert said in answer.page.main
    assert (stored(instance), session.query(Attachment).count()) == ([], 0)


def test_one_bad_file_takes_the_good_ones_with_it(client, idea, instance, session):
    answer = send(client, idea, pictures=[(jpeg(), "a.jpg"), (script(), "b.gif")], summary="Jauns.")
    assert answer.status_code == 422
    assert stored(instance) == []
    assert session.query(Version).count() == 1


def test_nine_pictures_are_one_too_many(client, idea, instance):
    answer = send(client, idea, pictures=[(jpeg(), f"{number}.jpg") for number in range(9)])
    assert (answer.status_code, stored(instance)) == (422, [])
    assert "up to 8 pictures" in answer.page.main
    assert send(client, idea, pictures=[(jpeg(), "a.jpg")] * 1).status_code == 303


def test_more_than_the_server_takes(client, idea, instance):
    token = client.form(f"/proposals/{idea.id}/edit", "idea").data["csrf_token"]
    heavy = [("csrf_token", token), ("pictures", (BytesIO(b"\0" * (101 * 2**20)), "a.jpg"))]
    assert post_body(client, idea, heavy).status_code == 413
    assert stored(instance) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.jpg", "passwd.jpg"),
        ("vārds\x00\u202e.jpg", "vārds.jpg"),
        ("x" * 300 + ".jpg", "x" * 120),
        ("a\r\nSet-Cookie: b.jpg", "a Set-Cookie: b.jpg"),
        ("kon\udcffc.jpg", "konc.jpg"),
    ],
)
def test_names_of_files_are_tidied(app, name, kept):
    assert store_image(jpeg(), name).name == kept


def test_a_file_without_a_name_is_named_by_its_key(app):
    kept = store_image(jpeg(), "")
    assert kept.name == kept.key


def test_a_transparent_drawing_stays_transparent(app, instance):
    drawing = Image.new("P", (8, 8))
    out = BytesIO()
    drawing.save(out, "PNG", transparency=bytes([0] * 256))
    out.seek(0)
    store_image(out, "zīmējums.png")
    with Image.open(stored(instance)[0]) as drawn:
        assert drawn.mode == "RGBA"


def test_a_file_is_seen_by_whoever_sees_its_idea(client, visitor, idea):
    send(client, idea, pictures=(jpeg(), "a.jpg"), documents=(pdf(), "plāns.pdf"))
    picture, document = attachments_of(idea.id)
    paths = [f"/proposals/{idea.id}/files/{file.file_key}" for file in (picture, document)]
    others = [visitor(), visitor().sign_in(a_person()), visitor().sign_in(a_person("", Role.ORGANISER))]
    for path in paths:
        assert client.get(path).status_code == 200
        assert [other.get(path).status_code for other in others] == [404] * 3
    client.submit(f"/proposals/{idea.id}/edit", button="Hand in")
    for path in paths:
        answers = [other.get(path) for other in others]
        assert [answer.status_code for answer in answers] == [200] * 3
        for answer in answers:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
    elsewhere = a_proposal(idea.round)
    assert client.get(f"/proposals/{elsewhere.id}/files/{picture.file_key}").status_code == 404


def test_a_removed_picture_is_for_those_who_see_versions(client, visitor, idea, author):
    send(client, idea, pictures=(jpeg(), "a.jpg"))
    (picture,) = attachments_of(idea.id)
    client.submit(f"/proposals/{idea.id}/edit", {"files-0-remove": True}, button="Hand in")
    path = f"/proposals/{idea.id}/files/{picture.file_key}"
    assert visitor().get(path).status_code == 404
    assert visitor().sign_in(a_person()).get(path).status_code == 404
    assert visitor().sign_in(a_person("", Role.REVIEWER)).get(path).status_code == 200
    assert client.get(path).status_code == 200
