"""What can be done with results; each function is one use case and one transaction."""

from app.results.services.importing import Decided, Imported, import_round
from app.results.services.publishing import publish_result
from app.results.services.tallying import run_tally

__all__ = ["Decided", "Imported", "import_round", "publish_result", "run_tally"]
