"""The ledger: every hash as it is published, batches, and a chain that says where it was touched."""

import hashlib
import hmac
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ledger import (
    GENESIS,
    MIN_BATCH,
    Ballot,
    Batch,
    Fault,
    batch_hash,
    cast_key,
    leaf_hash,
    leaves_due,
    live_hash,
    normal_receipt,
    receipt,
    receipt_hash,
    seal,
    verify_chain,
    voter_tag,
)

KEY = b"k" * 32
NONCE = "00112233445566778899aabbccddeeff"
ROUND = 7


def sha256(text: str) -> str:
    """The hash in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_hash_is_what_the_published_format_says() -> None:
    code = receipt(KEY, NONCE)
    assert (len(code), set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")) == (26, True)
    assert voter_tag(KEY, 12) == hmac.new(KEY, b"12", "sha256").hexdigest()
    assert cast_key(ROUND, NONCE) == sha256(f"cast|7|{NONCE}")
    hashed = receipt_hash(ROUND, code)
    assert hashed == sha256(f"receipt|7|{code}")
    leaf = leaf_hash(ROUND, hashed, "online", '["1","2"]')
    assert leaf == sha256(f'leaf|7|{hashed}|online|["1","2"]')
    assert batch_hash(ROUND, 1, GENESIS, ["b", "a"]) == sha256(f"batch|7|1|2|{GENESIS}|ab")


def test_a_receipt_follows_from_the_form_and_the_key_of_the_round() -> None:
    assert receipt(KEY, NONCE) == receipt(KEY, NONCE)
    assert len({receipt(KEY, NONCE), receipt(KEY, NONCE[::-1]), receipt(b"K" * 32, NONCE)}) == 3
    assert receipt_hash(1, "A") != receipt_hash(2, "A")


def test_a_receipt_may_be_typed_loosely() -> None:
    code = receipt(KEY, NONCE)
    typed = f" {code[:4].lower()}-{code[4:10]} {code[10:]}\n"
    assert normal_receipt(typed) == code
    assert receipt_hash(ROUND, typed) == receipt_hash(ROUND, code)


@pytest.mark.parametrize(("waiting", "due"), [(0, 0), (1, 0), (20, 0), (39, 0), (40, 20), (55, 35)])
def test_a_full_batch_stays_behind_until_the_vote_closes(waiting: int, due: int) -> None:
    leaves = [sha256(str(number)) for number in range(waiting)]
    assert leaves_due(leaves) == sorted(leaves)[:due]
    assert leaves_due(leaves, closing=True) == sorted(leaves)


@given(st.lists(st.integers(1, 30), max_size=30))
def test_no_batch_is_small_unless_the_whole_round_is(arrivals: list[int]) -> None:
    waiting: list[str] = []
    sizes = []
    for number, arriving in enumerate(arrivals):
        waiting += [sha256(f"{number}-{each}") for each in range(arriving)]
        due = leaves_due(waiting)
        waiting = [leaf for leaf in waiting if leaf not in due]
        sizes += [len(due)] if due else []
    sizes += [len(waiting)] if waiting else []
    assert sum(sizes) == sum(arrivals)
    assert all(size >= MIN_BATCH for size in sizes) or sizes == [sum(arrivals)]


def test_leaves_are_sealed_behind_the_last_batch() -> None:
    leaves = [sha256(str(number)) for number in range(23)]
    assert seal(ROUND, [], None) is None
    first = seal(ROUND, leaves[:20], None)
    assert first == Batch(1, 20, GENESIS, batch_hash(ROUND, 1, GENESIS, leaves[:20]))
    last = seal(ROUND, leaves[20:], first)
    assert last == Batch(2, 3, first.batch_hash, batch_hash(ROUND, 2, first.batch_hash, leaves[20:]))


def test_which_ballots_count_is_one_fingerprint() -> None:
    assert live_hash(ROUND, ["b", "a"]) == live_hash(ROUND, ["a", "b"]) == sha256(f"live|{ROUND}|2|ab")


@given(st.permutations([str(number) for number in range(6)]))
def test_the_order_of_voting_does_not_show_in_a_batch(leaves: list[str]) -> None:
    assert batch_hash(ROUND, 1, GENESIS, leaves) == batch_hash(ROUND, 1, GENESIS, sorted(leaves))


def ballot(number: int, batch_no: int, choices: str = '["1"]') -> Ballot:
    """A ballot as the ledger publishes it."""
    hashed = receipt_hash(ROUND, receipt(KEY, str(number)))
    return Ballot(batch_no, leaf_hash(ROUND, hashed, "online", choices), hashed, "online", choices)


@pytest.fixture
def ledger() -> tuple[list[Batch], list[Ballot]]:
    """Three sealed batches: twenty ballots, twenty more, and five at the close."""
    ballots = [ballot(number, 1 + number // 20, f'["{number}"]') for number in range(45)]
    batches: list[Batch] = []
    for number in (1, 2, 3):
        leaves = [one.leaf_hash for one in ballots if one.batch_no == number]
        sealed = seal(ROUND, leaves, batches[-1] if batches else None)
        assert sealed is not None
        batches.append(sealed)
    return batches, ballots


def test_a_whole_ledger_holds(ledger: tuple[list[Batch], list[Ballot]]) -> None:
    batches, ballots = ledger
    assert verify_chain(ROUND, batches, ballots) is None
    assert verify_chain(ROUND, batches, ballots[::-1], head=batches[-1].batch_hash) is None
    assert verify_chain(ROUND, [], []) is None


def test_touching_anything_is_found_and_named(ledger: tuple[list[Batch], list[Ballot]]) -> None:
    batches, ballots = ledger

    def fault(of_batches: list[Batch], of_ballots: list[Ballot], **more: str) -> tuple[str, int]:
        found = verify_chain(ROUND, of_batches, of_ballots, **more)
        assert found is not None
        return found.code, found.batch_no

    changed = [*ballots[:25], replace(ballots[25], choices='["99"]'), *ballots[26:]]
    assert verify_chain(ROUND, batches, changed) == Fault("ledger.leaf", 2, ballots[25].receipt_hash)
    rehashed = [*ballots[:25], replace(ballot(25, 2, '["99"]')), *ballots[26:]]
    assert fault(batches, rehashed) == ("ledger.batch", 2)
    paper = replace(ballots[3], channel="paper")
    assert fault(batches, [*ballots[:3], paper, *ballots[4:]]) == ("ledger.leaf", 1)
    assert fault(batches, ballots[1:]) == ("ledger.count", 1)
    assert fault(batches, [*ballots, ballot(77, 3)]) == ("ledger.count", 3)
    assert fault(batches, [*ballots[1:], ballot(77, 1)]) == ("ledger.batch", 1)
    assert fault(batches, [*ballots, ballots[-1]]) == ("ledger.repeated", 3)
    assert fault(batches, [*ballots, ballot(77, 4)]) == ("ledger.unknown_batch", 4)
    assert fault([batches[1], batches[0], batches[2]], ballots) == ("ledger.missing_batch", 1)
    assert fault([batches[0], batches[2]], ballots) == ("ledger.missing_batch", 2)
    swapped = [replace(batches[1], number=1), replace(batches[0], number=2), batches[2]]
    assert fault(swapped, ballots) == ("ledger.broken_link", 1)
    assert fault(batches[:2], ballots[:40], head=batches[2].batch_hash) == ("ledger.head", 2)
    assert fault([], [], head=batches[2].batch_hash) == ("ledger.head", 0)


def test_a_ledger_of_another_round_does_not_pass(ledger: tuple[list[Batch], list[Ballot]]) -> None:
    batches, ballots = ledger
    found = verify_chain(ROUND + 1, batches, ballots)
    assert found == Fault("ledger.leaf", 1, ballots[0].receipt_hash)
