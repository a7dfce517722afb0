"""Acts that need two people: one asks, another one confirms, and both stand in the audit log."""
