"""Teams: a name, a founder, members who join by a code."""
