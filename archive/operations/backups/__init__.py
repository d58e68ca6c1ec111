"""Backups: one file of database and documents, and the way back, between engines too."""
