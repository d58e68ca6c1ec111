"""One module for each database that the index can live in; base.py says what they have in common."""
