"""Printed forms over HTTP: one address for each form of a list, and the kind of file as a parameter."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from records.conditional_access import ConditionalPart, ConditionalQuery
from records.identifiers import DisposalListId, DossierId
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from retention_rules.forms.model import FormFormat, FormKind, PrintedForm
from retention_rules.forms.ports import FormDesk, FormWriter
from retention_rules.forms.write import written

_ERRORS: dict[int | str, dict[str, Any]] = {
    403: {"description": "No part in disposal (disposal.not_allowed), or not all seen (form.not_all_seen)"},
    404: {"description": "No such list (disposal.not_found)"},
    422: {"description": "The form is no table (form.no_table)"},
}


def form_routes(desk: FormDesk, writers: Mapping[FormFormat, FormWriter], reader: Callable[..., Reader]) -> APIRouter:
    """The routes of forms under ``/api/retention``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/retention", tags=["forms"])
    who = Annotated[Reader, Depends(reader)]

    @router.get(
        "/disposal/{listed}/forms/{form}",
        operation_id="disposalForm",
        summary="A form of a disposal list as DOCX or PDF; forms that are tables also as XLSX or CSV",
        responses={200: {"content": {one.media_type: {} for one in writers.values()}}, **_ERRORS},
        response_class=Response,
    )
    @needs(Anybody.SIGNED_IN)
    def form_of(
        account: who, listed: UUID, form: FormKind, kind: Annotated[FormFormat, Query(alias="format")] = FormFormat.PDF
    ) -> Response:
        made = desk.form(account, DisposalListId(str(listed)), form)
        return answer(made, kind, writers)

    @router.get(
        "/dossiers/{dossier}/catalogue",
        operation_id="dossierCatalogue",
        summary="The catalogue of the documents in a dossier (Decree 30/2020, Annex V)",
        responses={
            200: {"content": {one.media_type: {} for one in writers.values()}},
            404: {"description": "None such"},
        },
        response_class=Response,
    )
    @needs(Capability.READ)
    def catalogue(
        account: who, dossier: UUID, kind: Annotated[FormFormat, Query(alias="format")] = FormFormat.PDF
    ) -> Response:
        return answer(desk.catalogue(account, DossierId(str(dossier))), kind, writers)

    @router.get(
        "/conditional-access",
        operation_id="conditionalAccessList",
        summary="The list of records of conditional access (Archives Law 33/2024, Art. 25), printed",
        responses={200: {"content": {one.media_type: {} for one in writers.values()}}},
        response_class=Response,
    )
    @needs(Capability.READ)
    def conditional(
        account: who,
        *,
        part: ConditionalPart = ConditionalPart.ALL,
        unit: Annotated[str, Query(max_length=64)] = "",
        q: Annotated[str, Query(max_length=200)] = "",
        kind: Annotated[FormFormat, Query(alias="format")] = FormFormat.PDF,
    ) -> Response:
        query = ConditionalQuery(part=part, unit=unit, words=q.strip())
        return answer(desk.conditional_list(account, query), kind, writers)

    return router


def answer(made: PrintedForm, kind: FormFormat, writers: Mapping[FormFormat, FormWriter]) -> Response:
    """The form as a file to be saved."""
    return Response(
        written(made, kind, writers),
        media_type=writers[kind].media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{made.file_name}.{kind.value}"',
            "Cache-Control": "no-store",
        },
    )
