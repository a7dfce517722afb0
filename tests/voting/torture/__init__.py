"""Killing servers, crowding the last second, and taking away lock, database and disk while people vote."""
