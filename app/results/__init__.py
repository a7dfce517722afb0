"""Counting, publishing and deciding: tally runs, the published result, the council's word on each winner."""
