"""``vankho dossier refer``, ``withdraw`` and ``rehome``: one document in several dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.references import CatalogueReferenceDesk
from records.errors import InvalidInput, Sentence
from records.identifiers import DocumentId

if TYPE_CHECKING:
    from app.wiring import Parts
    from records.identifiers import DossierId

Needed = cyclopts.Parameter(required=True)


def refer(dossier: str, document: str, /, *, why: Annotated[str, Needed], json: Json = False) -> int:
    """Let a dossier refer to a document that lies in another one.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id: the one that is to refer.
    document
        Id of the document, as ``vankho export`` and the API tell it.
    why
        Why it belongs to that dossier as well; name a document, no person.
    """
    current = session()
    with current.parts() as parts:
        chosen, named = _both(parts, dossier, document)
        CatalogueReferenceDesk(parts).refer(parts.operator, chosen, named, why)
    return _told(chosen, named, current.say("Đã ghi dẫn chiếu.", "The reference is recorded."), as_json=json)


def withdraw(dossier: str, document: str, /, *, json: Json = False) -> int:
    """Take a reference back; the document stays where it lies.

    Parameters
    ----------
    dossier
        The dossier that refers.
    document
        Id of the document.
    """
    current = session()
    with current.parts() as parts:
        chosen, named = _both(parts, dossier, document)
        CatalogueReferenceDesk(parts).withdraw(parts.operator, chosen, named)
    return _told(chosen, named, current.say("Đã bỏ dẫn chiếu.", "The reference is taken back."), as_json=json)


def rehome(dossier: str, document: str, /, *, json: Json = False) -> int:
    """Move a document to a dossier that refers to it; its old home refers to it then.

    Parameters
    ----------
    dossier
        The dossier that refers.
    document
        Id of the document.
    """
    current = session()
    with current.parts() as parts:
        chosen, named = _both(parts, dossier, document)
        CatalogueReferenceDesk(parts).rehome(parts.operator, chosen, named)
    said = current.say("Sẽ chuyển văn bản; một worker làm việc đó.", "It will be moved, by a worker.")
    return _told(chosen, named, said, as_json=json)


def _both(parts: Parts, dossier: str, document: str) -> tuple[DossierId, DocumentId]:
    try:
        named = DocumentId(document)
    except ValueError as error:
        raise InvalidInput(
            "id.ambiguous",
            Sentence(f"«{document}» không phải mã của một văn bản.", f"“{document}” is no id of a document."),
            Sentence("Xem mã ở tệp export.json khi xuất hồ sơ.", "See the ids in export.json of an export."),
        ) from error
    return dossier_id(CatalogueReadingRoom(parts), parts.operator, dossier), named


def _told(dossier: DossierId, document: DocumentId, said: str, *, as_json: bool) -> int:
    if as_json:
        print_json({"dossier": dossier, "document": document})
    else:
        out.print(said, markup=False)
    return 0
