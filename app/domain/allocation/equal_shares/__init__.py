"""Equal Shares in parts: supporters as arrays, floats that propose, exact arithmetic that decides, completions."""

from app.domain.allocation.equal_shares.rule import ESTIMATING, RULE

__all__ = ["ESTIMATING", "RULE"]
