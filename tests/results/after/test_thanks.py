"""Badges of thanks, and the files from which anybody recomputes the decision."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO

from app.results import queries
from app.results.queries import Thanks
from tests.factories import a_team
from tests.results.after.jury import KIND, MIND

# Badges and the bundle


def test_a_team_is_thanked_for_what_happened(after):
    entries = {name: queries.entries_and_grown(after.entry(name).team_id) for name in "AE"}
    assert queries.thanks_of(entries["A"]) == [Thanks.PARTICIPANT]
    assert queries.thanks_of(entries["E"]) == [Thanks.PARTICIPANT, Thanks.WINNER, Thanks.JURYS_CHOICE]
    built = [after.entries["E"].id]
    assert queries.thanks_of(entries["E"], built)[-1] is Thanks.BUILT
    assert queries.thanks_of(queries.entries_and_grown(a_team(after.round).id)) == []


def test_the_team_page_shows_its_badges(after, visitor):
    page = visitor().get(f"/teams/{after.entry('E').team_id}").page
    assert "Jury's choice" in page.text


def test_anybody_recomputes_the_decision_from_the_files(after, visitor, tmp_path):
    files = visitor().get(f"/rounds/{after.round.slug}/results/everything.zip")
    with zipfile.ZipFile(BytesIO(files.data)) as archive:
        assert set(archive.namelist()) == {"projects.csv", "rules.json", "jury.json", "recompute_jury.py"}
        archive.extractall(tmp_path)
    told = (tmp_path / "jury.json").read_text()
    for secret in (KIND, MIND, "Tikai man", "Liepa", "Mentors", "example.com"):
        assert secret not in told
    command = [sys.executable, "-I", str(tmp_path / "recompute_jury.py")]
    right = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (right.returncode, right.stdout.count("ok ")) == (0, 3), right.stdout + right.stderr
    bundle = json.loads(told)
    bundle["scorecards"][0]["levels"]["feasibility"] = 5
    (tmp_path / "jury.json").write_text(json.dumps(bundle))
    wrong = subprocess.run(command, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("WRONG")
