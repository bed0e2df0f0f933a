"""Registers, and papers of a dossier, a hand-over or a request, over HTTP."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from records.identifiers import DossierId, HandOverId, TransferId, UseRequestId
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from retention_rules.forms.dossier_papers import DossierForm
from retention_rules.forms.hand_over_papers import HandOverForm
from retention_rules.forms.http import answer
from retention_rules.forms.model import FormFormat
from retention_rules.forms.ports import FormDesk, FormWriter, RegisterDesk
from retention_rules.forms.registers import DEFINITIONS, Register, RegisterQuery, RegisterSize
from retention_rules.forms.use_papers import UseForm

FIRST_YEAR, LAST_YEAR = 1900, 9998
Year = Annotated[
    int | None,
    Query(ge=FIRST_YEAR, le=LAST_YEAR, description="None: documents on which no day was read; dossiers of any year"),
]
Unit = Annotated[str, Query(max_length=64, description="Code of a unit; empty: all that may be seen")]
_Kind = Annotated[FormFormat, Query(alias="format")]


class RegisterAnswer(BaseModel):
    """A register as long as it is for the reader."""

    register_name: str = Field(serialization_alias="register")
    title: str
    rows: int
    volumes: int = Field(description="Of 1,000 rows each; at least one")
    by_hand: list[str] = Field(description="Columns that the archive leaves empty")

    @classmethod
    def of(cls, one: RegisterSize) -> "RegisterAnswer":
        made = DEFINITIONS[one.register]
        return cls(
            register_name=one.register.value,
            title=made.title,
            rows=one.rows,
            volumes=one.volumes,
            by_hand=[title for _, title in made.by_hand],
        )


class RegistersAnswer(BaseModel):
    """Every register that the reader may print."""

    registers: list[RegisterAnswer]


def register_routes(
    desk: RegisterDesk, forms: FormDesk, writers: Mapping[FormFormat, FormWriter], reader: Callable[..., Reader]
) -> APIRouter:
    """The routes under ``/api/retention``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/retention", tags=["forms"])
    who = Annotated[Reader, Depends(reader)]
    file: dict[int | str, dict[str, Any]] = {200: {"content": {one.media_type: {} for one in writers.values()}}}
    table: dict[int | str, dict[str, Any]] = {422: {"description": "The form is no table (form.no_table)"}}

    @router.get("/registers", operation_id="registers", summary="Registers of a year, and how long each is")
    @needs(Capability.READ)
    def sizes(account: who, year: Year = None, unit: Unit = "") -> RegistersAnswer:
        return RegistersAnswer(registers=[RegisterAnswer.of(one) for one in desk.sizes(account, year=year, unit=unit)])

    @router.get(
        "/registers/{form}",
        operation_id="register",
        summary="A volume of a register (Decree 30/2020, Annex IV), of what the reader may see",
        responses={
            **file,
            403: {"description": "It tells who used what (use.not_allowed)"},
            404: {"description": "No such volume (register.no_volume)"},
        },
        response_class=Response,
    )
    @needs(Capability.READ)
    def register(
        account: who,
        form: Register,
        *,
        year: Year = None,
        unit: Unit = "",
        volume: Annotated[int, Query(ge=1, le=100_000)] = 1,
        kind: _Kind = FormFormat.PDF,
    ) -> Response:
        query = RegisterQuery(register=form, year=year, unit=unit, volume=volume)
        return answer(desk.register(account, query), kind, writers)

    @router.get(
        "/dossiers/{dossier}/forms/{form}",
        operation_id="dossierForm",
        summary="A paper of a dossier: cover, catalogue, closing note, slip",
        responses={**file, 404: {"description": "None such (dossier.not_found)"}, **table},
        response_class=Response,
    )
    @needs(Capability.READ)
    def of_dossier(account: who, dossier: UUID, form: DossierForm, kind: _Kind = FormFormat.PDF) -> Response:
        return answer(forms.dossier_form(account, DossierId(str(dossier)), form), kind, writers)

    @router.get(
        "/hand-overs/{listed}/forms/{form}",
        operation_id="handOverForm",
        summary="List or minutes of a hand-over (Decree 30/2020, Annex V)",
        responses={**file, 404: {"description": "No such list (hand_over.not_found)"}, **table},
        response_class=Response,
    )
    @needs(Anybody.SIGNED_IN)
    def of_hand_over(account: who, listed: UUID, form: HandOverForm, kind: _Kind = FormFormat.PDF) -> Response:
        return answer(forms.hand_over_form(account, HandOverId(str(listed)), form), kind, writers)

    @router.get(
        "/transfers/{transfer}/forms/{form}",
        operation_id="transferForm",
        summary="List or minutes of a transfer to the historical archive",
        responses={
            **file,
            403: {"description": "The reader may not decide (account.not_allowed)"},
            404: {"description": "No such transfer (transfer.not_found)"},
            **table,
        },
        response_class=Response,
    )
    @needs(Capability.DECIDE)
    def of_transfer(account: who, transfer: UUID, form: HandOverForm, kind: _Kind = FormFormat.PDF) -> Response:
        return answer(forms.transfer_form(account, TransferId(str(transfer)), form), kind, writers)

    @router.get(
        "/use-requests/{asked}/forms/{form}",
        operation_id="useForm",
        summary="Slip or certification of a request for use",
        responses={**file, 404: {"description": "No such request (use.not_found)"}, **table},
        response_class=Response,
    )
    @needs(Capability.READ)
    def of_request(account: who, asked: UUID, form: UseForm, kind: _Kind = FormFormat.PDF) -> Response:
        return answer(forms.use_form(account, UseRequestId(str(asked)), form), kind, writers)

    return router
