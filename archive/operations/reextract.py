"""Extract the text of stored files again: of those never tried, or of all after a better reader."""

from typing import NamedTuple

from archive.documents.extraction import Extracted, FileRefusedError, text_of
from archive.models import Document
from archive.models.write_lock import one_writer

Status = Document.TextStatus


class Filled(NamedTuple):
    """A document that was tried: its text status now, and the problem if it was not read."""

    document: Document
    status: str
    problem: str = ""


def documents_to_read(*, again: bool = False) -> list[int]:
    """Return the keys of documents with files never tried, or with `again` of all with files.

    A list, because filling changes what the query finds.
    """
    documents = Document.objects.with_file() if again else Document.objects.not_looked_into()
    return list(documents.in_order().values_list("pk", flat=True))


def fill_text(key: int) -> Filled | None:
    """Extract the text of one stored file and store it; None if the document was deleted meanwhile.

    A file that would be refused today stays, without text: its problem says why. A stored text is never
    replaced by an empty one. Takes as long as text_of().
    """
    document = Document.objects.filter(pk=key).defer("text").first()
    if document is None:
        return None
    try:
        with document.file.open("rb") as file:
            extracted, problem = text_of(file), ""
    except FileRefusedError as refused:
        extracted, problem = Extracted("", Status.NOT_READABLE), str(refused)
    except OSError as lost:
        return Filled(document, document.text_status, f"The file cannot be read: {lost.strerror}.")
    return Filled(document, store_text(document, extracted), problem)


@one_writer()
def store_text(document: Document, extracted: Extracted) -> str:
    """Store a text unless the file was replaced meanwhile; return the status now."""
    now = Document.objects.select_for_update().filter(pk=document.pk, file=document.file.name).first()
    if now is None:
        return document.text_status
    if now.text and not extracted.text:
        extracted = Extracted(now.text, Status.EXTRACTED)
    now.text, now.text_status = extracted
    now.save(update_fields=["text", "text_status"])
    return now.text_status
