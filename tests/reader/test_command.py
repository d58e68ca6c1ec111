"""The reader as a command: python -m archive.reader FILE."""

import json

from archive.reader.__main__ import main

MINUTES = "會議紀錄\n\n時間：2024年3月5日\n\n決議：同意購買水泵三臺。\n"


def test_command_prints_the_reading_with_places(tmp_path, capsys):
    (tmp_path / "minutes.txt").write_text(MINUTES, encoding="utf-8")

    assert main([str(tmp_path / "minutes.txt")]) == 0

    printed = json.loads(capsys.readouterr().out)
    start, end = printed["resolutions"][0]["text"]["span"]
    assert MINUTES[start:end] == "同意購買水泵三臺。"
    assert printed["date"]["value"] == "2024-03-05"
    assert printed["language"] == "zh-Hant"


def test_command_without_a_file_says_how_it_is_used(capsys):
    assert main([]) == 2
    assert "FILE" in capsys.readouterr().err
