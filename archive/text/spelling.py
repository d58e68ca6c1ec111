"""Edit distance and sound-alike tests, for spelling suggestions and likely names."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from archive.text.pinyin import syllables

SHORT = 5  # letters; of a longer word two may be wrong


def allowed_mistakes(word: str) -> int:
    return 1 if len(word) <= SHORT else 2


def edit_distance(a: str, b: str, most: int) -> int | None:
    """Return how many letters are wrong, missing, too many or swapped with the next; None if over `most`.

    Source: optimal string alignment, the restricted form of Damerau and Levenshtein; F. Damerau, "A
    technique for computer detection and correction of spelling errors", 1964.
    """
    found: int = OSA.distance(a, b, score_cutoff=most)  # most + 1 for all that is over
    return found if found <= most else None


def sounds_alike(a: str, b: str) -> bool:
    """Return whether two Chinese characters are pronounced alike, but for the tone: typed by sound."""
    return sound_of(a) == sound_of(b)


@lru_cache(maxsize=1 << 14)
def sound_of(character: str) -> tuple[str, ...]:
    """Return how a Chinese character is pronounced; takes 40 µs once."""
    return tuple(syllables(character))
