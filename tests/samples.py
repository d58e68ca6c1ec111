"""Small files for tests: honest ones, and such as lie."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

Change = Callable[[PdfWriter], Any]


def pdf(*pages: str, change: Change = lambda writer: None) -> bytes:
    """Return a PDF with a line of Latin text on each page, changed before it is written."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = named(Font=named(F1=font))
        add_content(writer, page, f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
    change(writer)
    return written(writer)


def drawn_pdf(*pages: list[tuple[float, float, str]]) -> bytes:
    """Return a PDF of pages on which Latin texts are drawn one after the other: (across, up, text)."""
    font = named(Type="Font", Subtype="Type1", BaseFont="Helvetica")
    writer = PdfWriter()
    for drawn in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = named(Font=named(F1=font))
        content = "".join(f"BT /F1 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in drawn)
        add_content(writer, page, content.encode())
    return written(writer)


def scanned_pdf() -> bytes:
    """Return a PDF of one page that is a picture of one grey dot."""
    writer = PdfWriter()
    image = DecodedStreamObject()
    image.set_data(b"\x80")
    image.update(named(Type="XObject", Subtype="Image", ColorSpace="DeviceGray"))
    for key, value in {"Width": 1, "Height": 1, "BitsPerComponent": 8}.items():
        image[NameObject(f"/{key}")] = NumberObject(value)
    page = writer.add_blank_page(595, 842)
    page[NameObject("/Resources")] = named(XObject=named(Im1=writer._add_object(image)))
    add_content(writer, page, b"q 595 0 0 842 0 0 cm /Im1 Do Q")
    return written(writer)


def named(**entries: Any) -> DictionaryObject:
    """Return a dictionary of PDF; words in it are names."""
    return DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(f"/{value}") if type(value) is str else value
            for key, value in entries.items()
        }
    )


def action(kind: str, **entries: Any) -> DictionaryObject:
    """Return an action of PDF."""
    return named(S=kind, **entries)


def at_root(name: str, value: Any) -> Change:
    """Return a change that puts something into the catalogue."""
    return lambda writer: writer.root_object.update({NameObject(name): value})


def on_page(annotation: DictionaryObject) -> Change:
    """Return a change that puts an annotation on the first page."""
    return lambda writer: writer.pages[0].update({NameObject("/Annots"): ArrayObject([annotation])})


def words(text: str) -> TextStringObject:
    """Return a string of PDF."""
    return TextStringObject(text)


def add_content(writer: PdfWriter, page: Any, content: bytes) -> None:
    """Put drawing instructions on a page."""
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)


def written(writer: PdfWriter) -> bytes:
    """Return a PDF as a file holds it."""
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def word(*paragraphs: str, change: Callable[[Any], Any] = lambda document: None) -> bytes:
    """Return a Word document with some paragraphs, changed before it is written."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    change(document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def open_document(body: str, *, styles: str = "", margins: str = "") -> bytes:
    """Return an OpenDocument text with some elements in its body, its own styles, and its page styles."""
    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"),
                             ("style", "style"), ("draw", "drawing"))
    )  # fmt: skip
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    pages = f"<office:document-styles{spaces}>{margins}</office:document-styles>"
    empty = {"Configurations2__accelerator__current_xml": b""}  # as LibreOffice writes it
    return package(content_xml=content.encode(), styles_xml=pages.encode(), **empty)


def package(**parts: bytes) -> bytes:
    """Return a zip file; in the names of its parts two underscores stand for a slash, one for a dot."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name.replace("__", "/").replace("_", "."), content)
    return output.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a form receives it."""
    return SimpleUploadedFile(name, content)
