"""Full-text search: the index of what is published, and what a query finds in it."""
