"""How near two words are, as those who type them go wrong."""

from functools import lru_cache

from archive.text.pinyin import syllables

SHORT = 5  # letters; of a longer word two may be wrong


def reach(word: str) -> int:
    """Return how many mistakes a word may have before another one is meant."""
    return 1 if len(word) <= SHORT else 2


def distance(a: str, b: str, most: int) -> int | None:
    """Return how many letters are wrong, missing, too many or swapped with the next; None if over `most`.

    Source: optimal string alignment, the restricted form of Damerau and Levenshtein; F. Damerau, "A
    technique for computer detection and correction of spelling errors", 1964.
    """
    if abs(len(a) - len(b)) > most or len(set(a) - set(b)) > most:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if last and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def sounds_alike(a: str, b: str) -> bool:
    """Return whether two Chinese characters are pronounced alike, but for the tone: typed by sound."""
    return sound_of(a) == sound_of(b)


@lru_cache(maxsize=1 << 14)
def sound_of(character: str) -> tuple[str, ...]:
    """Return how a Chinese character is pronounced; takes 40 µs once."""
    return tuple(syllables(character))
