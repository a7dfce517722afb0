"""How Talka talks to its database: one base, one session, one commit point, one clock."""
