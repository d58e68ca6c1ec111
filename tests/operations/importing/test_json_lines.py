"""Reading JSON Lines: any bytes at all, one line at a time."""

import contextlib
import gzip
import json

import pytest

from archive.models import Meeting
from archive.operations.importing import json_lines
from archive.operations.importing.json_lines import (
    JsonLine,
    RefusalFile,
    Refused,
    parse_line,
    read_lines,
    refusal,
)
from tests.operations.importing.rows import (
    full_row,
    import_file,
    import_rows,
    reason_for,
    simple_row,
    write_rows,
)

ROW = {"type": "meeting", "name": "防汛"}


def test_lines_are_numbered_from_one_past_blank_ones(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"{}\n\n  \r\n[]\r\nlast")

    found = [(line.number, line.raw) for line in read_lines(path)]

    assert found == [(1, b"{}\n"), (4, b"[]\r\n"), (5, b"last")]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_lines_tell_how_much_of_the_file_was_read(tmp_path, name: str):
    path = write_rows(tmp_path / name, *[ROW] * 100)

    read = [line.bytes_read for line in read_lines(path)]

    assert read == sorted(read)
    assert read[-1] == path.stat().st_size


def test_compressed_files_of_several_parts_are_read_to_the_end(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n', mtime=0) + gzip.compress(b'{"a": 2}\n'))

    assert [parse_line(line.raw) for line in read_lines(path)] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no gzip\n", "Not a gzipped file"),
        (gzip.compress(b"{}\n" * 1000, mtime=0)[:-9], "damaged"),
        (gzip.compress(b"{}\n", mtime=0)[:10] + b"\xff" * 50, "damaged"),
    ],
)
def test_damaged_files_are_an_error_of_the_system(tmp_path, content: bytes, reason: str):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(content)

    with pytest.raises(OSError, match=reason):
        list(read_lines(path))


def test_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(read_lines(tmp_path / "none.jsonl"))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "The line is not JSON: Expecting property name"),
        (b"[]", "The line is not a JSON object."),
        (b'"text"', "The line is not a JSON object."),
        (b"\xff{}", "The line is not UTF-8 text."),
        ('{"a": "é"}'.encode("utf-16"), "The line is not UTF-8 text."),
        (b'{"a": NaN}', "The line is not JSON: NaN is no JSON value."),
        (b'{"a": "\x00"}', "The line is not JSON: Invalid control character"),
        (b'{"a": ' + b"1" * 5000 + b"}", "The line is not JSON: Exceeds the limit"),
        (b"[" * 100_000, "The line nests lists and objects too deeply."),
    ],
)
def test_line_that_is_no_row_is_refused(raw: bytes, reason: str):
    with pytest.raises(Refused) as refused:
        parse_line(raw)

    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize("depth", [300, 900, 3000])
def test_deep_rows_are_read_or_refused(depth: int):
    raw = b'{"a": ' + b"[" * depth + b'"\\u0000"' + b"]" * depth + b"}"

    with contextlib.suppress(Refused):
        assert list(parse_line(raw)) == ["a"]


def test_byte_order_mark_is_skipped():
    assert parse_line(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (r"a\u0000b", "a\ufffdb"),
        (r"\ud800", "\ufffd"),
        (r"\udc00x", "\ufffdx"),
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\\u0000", "\\u0000"),
    ],
)
def test_what_no_database_stores_is_replaced(written: str, stored: str):
    raw = f'{{"{written}": ["{written}", {{"a": "{written}"}}]}}'.encode()

    assert parse_line(raw) == {stored: [stored, {"a": stored}]}


def test_too_long_line_is_refused_and_the_next_one_read(tmp_path, monkeypatch):
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 1000)
    path = write_rows(tmp_path / "rows.jsonl", {"a": "x" * 5000}, {"a": 1})

    first, second = read_lines(path)

    assert len(first.raw) == 1001
    with pytest.raises(Refused, match="The line is longer than"):
        parse_line(first.raw)
    assert parse_line(second.raw) == {"a": 1}


# What is kept of a refused line


def test_refused_row_keeps_all_it_said():
    kept = json.loads(refusal(JsonLine(3, json.dumps(ROW).encode(), 0), "No date."))

    assert kept == ROW | {"refused_line": 3, "refused_reason": "No date."}


def test_refused_again_says_the_newer_reason():
    row = ROW | {"refused_line": 3, "refused_reason": "No date."}

    kept = json.loads(refusal(JsonLine(1, json.dumps(row).encode(), 0), "No body."))

    assert kept == ROW | {"refused_line": 1, "refused_reason": "No body."}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b'{"a": 1,}\n', '{"a": 1,}'),
        (b"x" * 50_000, "x" * 50_000),
        (b'{"a": "\xff"}', '{"a": "\\xff"}'),
    ],
)
def test_refused_line_that_is_no_row_is_kept_whole(raw: bytes, kept: str):
    assert json.loads(refusal(JsonLine(3, raw, 0), "Not JSON."))["raw"] == kept


def test_line_mended_under_raw_is_read():
    row = {"refused_line": 3, "refused_reason": "Not JSON.", "raw": json.dumps(ROW)}

    assert parse_line(json.dumps(row).encode()) == ROW


def test_line_mended_under_raw_is_no_row_of_rows():
    raw = '{"refused_line": 1, "refused_reason": "", "raw": ' * 2000

    with pytest.raises(Refused):
        parse_line(raw.encode())


def test_refusals_of_an_earlier_run_are_removed(tmp_path):
    (tmp_path / "rows.jsonl.refused.jsonl").write_text("of an earlier run")

    RefusalFile(tmp_path / "rows.jsonl")

    assert list(tmp_path.iterdir()) == []


def test_refusals_go_elsewhere_if_the_folder_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    refusals = RefusalFile(tmp_path / "missing" / "rows.jsonl")

    assert refusals.path == tmp_path / "rows.jsonl.refused.jsonl"


# Through the importer


@pytest.mark.django_db
def test_text_that_no_database_stores_is_imported(tmp_path):
    line = json.dumps(full_row(text="防汛\0 \ud800", source_url="a\0b"))

    first, _ = import_rows(tmp_path, line)
    again, _ = import_rows(tmp_path, line)

    assert Meeting.objects.get().text == "防汛\ufffd \ufffd"
    assert (first, again) == (
        "imported 1, unchanged 0, differs 0, refused 0",
        "imported 0, unchanged 1, differs 0, refused 0",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_plain_and_compressed_files_are_imported(tmp_path, name: str):
    counts, _ = import_file(write_rows(tmp_path / name, simple_row(1), "", full_row(2)))

    assert counts == "imported 2, unchanged 0, differs 0, refused 0"


@pytest.mark.django_db
def test_refused_lines_are_numbered_as_in_the_file(tmp_path):
    _, refusals = import_rows(tmp_path, "", simple_row(1), "{", "", simple_row(2, date="?"))

    assert [number for number, _reason in refusals] == [3, 5]


@pytest.mark.django_db
def test_what_comes_before_the_damage_is_imported(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl.gz", *(simple_row(n, text="x" * n * 999) for n in range(20)))
    path.write_bytes(path.read_bytes()[:-12])

    with pytest.raises(OSError, match="damaged"):
        import_file(path)

    assert Meeting.objects.count() > 0


@pytest.mark.django_db
def test_empty_file_is_no_error(tmp_path):
    assert import_rows(tmp_path) == ("imported 0, unchanged 0, differs 0, refused 0", [])


@pytest.mark.django_db
def test_reason_names_json_that_is_none(tmp_path):
    assert reason_for(tmp_path, '{"type": }').startswith("The line is not JSON: Expecting value")
