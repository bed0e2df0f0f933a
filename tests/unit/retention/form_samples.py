"""Every form, filled in; and how a form is told as plain text for the golden files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from records.identifiers import HandOverId, TransferId
from retention_rules.disposal import Appraisal
from retention_rules.forms.builders import BUILDERS
from retention_rules.forms.dossier_forms import DocumentRow, catalogue_of, list_of_dossiers
from retention_rules.forms.dossier_papers import PAPERS_OF_A_DOSSIER, DossierFacts
from retention_rules.forms.hand_over_papers import PAPERS_OF_A_HAND_OVER, of_hand_over, of_transfer
from retention_rules.forms.model import OF_EXECUTION, Line, Table
from retention_rules.forms.registers import Fact, Register, RegisterQuery, RegisterSize, register_form
from retention_rules.forms.use_papers import PAPERS_OF_A_REQUEST, AskedDocument, UseFacts
from retention_rules.hand_over.model import Check, HandOver, HandOverItem, HandOverState, Listed, Receipt
from retention_rules.hand_over.transfer import Transfer, TransferItem, TransferState
from retention_rules.model import DueRow
from tests.unit.retention.form_sheets import BODY, DIGEST, IDS, a_sheet, executed_sheet
from tests.unit.retention.form_sheets import made as period_made

if TYPE_CHECKING:
    from retention_rules.forms.model import PrintedForm
    from retention_rules.forms.sheet import Sheet

ON = date(2026, 11, 2)
OUT = {
    Fact.NUMBER_AND_SIGN: "129/QĐ-UBND",
    Fact.ISSUED_ON: "05/02/2026",
    Fact.KIND_AND_SUBJECT: "Quyết định về việc giao đất ở đợt 3, khu dân cư số 4",
    Fact.SIGNER: "Nguyễn Hữu Thắng",
    Fact.AGENCY: "Ủy ban nhân dân phường An Nghiệp",
    Fact.UNIT: "Phòng Hạ tầng",
    Fact.WHOLE: "Quyết định số 129/QĐ-UBND ngày 05/02/2026, Ủy ban nhân dân phường An Nghiệp",
    Fact.REMARK: "Hồ sơ H36.12.07-260205-0042; cần đối chiếu: số",
}
IN = {
    Fact.NUMBER_AND_SIGN: "77/STNMT-QLĐĐ",
    Fact.ISSUED_ON: "01/02/2026",
    Fact.KIND_AND_SUBJECT: "Công văn về việc thẩm định hồ sơ giao đất",
    Fact.SIGNER: "Trần Thị Hoa",
    Fact.AGENCY: "Sở Tài nguyên và Môi trường",
    Fact.UNIT: "Phòng Hạ tầng",
    Fact.WHOLE: "Công văn số 77/STNMT-QLĐĐ ngày 01/02/2026, Sở Tài nguyên và Môi trường",
    Fact.ANSWER: "130/UBND-ĐC",
    Fact.REMARK: "Hồ sơ H36.12.07-260205-0042",
}
USED = {
    Fact.USED_ON: "03/03/2026",
    Fact.PERSON: "Nguyễn Văn Bảy",
    Fact.NUMBER_AND_DAY: "129/QĐ-UBND, 05/02/2026",
    Fact.KIND_AND_SUBJECT: OUT[Fact.KIND_AND_SUBJECT],
    Fact.DOSSIER: "H36.12.07-260205-0042",
    Fact.RETURNED_ON: "04/03/2026",
    Fact.ALLOWED_BY: "Nguyễn Hữu Thắng",
    Fact.REMARK: "YC-2026-0007; Đọc",
}
KEPT = {
    Fact.BOX: "H49.K2/G05/H12",
    Fact.DOSSIER: "H36.12.07-260205-0042",
    Fact.TITLE: "Giao đất ở đợt 3, khu dân cư số 4",
    Fact.SPAN: "05/02/2026 - 30/06/2026",
    Fact.PERIOD: "Vĩnh viễn",
    Fact.AMOUNT: "24 trang",
    Fact.REMARK: "tiếp cận có điều kiện",
}
ROWS = {
    Register.OUTGOING: OUT,
    Register.INCOMING: IN,
    Register.HANDLING: IN,
    Register.RECORD_COPIES: USED,
    Register.ARCHIVE: KEPT,
}
DOSSIER = DossierFacts(
    code="H36.12.07-260205-0042",
    title="Giao đất ở đợt 3, khu dân cư số 4",
    unit="Phòng Hạ tầng",
    paper="H49.K2/G05/H12.117",
    first_on=date(2026, 2, 5),
    last_on=date(2026, 6, 30),
    period="Vĩnh viễn",
    access="Tiếp cận có điều kiện",
    documents=5,
    pages=24,
    on=ON,
)
ASKED = UseFacts(
    number="YC-2026-0007",
    filed_on=date(2026, 3, 2),
    person="Nguyễn Văn Bảy",
    id_number="••••••••••89",
    unit="Phòng Hạ tầng",
    purpose="Cá nhân: Xác minh thửa đất",
    kind="Bản sao, 2 bản",
    what="Giao đất ở đợt 3, khu dân cư số 4",
    code="H36.12.07-260205-0042",
    documents=(
        AskedDocument(title="Quyết định giao đất", pages=3, granted=True),
        AskedDocument(title="Tờ trình", pages=2, granted=False),
    ),
    decision="cho sử dụng một phần; có dữ liệu cá nhân, ngày 03/03/2026",
    decided_by="Nguyễn Hữu Thắng",
    decided_on=date(2026, 3, 3),
    handed_on=None,
)


def a_hand_over(*, received: bool = True) -> HandOver:
    """Of two dossiers, of which the archive accepts the first; the reader may not see a third."""
    first = Listed(
        dossier=IDS[0],
        code="H36.12.07-260205-0042",
        title="Giao đất ở đợt 3, khu dân cư số 4",
        first_on=date(2026, 2, 5),
        last_on=date(2026, 6, 30),
        period="VV",
        documents=5,
        pages=24,
        version=1,
        inventory_sha512="0" * 128,
    )
    others = (replace(first, dossier=IDS[1], code="H-2", title="Cấp phép", period="20", first_on=None, last_on=None),
              replace(first, dossier=IDS[2], code="H-3", title="Khiếu nại", period="50"))  # fmt: skip
    return HandOver(
        id=HandOverId("0198c0de-0000-7000-8000-0000000000bb"),
        name="Nộp lưu năm 2026, Phòng Hạ tầng",
        unit="HT",
        state=HandOverState.RECEIVED if received else HandOverState.SUBMITTED,
        submitted_by="lan",
        submitted_at=datetime(2026, 11, 1, 2, tzinfo=UTC),
        digest=DIGEST,
        items=(
            HandOverItem(listed=first, check=Check.ACCEPTED),
            HandOverItem(listed=others[0], check=Check.REFUSED, reason="thiếu trang 3"),
            HandOverItem(listed=others[1], check=Check.ACCEPTED, visible=False),
        ),
        receipt=Receipt(
            number="5/BB-LT", received_on=date(2026, 11, 2), by="an", at=datetime(2026, 11, 2, 2, tzinfo=UTC),
            digest=DIGEST,
        ) if received else None,
    )  # fmt: skip


def a_transfer(*, received: bool = True) -> Transfer:
    """Of the same dossiers, of which the historical archive names the first and the third."""
    return Transfer(
        id=TransferId("0198c0de-0000-7000-8000-0000000000cc"),
        name="Nộp lưu lịch sử năm 2032",
        archive="Lưu trữ lịch sử Cần Thơ",
        state=TransferState.RECEIVED if received else TransferState.REGISTERED,
        planned_on=date(2032, 11, 2),
        digest=DIGEST,
        registered_by="an",
        registered_at=datetime(2031, 10, 1, 2, tzinfo=UTC),
        answer_due=date(2031, 10, 16),
        items=tuple(
            TransferItem(listed=item.listed, package="0" * 64, received=received and item.check is Check.ACCEPTED)
            for item in a_hand_over().items
        ),
        receipt_number="9/BN" if received else "",
        received_on=date(2032, 11, 3) if received else None,
    )


def samples() -> dict[str, PrintedForm]:
    """By the name of its golden file."""
    made = {
        f"so-{which.value}": register_form(
            RegisterQuery(register=which, year=2026, unit="HT"), [ROWS[which]], BODY,
            size=RegisterSize(register=which, rows=1), unit="Phòng Hạ tầng", on=ON,
        )
        for which in Register
    }  # fmt: skip
    made |= {f"ho-so-{kind.value}": build(DOSSIER, BODY) for kind, build in PAPERS_OF_A_DOSSIER.items()}
    made |= {
        f"{name}-{kind.value}": build(handed, BODY)
        for kind, build in PAPERS_OF_A_HAND_OVER.items()
        for name, handed in (
            ("ban-giao", of_hand_over(a_hand_over(), "Phòng Hạ tầng")),
            ("nop-lich-su", of_transfer(a_transfer(), BODY, {IDS[0]})),
        )
    }
    made |= {f"yeu-cau-{kind.value}": build(ASKED, BODY) for kind, build in PAPERS_OF_A_REQUEST.items()}
    made |= {
        f"huy-{kind.value}": build(executed_sheet() if kind in OF_EXECUTION else _appraised(), BODY)
        for kind, build in BUILDERS.items()
    }
    made["ho-so-muc-luc-van-ban"] = catalogue_of(
        [
            DocumentRow(
                number_and_sign="129/QĐ-UBND",
                issued_on="05/02/2026",
                kind_and_subject=OUT[Fact.KIND_AND_SUBJECT],
                agency=OUT[Fact.AGENCY],
                pages=24,
                proposed=True,
            )
        ],
        BODY,
        code=DOSSIER.code,
        title=DOSSIER.title,
        on=ON,
        paper=DOSSIER.paper,
    )
    period = period_made(IDS[0])
    due = DueRow(dossier=IDS[0], code=DOSSIER.code, title=DOSSIER.title, unit="HT", assignment=period)
    made["danh-muc-ho-so"] = list_of_dossiers([due], BODY, said="Hồ sơ: năm 2026", on=ON)
    return made


def _appraised() -> Sheet:
    sheet, by = a_sheet(), "Lưu trữ lịch sử Cần Thơ"
    opinion = Appraisal(number="9/LTLS", appraised_on=date(2026, 2, 1), body=by, recorded_by="an")
    return replace(sheet, listed=replace(sheet.listed, appraisal=opinion))


def told(form: PrintedForm) -> str:
    """Everything that is printed, line by line, cells parted by bars."""
    lines = [form.title, *form.subtitle]
    lines += ["(bản nháp)"] if form.draft else []
    for block in form.blocks:
        if isinstance(block, Line):
            lines += block.text.splitlines()
        elif isinstance(block, Table):
            lines += [" | ".join(column.title for column in block.columns)]
            lines += [" | ".join(cell.replace("\n", " / ") for cell in row) for row in block.rows]
        else:
            lines += [
                " · ".join(filter(None, (one.part, one.name, one.note.replace("\n", " / ")))) for one in block.signers
            ]
    return "\n".join(line.rstrip() for line in lines) + "\n"
