"""The limits of a team's own words."""

NAME_LENGTH = 60
MOTTO_LENGTH = 140
