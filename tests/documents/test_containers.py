"""Packages and compound files: what in them is refused."""

import io
import zipfile
from typing import Any

import pytest

from archive.documents import RefusedFileError, containers
from tests import samples


def reason_for(reader: Any, content: bytes) -> str:
    with pytest.raises(RefusedFileError) as refused:
        reader.read(io.BytesIO(content))
    return refused.value.reason


def test_honest_package_gives_no_text():
    assert list(containers.read(io.BytesIO(samples.word("Minutes")))) == []


@pytest.mark.parametrize(
    "parts",
    [
        {"word__document_xml": bytes(20_001)},
        {f"word__media__{number}_png": bytes(10_000) for number in range(5)},
    ],
)
def test_bomb_is_refused_before_it_is_unpacked(monkeypatch, parts: dict[str, bytes]):
    monkeypatch.setattr(containers, "MOST_XML_BYTES", 20_000)
    monkeypatch.setattr(containers, "MOST_BYTES", 40_000)
    monkeypatch.setattr(containers, "check_entry", None)

    assert reason_for(containers, samples.package(**parts)) == "bomb"


def test_many_entries_are_a_bomb(monkeypatch):
    monkeypatch.setattr(containers, "MOST_ENTRIES", 3)

    assert reason_for(containers, samples.package(a=b"", b=b"", c=b"", d=b"")) == "bomb"


def test_package_that_declares_less_than_it_holds_is_refused():
    size = 2_000_000
    content = samples.package(word__document_xml=bytes(size))

    lying = content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))

    assert reason_for(containers, lying) == "broken"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word__vbaProject_bin": b"x"}, "macros"),
        ({"xl__macrosheets__sheet1_xml": b"<a/>"}, "macros"),
        ({"Basic__script-lc_xml": b"<a/>"}, "macros"),
        (
            {"word__document_xml": b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'},
            "entities",
        ),
    ],
)
def test_macros_and_entities_are_refused(parts: dict[str, bytes], reason: str):
    assert reason_for(containers, samples.package(**parts)) == reason


def test_macro_document_is_known_by_its_declared_type():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as opened:
        kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
        opened.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}"/></Types>')

    assert reason_for(containers, output.getvalue()) == "macros"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", samples.word("Minutes")[:-30]])
def test_damaged_package_is_refused(content: bytes):
    assert reason_for(containers, content) == "broken"


def test_old_file_with_macros_is_refused():
    content = containers.COMPOUND_FILE + bytes(containers.CHUNK - 11) + "_VBA_PROJECT".encode("utf-16-le")

    assert reason_for(containers, content) == "macros"


def test_old_file_without_macros_gives_no_text():
    assert list(containers.read(io.BytesIO(b"\xd0\xcf\x11\xe0 minutes"))) == []
