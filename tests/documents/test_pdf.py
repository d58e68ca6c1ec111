"""The text of a PDF, and what in one is refused."""

import io
from typing import Any

import pytest
from pypdf.generic import ArrayObject, NameObject

from archive.documents import RefusedFileError, pdf
from tests import samples
from tests.samples import action, at_root, named, on_page, words


def text_of(content: bytes) -> str:
    return "".join(pdf.read(io.BytesIO(content)))


def reason_for(content: bytes) -> str:
    with pytest.raises(RefusedFileError) as refused:
        pdf.read(io.BytesIO(content))
    return refused.value.reason


def test_pages_come_in_their_order():
    assert text_of(samples.pdf("Page one", "Page two")) == "Page one\n\nPage two\n\n"


def test_scanned_page_has_no_text():
    assert text_of(samples.scanned_pdf()).strip() == ""


JS = action("JavaScript", JS=words("app.alert(1)"))
FILE = named(EF=named(F=words("content")))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (at_root("/Names", named(JavaScript=named(Names=ArrayObject([words("a"), JS])))), "scripts"),
        (at_root("/OpenAction", JS), "scripts"),
        (at_root("/AA", named(WC=JS)), "scripts"),
        (at_root("/OpenAction", action("Launch", F=words("cmd.exe"))), "scripts"),
        (at_root("/AcroForm", named(Fields=ArrayObject([named(AA=named(K=JS))]))), "scripts"),
        (at_root("/AcroForm", named(XFA=words("<xdp/>"))), "scripts"),
        (on_page(named(A=JS)), "scripts"),
        (on_page(named(A=action("GoTo", Next=JS))), "scripts"),
        (lambda writer: writer.pages[0].update({NameObject("/AA"): named(O=JS)}), "scripts"),
        (lambda writer: writer.add_attachment("a.exe", b"MZ"), "attachments"),
        (on_page(named(Subtype="FileAttachment", FS=FILE)), "attachments"),
    ],
)
def test_what_would_run_or_unpack_is_refused(change: Any, reason: str):
    assert reason_for(samples.pdf("Minutes", change=change)) == reason


def inherited(writer: Any) -> None:
    """Put a script into a field that only the annotation of a page leads to, by its parent."""
    parent = writer._add_object(named(FT="Tx", AA=named(K=JS)))
    on_page(named(Subtype="Widget", Parent=parent))(writer)


ADDRESS = words("https://example.org/")
SHARE = words(r"\\server\share\a.pdf")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (inherited, "scripts"),
        (at_root("/OpenAction", action("URI", URI=ADDRESS)), "reaches_out"),
        (at_root("/OpenAction", action("GoTo", Next=action("URI", URI=ADDRESS))), "reaches_out"),
        (at_root("/OpenAction", action("GoToR", F=words("other.pdf"))), "reaches_out"),
        (at_root("/AA", named(WC=action("URI", URI=ADDRESS))), "reaches_out"),
        (lambda writer: writer.pages[0].update({NameObject("/AA"): named(O=action("URI"))}), "reaches_out"),
        (on_page(named(Subtype="Widget", A=action("SubmitForm", F=ADDRESS))), "reaches_out"),
        (on_page(named(A=action("GoToR", F=SHARE))), "reaches_out"),
        (on_page(named(A=action("GoToR", F=named(UF=words("//server/a.pdf"))))), "reaches_out"),
        (on_page(named(A=action("URI", URI=words("file://server/a")))), "reaches_out"),
    ],
)
def test_what_reaches_out_is_refused(change: Any, reason: str):
    assert reason_for(samples.pdf("Minutes", change=change)) == reason


@pytest.mark.parametrize(
    "change",
    [
        on_page(named(A=action("URI", URI=ADDRESS))),
        on_page(named(A=action("GoToR", F=words("other.pdf")))),
        at_root("/OpenAction", action("GoTo", D=words("start"))),
        at_root("/OpenAction", ArrayObject([words("start")])),
        at_root("/AA", named(WP=action("Named", N="Print"))),
    ],
)
def test_links_and_places_are_taken(change: Any):
    assert text_of(samples.pdf("Minutes", change=change)) == "Minutes\n\n"


def test_more_objects_than_minutes_have_are_refused_at_once(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_SEEN", 50)

    many = at_root("/Names", ArrayObject([named() for _ in range(60)]))
    assert reason_for(samples.pdf("Minutes", change=many)) == "demanding"
    monkeypatch.setattr(pdf, "MOST_OBJECTS", 2)
    assert reason_for(samples.pdf("Minutes")) == "demanding"


@pytest.mark.parametrize("written", [b"/JavaScript", b"/#4AavaScript", b"/J#61vaScript"])
def test_script_is_found_under_any_spelling(written: bytes):
    change = at_root("/OpenAction", action("JavaScript"))

    content = samples.pdf("Minutes", change=change).replace(b"/JavaScript", written)

    assert reason_for(content) == "scripts"


def test_links_and_jumps_are_no_scripts():
    link = named(A=action("URI", URI=words("https://example.org/")))
    page = samples.pdf("Minutes", change=on_page(link))

    assert text_of(page) == "Minutes\n\n"
    assert text_of(samples.pdf("Minutes", change=at_root("/OpenAction", action("GoTo")))) == "Minutes\n\n"


def test_encrypted_file_is_refused():
    assert reason_for(samples.pdf("Minutes", change=lambda writer: writer.encrypt("secret"))) == "encrypted"


def test_file_without_pages_is_refused():
    assert reason_for(samples.pdf()) == "broken"


def test_damaged_page_is_passed_over_and_missed():
    def change(writer: Any) -> None:
        writer.pages[1]["/Contents"].get_object().update(named(Filter="Unheard"))

    pieces = pdf.read(io.BytesIO(samples.pdf("One", "Two", "Three", change=change)))

    assert next(pieces) + next(pieces) == "One\n\nThree\n\n"
    with pytest.raises(ValueError, match="1 pages"):
        next(pieces)
