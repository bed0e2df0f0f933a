"""The routes of the archive: ``/api/dossiers`` and ``/api/documents``.

What a reader may not see and what does not exist get one answer: 404.
"""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

import hashlib
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Response

from archive.http_download import Download
from archive.http_models import DossierAnswer, DossierSummary, DuplicateAnswer, EventAnswer, PageAnswer, PageWordsAnswer
from archive.picture_answer import media_type_of, picture_described
from archive.ports import ReadingRoom
from archive.refuse_code import no_such_code, one_with_code
from records.identifiers import DocumentId, DossierId, PageNumber
from records.needs import needs
from records.paper_file_code import LONGEST
from records.reader import Capability, Reader

MOST_DOSSIERS = 500
_PICTURE: dict[int | str, dict[str, Any]] = {
    **picture_described("The picture: JPEG where something is covered on it."),
    304: {"description": "The picture the client has is the one there is."},
}


def download_described(media_type: str) -> dict[int | str, dict[str, Any]]:
    """What a route that sends a file answers."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {
        200: {"content": content, "description": "The whole file."},
        206: {"content": content, "description": "The part asked for by a Range header."},
        416: {"description": "The range lies beyond the end of the file."},
    }


def routes(room: ReadingRoom, reader: Callable[..., Reader]) -> APIRouter:
    """The routes of the archive; ``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api", tags=["archive"])
    _dossier_routes(router, room, reader)
    _page_routes(router, room, reader)
    _file_routes(router, room, reader)
    return router


def _dossier_routes(router: APIRouter, room: ReadingRoom, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/dossiers", summary="Danh sách hồ sơ")
    @needs(Capability.READ)
    def list_dossiers(
        asks: asking,
        limit: Annotated[int, Query(ge=1, le=MOST_DOSSIERS)] = 50,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        paper_file_code: Annotated[
            str, Query(max_length=LONGEST, description="Only those of this paper file, or in this box.")
        ] = "",
        *,
        paper_missing: Annotated[bool, Query(description="Only those digitised whose paper nobody has named.")] = False,
    ) -> list[DossierSummary]:
        """The dossiers the reader may see, newest first."""
        found = room.dossiers(asks, limit=limit, offset=offset, paper=paper_file_code, paper_missing=paper_missing)
        return [DossierSummary.of(view) for view in found]

    # A code may hold any sign, also a slash: it comes as a parameter, not in the path.
    @router.get("/dossiers/by-code", summary="Tìm hồ sơ theo mã")
    @needs(Capability.READ)
    def dossier_by_code(asks: asking, code: Annotated[str, Query(min_length=1, max_length=200)]) -> DossierAnswer:
        """The dossier with that code, however its letters and blanks are written; refused where several have it."""
        found = one_with_code(code, room.dossiers_by_code(asks, code))
        if found is None:
            raise no_such_code()
        return DossierAnswer.of(room.dossier(asks, found))

    @router.get("/dossiers/{dossier}", summary="Một hồ sơ")
    @needs(Capability.READ)
    def get_dossier(asks: asking, dossier: UUID) -> DossierAnswer:
        """A dossier with its documents and their proposed fields."""
        return DossierAnswer.of(room.dossier(asks, DossierId(str(dossier))))

    @router.get("/dossiers/{dossier}/duplicates", summary="Tài liệu có thể trùng")
    @needs(Capability.READ)
    def dossier_duplicates(asks: asking, dossier: UUID) -> list[DuplicateAnswer]:
        """What its documents may be the same as: the same bytes, or number and sign of one agency."""
        return [DuplicateAnswer.of(one) for one in room.duplicates(asks, DossierId(str(dossier)))]

    @router.get("/dossiers/{dossier}/events", summary="Lịch sử của hồ sơ")
    @needs(Capability.READ)
    def dossier_events(asks: asking, dossier: UUID) -> list[EventAnswer]:
        """What was done to the dossier and its documents, oldest first."""
        return [EventAnswer.of(event) for event in room.events(asks, DossierId(str(dossier)))]


def _page_routes(router: APIRouter, room: ReadingRoom, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]
    number = Annotated[int, Path(ge=1, le=1_000_000, description="From 1.")]
    whole = Annotated[bool, Query(description="Show what is of people; by right (level 02), and recorded each time.")]

    @router.get("/documents/{document}/pages", summary="Các trang của tài liệu")
    @needs(Capability.READ)
    def list_pages(asks: asking, document: UUID) -> list[PageAnswer]:
        """How each page was judged and read, in order."""
        return [PageAnswer.of(view) for view in room.pages(asks, DocumentId(str(document)))]

    @router.get("/documents/{document}/pages/{page}/words", summary="Chữ trên trang")
    @needs(Capability.READ)
    def page_words(asks: asking, document: UUID, page: number, *, personal: whole = False) -> PageWordsAnswer:
        """The words of a page with their boxes and confidence; numbers of people are masked."""
        return PageWordsAnswer.of(room.page_text(asks, DocumentId(str(document)), PageNumber(page), personal=personal))

    @router.get(
        "/documents/{document}/pages/{page}/picture",
        summary="Ảnh của trang",
        response_class=Response,
        responses=_PICTURE,
    )
    @needs(Capability.READ)
    def page_picture(
        asks: asking,
        document: UUID,
        page: number,
        *,
        small: Annotated[bool, Query(description="240 pixels wide instead of 1240.")] = False,
        sharp: Annotated[bool, Query(description="At 300 dots an inch, drawn when asked for.")] = False,
        personal: whole = False,
        if_none_match: Annotated[str, Header()] = "",
    ) -> Response:
        """The page as shown, with numbers and addresses of people covered unless they are asked for.

        One that shows an identity card has to be asked for as such.
        """
        picture = room.page_picture(
            asks, DocumentId(str(document)), PageNumber(page), small=small, sharp=sharp, personal=personal
        )
        etag = f'"{hashlib.sha256(picture).hexdigest()[:32]}"'
        # Private: only this reader was asked about.
        headers = {
            "etag": etag,
            # What is recorded each time it is shown must be asked for each time.
            "cache-control": "no-store" if personal else "private, max-age=31536000, immutable",
            "x-content-type-options": "nosniff",
        }
        known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        if known & {etag, "*"}:
            return Response(status_code=304, headers=headers)
        return Response(picture, media_type=media_type_of(picture), headers=headers)


def _file_routes(router: APIRouter, room: ReadingRoom, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]

    @router.head("/documents/{document}/pdfa", include_in_schema=False)
    @router.get(
        "/documents/{document}/pdfa",
        summary="Bản PDF/A",
        response_class=Response,
        responses=download_described("application/pdf"),
    )
    @needs(Capability.READ)
    def pdfa(
        asks: asking,
        document: UUID,
        *,
        download: Annotated[bool, Query(description="To be saved, not shown.")] = False,
    ) -> Response:
        """The searchable PDF/A; parts of it by a Range header.

        One in which numbers of people or an identity paper were found is given to who is cleared for level 02 alone.
        """
        name, content = room.pdfa(asks, DocumentId(str(document)))
        return Download(content, file_name=name, media_type="application/pdf", inline=not download)

    @router.head("/documents/{document}/original", include_in_schema=False)
    @router.get(
        "/documents/{document}/original",
        summary="Tệp gốc",
        response_class=Response,
        responses=download_described("*/*"),
    )
    @needs(Capability.READ)
    def original(asks: asking, document: UUID) -> Response:
        """The bytes as they came; always to be saved, never shown in the browser. To whom as the PDF/A."""
        name, media_type, content = room.original(asks, DocumentId(str(document)))
        return Download(content, file_name=name, media_type=media_type or "application/octet-stream")
