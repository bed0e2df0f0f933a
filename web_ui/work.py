"""Work and health for the administrator: what failed, what to do, and having it tried again, without a shell."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from records.findings import Verdict
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import PeopleDesks
from web_ui.rendering import Foot, page

WORK = "/quan-tri/viec"
HEALTH = "/quan-tri/tinh-trang"


def routes(desks: PeopleDesks, reader: Callable[..., Reader]) -> APIRouter:
    """``/quan-tri/viec`` and ``/quan-tri/tinh-trang``."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]

    @router.get(WORK)
    @needs(Capability.ADMINISTER)
    def work(
        request: Request,
        who: asking,
        before: Annotated[str, Query(max_length=36)] = "",
        again: Annotated[int, Query(ge=0, le=10_000_000)] = -1,
    ) -> Response:
        found = desks.work.failed(who, before=before)
        return page(
            request,
            "admin_work.html",
            reader=who,
            foot=foot,
            here="people",
            overview=desks.work.overview(who),
            failed=found.steps,
            further=found.next,
            again=again,
        )

    @router.post(f"{WORK}/thu-lai")
    @needs(Capability.ADMINISTER)
    def retry_all(who: asking) -> Response:
        return RedirectResponse(f"{WORK}?again={desks.work.retry_all(who)}", status_code=303)

    @router.post(f"{WORK}/{{step}}/thu-lai")
    @needs(Capability.ADMINISTER)
    def retry(who: asking, step: Annotated[str, Path(max_length=36)]) -> Response:
        desks.work.retry(who, step)
        return RedirectResponse(f"{WORK}?again=1", status_code=303)

    @router.get(HEALTH)
    @needs(Capability.ADMINISTER)
    def health(request: Request, who: asking, *, ky: bool = False) -> Response:
        seen = desks.work.health(who, thorough=ky)
        return page(
            request,
            "admin_health.html",
            reader=who,
            foot=foot,
            here="people",
            seen=seen,
            sound=all(each.verdict is Verdict.PASSED for each in seen),
            thorough=ky,
        )

    return router
