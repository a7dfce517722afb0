"""Proposals: drafted, submitted, frozen at the deadline, discussed and followed."""
