"""The pages of Vankho, for ``app`` to mount.

    app.include_router(pages(desks, reader))
    mount_static(app)

``error_page`` answers in place of the error shape of the API when a browser asks for a page.
"""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from records.needs import Anybody, needs
from records.reader import Reader
from web_ui import dossiers, find, intake, retention
from web_ui.desks import Desks
from web_ui.faults import error_page
from web_ui.static_files import mount_static

__all__ = ["Desks", "error_page", "mount_static", "pages"]


def pages(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """Every page; ``reader`` is the sign-in dependency."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    @needs(Anybody.SIGNED_IN)
    def start() -> Response:
        return RedirectResponse("/tiep-nhan", status_code=307)

    for part in (intake, find, dossiers, retention):
        router.include_router(part.routes(desks, reader))
    return router
