"""What people type into the fields of a round."""

from datetime import UTC, datetime, timedelta


def city_time(days: int) -> str:
    """Nine in the morning, so many days from now, as a date field holds it."""
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT09:00")
