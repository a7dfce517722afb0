"""The rules of a round as data, and their fingerprint."""

import json
from hashlib import sha256
from typing import Any

from app.rounds.models import Round
from app.rounds.queries.finding import electorates_of, pots_of

BALLOT_ORDER = "shuffled-for-each-voter"
"""How proposals are ordered on a ballot: for every voter differently, and always the same for that voter."""


def rules_of(round: Round) -> dict[str, Any]:
    """Everything about the round that freezes when voting opens, as JSON-able data."""
    return {
        "round": round.slug,
        "ballot": {"type": round.ballot_type, "limits": round.ballot_limits, "order": BALLOT_ORDER},
        "pots": [
            {
                "id": pot.id,
                "name": pot.name,
                "amount_cents": pot.amount_cents,
                "neighbourhood_id": pot.neighbourhood_id,
            }
            for pot in pots_of(round.id)
        ],
        "electorates": [
            {
                "key": electorate.key,
                "name": electorate.name,
                "age_bands": electorate.age_bands,
                "neighbourhood_ids": electorate.neighbourhood_ids,
                "evidence": electorate.evidence.value,
                "binding": electorate.is_binding,
            }
            for electorate in electorates_of(round.id)
        ],
        "allocation": round.allocation,
        "tie_order": round.tie_order,
        "seed": round.seed,
        "judging": round.judging,
        "binding": round.is_binding,
        "promise": round.promise,
    }


def rules_hash(round: Round) -> str:
    """The SHA-256 of the rules as canonical JSON, in hexadecimal: two readers with the same rules get the same text."""
    return sha256(canonical_json(rules_of(round)).encode()).hexdigest()


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
