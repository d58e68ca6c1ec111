"""Count the strokes of Chinese characters, for names in the order of strokes."""

from strokes import strokes

from archive.text.pinyin import HAN_RUN

StrokeKey = tuple[bool, list[tuple[int, str]], str]


def stroke_key(name: str, sort_name: str) -> StrokeKey:
    """Return what sorts Chinese names by the strokes of their characters, and all others after them.

    Characters of as many strokes follow their code points, which go by radical; names in other
    scripts, their `sort_name`. Counts are those of Unicode's Unihan database, field kTotalStrokes.
    Source: Unicode Technical Standard 35, part 5, collation type "stroke".
    """
    characters = name if HAN_RUN.match(name) else ""
    return not characters, [(strokes(character) or 0, character) for character in characters], sort_name
