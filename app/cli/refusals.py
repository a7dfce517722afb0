"""What stood in a command's way, in the language of the commands."""

from flask_babel import force_locale

from app.domain.errors import RuleBroken
from app.web.messages import sentence


def refusal(error: RuleBroken) -> str:
    """The sentence of a broken rule, in English like everything else that commands say."""
    with force_locale("en"):
        return sentence(error)
