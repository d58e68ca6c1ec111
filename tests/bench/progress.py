"""Say on standard error how far a long step is."""

import sys
import time

SECONDS = 10  # between two lines


class Progress:
    """Prints a line now and then; call it with what is done, and of how much."""

    def __init__(self, step: str) -> None:
        self.step, self.start = step, time.perf_counter()
        self.next_line_at = self.start + SECONDS
        say(f"{step} …")

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.perf_counter() - self.start

    def __call__(self, done: int, total: int) -> None:
        """Note how much is done."""
        if time.perf_counter() > self.next_line_at:
            self.next_line_at += SECONDS
            say(f"{self.step}: {done:,} of {total:,}, {done / self.seconds:,.0f} a second")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
