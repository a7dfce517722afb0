"""Telling people: a note on their page, and a mail that is sent after the commit."""
