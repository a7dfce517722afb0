"""Rounds: their texts, timetable, money, rules and rubric."""
