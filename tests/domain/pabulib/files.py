"""A small .pb file."""

SMALL = """META
key;value
description;A pond and a bench
vote_type;approval
budget;1000,50
num_projects;2
num_votes;3
PROJECTS
project_id;cost;name;selected;target
1;700.5;"A ""pond""; with ducks";1;seniors
2;300;A bench;0;youth
VOTES
voter_id;vote;age
a;1,2;30
b;2;
c;;17
"""
