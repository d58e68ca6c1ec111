"""Text read in a process of its own: what is found out, what is refused, and that limits hold."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from archive.documents import __main__ as child
from archive.documents import extraction, plain_text
from archive.documents.extraction import Extracted, FileRefusedError, read_ahead, text_of, understood
from archive.documents.upload_limits import ReadingTime
from archive.models import Document
from tests import samples
from tests.samples import at_root, named, upload, words

Status = Document.TextStatus
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def reason_for(name: str, content: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        text_of(upload(name, content))
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("minutes.pdf", samples.pdf("Flood duties"), "Flood duties"),
        ("minutes.docx", samples.word("防汛工作"), "防汛工作"),
        ("minutes.txt", "防汛工作".encode("gb18030"), "防汛工作"),
        ("minutes.md", "# 防汛\r\n工作\x07".encode("utf-16"), "# 防汛\n工作"),
        ("minutes.HTML", b"<p>Flood duties</p>", "Flood duties"),
        ("minutes.odt", samples.open_document("<text:p>防汛</text:p>"), "防汛"),
        ("minutes.rtf", b"{\\rtf1 Flood duties}", "Flood duties"),
        ("minutes.doc", b"{\\rtf1 Flood duties}", "Flood duties"),
    ],
)
def test_text_is_read(name: str, content: bytes, text: str):
    assert text_of(upload(name, content)) == Extracted(text, Status.EXTRACTED)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("scan.pdf", samples.scanned_pdf(), Status.NO_TEXT),
        ("minutes.docx", samples.word(), Status.NO_TEXT),
        ("minutes.txt", b"", Status.NO_TEXT),
        ("minutes.txt", "\ue001\ue002\ue003 a".encode(), Status.NOT_READABLE),
        ("minutes.doc", OLE, Status.NOT_A_TEXT_FORMAT),
        ("minutes.xlsx", samples.package(a=b"b"), Status.NOT_A_TEXT_FORMAT),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00", Status.NOT_A_TEXT_FORMAT),
    ],
)
def test_file_without_text_is_said_to_be_without(name: str, content: bytes, status: str):
    assert text_of(upload(name, content)) == Extracted("", status)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("minutes.exe", b"plain", "(.exe) are not taken"),
        ("minutes.pdf", b"MZ\x90\x00\x03", "is a program"),
        ("minutes.pdf", b"<p>no PDF</p>", "ends in .pdf"),
        ("minutes.docx", samples.pdf("Minutes"), "ends in .docx"),
        ("minutes.txt", samples.pdf("Minutes"), "ends in .txt"),
        ("minutes.md", b"\x89PNG\r\n\x1a\n\x00", "ends in .md"),
        ("minutes.txt", b"\xff\xfe\x01\x00" * 50, "says that it is text"),
        ("minutes.docm", samples.word("Minutes"), "holds macros"),
        ("minutes.docx", samples.package(word__vbaProject_bin=b"x"), "holds macros"),
        ("minutes.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "holds macros"),
        ("minutes.docx", samples.package(word__document_xml=b"<!DOCTYPE a><a/>"), "defines entities"),
        ("minutes.docx", samples.package(word__document_xml=bytes(41 << 20)), "unpacks to far more"),
        ("minutes.docx", samples.package(content_xml=b"<a/>"), "is damaged"),
        ("minutes.pdf", b"%PDF-1.7 and no more", "is damaged"),
        ("minutes.pdf", samples.pdf("A", change=lambda writer: writer.encrypt("b")), "is protected"),
        ("minutes.pdf", samples.pdf("A", change=at_root("/AA", named(JS=words("b")))), "holds scripts"),
        ("minutes.pdf", samples.pdf("A", change=lambda writer: writer.add_attachment("b", b"c")),
         "holds other files"),
    ],
)  # fmt: skip
def test_file_that_lies_is_refused_with_a_sentence(name: str, content: bytes, reason: str):
    sentence = reason_for(name, content)

    assert reason in sentence
    assert sentence.endswith(".")


def test_answer_is_kept_and_the_file_left_at_its_beginning(monkeypatch):
    file, lying = upload("a.txt", b"words"), upload("a.pdf", b"%PDF-1.7")
    read_ahead([file, lying])
    monkeypatch.setattr(extraction, "SECONDS", 0)

    assert text_of(file).text == "words"
    assert file.read() == b"words"
    with pytest.raises(FileRefusedError, match="is damaged"):
        text_of(lying)


# Limits


def test_reader_is_ended_after_its_time(monkeypatch):
    monkeypatch.setattr(extraction, "SECONDS", 0.01)

    assert "more time or memory" in reason_for("minutes.pdf", samples.pdf("Minutes"))


def test_reader_that_cannot_start_refuses(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")

    assert "more time or memory" in reason_for("minutes.pdf", samples.pdf("Minutes"))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b'{"checked": true}\n"one "\n"two"\n{"end": true}\n', Extracted("one two", Status.EXTRACTED)),
        (b'{"checked": true}\n"one "\n"two"\n', Extracted("one two", Status.IN_PART)),
        (b'{"checked": true}\n"one"\n"tw', Extracted("one", Status.IN_PART)),
        (b'{"checked": true}\n', Extracted("", Status.NOT_READABLE)),
        (b'{"checked": true}\n{"end": true}\n', Extracted("", Status.NO_TEXT)),
    ],
)
def test_what_was_read_before_the_end_is_kept(answer: bytes, expected: Extracted):
    assert understood(answer, "pdf") == expected


@pytest.mark.parametrize("answer", [b"", b"nonsense\n", b'"text"\n', b"[]\n", b'{"refused": "unheard"}\n'])
def test_answer_that_makes_no_sense_refuses(answer: bytes):
    assert isinstance(understood(answer, "pdf"), FileRefusedError)


def run_limited(code: str) -> subprocess.CompletedProcess[str]:
    """Run some code under the limits of a reader."""
    start = "import resource; from archive.documents.__main__ import limit; limit(); "
    command = [sys.executable, "-c", start + code]
    environment = extraction.environment()
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)


def test_reader_has_500_megabytes():
    assert run_limited("x = bytearray(400 << 20)").returncode == 0
    assert "MemoryError" in run_limited("x = bytearray(500 << 20)").stderr


def test_reader_has_20_seconds_and_cannot_fill_the_disk():
    code = "print(resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_FSIZE))"

    assert run_limited(code).stdout == f"(20, 20) {(child.OUTPUT_BYTES, child.OUTPUT_BYTES)}\n"


def test_reader_knows_neither_django_nor_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "xylophone")
    modules = "import sys, os, archive.documents.pdf, archive.documents.word, archive.documents.html; "

    found = run_limited(modules + "print('django' in sys.modules, 'SECRET_KEY' in os.environ)")

    assert found.stdout == "False False\n"


def test_readers_run_from_many_threads_at_once():
    files = [upload("minutes.txt", f"meeting {number}".encode()) for number in range(8)]

    with ThreadPoolExecutor(4) as pool:
        texts = [extracted.text for extracted in pool.map(text_of, files)]

    assert texts == [f"meeting {number}" for number in range(8)]


def test_reading_works_from_any_folder(monkeypatch, tmp_path: Path):
    (tmp_path / "json.py").write_text("raise SystemExit('taken from the wrong place')")
    monkeypatch.chdir(tmp_path)

    assert text_of(upload("minutes.txt", b"words")).text == "words"
    assert [path.name for path in tmp_path.iterdir()] == ["json.py"]


# The reader itself, in this process


def answer(monkeypatch: Any, capsys: Any, kind: str, content: bytes) -> list[str]:
    child.main(kind, io.BytesIO(content))
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("kind", "content", "lines"),
    [
        ("plain_text", b"a\r\nb", ['{"checked": true}', '"a\\nb"', '{"end": true}']),
        ("plain_text", bytes(20), ['{"refused": "not_text"}']),
        ("pdf", b"nonsense", ['{"refused": "broken"}']),
        ("os", b"nonsense", ['{"refused": "broken"}']),
    ],
)
def test_reader_answers_in_lines(monkeypatch, capsys, kind: str, content: bytes, lines: list[str]):
    assert answer(monkeypatch, capsys, kind, content) == lines


def test_reader_that_fails_midway_leaves_what_it_read(monkeypatch, capsys):
    monkeypatch.setattr(plain_text, "MOST_BYTES", 3)

    with pytest.raises(SystemExit, match="ValueError: There is more"):
        child.main("plain_text", io.BytesIO(b"abcde"))

    assert capsys.readouterr().out == '{"checked": true}\n"abc"\n'


def test_reader_stops_at_most_characters(monkeypatch, capsys):
    monkeypatch.setattr(child, "MOST_CHARACTERS", 3)

    assert answer(monkeypatch, capsys, "plain_text", b"abcde") == ['{"checked": true}', '"abc"']
    assert answer(monkeypatch, capsys, "plain_text", b"abc")[-1] == '{"end": true}'


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\x00b\ud800c\x07", "abc"),
        ("a\r\nb\rc\x0cd\u2028e", "a\nb\nc\nd\ne"),
        ("\ufeff\uff21\tz", "Ａ\tz"),
    ],
)
def test_text_can_be_stored_in_either_database(text: str, stored: str):
    assert child.clean(text) == stored


def test_files_of_one_request_share_the_time_to_read_them():
    files = [samples.upload("minutes.md", b"# Minutes") for _ in range(2)]
    files[0].reading = files[1].reading = ReadingTime(0.001)  # type: ignore[attr-defined]

    with pytest.raises(FileRefusedError, match="takes more time"):
        text_of(files[0])
    with pytest.raises(FileRefusedError, match="in a second go"):
        text_of(files[1])
