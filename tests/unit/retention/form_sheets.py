"""A disposal list of three dossiers, described, voted on and decided: what forms are filled in from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from records.errors import Sentence
from records.identifiers import DisposalListId, DossierId
from retention_rules.certificate import certificate
from retention_rules.disposal import Decision, DisposalList, Item, ListState, Vote
from retention_rules.execution import ItemState
from retention_rules.forms.model import Body
from retention_rules.forms.sheet import Described, Sheet, SheetItem
from retention_rules.model import Assignment, AssignmentState, Explanation, PeriodKind, Rule

BODY = Body(name="UBND phường An Nghiệp", above="UBND thành phố Cần Thơ", place="Cần Thơ")
COUNCIL = ("binh", "chi", "dung")
NAMES = {"an": "Trần Quốc Khánh", "binh": "Phạm Văn Toản", "chi": "Đặng Thu Mai", "giang": "Nguyễn Hữu Thắng"}
IDS = [DossierId(f"0198c0de-0000-7000-8000-00000000000{number}") for number in (1, 2, 3)]
DIGEST = "7c1e" + "0" * 56 + "04ab"


def made(dossier: DossierId, ended: int = 2005) -> Assignment:
    rule = Rule(
        id="TT10-2022-0002",
        group="Quy hoạch",
        record_type="Công văn trao đổi về công tác quy hoạch",
        period="5",
        kind=PeriodKind.YEARS,
        years=5,
        clause="TT10/2022 PL I",
        confidence="high",
        confirmed=True,
    )
    expires = date(ended + 5, 12, 31)
    return Assignment(
        dossier=dossier,
        rule=rule,
        state=AssignmentState.CONFIRMED,
        trigger_date=date(ended, 5, 1),
        expires_on=expires,
        candidate_from=date(ended + 6, 1, 1),
        explanation=Explanation(
            sentence=Sentence("Giữ 5 năm.", "Kept 5 years."),
            rule_id=rule.id,
            schedule="Bảng, 1",
            clause=rule.clause,
            trigger="work_end",
            trigger_date=date(ended, 5, 1),
            arithmetic=f"{ended} + 5 = {ended + 5} → 31/12/{ended + 5}",
        ),
    )


def a_sheet(*titles: str, decided: bool = True, voted: bool = True) -> Sheet:
    """The first and third go, the second is kept with a dissent; ``titles`` in place of those invented."""
    names = titles or ("Giao đất ở đợt 3, khu dân cư số 4", "Thông báo lịch kiểm tra chợ", "Cấp phép quảng cáo tạm")
    votes = {
        0: tuple((member, Vote.DESTROY, "") for member in COUNCIL),
        1: (("binh", Vote.KEEP, ""), ("chi", Vote.KEEP, "Công ty còn khiếu nại"), ("dung", Vote.DESTROY, "")),
        2: tuple((member, Vote.DESTROY, "") for member in COUNCIL),
    }
    items = tuple(
        Item(dossier=dossier, fingerprint="f", votes=votes[at] if voted else ()) for at, dossier in enumerate(IDS)
    )
    listed = DisposalList(
        id=DisposalListId("0198c0de-0000-7000-8000-0000000000aa"),
        name="Danh mục hủy 2026-02",
        state=ListState.DECIDED if decided else ListState.PROPOSED,
        proposed_by="an",
        proposed_at=datetime(2026, 11, 1, 20, tzinfo=UTC),
        council=COUNCIL,
        digest=DIGEST,
        decision=Decision(number="12/QĐ-UBND", decided_on=date(2026, 2, 5), by="giang") if decided else None,
        items=items,
    )
    units = ("Phòng Hạ tầng", "Văn phòng", "Phòng Hạ tầng")
    return Sheet(
        listed=listed,
        names=NAMES,
        items=tuple(
            SheetItem(
                number=at + 1,
                item=item,
                described=Described(
                    dossier=item.dossier,
                    code=f"H36.12.07-05071{at}-0042",
                    title=names[at],
                    unit=f"U{at % 2}",
                    unit_name=units[at],
                    documents=at + 1,
                    pages=10 * (at + 1),
                    first_on=date(2005, 1, 3 + at),
                    last_on=date(2006, 5, 1),
                ),
                assignment=made(item.dossier, 2005 + at),
                reasons=(),
            )
            for at, item in enumerate(items)
        ),
        matching=3,
        today=date(2026, 11, 2),
    )


def executed_sheet() -> Sheet:
    """The same list, with the first item gone, the second kept, the third stopped."""
    sheet = a_sheet()
    first, second, third = sheet.items
    left = {
        "dossier": str(first.item.dossier),
        "code": "H36.12.07-050710-0042",
        "rule": "TT10-2022-0002",
        "clause": "TT10/2022 PL I",
        "expired_on": "2010-12-31",
        "destroyed_at": "2026-02-10T18:30:00+00:00",
        "holdings": {"documents": 1, "pages": 10, "objects": 7},
        "looked_into": {"package": {"looked": 7, "left": 0}, "index": {"looked": 1, "left": 0}},
    }
    gone = replace(first, item=replace(first.item, state=ItemState.GONE), described=None, assignment=None, left=left)
    stopped = replace(third, item=replace(third.item, state=ItemState.STOPPED, reasons=("on_hold",)))
    listed = replace(
        sheet.listed,
        state=ListState.EXECUTING,
        executor="khanh",
        executing_since=datetime(2026, 2, 10, 18, tzinfo=UTC),
        items=(gone.item, second.item, stopped.item),
    )
    return replace(
        sheet,
        listed=listed,
        items=(gone, second, stopped),
        names={**NAMES, "khanh": "Vũ Hải Yến"},
        certificate=certificate(listed, [left], issued_at=None),
    )
