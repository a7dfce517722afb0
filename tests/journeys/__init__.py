"""Whole processes, from the first click of an organiser to the opened project, without JavaScript."""
