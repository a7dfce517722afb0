"""The nonce of a ballot form, signed for one voter of one round, so that no form can be cast by somebody else."""

import secrets

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.domain.errors import RuleBroken
from app.voting.queries import Voter

NONCE_BYTES = 16
MOST_CHARACTERS = 200


def new_form_key(voter: Voter) -> str:
    """A fresh nonce of 128 random bits, signed with the round and the voter's entry of the roll."""
    return str(_signer(voter).dumps(secrets.token_hex(NONCE_BYTES)))


def nonce_of(form_key: str, voter: Voter) -> str:
    """The nonce of a form. Raises ``RuleBroken("ballot.form_foreign")`` for one that was not made for this voter."""
    try:
        nonce = _signer(voter).loads(form_key[:MOST_CHARACTERS])
    except BadSignature:
        raise RuleBroken("ballot.form_foreign") from None
    if not isinstance(nonce, str):
        raise RuleBroken("ballot.form_foreign")
    return nonce


def _signer(voter: Voter) -> URLSafeSerializer:
    secret = str(current_app.config["SECRET_KEY"])
    return URLSafeSerializer(secret, salt=f"ballot|{voter.round_id}|{voter.eligibility_key}")
