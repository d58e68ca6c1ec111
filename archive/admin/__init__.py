"""The clerk's desk. Empty on purpose: Django makes the site while importing it, see site.py."""
