"""Reasons in words: every code that a rule gives has a sentence, with its numbers as people write them."""

import pytest

from app.web.messages.reasons import SENTENCES, support, told
from tests.source import calls_of

FUNDED = {"votes": 12431, "score": 12431, "cost": 4_000_000, "rank": 3}
LOST = {**FUNDED, "after": 4, "left": 5_300_000, "short": 1_200_000}


def test_every_code_of_a_rule_has_a_sentence():
    given = {call.text: call.where for call in calls_of("Reason")}
    computed = {"funded", "funded_by_completion", "jury_prize", "jury_no_prize", "jury_unscored"}
    assert {code: where for code, where in given.items() if code not in SENTENCES} == {}
    assert set(SENTENCES) == set(given) | computed


@pytest.fixture
def english(app):
    """A request of somebody who reads English."""
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("reason", "text", "more"),
    [
        (
            {"code": "funded", **FUNDED, "place": 3, "left": 4_000_000, "budget": 28_736_700},
            "12,431 votes, number 3 on the list. After it €40,000 of €287,367 were left.",
            "",
        ),
        (
            {"code": "does_not_fit", **LOST, "cost": 6_500_000, "more_votes": 1},
            "12,431 votes. It costs €65,000, but after 4 ideas only €53,000 were left: €12,000 too little.",
            "1 more vote would have been enough.",
        ),
        (
            {"code": "stopped", **LOST, "misfit": "7", "more_votes": None},
            "12,431 votes. By the rules the list ended where the money did not reach for “Soliņi”.",
            "",
        ),
        (
            {"code": "excluded_by_rival", **FUNDED, "rivals": ["7"], "at_most": 1, "group": "2"},
            "12,431 votes. Of these rival ideas only 1 can win, and “Soliņi” did.",
            "",
        ),
        (
            {
                "code": "supporters_short",
                **FUNDED,
                "supporters_left": 100_050,
                "supporters_short": 3_899_950,
                "more_votes": 2000,
                "more_votes_exact": False,
            },
            "12,431 votes. It costs €40,000; its voters had €1,000.50 of their shares left together, "
            "€38,999.50 too little.",
            "It would have needed at least 2,000 more votes.",
        ),
        (
            {"code": "no_support", "more_votes": 5},
            "Nobody voted for it.",
            "5 more votes would have been enough.",
        ),
        (
            {"code": "jury_prize", "place": 1, "score": "87.5", "scorecards": 4, "prizes": 3},
            "87.5 of 100 points from 4 mentors: place 1.",
            "",
        ),
    ],
)
def test_a_reason_reads_as_a_sentence(reason, text, more):
    said = told(reason, {"7": "Soliņi"})
    assert (said.text, said.more) == (text, more)


@pytest.mark.usefixtures("english")
def test_points_are_told_beside_ballots():
    assert support({"votes": 1, "score": 3}) == "3 points on 1 ballot"
    assert support({"votes": 2, "score": 31}) == "31 points on 2 ballots"


def test_latvian_writes_money_and_numbers_its_own_way(app):
    with app.test_request_context(headers={"Accept-Language": "lv"}):
        said = told({"code": "funded", **FUNDED, "place": 3, "left": 4_000_000, "budget": 28_736_700}, {})
    assert "40\u00a0000\u00a0€" in said.text
