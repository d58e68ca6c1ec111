"""A keyboard that counts: every key pressed, and how long a hand at 40 words a minute takes for them."""

from playwright.sync_api import Page

KEYS_A_MINUTE = 200  # 40 words a minute, five characters a word


class Keyboard:
    """Presses keys on a page and counts them; a chord such as Ctrl+V counts as one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    @property
    def seconds(self) -> float:
        """Return how long the keys pressed so far take."""
        return self.presses * 60 / KEYS_A_MINUTE

    def press(self, key: str, *, times: int = 1) -> None:
        """Press a key or a chord."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses += times

    def type(self, text: str) -> None:
        """Type a text, one press a character."""
        self.page.keyboard.type(text)
        self.presses += len(text)

    def write(self, text: str) -> None:
        """Put a text into the field that has the focus at once, and count each character as a press."""
        self.page.keyboard.insert_text(text)
        self.presses += len(text)

    def paste(self, text: str) -> None:
        """Paste a text into the field that has the focus."""
        self.page.keyboard.insert_text(text)
        self.presses += 1

    def tab_to(self, selector: str, *, most: int = 200) -> None:
        """Press Tab until an element has the focus."""
        for _ in range(most):
            if self.page.locator(f"{selector}:focus").count():
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reached {selector}")
