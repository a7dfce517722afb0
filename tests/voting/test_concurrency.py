"""Many requests at once: one form sent forty times, forty tabs of one voter, a close that races with casts."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.db.base import db
from app.domain import ledger
from app.domain.errors import RuleBroken
from app.domain.permissions import Role
from app.rounds.queries import round_by_id
from app.voting import keys, queries, services
from app.voting.models import Ballot, RollEntry
from app.voting.views.form_keys import new_form_key
from tests.factories import a_person, an_actor
from tests.page import Page
from tests.page_form import Form
from tests.voting.polls import Vote, a_vote, cast_anew

pytestmark = pytest.mark.both_databases

TABS = 40
CROWD = 60
"""Enough for a batch, although those who cast at the very same moment do not see each other's ballots yet."""


def at_once(app: Flask, tasks: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run all tasks in threads of their own, released together, each with a session of its own."""
    tasks = list(tasks)
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        with app.app_context():
            gate.wait(timeout=30)
            return task()

    db.session.rollback()
    with ThreadPoolExecutor(len(tasks)) as pool:
        results = list(pool.map(run, tasks))
    db.session.rollback()
    return results


def outcome(task: Callable[[], Any]) -> Any:
    """What a task gives back, or the code of the rule that stopped it."""
    try:
        return task()
    except RuleBroken as error:
        return error.code


def review_form(client, vote: Vote, choices: list[str]) -> Form:
    """The form on the review page, ready to be cast."""
    page = client.submit(vote.url(), {"choices": choices}, button="Review my ballot")
    return page.page.form("cast")


def sender(app: Flask, client, form) -> Callable[[], tuple[int, str]]:
    """Sends a form with the browser's cookie: the status, and the receipt where there is one."""
    cookie = client.get_cookie("talka").value
    target, data = form.press("Cast my ballot"), form.data.to_dict(flat=False)

    def send() -> tuple[int, str]:
        browser = app.test_client()
        browser.set_cookie("talka", cookie)
        answer = browser.post(target, data=data)
        if answer.status_code == 303:
            answer = browser.get(answer.location)
        page = Page(answer.get_data(as_text=True), "/")
        code = page.one("p", class_="receipt-code").text if answer.status_code == 200 else ""
        return answer.status_code, ledger.normal_receipt(code)

    return send


def test_one_form_sent_forty_times_is_one_ballot_with_one_receipt(app, session, client):
    vote = a_vote()
    client.sign_in(a_person("Anna"))
    form = review_form(client, vote, vote.ids[:2])
    answers = at_once(app, [sender(app, client, form)] * TABS)
    assert {status for status, _ in answers} == {200}
    [receipt] = {receipt for _, receipt in answers}
    assert vote.stored() == 1
    assert queries.ballot_by_receipt(vote.round.id, receipt) is not None
    assert session.scalars(select(RollEntry)).one().revision == 1


def test_forty_tabs_of_one_voter_are_one_live_ballot(app, session, client):
    vote = a_vote()
    anna = a_person("Anna")
    form = review_form(client.sign_in(anna), vote, vote.ids[:2])
    tabs = []
    for _ in range(TABS):
        form.data["form_key"] = new_form_key(vote.voter(anna))
        tabs.append(sender(app, client, form))
    answers = at_once(app, tabs)
    assert Counter(status for status, _ in answers) == {
        200: services.MOST_REVISIONS,
        422: TABS - services.MOST_REVISIONS,
    }
    assert queries.live_count(vote.round.id) == 1
    assert vote.stored() == services.MOST_REVISIONS
    revisions = session.scalars(select(Ballot.revision).order_by(Ballot.revision)).all()
    assert revisions == list(range(1, services.MOST_REVISIONS + 1))
    assert session.scalars(select(RollEntry)).one().revision == services.MOST_REVISIONS


def test_a_crowd_at_once_is_counted_and_sealed_once(app, session):
    vote = a_vote()
    people, round_id, ids = [a_person().id for _ in range(CROWD)], vote.round.id, vote.ids
    tasks = [partial(cast_anew, round_id, person, [ids[place % 4]]) for place, person in enumerate(people)]
    casts = at_once(app, tasks)
    assert len({cast.receipt for cast in casts}) == CROWD
    assert queries.live_count(round_id) == CROWD
    batches = queries.batches_of(round_id)
    assert sum(batch.n_leaves for batch in batches) + queries.waiting_count(round_id) == CROWD
    assert [batch.batch_no for batch in batches] == list(range(1, len(batches) + 1))
    assert all(batch.n_leaves >= ledger.MIN_BATCH for batch in batches)
    assert batches


def test_closing_races_with_casts_and_nothing_is_lost_or_counted_twice(app, session, clock):
    vote = a_vote()
    people, round_id, ids = [a_person().id for _ in range(30)], vote.round.id, vote.ids
    organiser = an_actor(Role.ORGANISER)
    clock.set(vote.ends_at + queries.GRACE - timedelta(milliseconds=500))

    def close() -> str:
        while True:
            try:
                return services.close_poll(organiser, round_by_id(round_id)).head_hash
            except RuleBroken as error:
                if error.code != "poll.still_open":
                    raise

    casts = [
        partial(outcome, partial(cast_anew, round_id, person, [ids[place % 4]]))
        for place, person in enumerate(people)
    ]
    answers = at_once(app, [*casts, *[close] * 3])
    acknowledged = [answer for answer in answers[:30] if isinstance(answer, services.Cast)]
    assert {answer for answer in answers[:30] if isinstance(answer, str)} <= {"poll.not_open"}
    [head] = set(answers[30:])
    poll = queries.poll_of(round_id)
    assert (poll.head_hash, poll.n_ballots) == (head, len(acknowledged))
    assert queries.live_count(round_id) == len(acknowledged)
    assert all(queries.ballot_by_receipt(round_id, each.receipt).batch_no for each in acknowledged)
    assert vote.chain_fault() is None


def test_two_processes_asking_for_the_key_at_once_get_the_same_one(app, session):
    made = at_once(app, [lambda: keys.make_key(77)] * 20)
    assert len(set(made)) == 1


def test_a_cast_waits_for_a_foreign_lock_and_succeeds(app, session, database_kind):
    vote = a_vote()
    person, round_id, ids = a_person().id, vote.round.id, vote.ids[:1]
    locked, released = threading.Event(), threading.Event()

    def hold() -> None:
        """Another program writes for a second."""
        with app.app_context(), db.engine.connect() as connection:
            if database_kind == "sqlite":
                connection.execution_options(talka_writes=True)
                connection.execute(text("SELECT 1"))
            else:
                connection.execute(text("SELECT 1 FROM round FOR UPDATE"))
            locked.set()
            time.sleep(1)
            released.set()
            connection.rollback()

    db.session.rollback()
    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(5)
    done = cast_anew(round_id, person, ids)
    assert released.is_set()
    holder.join()
    assert queries.ballot_by_receipt(round_id, done.receipt) is not None
