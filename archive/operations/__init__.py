"""What staff and commands do to the archive: verbs, each one transaction."""
