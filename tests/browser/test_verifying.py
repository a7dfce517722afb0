"""The page that counts a result again: it finds a true one true, and names the place where a false one was touched."""

import io
import zipfile
from typing import Any

from tests.results.polls import a_vote_over, published


def test_the_page_counts_again_and_names_what_was_touched(
    browse: Any, app: Any, client: Any, assert_accessible: Any
) -> None:
    counted = a_vote_over(
        ballots=[(number % 3, (number + 1) % 3) for number in range(9)],
        allocation={"rule": "equal-shares", "utility": "cost", "completion": "add1u", "step": 5000},
    )
    published(counted)
    page = browse(width=360, height=800)
    page.goto(counted.url("verify"))
    page.get_by_role("button", name="Get the files and count").click()
    verdict = page.locator("[data-verdict]")
    verdict.filter(has_text="Everything is as it was announced.").wait_for()
    assert page.locator("[data-checks] .done").count() == 7, page.locator("[data-checks]").inner_text()
    assert_accessible(page)
    page.context.set_offline(True)
    archive = client.get(counted.url("results/everything.zip")).data
    page.locator("#files").set_input_files(a_zip(touched(archive, "ledger.csv", '[""', '[""1')))
    verdict.filter(has_text="Something is not as it was announced.").wait_for()
    wrong = page.locator("[data-checks] .wrong").first.inner_text()
    assert "Wrong at ledger.csv · 2 · batch 1" in wrong
    assert "this ballot is not the one that was sealed" in wrong
    page.locator("#files").set_input_files(a_zip(touched(archive, "round.pb", ";internet", "1;internet")))
    page.locator("[data-checks] .wrong").filter(has_text="Wrong at round.pb · ").wait_for()
    beyond = touched(archive, "rules.json", '"max":3', '"max":1')
    page.locator("#files").set_input_files(a_zip(beyond))
    page.locator("[data-checks] .wrong").filter(
        has_text="this ballot breaks the rules: projects · pot"
    ).wait_for()
    page.context.set_offline(False)


def touched(archive: bytes, file: str, before: str, after: str) -> bytes:
    """The archive with one place of one file changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            assert name != file or before in content
            new.writestr(name, content.replace(before, after, 1) if name == file else content)
    return out.getvalue()


def a_zip(content: bytes) -> dict[str, Any]:
    """The file as it is chosen in the browser."""
    return {"name": "everything.zip", "mimeType": "application/zip", "buffer": content}
