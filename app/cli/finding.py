"""``vankho search`` and ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json, print_table
from app.cli.session import Json, session
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.retention import CatalogueRetentionDesk
from app.desks.view_record import RecordedIndex, ViewRecord
from records.description import Field
from records.findings import Verdict
from records.ports.clock import VIET_NAM
from search_api.find_pages import find_pages
from search_api.query_language import Filters

if TYPE_CHECKING:
    from app.cli.session import Session
    from archive.model import DocumentView
    from search_api.ports import Hit

_INTEGRITY = {
    Verdict.PASSED: ("nguyên vẹn", "intact"),
    Verdict.FAILED: ("không khớp với tệp", "does not match the file"),
    Verdict.UNDECIDED: ("chưa kiểm được", "could not be checked"),
}
_FIELD_NAMES = {
    Field.DOSSIER_CODE: ("Mã hồ sơ", "Dossier code"),
    Field.NUMBER: ("Số", "Number"),
    Field.SIGN: ("Ký hiệu", "Sign"),
    Field.ISSUED_ON: ("Ngày ban hành", "Date"),
    Field.TYPE: ("Tên loại", "Type"),
    Field.AGENCY: ("Cơ quan ban hành", "Agency"),
    Field.SUBJECT: ("Trích yếu", "Subject"),
    Field.SIGNER: ("Người ký", "Signer"),
}


def search(
    *words: Annotated[str, cyclopts.Parameter(allow_leading_hyphen=True)],
    exact: bool = False,
    year: int | None = None,
    limit: int = 10,
    offset: int = 0,
    json: Json = False,
) -> int:
    """Find pages by any words on them, with or without diacritics.

    Parameters
    ----------
    words
        What to look for; numbers such as 129/QĐ-BNV, dossier codes, dates and "phrases" are understood.
    exact
        Only pages that spell every diacritic as typed.
    year
        Only documents of that year.
    limit
        How many pages to show.
    offset
        How many of the best to pass over.
    """
    current = session()
    with current.parts() as parts:
        found = find_pages(
            RecordedIndex(parts.index, ViewRecord(parts)),
            " ".join(words),
            Filters(exact_diacritics=exact, year=year),
            parts.operator,
            today=parts.clock.today(),
            limit=limit,
            offset=offset,
        )
    if json:
        print_json(found.answer)
        return 0
    total = found.answer.total
    out.print(current.say(f"{total} trang khớp.", f"{total} pages match."))
    for hit in found.answer.hits:
        out.print(_head(current, hit), style="bold", markup=False)
        out.print("  " + "".join(f"«{t}»" if marked else t for t, marked in hit.snippet), markup=False)
        out.print(f"  vankho show {hit.dossier}", style="dim", markup=False)
    return 0


def _head(current: Session, hit: Hit) -> str:
    page = current.say(f"trang {hit.page}/{hit.page_count}", f"page {hit.page} of {hit.page_count}")
    facts = [hit.title, hit.number_and_sign, hit.issued_on.strftime("%d/%m/%Y") if hit.issued_on else "", page]
    return " · ".join(fact for fact in (*facts, hit.dossier_code) if fact)


def show(dossier: str, /, *, json: Json = False) -> int:
    """Show a dossier: its documents, fields, due date and what was done to it.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    """
    current = session()
    with current.parts() as parts:
        room = CatalogueReadingRoom(parts)
        chosen = dossier_id(room, parts.operator, dossier)
        view = room.dossier(parts.operator, chosen)
        assignment = CatalogueRetentionDesk(parts).assignment(parts.operator, chosen)
        events = room.events(parts.operator, chosen)
        pages = {d.document.value: room.pages(parts.operator, d.document) for d in view.documents}
    if json:
        print_json({"dossier": view, "retention": assignment, "pages": pages, "events": events})
        return 0
    out.print(f"{view.code or view.dossier}  {view.title}", style="bold", markup=False)
    out.print(
        current.say(
            f"{len(view.documents)} văn bản, {view.page_count} trang, bản {view.version}",
            f"{len(view.documents)} documents, {view.page_count} pages, version {view.version}",
        )
    )
    if assignment is not None:
        out.print(assignment.explanation.sentence.in_language(current.settings.language), markup=False)
    for document in view.documents:
        _show_document(current, document)
    return 0


def _show_document(current: Session, document: DocumentView) -> None:
    made = f"PDF/A-{document.pdfa_level}" if document.pdfa_level else current.say("chưa có PDF/A", "no PDF/A")
    out.print(f"\n{document.ordinal}. {document.title} · {document.page_count} · {made}", style="bold", markup=False)
    out.print(f"   {document.file_name}  SHA-256 {document.original_digest}", style="dim", markup=False)
    doubt = current.say("ngờ", "doubtful")
    if document.fields:
        print_table(
            [current.say("Trường", "Field"), current.say("Giá trị", "Value"), "", current.say("Trang", "Page")],
            [
                (
                    current.say(*_FIELD_NAMES[f.field]),
                    f.value,
                    f"{f.confidence:.0%}" + (f" {doubt}" if f.doubtful else ""),
                    f.page,
                )
                for f in document.fields
            ],
        )
    for one in document.signatures:
        when = f"{one.signed_at.astimezone(VIET_NAM):%d/%m/%Y %H:%M}" if one.signed_at else "?"
        out.print(f"   ✎ {one.signer} · {when} · {current.say(*_INTEGRITY[one.integrity])}", markup=False)
    for finding in document.findings:
        out.print(f"   ! {finding.says.in_language(current.settings.language)} [{finding.code}]", markup=False)
