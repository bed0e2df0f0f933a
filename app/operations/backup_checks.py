"""Back-up sets that still hold destroyed dossiers, for who examines the installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import backup_sets
from app.operations.examined import Examined
from records.errors import Sentence
from records.figures import vietnamese
from records.findings import Verdict, warning

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from app.settings import Settings
    from records.ports.clock import Clock

_SEE_TO_THEM = Sentence(
    "Xem «vankho backup-set list». Sao lưu lại vào đúng thư mục ấy, dùng «vankho backup-set rewrite» hoặc «vankho "
    "backup-set erase», hoặc ghi biên bản bằng «vankho backup-set gone».",
    "See «vankho backup-set list». Back up into the same folder again, use «vankho backup-set rewrite» or «vankho "
    "backup-set erase», or record its minutes with «vankho backup-set gone».",
)


def look_at_backups(settings: Settings, catalogue: Catalogue, clock: Clock) -> Examined:
    """Failed once a set should have been seen to; no warning keeps a server from starting."""
    today = clock.today()
    with catalogue.begin(readonly=True) as connection:
        found = backup_sets.holding_with_days(connection, settings.backup_erase_days)
    days = [last for _, last in found]
    late = sum(last < today for last in days)
    findings = []
    if found:
        first, number = min(days), len(found)
        findings.append(
            warning(
                "backup_set.holds_destroyed",
                f"{vietnamese(number)} bộ sao lưu còn giữ hồ sơ đã hủy; hạn xử lý sớm nhất {first:%d/%m/%Y}.",
                f"{number} back-up sets still hold destroyed dossiers; the first is to be seen to by {first:%d/%m/%Y}.",
                _SEE_TO_THEM,
            )
        )
    return Examined(
        name="backups",
        verdict=Verdict.FAILED if late else Verdict.PASSED,
        findings=tuple(findings),
        detail={"hold_destroyed": len(found), "late": late},
    )
