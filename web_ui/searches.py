"""What one does with a search: keep it, take its results away, and see what nobody finds."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from records.needs import needs
from records.reader import Capability, Reader
from search_api.export_results import ResultsForm, export_results
from search_api.http_searches import file_answer
from search_api.ports import SavedSearch
from search_api.question import Question
from web_ui.asked import Asked, asked
from web_ui.desks import Desks
from web_ui.language import language_of
from web_ui.rendering import page, person_name

_UNANSWERED = 200


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """Below ``/tra-cuu``."""
    router = APIRouter(include_in_schema=False)
    what = Annotated[Asked, Depends(asked)]

    @router.get("/tra-cuu/xuat")
    @needs(Capability.READ)
    def export(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        question: what,
        *,
        dang: ResultsForm = ResultsForm.XLSX,
    ) -> Response:
        language = language_of(request)
        made = export_results(
            desks.find,
            desks.searches,
            desks.results,
            question.question,
            dang,
            reader=who,
            clock=desks.clock,
            language=language,
            by=person_name(request, who.account),
        )
        return file_answer(made.content, made.name, made.media_type)

    @router.post("/tra-cuu/luu")
    @needs(Capability.READ)
    def save(
        who: Annotated[Reader, Depends(reader)], question: what, *, ten: Annotated[str, Form(max_length=500)] = ""
    ) -> Response:
        desks.searches.save(who, ten, question.question)
        return RedirectResponse(question.address(luu="1"), status_code=303)

    @router.get("/tra-cuu/luu/{saved:uuid}")
    @needs(Capability.READ)
    def look(who: Annotated[Reader, Depends(reader)], saved: UUID) -> Response:
        """All that answers, or what is new alone where something is."""
        return RedirectResponse(_address(desks.searches.looked(who, str(saved))), status_code=303)

    @router.post("/tra-cuu/luu/{saved:uuid}/bo")
    @needs(Capability.READ)
    def forget(who: Annotated[Reader, Depends(reader)], saved: UUID) -> Response:
        desks.searches.forget(who, str(saved))
        return RedirectResponse("/tra-cuu#da-luu", status_code=303)

    @router.get("/tra-cuu/khong-thay")
    @needs(Capability.DECIDE)
    def unanswered(request: Request, who: Annotated[Reader, Depends(reader)]) -> Response:
        found = desks.searches.unanswered(limit=_UNANSWERED)
        addresses = [Asked.of(Question(text=each.words)).address() for each in found]
        return page(
            request,
            "find_unanswered.html",
            reader=who,
            here="find",
            found=list(zip(found, addresses, strict=True)),
        )

    return router


def _address(saved: SavedSearch) -> str:
    question = saved.question.found_since(saved.looked_at) if saved.new else saved.question
    return Asked.of(question).address()
