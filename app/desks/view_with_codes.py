"""A dossier as it is shown, with what the lists of codes in force say of its code, procedure and agencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ingest.check_codes import check_dossier_code, day_of_dossier
from records.description import Field

if TYPE_CHECKING:
    from archive.model import DocumentView, DossierView
    from ingest.check_codes import KnownCodes
    from records.findings import Finding


def with_codes(view: DossierView, known: KnownCodes, today: date) -> DossierView:
    """The same view with findings; nothing of them is kept."""
    return replace(
        view,
        findings=(*view.findings, *_of_dossier(view, known, today)),
        documents=tuple(_with_agency(document, known) for document in view.documents),
    )


def _of_dossier(view: DossierView, known: KnownCodes, today: date) -> tuple[Finding, ...]:
    of_code = check_dossier_code(view.code, known, today=today) if view.code else ()
    day = day_of_dossier(view.code) or today
    return (*of_code, *known.procedures.match(view.title, day))


def _with_agency(document: DocumentView, known: KnownCodes) -> DocumentView:
    said = {proposal.field: proposal for proposal in document.fields}
    agency, day = said.get(Field.AGENCY), said.get(Field.ISSUED_ON)
    if agency is None:
        return document
    issued_on = _day(day.value) if day is not None else None
    return replace(document, findings=(*document.findings, *known.agencies.match(agency.value, issued_on)))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:  # not legible, or masked
        return None
