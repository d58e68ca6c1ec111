"""Commands of manage.py: thin shells over operations."""
