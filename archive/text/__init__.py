"""Pure functions on text: no models, no database, the same answer for the same string."""
