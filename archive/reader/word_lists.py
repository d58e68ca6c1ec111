"""Write lists of words as people read them: one after the other."""


def spaced(words: str) -> list[str]:
    """Return the words of a text that parts them by blanks."""
    return words.split()
