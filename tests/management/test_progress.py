import io

from django.core.management.base import OutputWrapper

from archive import management
from archive.management import Progress


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_prints_plain_lines_now_and_then(monkeypatch):
    monkeypatch.setattr(management, "SECONDS_BETWEEN_LINES", 0)
    output = io.StringIO()

    with Progress("minutes.jsonl", 200, OutputWrapper(output)) as shown:
        shown.advance_to(50, "3 lines")
        shown.advance_to(200)

    assert output.getvalue() == "minutes.jsonl: 3 lines, 25 %\nminutes.jsonl: 200, 100 %\n"


def test_progress_of_nothing_is_complete(monkeypatch):
    monkeypatch.setattr(management, "SECONDS_BETWEEN_LINES", 0)
    output = io.StringIO()

    with Progress("empty", 0, OutputWrapper(output)) as shown:
        shown.advance_to(0)

    assert output.getvalue() == "empty: 0, 100 %\n"


def test_progress_prints_nothing_of_what_is_over_at_once():
    output = io.StringIO()

    with Progress("minutes.jsonl", 200, OutputWrapper(output)) as shown:
        shown.advance_to(200)

    assert output.getvalue() == ""


def test_progress_on_a_terminal_is_a_bar_and_prints_no_lines(monkeypatch, capsys):
    monkeypatch.setattr(management, "SECONDS_BETWEEN_LINES", 0)
    output = Terminal()

    with Progress("minutes.jsonl", 200, OutputWrapper(output)) as shown:
        shown.advance_to(200)
        shown.say("One was refused.")

    assert output.getvalue() == "One was refused.\n"
    assert "minutes.jsonl: 100%" in capsys.readouterr().err
