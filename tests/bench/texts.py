"""Minutes of made-up words with planted terms among them, some 3 KB each."""

import random
from collections.abc import Iterator

from archive.text.tokens import is_cjk
from tests.bench.planting import Term
from tests.bench.words import Vocabulary, Words

LENGTH = {"en": (150, 530), "zh": (160, 620)}  # background words of a meeting
RESOLUTION_LENGTH = {"en": (30, 90), "zh": (30, 90)}
# A text repeats itself: of 400 real minutes of this length, in English 49 % of the words of each were
# different ones, and in Chinese 53 % of the pairs of characters. So are these with:
FRESH = {"en": 0.48, "zh": 0.42}  # words drawn anew, the rest repeats them
REPEATED = {"en": 3, "zh": 12}  # words at a time, at most
SENTENCE = (8, 20)  # words
PARAGRAPH = 5  # sentences


class Writer:
    """Writes titles, summaries and texts of one language."""

    def __init__(self, language: str, words: Words) -> None:
        self.language = language
        self.vocabulary: Vocabulary = words.english if language == "en" else words.chinese
        self.blank, self.stop = (" ", ". ") if language == "en" else ("", "。")

    def title(self, chance: random.Random) -> str:
        """Return the title of a meeting."""
        words = self.vocabulary.draw(chance, 3)
        return (
            f"Minutes of {' '.join(words)}" if self.language == "en" else f"关于{''.join(words)}的会议纪要"
        )

    def sentence(self, chance: random.Random) -> str:
        """Return a sentence, for a summary."""
        return self.ended(self.vocabulary.draw(chance, 14)).strip()

    def minutes(self, chance: random.Random, terms: list[Term]) -> str:
        """Return the text of a meeting in which some terms stand once each."""
        return self.text(chance, terms, LENGTH[self.language])

    def decision(self, chance: random.Random, terms: list[Term]) -> str:
        """Return the text of a resolution in which some terms stand once each."""
        return self.text(chance, terms, RESOLUTION_LENGTH[self.language])

    def text(self, chance: random.Random, terms: list[Term], length: tuple[int, int]) -> str:
        """Return paragraphs; a word at least stands between two terms, so that none arises by chance."""
        words = self.words(chance, max(chance.randint(*length), len(terms)))
        for place, term in zip(chance.sample(range(len(words)), len(terms)), terms, strict=True):
            words[place] = self.joined(words[place], chance.choice(term.forms))
        sentences = list(self.sentences(chance, words))
        starts = range(0, len(sentences), PARAGRAPH)
        return "\n\n".join("".join(sentences[start : start + PARAGRAPH]).strip() for start in starts)

    def words(self, chance: random.Random, count: int) -> list[str]:
        """Return so many words, of which many repeat what the same text said, a few words at a time."""
        fresh = self.vocabulary.draw(chance, max(1, int(count * FRESH[self.language])))
        words, longest = list(fresh), REPEATED[self.language]
        while len(words) < count:
            start = int(chance.random() * len(fresh))
            words += fresh[start : start + 1 + int(chance.random() * longest)]
        return words[:count]

    def joined(self, word: str, term: str) -> str:
        """Return a term behind a word; only Chinese in Chinese stands without blanks."""
        if self.language == "en":
            return f"{word} {term}"
        return f"{word}{term}" if is_cjk(term[0]) else f"{word} {term} "

    def sentences(self, chance: random.Random, words: list[str]) -> Iterator[str]:
        """Yield words as sentences."""
        start = 0
        while start < len(words):
            end = start + chance.randint(*SENTENCE)
            yield self.ended(words[start:end])
            start = end

    def ended(self, words: list[str]) -> str:
        """Return one sentence."""
        text = self.blank.join(words)
        return f"{text[:1].upper()}{text[1:]}{self.stop}"
