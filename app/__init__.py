"""Talka: rounds in which young people and residents propose, mentors score, the public votes and a city builds.

This file holds nothing but this sentence, so that ``app.domain`` can be imported without Flask.
"""
