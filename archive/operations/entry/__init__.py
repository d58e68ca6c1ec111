"""Entering meetings: from the last one, from a list of names, from a finished text."""
