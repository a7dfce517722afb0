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
    assert page.locator("[data-checks] .done").count() == 5, page.locator("[data-checks]").inner_text()
    assert_accessible(page)
    page.context.set_offline(True)
    archive = client.get(counted.url("results/everything.zip")).data
    page.locator("#files").set_input_files(a_zip(touched(archive)))
    verdict.filter(has_text="Something is not as it was announced.").wait_for()
    wrong = page.locator("[data-checks] .wrong").first.inner_text()
    assert "Wrong at ledger.csv · 3 · batch 1" in wrong
    assert "this ballot is not the one that was sealed" in wrong
    page.context.set_offline(False)


def touched(archive: bytes) -> bytes:
    """The archive with one character of one ballot changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "ledger.csv":
                lines = content.split("\n")
                lines[2] = lines[2].replace('[""', '[""1', 1)
                content = "\n".join(lines)
            new.writestr(name, content)
    return out.getvalue()


def a_zip(content: bytes) -> dict[str, Any]:
    """The file as it is chosen in the browser."""
    return {"name": "everything.zip", "mimeType": "application/zip", "buffer": content}
