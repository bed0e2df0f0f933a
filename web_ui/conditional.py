"""The page of the records of conditional access: a list that is narrowed, leafed through and printed."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from archive.http_access import place_in_words, place_of
from records.conditional_access import ConditionalPart, ConditionalQuery
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import Desks
from web_ui.rendering import Foot, page, unit_names

_ROWS = 100


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/tiep-can-co-dieu-kien``."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)

    @router.get("/tiep-can-co-dieu-kien")
    @needs(Capability.READ)
    def conditional(  # noqa: PLR0917  what stands in the address
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        phan: ConditionalPart = ConditionalPart.ALL,
        dv: Annotated[str, Query(max_length=64)] = "",
        q: Annotated[str, Query(max_length=200)] = "",
        sau: Annotated[str, Query(max_length=80)] = "",
        tu: Annotated[int, Query(ge=1, le=10_000_000)] = 1,
    ) -> Response:
        after = place_of(sau)
        first = tu if after is not None else 1
        query = ConditionalQuery(part=phan, unit=dv, words=q.strip(), after=after, limit=_ROWS)
        rows, following = desks.access.conditional(who, query)
        asked = {"phan": phan.value, "dv": dv, "q": q.strip()}
        here = f"/tiep-can-co-dieu-kien?{urlencode({key: value for key, value in asked.items() if value})}"
        printed = {"part": phan.value, "unit": dv, "q": q.strip()}
        return page(
            request,
            "conditional.html",
            reader=who,
            foot=foot,
            here="dossiers",
            rows=rows,
            parts=[part.value for part in ConditionalPart],
            phan=phan.value,
            dv=dv,
            q=q.strip(),
            units=sorted(code for code in unit_names(request) if who.all_units or code in who.units),
            print_at=f"/api/retention/conditional-access?{urlencode(printed)}",
            first=first,
            last=first + len(rows) - 1,
            # Backwards the browser goes itself; this is the way to the beginning.
            before=here if after is not None else "",
            after=f"{here}&tu={first + len(rows)}&sau={place_in_words(following)}" if following else "",
        )

    return router
