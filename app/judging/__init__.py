"""Mentors: who scores what, scorecards, recusals and the ranking."""
