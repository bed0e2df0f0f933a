"""Subjects of steps about a document: its id, and where it is read anew the how many-eth time that is.

A step is listed once for ever; so what is done again has another name.
"""

from __future__ import annotations

from records.identifiers import DocumentId, PageNumber


def of_document(document: DocumentId, rereads: int, *also: object) -> str:
    """``also`` stands between the document and the count."""
    named = (document, *also, rereads) if rereads else (document, *also)
    return ":".join(map(str, named))


def document_of(subject: str) -> DocumentId:
    """The document that ``of_document`` named."""
    return DocumentId(subject.partition(":")[0])


def page_of(subject: str) -> tuple[DocumentId, PageNumber]:
    """Document and page of a page that is to be read."""
    document, number, *_ = subject.split(":")
    return DocumentId(document), PageNumber(int(number))
