"""Exports: a dossier as plain files in a folder, for whoever has to work with it outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import dossiers
from app.desks.forms import body_of, document_row
from app.desks.view_record import ViewRecord
from app.form_writers import form_writers
from archive.export_dossier import ExportDocument, export_dossier, require_empty
from records.description import Field
from retention_rules.forms.dossier_forms import catalogue_of
from retention_rules.forms.model import FormFormat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.wiring import Parts
    from archive.export_dossier import ExportReport
    from archive.model import DocumentView, DossierView

CATALOGUE = "muc-luc-van-ban-tai-lieu"
"""Name of the list of documents, a form of Decree 30/2020, Annex V."""


def export_view(parts: Parts, view: DossierView, target: Path) -> ExportReport:
    """Write what the reader of ``view`` may see of the dossier into ``target``.

    Raises:
        InvalidInput (export.target_not_empty): Something is there already.
        NotFound (archive.not_deposited): The dossier is not deposited yet.
        Damaged: What is stored is not what was written.
    """
    ViewRecord(parts).looked(parts.operator, [view.dossier], "export")
    with parts.catalogue.begin(readonly=True) as connection:
        # What leaves the house is whole, originals and all: names are not masked as they are on pages and lists.
        whole = dossiers.view(connection, view.dossier, parts.operator, parts.clock.today()) or view
    return export_dossier(
        parts.store,
        view.dossier,
        [
            ExportDocument(
                document=document.document,
                file_name=document.file_name,
                media_type=document.media_type,
                fields=document.fields,
                title=document.title,
                page_count=document.page_count,
                pdfa_level=document.pdfa_level,
                signed=document.signed,
                confidence_level=document.confidence_level or "",
            )
            for document in whole.documents
            if document.in_archive
        ],
        target,
        facts={
            "code": whole.code,
            "title": whole.title,
            "unit": whole.unit,
            "access_level": whole.level.value,
            "paperFileCode": whole.paper_file_code,
            "confidenceLevel": whole.confidence_level or "",
        },
        papers={f"{CATALOGUE}.pdf": _catalogue(parts, whole)},
    )


def _catalogue(parts: Parts, whole: DossierView) -> bytes:
    """The list of its documents as people read it, in the order in which the export has them."""
    documents = sorted(
        (one for one in whole.documents if one.in_archive), key=lambda one: (not _issued_on(one), _issued_on(one))
    )
    rows = [document_row(one) for one in documents]
    on = parts.clock.today()
    form = catalogue_of(
        rows, body_of(parts.settings), code=whole.code, title=whole.title, on=on, paper=whole.paper_file_code
    )
    return form_writers()[FormFormat.PDF].write(form)


def _issued_on(one: DocumentView) -> str:
    return next((field.value for field in one.fields if field.field is Field.ISSUED_ON), "")


def export_views(parts: Parts, views: Sequence[DossierView], target: Path) -> list[ExportReport]:
    """Write each dossier into a folder of its own below ``target``; one alone into ``target`` itself.

    Raises as ``export_view`` does; nothing is written where ``target`` holds something.
    """
    if len(views) == 1:
        return [export_view(parts, views[0], target)]
    require_empty(target)
    return [export_view(parts, view, target / _folder_name(view)) for view in views]


def _folder_name(view: DossierView) -> str:
    readable = "".join(sign if sign.isalnum() or sign in "-._ " else "_" for sign in view.code or view.title)[:80]
    return f"{readable.strip()} {view.dossier.value[-8:]}"
