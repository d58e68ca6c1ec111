"""Views: short functions, one module a subject."""
