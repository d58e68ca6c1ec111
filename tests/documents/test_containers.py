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


ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word__document_xml", f"<!--{'x' * 5000}-->{ENTITY}".encode()),
        ("word__document_xml", ENTITY.encode("utf-16")),
        ("word__document_xml", (" " * 2_000_000 + ENTITY).encode()),
        ("word__document_xml", b"<!DOCTYPE a><a/>"),
        ("word__document_xml", b'<?xml version="1.0" encoding="iso-8859-1"?>' + ENTITY.encode()),
        ("word__rels__document_xml_rels", ENTITY.encode()),
        ("word__document_bin", b'<?xml version="1.0"?>' + ENTITY.encode()),
    ],
)
def test_document_type_is_refused_wherever_it_stands(name: str, content: bytes):
    assert reason_for(containers, samples.package(**{name: content})) == "entities"


def relation(kind: str, target: str, mode: str = "External") -> dict[str, bytes]:
    """Return a part of a package that leads from it to a place."""
    found = f'<Relationships><Relationship Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word__rels__settings_xml_rels": f"{found}</Relationships>".encode()}


@pytest.mark.parametrize(
    "parts",
    [
        relation("attachedTemplate", "https://example.org/a.dotm"),
        relation("attachedTemplate", r"\\server\share\a.dotm"),
        relation("attachedTemplate", "file://server/share/a.dotm"),
        relation("attachedTemplate", "file:////server/share/a.dotm"),
        relation("image", r"file:///\\server\share\a.png"),
        relation("oleObject", "http://example.org/a"),
        relation("subDocument", "http://example.org/a.docx"),
        {"xl__externalLinks__externalLink1_xml": b'<a><ddeLink ddeService="cmd"/></a>'},
        {
            "word__document_xml": b'<w:p><w:fldChar w:fldCharType="begin"/><w:instrText> DD</w:instrText>'
            b"<w:instrText>EAUTO c:\\a</w:instrText></w:p>"
        },
        {"content_xml": b'<a><draw:object xlink:href="http://example.org/a"/></a>'},
        {"content_xml": b'<a><draw:image xlink:actuate="onLoad" xlink:href="//server/a.png"/></a>'},
    ],
)
def test_what_reaches_out_when_it_is_opened_is_refused(parts: dict[str, bytes]):
    assert reason_for(containers, samples.package(**parts)) == "reaches_out"


@pytest.mark.parametrize(
    "parts",
    [
        relation("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"),
        relation("attachedTemplate", "Normal.dotm"),
        relation("hyperlink", "https://example.org/"),
        relation("image", "https://example.org/a.png"),
        relation("image", "media/a.png", mode="Internal"),
        {"word__document_xml": b"<w:p><w:instrText> PAGE DDE </w:instrText></w:p>"},
        {"content_xml": b'<a><draw:image xlink:actuate="onLoad" xlink:href="Pictures/a.png"/></a>'},
    ],
)
def test_what_most_documents_hold_is_taken(parts: dict[str, bytes]):
    assert list(containers.read(io.BytesIO(samples.package(**parts)))) == []


@pytest.mark.parametrize(
    "written", [rb"{\rtf1 {\object\objdata 0105}}", rb"{\rtf1 {\*\template \\\\server\\a}}"]
)
def test_rich_text_that_reaches_out_is_refused(written: bytes):
    assert reason_for(containers, written) == "reaches_out"
    assert list(containers.read(io.BytesIO(rb"{\rtf1 {\*\template C:\\Normal.dotm} Minutes}"))) == []


def test_more_elements_than_minutes_have_are_refused_at_once(monkeypatch):
    monkeypatch.setattr(containers, "MOST_ELEMENTS", 50)

    assert reason_for(containers, samples.package(a_xml=b"<a>" + b"<b/>" * 60 + b"</a>")) == "demanding"
