"""Counting: profiles of ballots, scores, elections, and the order in which ties are broken."""

from app.domain.tally.election import Election, Project
from app.domain.tally.profile import Profile
from app.domain.tally.ties import Facts, Tie, TieOrder, lot

__all__ = ["Election", "Facts", "Profile", "Project", "Tie", "TieOrder", "lot"]
