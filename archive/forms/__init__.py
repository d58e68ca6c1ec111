"""Forms: every value from a query string or a page passes through one."""
