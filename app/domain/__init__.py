"""The field, without a framework: what Talka knows about rounds, scoring, ballots and money.

Nothing below this package imports Flask, SQLAlchemy or WTForms. One name for one thing, in code and on the page:

round
    One run of the process, from the announcement to the last opened bench.
phase, timetable
    The steps of a round and the instants at which they start. The current phase is derived from the clock.
proposal
    An idea with a place, a cost and an author: a resident or a team. A hackathon calls it a prototype.
version
    What a proposal said at one save. The last version saved before the deadline is the one that everyone judges.
screening
    Departments say whether a proposal is feasible, feasible with changes, or not feasible.
rubric, criterion, descriptor
    What mentors score, with a weight, a scale and a sentence for every level.
assignment, scorecard, recusal
    Who scores what, the levels given, and stepping aside because of a conflict of interest.
electorate, roll, evidence
    A group of people who may vote, the list of them, and how the city knows that they are who they say.
ballot, receipt, ledger
    The choices cast, the code by which a voter finds them again, and the chained record of all of them.
pot
    A sum of money set aside for the whole city or for one neighbourhood.
tally, allocation, tie order, lot
    Counting, choosing what is funded, the declared order in which ties are broken, and the seeded draw at its end.
decision
    What the council says of each winner: confirmed, or declined with a published reason.
project, milestone
    A confirmed winner being built, and the steps it goes through: planned, done, late with a reason.
"""
