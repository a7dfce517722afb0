"""People, what they are trusted with, and how they sign in."""
