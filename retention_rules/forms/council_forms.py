"""Papers around the council of a disposal list: the decision that founds it, and the request for an appraisal.

Archives Law 33/2024, Art. 16; their layout is that of any decision and letter of Decree 30/2020, for no form in force
was seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_rules.explain import civil
from retention_rules.forms.model import DOTS, Align, Body, FormKind, Head, Line, PrintedForm, Signatures, Signer
from retention_rules.forms.number_words import in_words
from retention_rules.forms.reasons import amount, years_spanned
from retention_rules.forms.sheet import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from retention_rules.forms.sheet import Sheet

_LAW = Line(text="Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024;", italic=True)
_HEAD_SIGNS = Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)")


def council_decision(sheet: Sheet, body: Body) -> PrintedForm:
    """Quyết định thành lập Hội đồng xét hủy: the members as invited, to be numbered and signed."""
    listed = sheet.listed
    return PrintedForm(
        file_name="quyet-dinh-thanh-lap-hoi-dong-xet-huy",
        head=Head(body=body),
        title="QUYẾT ĐỊNH",
        subtitle=("Về việc thành lập Hội đồng xét hủy tài liệu", listed.name),
        blocks=(
            Line(text="THỦ TRƯỞNG CƠ QUAN", bold=True, align=Align.CENTRE, indent=False),
            _LAW,
            Line(text="Căn cứ Thông tư số 05/2025/TT-BNV và Thông tư số 06/2025/TT-BNV của Bộ Nội vụ;", italic=True),
            Line(text=f"Theo đề nghị của {sheet.name(listed.proposed_by)}.", italic=True),
            Line(text="QUYẾT ĐỊNH:", bold=True, align=Align.CENTRE, indent=False),
            Line(
                text=f"Điều 1. Thành lập Hội đồng xét hủy tài liệu theo danh mục “{listed.name}” ({len(sheet.items)} "
                "hồ sơ) gồm các ông (bà) có tên sau đây:"
            ),
            *(
                Line(text=f"{number}. {sheet.name(member)}, chức vụ: {DOTS}, vai trò: {DOTS}", align=Align.LEFT)
                for number, member in enumerate(listed.council, start=1)
            ),
            Line(
                text="Điều 2. Hội đồng xem xét từng mục của danh mục, đối chiếu với tài liệu khi cần, biểu quyết từng "
                "mục; ý kiến khác được ghi vào biên bản. Hội đồng tự giải thể sau khi hoàn thành nhiệm vụ."
            ),
            Line(
                text=f"Điều 3. Quyết định có hiệu lực kể từ ngày ký. {DOTS} và các ông (bà) có tên tại Điều 1 chịu "
                "trách nhiệm thi hành./."
            ),
            Line(text=f"Mã băm SHA-256 của danh mục đã chốt: {listed.digest}", italic=True, align=Align.LEFT),
            Signatures(
                signers=(
                    Signer(part="Nơi nhận:", note="- Như Điều 3;\n- Lưu: VT, hồ sơ hủy tài liệu.", align=Align.LEFT),
                    _HEAD_SIGNS,
                )
            ),
        ),
    )


def appraisal_request(sheet: Sheet, body: Body) -> PrintedForm:
    """Văn bản đề nghị thẩm định, of a body that is a source of a historical archive; a draft until all have voted."""
    listed = sheet.listed
    voted = all(complete(item.item, listed.council) for item in sheet.items)
    going = [item for item in sheet.items if complete(item.item, listed.council) and item.item.carried]
    documents, pages = amount(going)
    made = listed.appraisal
    return PrintedForm(
        file_name="van-ban-de-nghi-tham-dinh",
        head=Head(body=body),
        title="CÔNG VĂN",
        subtitle=("Về việc đề nghị thẩm định tài liệu hết thời hạn lưu trữ, tài liệu trùng lặp", listed.name),
        draft=not voted,
        blocks=(
            Line(text=f"Kính gửi: {made.body if made else DOTS}", align=Align.CENTRE, indent=False),
            _LAW,
            Line(
                text=f"{body.name or DOTS} đã lập danh mục “{listed.name}” và Hội đồng xét hủy tài liệu đã họp, biểu "
                f"quyết từng mục. Kết quả: đề nghị hủy {len(going)} hồ sơ (bằng chữ: {in_words(len(going))} hồ sơ), "
                f"{documents} văn bản, {pages} trang; thời gian của tài liệu: {years_spanned(going) or DOTS}."
            ),
            Line(text="Đề nghị quý cơ quan thẩm định. Hồ sơ gửi kèm gồm:"),
            Line(text="1. Quyết định thành lập Hội đồng xét hủy tài liệu;", align=Align.LEFT),
            Line(text="2. Danh mục tài liệu hết thời hạn lưu trữ, tài liệu trùng lặp;", align=Align.LEFT),
            Line(text="3. Bản thuyết minh tài liệu hết thời hạn lưu trữ, tài liệu trùng lặp;", align=Align.LEFT),
            Line(text="4. Biên bản họp Hội đồng xét hủy tài liệu.", align=Align.LEFT),
            *(
                [Line(text=f"Đã được thẩm định tại văn bản số {made.number} ngày {civil(made.appraised_on)}.")]
                if made
                else []
            ),
            Line(text=f"Mã băm SHA-256 của danh mục đã chốt: {listed.digest}", italic=True, align=Align.LEFT),
            Signatures(
                signers=(
                    Signer(part="Nơi nhận:", note="- Như trên;\n- Lưu: VT, hồ sơ hủy tài liệu.", align=Align.LEFT),
                    _HEAD_SIGNS,
                )
            ),
        ),
    )


BUILDERS_OF_COUNCILS: Mapping[FormKind, Callable[[Sheet, Body], PrintedForm]] = {
    FormKind.COUNCIL_DECISION: council_decision,
    FormKind.APPRAISAL_REQUEST: appraisal_request,
}
