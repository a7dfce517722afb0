"""Confirmed winners being built, until people sit on the bench or a reason is published."""
