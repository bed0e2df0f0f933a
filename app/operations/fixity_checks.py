"""How the archive was when its dossiers were last checked byte for byte, for who examines the installation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.catalogue import fixity
from app.operations.examined import Examined
from records.errors import Sentence
from records.figures import vietnamese
from records.findings import Verdict, warning

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from adapters.catalogue.fixity import Standing
    from app.settings import Settings
    from records.findings import Finding
    from records.ports.clock import Clock


def look_at_fixity(settings: Settings, catalogue: Catalogue, clock: Clock) -> Examined:
    """What the last checks found. No warning keeps a server from starting: everything else goes on."""
    since = clock.today() - timedelta(days=settings.fixity_days)
    with catalogue.begin(readonly=True) as connection:
        found = fixity.standing(connection, since=since)
    findings = tuple(_findings(settings, found))
    return Examined(
        name="fixity",
        verdict=Verdict.FAILED if found.damaged_number else Verdict.PASSED,
        findings=findings,
        detail={"damaged": found.damaged_number, "not_read": found.unread},
    )


def _findings(settings: Settings, found: Standing) -> list[Finding]:
    told = []
    if found.damaged_number:
        number, few = found.damaged_number, ", ".join(each.value for each in found.damaged)
        more = ", …" if number > len(found.damaged) else ""
        hint = _PUT_RIGHT if settings.repair_from else _NAME_A_COPY
        told.append(
            warning(
                "fixity.damaged",
                f"{vietnamese(number)} hồ sơ trong kho bị hỏng và chưa phục hồi được: {few}{more}.",
                f"{number} dossiers in the archive are damaged and could not be put right: {few}{more}.",
                hint,
            )
        )
    if found.unread:
        number = found.unread
        told.append(
            warning(
                "fixity.not_read",
                f"{vietnamese(number)} hồ sơ chưa đọc được trọn vẹn khi kiểm tra.",
                f"{number} dossiers could not be read to their end when they were checked.",
                _READ_LOG,
            )
        )
    if found.overdue:
        days = settings.fixity_days
        told.append(
            warning(
                "fixity.overdue",
                f"Có hồ sơ quá {vietnamese(days)} ngày chưa được kiểm tra toàn vẹn.",
                f"Some dossiers have not been checked for more than {days} days.",
                _KEEP_RUNNING,
            )
        )
    return told


_NAME_A_COPY = Sentence(
    "Giữ nguyên hiện trạng. Đặt VANKHO_REPAIR_FROM tới thư mục sao lưu còn tốt, khởi động lại, rồi chạy "
    "«vankho verify --repair».",
    "Leave it as it is. Point VANKHO_REPAIR_FROM at the folder of a good back-up, start again, then run "
    "«vankho verify --repair».",
)
_PUT_RIGHT = Sentence(
    "Bản ở VANKHO_REPAIR_FROM không có hoặc cũng hỏng. Giữ nguyên hiện trạng, trỏ tới bản sao lưu khác rồi chạy "
    "«vankho verify --repair».",
    "The copy at VANKHO_REPAIR_FROM is missing or damaged too. Leave it as it is, point it at another back-up and run "
    "«vankho verify --repair».",
)
_READ_LOG = Sentence(
    "Xem nhật ký, kiểm tra ổ đĩa hoặc máy chủ của kho; hệ thống tự kiểm tra lại.",
    "Read the log, look at the disk or server of the store; they are checked again by themselves.",
)
_KEEP_RUNNING = Sentence(
    "Để «vankho serve» (máy chủ: «vankho scheduler») chạy liên tục; hồ sơ được kiểm tra dần.",
    "Keep «vankho serve» running (on a server «vankho scheduler»); dossiers are checked by and by.",
)
