"""Who did what, when, and what was there before and after."""
