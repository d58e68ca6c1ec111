"""Forms of the public pages: everything that a query string may hold."""
