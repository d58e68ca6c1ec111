"""What an archive is made by; the same recipe gives the same archive."""

from typing import NamedTuple

MARKER = "archive.json"  # in the folder of an archive whose rows are complete
TERMS = 24  # planted of each group: so many different questions that no answer comes from a cache


class Recipe(NamedTuple):
    """How many meetings, which share of them in Chinese, and the seed."""

    size: int
    chinese: float = 0.3
    seed: int = 1

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the terms that are planted; both in all texts if the archive has both."""
        return {0.0: ("en",), 1.0: ("zh",)}.get(self.chinese, ("en", "zh"))

    @property
    def name(self) -> str:
        """A name for a folder or a database."""
        return f"{self.size}_{self.chinese * 100:.0f}_{self.seed}"
