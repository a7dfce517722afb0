"""Departments check whether a proposal can be built, and answer in public."""
