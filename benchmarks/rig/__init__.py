"""What the measurements share: servers, seeded cities, loads."""
