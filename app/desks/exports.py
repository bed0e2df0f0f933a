"""Exports: a dossier as plain files in a folder, for whoever has to work with it outside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.catalogue import dossiers, references
from app.desks.form_facts import document_row
from app.desks.view_record import ViewRecord
from app.form_body import body_of
from app.form_writers import form_writers
from archive.export_dossier import ExportDocument, export_dossier, require_empty
from records.description import Field
from records.identifiers import DossierId
from retention_rules.forms.dossier_forms import catalogue_of
from retention_rules.forms.model import FormFormat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    import sqlalchemy as sa

    from app.wiring import Parts
    from archive.export_dossier import ExportReport
    from archive.model import DocumentView, DossierView
    from records.reader import Reader

CATALOGUE = "muc-luc-van-ban-tai-lieu"
"""Name of the list of documents, a form of Decree 30/2020, Annex V."""


def export_view(parts: Parts, view: DossierView, target: Path) -> ExportReport:
    """Write what the reader of ``view`` may see of the dossier into ``target``.

    Raises:
        InvalidInput (export.target_not_empty): Something is there already.
        NotFound (archive.not_deposited): The dossier is not deposited yet.
        Damaged: What is stored is not what was written.
    """
    record = ViewRecord(parts)
    record.looked(parts.operator, [view.dossier], "export")
    with parts.catalogue.begin(readonly=True) as connection:
        today = parts.clock.today()
        # What leaves the house is whole, originals and all: names are not masked as they are on pages and lists.
        whole = dossiers.view(connection, view.dossier, parts.operator, today) or view
        elsewhere = _referred_to(connection, view.dossier, parts.operator, today)
    record.looked(parts.operator, {home.dossier for home, _ in elsewhere}, "export")
    taken = [(whole, one) for one in whole.documents] + elsewhere
    for home, one in taken:
        if one.personal and one.in_archive:
            record.shown(parts.operator, home.dossier, "export", one.document)
    own = [one for one in whole.documents if one.in_archive]
    return export_dossier(
        parts.store,
        view.dossier,
        [
            *(_export_document(one) for one in own),
            *(
                replace(_export_document(one), home=home.dossier, home_code=home.code or home.title)
                for home, one in elsewhere
            ),
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
        papers={f"{CATALOGUE}.pdf": _catalogue(parts, whole, own, elsewhere)},
    )


def _referred_to(
    connection: sa.Connection, dossier: DossierId, reader: Reader, today: date
) -> list[tuple[DossierView, DocumentView]]:
    """Home and document of each that the dossier refers to, as far as the reader may see them."""
    rows = references.of_dossier(connection, dossier, reader, today)
    homes = {each: dossiers.view(connection, DossierId(each), reader, today) for each in {r.home_id for r in rows}}
    return [
        (home, one)
        for r in rows
        if (home := homes[r.home_id]) is not None
        for one in home.documents
        if one.document.value == r.document_id and one.in_archive
    ]


def _export_document(document: DocumentView) -> ExportDocument:
    return ExportDocument(
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


def _catalogue(
    parts: Parts,
    whole: DossierView,
    own: Sequence[DocumentView],
    elsewhere: Sequence[tuple[DossierView, DocumentView]],
) -> bytes:
    """The list of its documents as people read it, in the order in which the export has them."""
    rows = [(one, document_row(one)) for one in own]
    rows += [(one, document_row(one, home=home.code or home.title)) for home, one in elsewhere]
    rows.sort(key=lambda row: (not _issued_on(row[0]), _issued_on(row[0])))
    on = parts.clock.today()
    form = catalogue_of(
        [row for _, row in rows],
        body_of(parts.settings),
        code=whole.code,
        title=whole.title,
        on=on,
        paper=whole.paper_file_code,
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
