"""What can be done with results; each function is one use case and one transaction."""

from app.results.services.certificates import (
    choose_certificate,
    issue_blank_certificates,
    issue_certificate,
    issue_certificates,
    revoke_certificate,
)
from app.results.services.feedback import release_feedback, review_comments
from app.results.services.importing import Decided, Imported, import_round
from app.results.services.publishing import publish_result
from app.results.services.tallying import run_tally

__all__ = [
    "Decided",
    "Imported",
    "choose_certificate",
    "import_round",
    "issue_blank_certificates",
    "issue_certificate",
    "issue_certificates",
    "publish_result",
    "release_feedback",
    "review_comments",
    "revoke_certificate",
    "run_tally",
]
