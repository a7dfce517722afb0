"""Where things are: neighbourhoods, parks and squares."""
