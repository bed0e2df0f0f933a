"""The pages over an invented world, in the real frame and beside the real API."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from accounts.model import ProofAsked
from app.result_writers import result_writers
from archive.http import routes as archive_routes
from archive.model import Event, Reference
from ingest.http import routes as intake_routes
from ingest.model import BatchState, DocumentState, FileState
from records.findings import Severity
from records.identifiers import FileId, PageNumber
from records.reader import AccessLevel, Reader, local_operator
from retention_rules.model import (
    AssignmentState,
)
from search_api.find_pages import find_pages
from search_api.frame import create_application
from search_api.ports import IndexedPage, PageState
from web_ui.pages import Desks, error_page, mount_static, pages
from web_ui.saved_notice import SavedNotice

if TYPE_CHECKING:
    from fastapi import FastAPI


from tests.unit.web_ui.fake_archive import Access, Papers, References
from tests.unit.web_ui.fake_desks import FixedClock, Intake, MemoryIndex, Retention, Room, World
from tests.unit.web_ui.fake_disposal import (
    NoDisposal,
    NoExecution,
    NoForms,
    NoHolds,
    NoRegisters,
    NoSchedules,
    NoSheets,
)
from tests.unit.web_ui.fake_hand_over import HandOvers, NoTransfers
from tests.unit.web_ui.fake_redactions import NoRedactions
from tests.unit.web_ui.fake_searches import Searches
from tests.unit.web_ui.fake_use import NoUse
from tests.unit.web_ui.invented import (
    NOW,
    SENTENCES,
    TITLES,
    a_batch,
    a_file,
    assignment,
    document,
    dossier,
    finding,
    page_text,
)


def full_world() -> World:
    """A world with something on every page."""
    world = World()
    names = ["don-de-nghi.pdf", "quyet-dinh.pdf", "ban-ve.tif"]
    for at, (title, code) in enumerate(TITLES):
        one = dossier(
            title,
            code,
            [
                document(
                    f"{code}/{name}",
                    ordinal,
                    signed=ordinal == 2,
                    title=f"Quyết định {SENTENCES[4]}" if ordinal == 2 else "",
                    pages=3 + ordinal,
                )
                for ordinal, name in enumerate(names, 1)
            ],
        )
        world.dossiers.append(one)
        for each in one.documents:
            for number in range(1, each.page_count + 1):
                world.indexed.append(
                    IndexedPage(
                        document=each.document,
                        dossier=one.dossier,
                        page=PageNumber(number),
                        page_count=each.page_count,
                        body=page_text().text,
                        title=each.title or SENTENCES[4],
                        file_name=each.file_name,
                        dossier_code=code,
                        number_and_sign="904/QĐ-UBND",
                        document_type="Quyết định" if at else "Tờ trình",
                        agency="UBND phường An Nghiệp",
                        issued_on=date(2010 + at, 7, 12),
                        unit=one.unit,
                        level=AccessLevel.PUBLIC,
                        procedure=title,
                        states=frozenset({PageState.DOUBTFUL, PageState.SIGNED} if at else ()),
                        doubtful=("number", "issued_on") if at else (),
                    )
                )
    for at in range(40):
        ended = date(2004 + at % 23, 5, 4) if at % 7 else None
        one = dossier(f"Cấp phép xây dựng nhà ở, hộ số {at}", f"H36.12.07-{at:06}-0001", [])
        world.dossiers.append(one)
        world.assignments[one.dossier] = assignment(
            one.dossier, ended, years=0 if at % 11 == 10 else 20 if at % 3 else 10
        )
    holder, other = world.dossiers[:2]
    world.references = [
        Reference(
            document=there.documents[1],
            home=there.dossier,
            home_code=there.code,
            home_title=there.title,
            dossier=here.dossier,
            code=here.code,
            title=here.title,
            why="Căn cứ của quyết định 904/QĐ-UBND",
            recorded_at=NOW,
            recorded_by="nhung",
            moving=moving,
        )
        for here, there, moving in ((other, holder, False), (holder, other, True), (holder, other, False))
    ]
    first = world.dossiers[0].dossier
    world.assignments[first] = assignment(first, date(2010, 7, 12))
    world.assignments[world.dossiers[1].dossier] = assignment(
        world.dossiers[1].dossier, None, state=AssignmentState.PROVISIONAL
    )
    kinds = ["capture", "message digest calculation", "validation", "metadata extraction", "normalization", "accession"]
    world.events = [
        Event(
            id=str(at),
            at=NOW - timedelta(minutes=50 - at),
            type=kinds[at % 6],
            agent="nhung" if at % 6 == 0 else "vankho 0.1.0",
            outcome="failure" if at == 8 else "success",
            subjects=(),
            detail={"size": at},
        )
        for at in range(12)
    ]
    working = a_batch(
        files=9,
        finished=False,
        state=BatchState.WORKING,
        accepted=5,
        refused=2,
        quarantined=1,
        under_way=1,
        duplicates=1,
        pages=41,
        pages_done=22,
        pages_failed=1,
        documents=5,
        documents_done=2,
        steps_failed=1,
        seconds=64.0,
    )
    of = {"dossier": first, "dossier_code": TITLES[0][1], "dossier_title": TITLES[0][0]}
    world.batches = [
        working,
        a_batch(name="Lô quét bổ sung", files=4, pages=12, pages_done=12, documents=4, documents_done=4),
        a_batch(name="Lô mới", files=0, finished=False, state=BatchState.RECEIVING),
    ]
    world.files[working.batch] = [
        a_file(
            "0003/hop-dong.pdf",
            FileState.REFUSED,
            None,
            page_count=0,
            pages_done=0,
            findings=(
                finding(
                    "pdf.encrypted",
                    Severity.REFUSAL,
                    "Tệp có mật khẩu nên không đọc được chữ và không làm được PDF/A.",
                    "Xin bản không khóa rồi gửi lại.",
                ),
            ),
        ),
        a_file(
            "0004/bien-ban.pdf",
            FileState.REFUSED,
            None,
            page_count=0,
            pages_done=0,
            findings=(finding("pdf.broken", Severity.REFUSAL, "Tệp đứt giữa chừng.", "Gửi lại tệp từ máy quét."),),
        ),
        a_file(
            "0005/cv-den.pdf",
            FileState.QUARANTINED,
            None,
            findings=(
                finding(
                    "secrecy.suspected",
                    Severity.REFUSAL,
                    "Nghi có dấu độ mật ở trang 1; chữ không được đọc, không vào chỉ mục.",
                    "Báo người phụ trách tài liệu mật.",
                    "trang 1",
                ),
            ),
        ),
        a_file("0012/don-de-nghi.pdf", doubts=2, title="Đơn đề nghị cấp giấy phép xây dựng", **of),
        a_file(
            "0012/ban-ve-mat-bang.tif",
            document_state=DocumentState.WAITING,
            page_count=6,
            pages_done=4,
            size=38_400_000,
            **of,
        ),
        a_file("0012/so-do-thua-dat.pdf", page_count=1, **of),
        a_file("0012/to-khai.jpg", document_state=DocumentState.READ, page_count=1, **of),
        a_file("0012/ban-sao.pdf", document_state=None, duplicate_of=FileId.new(), **of),
        a_file("0013/moi.pdf", FileState.RECEIVED, None, page_count=0, pages_done=0),
    ]
    return world


def application(world: World, reader: Reader | None = None) -> FastAPI:
    """The pages over ``world`` in the real frame."""
    desks = Desks(
        intake=Intake(world),
        room=Room(world),
        access=Access(world),
        papers=Papers(world),
        redactions=NoRedactions(),
        references=References(world),
        retention=Retention(world),
        disposal=NoDisposal(),
        sheets=NoSheets(),
        forms=NoForms(),
        registers=NoRegisters(),
        writers={},
        holds=NoHolds(),
        schedules=NoSchedules(),
        hand_over=HandOvers(world),
        transfer=NoTransfers(),
        use=NoUse(),
        body="",
        historical_archive="",
        execution=NoExecution(),
        proof=lambda _: ProofAsked(password=True),
        find=partial(find_pages, MemoryIndex(world)),
        searches=Searches(world),
        results=result_writers(),
        clock=FixedClock(),
        profile="desk",
        version="0.1.0",
    )
    who = reader or local_operator("nhung")

    def sign_in() -> Reader:
        return who

    site = create_application(
        [archive_routes(desks.room, sign_in), intake_routes(desks.intake, sign_in)],
        pages=pages(desks, sign_in),
        version="0.1.0",
        allowed_hosts=["127.0.0.1", "testserver"],
        who=lambda _: who,
        error_page=error_page,
    )
    mount_static(site)
    site.add_middleware(SavedNotice)
    return site
