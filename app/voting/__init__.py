"""The public vote: who may, what was cast, and the record that anyone can check."""
