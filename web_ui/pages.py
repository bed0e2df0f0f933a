"""The pages of Vankho, for ``app`` to mount.

    create_application(routers, pages=[*pages(desks, reader), *people_pages(people, reader)], …)
    mount_static(app)

``error_page`` answers in place of the error shape of the API when a browser asks for a page.
"""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from records.needs import Anybody, needs
from records.reader import Reader
from web_ui import (
    administration,
    audit,
    code_lists,
    common_sign_in,
    conditional,
    disposal,
    disposal_appraisal,
    disposal_execution,
    disposal_withdrawal,
    dossier_references,
    dossiers,
    find,
    hand_over,
    hand_over_list,
    holds,
    intake,
    own_account,
    printing,
    redacting,
    redaction_order,
    redactions,
    registers,
    retention,
    schedules,
    searches,
    second_factor,
    sign_in,
    transfers,
    use,
    use_request,
    versions,
    viewing,
    work,
)
from web_ui.desks import Desks, PeopleDesks
from web_ui.faults import error_page
from web_ui.static_files import mount_static
from web_ui.ways_back import first_page_of

__all__ = ["Desks", "PeopleDesks", "error_page", "mount_static", "pages", "people_pages"]


def pages(desks: Desks, reader: Callable[..., Reader]) -> list[APIRouter]:
    """Every page; ``reader`` is the sign-in dependency."""
    router = APIRouter()

    @router.get("/")
    @needs(Anybody.SIGNED_IN)
    def start(who: Annotated[Reader, Depends(reader)]) -> Response:
        return RedirectResponse(first_page_of(who), status_code=307)

    parts = (
        intake,
        find,
        searches,
        dossiers,
        conditional,
        dossier_references,
        viewing,
        printing,
        versions,
        redacting,
        redaction_order,
        redactions,
        retention,
        registers,
        disposal,
        disposal_appraisal,
        disposal_withdrawal,
        disposal_execution,
        holds,
        hand_over,
        hand_over_list,
        transfers,
        use,
        use_request,
        schedules,
    )
    return [router, *(part.routes(desks, reader) for part in parts)]


def people_pages(desks: PeopleDesks, reader: Callable[..., Reader]) -> list[APIRouter]:
    """Signing in, one's own account, and the administration of accounts and units."""
    common = [] if desks.common is None else [common_sign_in.routes(desks, desks.common)]
    signed_in = (second_factor, own_account, audit, work, code_lists, administration)
    return [
        sign_in.routes(desks),
        second_factor.sign_in_routes(desks),
        *common,
        *(part.routes(desks, reader) for part in signed_in),
    ]
