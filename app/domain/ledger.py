"""The ledger of ballots: receipts, tags, leaves, batches and the chain of batches, as functions of bytes and text.

Every hash is SHA-256 over fields joined by ``|``, the first of which says what is hashed, so that no two kinds can
be taken for each other. Keys are arguments; nothing here stores or draws one. What a voter holds is a *receipt*,
which Helios and Belenios call a tracker; what is published is its hash.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

MIN_BATCH = 20
"""Leaves a batch holds at least, so that the moment of sealing tells nothing about one voter."""

GENESIS = "0" * 64
"""``prev_hash`` of the first batch."""

RECEIPT_LENGTH = 26
"""Base32 characters: 130 bits of the HMAC."""


def voter_tag(key: bytes, roll_id: int) -> str:
    """Who has voted, told only to holders of the round's key: HMAC(key, roll id) in hexadecimal."""
    return _hmac(key, str(roll_id)).hex()


def receipt(key: bytes, nonce: str) -> str:
    """The code by which a voter finds the ballot again: the first 26 characters of base32(HMAC(key, "receipt|nonce")).

    ``nonce`` is the text of 128 random bits that came with the form; the same form gives the same receipt.
    """
    return base64.b32encode(_hmac(key, f"receipt|{nonce}")).decode("ascii")[:RECEIPT_LENGTH]


def receipt_hash(round_id: int, receipt_code: str) -> str:
    """What the ledger publishes of a receipt: sha256("receipt|round|receipt"), lower-case letters read as capitals."""
    return _sha256(f"receipt|{round_id}|{normal_receipt(receipt_code)}")


def normal_receipt(typed: str) -> str:
    """A receipt as people type it, without blanks and hyphens and in capitals. It may still not be one."""
    return "".join(typed.replace("-", "").split()).upper()


def cast_key(round_id: int, nonce: str) -> str:
    """What makes sending one form twice harmless: sha256("cast|round|nonce"), unique in the round."""
    return _sha256(f"cast|{round_id}|{nonce}")


def leaf_hash(round_id: int, hash_of_receipt: str, channel: str, choices: str) -> str:
    """One ballot in the ledger: sha256("leaf|round|receipt_hash|channel|choices"), choices in canonical form."""
    return _sha256(f"leaf|{round_id}|{hash_of_receipt}|{channel}|{choices}")


def batch_hash(round_id: int, number: int, prev_hash: str, leaves: Iterable[str]) -> str:
    """One batch: sha256("batch|round|number|n|prev|" + the sorted leaves, one after the other)."""
    ordered = sorted(leaves)
    return _sha256(f"batch|{round_id}|{number}|{len(ordered)}|{prev_hash}|{''.join(ordered)}")


@dataclass(frozen=True)
class Batch:
    """A sealed batch: its number (from 1), how many leaves it holds, the hash before it and its own."""

    number: int
    n_leaves: int
    prev_hash: str
    batch_hash: str


def leaves_due(waiting: Collection[str], *, closing: bool = False) -> list[str]:
    """The leaves to be sealed now: all of them at the close, else all but :data:`MIN_BATCH` once twice as many wait.

    A full batch always stays behind, so that the last one, sealed at the close, is no smaller than the others unless
    the whole round is. Which ballots stay is decided by their hashes: by no order that anybody could watch.

    >>> len(leaves_due([f"{number:02}" for number in range(47)]))
    27
    """
    if closing:
        return sorted(waiting)
    return sorted(waiting)[:-MIN_BATCH] if len(waiting) >= 2 * MIN_BATCH else []


def seal(round_id: int, leaves: Collection[str], last: Batch | None) -> Batch | None:
    """Put the leaves that are due into one batch behind ``last`` (None at the beginning); no leaves make no batch."""
    if not leaves:
        return None
    number = last.number + 1 if last else 1
    prev = last.batch_hash if last else GENESIS
    return Batch(number, len(leaves), prev, batch_hash(round_id, number, prev, leaves))


def live_hash(round_id: int, receipt_hashes: Collection[str]) -> str:
    """Which ballots count, as one fingerprint: sha256("live|round|n|" + their sorted receipt hashes).

    It is published at the close, because a leaf does not say whether a later vote has replaced its ballot.
    """
    ordered = sorted(receipt_hashes)
    return _sha256(f"live|{round_id}|{len(ordered)}|{''.join(ordered)}")


@dataclass(frozen=True)
class Ballot:
    """A line of the published ledger. ``superseded`` is not hashed into the leaf: a later vote sets it."""

    batch_no: int
    leaf_hash: str
    receipt_hash: str
    channel: str
    choices: str
    superseded: bool = False


@dataclass(frozen=True)
class Fault:
    """Where a ledger fails: a code (``ledger.leaf`` …), the number of the batch and, if known, the receipt hash."""

    code: str
    batch_no: int
    receipt_hash: str = ""


def verify_chain(
    round_id: int, batches: Sequence[Batch], ballots: Iterable[Ballot], head: str | None = None
) -> Fault | None:
    """Recompute everything and name the first place that fails; None where the ledger holds.

    ``head`` is the batch hash that somebody kept from earlier or that was published at close; it must be the
    last one. Codes: ``ledger.leaf`` (a ballot is not what was hashed), ``ledger.repeated`` (one receipt twice),
    ``ledger.missing_batch`` (numbers do not run 1, 2, 3 …), ``ledger.unknown_batch`` (a ballot is of none),
    ``ledger.broken_link``, ``ledger.count``, ``ledger.batch`` (leaves are not those sealed), ``ledger.head``.
    """
    leaves: dict[int, list[str]] = {}
    seen: set[str] = set()
    for ballot in ballots:
        fault = _ballot_fault(round_id, ballot, seen)
        if fault is not None:
            return fault
        seen.add(ballot.receipt_hash)
        leaves.setdefault(ballot.batch_no, []).append(ballot.leaf_hash)
    prev = GENESIS
    for place, batch in enumerate(batches, start=1):
        fault = _batch_fault(round_id, batch, place, prev, leaves.pop(batch.number, []))
        if fault is not None:
            return fault
        prev = batch.batch_hash
    if leaves:
        return Fault("ledger.unknown_batch", min(leaves))
    if head is not None and head != prev:
        return Fault("ledger.head", len(batches))
    return None


def _ballot_fault(round_id: int, ballot: Ballot, seen: set[str]) -> Fault | None:
    expected = leaf_hash(round_id, ballot.receipt_hash, ballot.channel, ballot.choices)
    if ballot.leaf_hash != expected:
        return Fault("ledger.leaf", ballot.batch_no, ballot.receipt_hash)
    if ballot.receipt_hash in seen:
        return Fault("ledger.repeated", ballot.batch_no, ballot.receipt_hash)
    return None


def _batch_fault(round_id: int, batch: Batch, place: int, prev: str, leaves: list[str]) -> Fault | None:
    if batch.number != place:
        return Fault("ledger.missing_batch", place)
    if batch.prev_hash != prev:
        return Fault("ledger.broken_link", place)
    if batch.n_leaves != len(leaves):
        return Fault("ledger.count", place)
    if batch.batch_hash != batch_hash(round_id, place, prev, leaves):
        return Fault("ledger.batch", place)
    return None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode("utf-8"), "sha256")
