"""Pages made of many rooms: home, a round's page, my page, the organiser's desk. Nobody imports the hall."""
