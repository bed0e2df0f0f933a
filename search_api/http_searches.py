"""The routes of what searches leave behind: results in a file, saved searches, words found nowhere."""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from records.needs import needs
from records.ports.clock import Clock
from records.reader import Capability, Reader
from search_api.export_results import ResultsForm, ResultsWriter, export_results
from search_api.find_pages import Find
from search_api.http import question
from search_api.ports import SavedSearch, SearchDesk
from search_api.question import Question


class SavedAnswer(BaseModel):
    """A search that the account keeps."""

    id: str
    name: str
    question: dict[str, Any] = Field(description="What is asked; what does not narrow is left out.")
    looked_at: datetime
    new: int = Field(description="Dossiers that can be found since then.")
    more: bool = Field(description="There are more new ones than were counted.")


class UnansweredAnswer(BaseModel):
    """Words that were asked for and found nowhere."""

    words: str
    count: int
    first_at: datetime
    last_at: datetime


def search_routes(
    find: Find,
    desk: SearchDesk,
    writers: Mapping[ResultsForm, ResultsWriter],
    clock: Clock,
    reader: Callable[..., Reader],
) -> APIRouter:
    """``/api/search/export``, ``/api/search/saved`` and ``/api/search/unanswered``."""
    router = APIRouter(prefix="/api/search", tags=["search"])
    asking = Annotated[Reader, Depends(reader)]
    what = Annotated[Question, Depends(question)]

    @router.get("/export", summary="Xuất kết quả", response_class=Response, responses=_file_of(writers.values()))
    @needs(Capability.READ)
    def export(
        *,
        asks: asking,
        asked: what,
        form: ResultsForm = ResultsForm.XLSX,
        lang: Annotated[str, Query(pattern="^(vi|en)$")] = "vi",
    ) -> Response:
        """The first 2,000 pages found as a spreadsheet, or the first 500 as a document. Recorded."""
        made = export_results(find, desk, writers, asked, form, reader=asks, clock=clock, language=lang)
        return file_answer(made.content, made.name, made.media_type)

    @router.get("/saved", summary="Câu tìm đã lưu")
    @needs(Capability.READ)
    def saved(asks: asking) -> list[SavedAnswer]:
        """The account's own searches, each with how many dossiers are new since it was looked at."""
        return [_saved(each) for each in desk.saved(asks)]

    @router.post("/saved", summary="Lưu câu tìm", status_code=201)
    @needs(Capability.READ)
    def save(*, asks: asking, asked: what, name: Annotated[str, Query(max_length=500)]) -> SavedAnswer:
        """Keep a search under a name."""
        return _saved(desk.save(asks, name, asked))

    @router.post("/saved/{search}/look", summary="Xem câu tìm đã lưu")
    @needs(Capability.READ)
    def look(asks: asking, search: UUID) -> SavedAnswer:
        """What was new until now; from now on it is not new any more."""
        return _saved(desk.looked(asks, str(search)))

    @router.delete("/saved/{search}", summary="Bỏ câu tìm đã lưu", status_code=204, response_class=Response)
    @needs(Capability.READ)
    def forget(asks: asking, search: UUID) -> Response:
        """Remove a saved search."""
        desk.forget(asks, str(search))
        return Response(status_code=204)

    @router.get("/unanswered", summary="Tìm mà không thấy")
    @needs(Capability.DECIDE)
    def unanswered(asks: asking, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[UnansweredAnswer]:
        """Words that were asked for within a year and found nowhere, most often first; who asked is not kept."""
        _ = asks
        return [
            UnansweredAnswer(words=each.words, count=each.count, first_at=each.first_at, last_at=each.last_at)
            for each in desk.unanswered(limit=limit)
        ]

    return router


def file_answer(content: bytes, name: str, media_type: str) -> Response:
    """A file to be saved; ``name`` is of plain letters."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def _saved(saved: SavedSearch) -> SavedAnswer:
    return SavedAnswer(
        id=saved.id,
        name=saved.name,
        question=saved.question.to_plain(),
        looked_at=saved.looked_at,
        new=saved.new,
        more=saved.more,
    )


def _file_of(writers: Iterable[ResultsWriter]) -> dict[int | str, dict[str, Any]]:
    """The description of a file of any kind that there is a writer for."""
    return {
        200: {
            "content": {each.media_type: {"schema": {"type": "string", "format": "binary"}} for each in writers},
            "description": "The file, marked with who took it and when.",
        },
    }
