"""Archives of known contents, made in any size, and how fast they are searched and read."""
