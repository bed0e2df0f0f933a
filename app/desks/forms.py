"""The desk of forms: the papers of disposal, filled in from the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.desks.disposal_sheets import CatalogueDisposalSheets
from records.errors import Forbidden, Sentence
from retention_rules.forms.builders import BUILDERS
from retention_rules.forms.model import OF_EXECUTION, Body, FormKind
from retention_rules.forms.ports import FormDesk

if TYPE_CHECKING:
    from app.desks.view_record import ViewRecord
    from app.settings import Settings
    from app.wiring import Parts
    from records.identifiers import DisposalListId
    from records.reader import Reader
    from retention_rules.forms.model import PrintedForm
    from retention_rules.ports import ExecutionDesk


class CatalogueFormDesk(FormDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts, record: ViewRecord, execution: ExecutionDesk) -> None:
        self._execution = execution
        self._sheets = CatalogueDisposalSheets(parts)
        self._record = record
        self._body = body_of(parts.settings)

    def form(self, reader: Reader, which: DisposalListId, kind: FormKind) -> PrintedForm:
        sheet = self._sheets.whole(reader, which)
        hidden = sum(item.described is None and not item.gone for item in sheet.items)
        # What is gone is told by its tombstone; these forms name nothing else.
        if hidden and kind not in {FormKind.CERTIFICATE, FormKind.DESTRUCTION_MINUTES}:
            raise Forbidden(
                "form.not_all_seen",
                Sentence(
                    f"Danh mục có {hidden} hồ sơ mà tài khoản này không được xem, nên không in ra được.",
                    f"The list names {hidden} dossiers that this account may not see, so it prints no form of it.",
                ),
                Sentence("Đề nghị lưu trữ viên in.", "Ask an archivist to print it."),
            )
        if kind in OF_EXECUTION:
            sheet = replace(sheet, certificate=self._execution.certificate(reader, which))
        self._record.looked(reader, [item.item.dossier for item in sheet.items], "export")
        return BUILDERS[kind](sheet, self._body)


def body_of(settings: Settings) -> Body:
    """The body of this installation, as its settings name it."""
    return Body(name=settings.body, above=settings.body_above, place=settings.place)
