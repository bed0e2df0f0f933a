"""The page of forms and registers (Biểu mẫu, sổ): what is printed for a year and a unit, and where the rest is."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.forms.http_registers import FIRST_YEAR, LAST_YEAR
from retention_rules.forms.registers import DEFINITIONS, OF_DOCUMENTS, ROWS_OF_A_VOLUME, Register
from web_ui.desks import Desks
from web_ui.rendering import Foot, page, unit_names

_EVERY = "moi"
"""In place of a year: documents on which no day was read, and dossiers of every year."""
_MOST_VOLUMES = 200
"""Links to volumes on one page; more are reached by their number."""


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/bieu-mau``."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)

    @router.get("/bieu-mau")
    @needs(Capability.READ)
    def registers(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        nam: Annotated[str, Query(max_length=4, pattern=r"^(moi|[0-9]{0,4})$")] = "",
        dv: Annotated[str, Query(max_length=64)] = "",
    ) -> Response:
        today = desks.clock.today()
        asked = int(nam) if nam.isdigit() else today.year
        year = None if nam == _EVERY else min(max(asked, FIRST_YEAR), LAST_YEAR)
        told = {key: value for key, value in (("year", year), ("unit", dv)) if value}
        return page(
            request,
            "registers.html",
            reader=who,
            foot=foot,
            here="retention",
            sizes=desks.registers.sizes(who, year=year, unit=dv),
            definitions=DEFINITIONS,
            body=desks.body,
            of_documents=OF_DOCUMENTS,
            by_use=Register.RECORD_COPIES,
            rows_of_a_volume=ROWS_OF_A_VOLUME,
            most_volumes=_MOST_VOLUMES,
            year=year,
            this_year=today.year,
            dv=dv,
            units=sorted(code for code in unit_names(request) if who.all_units or code in who.units),
            asked=urlencode(told),
        )

    return router
