"""Commands of manage.py, and the progress of a long one: a bar on a terminal, plain lines in a log."""

import time

from django.core.management.base import OutputWrapper
from tqdm import tqdm

SECONDS_BETWEEN_LINES = 5


class Progress:
    """A bar on a terminal; elsewhere a plain line every few seconds, so that logs stay readable.

    `total` is counted in `unit` ("B" for bytes).
    """

    def __init__(self, name: str, total: int, output: OutputWrapper, *, unit: str = "B") -> None:
        self.output = output
        self.is_terminal = output.isatty()
        self.bar = tqdm(total=total, unit=unit, unit_scale=True, desc=name, disable=not self.is_terminal)
        self.name = name
        self.total = total
        self.done = 0
        self.next_line_at = time.monotonic() + SECONDS_BETWEEN_LINES

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_problem: object) -> None:
        self.bar.close()

    def advance_to(self, done: int, counted: str = "") -> None:
        """Show how much is done, in the unit of the total; `counted` is the same in words: "120 lines"."""
        self.bar.update(done - self.done)
        self.done = done
        if not self.is_terminal and time.monotonic() > self.next_line_at:
            self.next_line_at += SECONDS_BETWEEN_LINES
            share = 100 * done // self.total if self.total else 100
            self.say(f"{self.name}: {counted or done}, {share} %")

    def say(self, sentence: str) -> None:
        """Print a sentence without tearing the bar."""
        with self.bar.external_write_mode():
            self.output.write(sentence)
