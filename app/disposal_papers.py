"""The printed papers of an executed disposal list, as they are kept in its disposal dossier."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.catalogue import execution
from app.desks.disposal_sheets import CatalogueDisposalSheets
from app.disposal_record import FOLDER
from app.form_body import body_of
from app.form_writers import form_writers
from records.reader import local_operator
from retention_rules.forms.builders import BUILDERS, forms_of
from retention_rules.forms.model import FormFormat

if TYPE_CHECKING:
    from app.wiring import Parts
    from records.identifiers import DisposalListId
    from retention_rules.forms.sheet import SheetItem


def printed_papers(parts: Parts, which: DisposalListId) -> dict[str, bytes]:
    """Every form of the list as PDF by its path: list, explanation, council, minutes, decision, certificate.

    The same bytes each time. No title stands in them, of what is gone nor of what was kept back: the papers outlive
    both for twenty years and more, and are read by who may not see the dossiers.
    """
    sheet = CatalogueDisposalSheets(parts).whole(local_operator(parts.settings.account), which)
    with parts.catalogue.begin(readonly=True) as connection:
        issued = execution.certificate_of(connection, which)
    sheet = replace(sheet, items=tuple(_without_title(item) for item in sheet.items), certificate=issued)
    writer, body = form_writers()[FormFormat.PDF], body_of(parts.settings)
    wanted = forms_of(appraised=bool(parts.settings.historical_archive))
    return {f"{FOLDER}/{kind.value}.pdf": writer.write(BUILDERS[kind](sheet, body)) for kind in wanted}


def _without_title(item: SheetItem) -> SheetItem:
    return item if item.described is None else replace(item, described=replace(item.described, title=""))
