"""A record in every form in which it leaves: pure functions, no query, no visibility rule."""
