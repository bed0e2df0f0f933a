"""The desk of forms: the papers of disposal, filled in from the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.catalogue import conditional, units
from adapters.catalogue.disposal_sheets import full_names
from app.desks.disposal_sheets import CatalogueDisposalSheets
from app.desks.form_facts import document_row, facts_of_dossier, facts_of_request
from app.desks.hand_over import CatalogueHandOverDesk
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.references import CatalogueReferenceDesk
from app.desks.retention import CatalogueRetentionDesk
from app.desks.transfer import CatalogueTransferDesk
from app.desks.use import CatalogueUseDesk
from app.form_body import body_of
from records.conditional_access import MOST_LISTED, ConditionalPart
from records.errors import Forbidden, Sentence
from records.unit_names import unit_in_words
from retention_rules.forms.access_forms import list_of_conditional
from retention_rules.forms.builders import BUILDERS
from retention_rules.forms.dossier_forms import catalogue_of, list_of_dossiers
from retention_rules.forms.dossier_papers import PAPERS_OF_A_DOSSIER, DossierForm
from retention_rules.forms.hand_over_papers import PAPERS_OF_A_HAND_OVER, Handed, of_hand_over, of_transfer
from retention_rules.forms.model import OF_EXECUTION, SENT_BACK, WITHDRAWN, FormKind
from retention_rules.forms.ports import FormDesk
from retention_rules.forms.use_papers import PAPERS_OF_A_REQUEST

if TYPE_CHECKING:
    from app.desks.view_record import ViewRecord
    from app.wiring import Parts
    from records.conditional_access import ConditionalQuery
    from records.identifiers import DisposalListId, DossierId, HandOverId, TransferId, UseRequestId
    from records.reader import Reader
    from retention_rules.disposal_ports import ExecutionDesk
    from retention_rules.forms.hand_over_papers import HandOverForm
    from retention_rules.forms.model import PrintedForm
    from retention_rules.forms.use_papers import UseForm
    from retention_rules.report import DueQuery


MOST_ROWS = 5000


class CatalogueFormDesk(FormDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts, record: ViewRecord, execution: ExecutionDesk) -> None:
        self._parts = parts
        self._execution = execution
        self._retention = CatalogueRetentionDesk(parts)
        self._room = CatalogueReadingRoom(parts, record)
        self._references = CatalogueReferenceDesk(parts, record)
        self._clock = parts.clock
        self._sheets = CatalogueDisposalSheets(parts)
        self._hand_over = CatalogueHandOverDesk(parts)
        self._transfer = CatalogueTransferDesk(parts)
        self._use = CatalogueUseDesk(parts, record)
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
        made = BUILDERS[kind](sheet, self._body)
        taken_back = sheet.listed.withdrawal
        return replace(made, void=SENT_BACK if taken_back.sent_back else WITHDRAWN) if taken_back else made

    def dossier_list(self, reader: Reader, query: DueQuery, *, said: str) -> PrintedForm:
        rows, following = self._retention.due(reader, replace(query, limit=MOST_ROWS))
        told = f"{said} (chỉ {MOST_ROWS} hồ sơ đầu)" if following else said
        self._record.looked(reader, [row.dossier for row in rows], "export")
        return list_of_dossiers(rows, self._body, said=told, on=self._clock.today())

    def catalogue(self, reader: Reader, dossier: DossierId) -> PrintedForm:
        found = self._room.dossier(reader, dossier)
        rows = [document_row(one) for one in found.documents]
        rows += [
            document_row(one.document, home=one.home_code or one.home_title)
            for one in self._references.references(reader, dossier)
        ]
        on, paper = self._clock.today(), found.paper_file_code
        return catalogue_of(rows, self._body, code=found.code, title=found.title, on=on, paper=paper)

    def dossier_form(self, reader: Reader, dossier: DossierId, kind: DossierForm) -> PrintedForm:
        if kind is DossierForm.CATALOGUE:
            return self.catalogue(reader, dossier)
        found = self._room.dossier(reader, dossier)
        made = self._retention.assignment(reader, dossier)
        facts = facts_of_dossier(found, made, unit=self._unit(found.unit), on=self._clock.today())
        return PAPERS_OF_A_DOSSIER[kind](facts, self._body)

    def hand_over_form(self, reader: Reader, which: HandOverId, kind: HandOverForm) -> PrintedForm:
        listed = self._hand_over.one(reader, which)
        self._record.looked(reader, [item.listed.dossier for item in listed.items if item.visible], "export")
        handed = self._named(of_hand_over(listed, self._unit(listed.unit)))
        return PAPERS_OF_A_HAND_OVER[kind](handed, self._body)

    def transfer_form(self, reader: Reader, which: TransferId, kind: HandOverForm) -> PrintedForm:
        listed = self._transfer.one(reader, which)
        seen = self._sheets.described(reader, [item.listed.dossier for item in listed.items])
        self._record.looked(reader, seen, "export")
        return PAPERS_OF_A_HAND_OVER[kind](self._named(of_transfer(listed, self._body, seen)), self._body)

    def _named(self, handed: Handed) -> Handed:
        """People by their full names, where they have one."""
        with self._parts.catalogue.begin(readonly=True) as connection:
            names = full_names(connection, (handed.given_by, handed.taken_by))
        return replace(
            handed,
            given_by=names.get(handed.given_by, handed.given_by),
            taken_by=names.get(handed.taken_by, handed.taken_by),
        )

    def use_form(self, reader: Reader, which: UseRequestId, kind: UseForm) -> PrintedForm:
        asked = self._use.one(reader, which)
        return PAPERS_OF_A_REQUEST[kind](facts_of_request(asked, unit=self._unit(asked.unit)), self._body)

    def conditional_list(self, reader: Reader, query: ConditionalQuery) -> PrintedForm:
        today = self._clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = conditional.listed(connection, reader, today, replace(query, after=None, limit=MOST_LISTED + 1))
            names = {one.code: one.name for one in units.all_units(connection)}
        records = found[:MOST_LISTED]
        said = [SAID[query.part]]
        if query.unit:
            said.append(f"đơn vị {unit_in_words(query.unit, names.get(query.unit, '')).vi}")
        if query.words:
            said.append(f"có chữ «{query.words}»")
        if len(found) > len(records):
            said.append(f"chỉ {MOST_LISTED} mục đầu")
        self._record.looked(reader, {one.dossier for one in records}, "export")
        return list_of_conditional(records, self._body, units=names, said="; ".join(filter(None, said)), on=today)

    def _unit(self, code: str) -> str:
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = units.get(connection, code)
        return unit_in_words(code, found.name if found is not None else "").vi


SAID = {
    ConditionalPart.ALL: "",
    ConditionalPart.DOSSIERS: "Phần: hồ sơ",
    ConditionalPart.DOCUMENTS: "Phần: văn bản trong hồ sơ",
    ConditionalPart.RESTRICTED: "Phần: đang hạn chế đến ngày",
}
