"""What was found out about one thing an installation depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from records.errors import Sentence, Unavailable
from records.findings import Finding, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from records.errors import VankhoError


NAMES = {
    "catalogue": Sentence("Danh mục", "Catalogue"),
    "object_store": Sentence("Kho đối tượng", "Object store"),
    "fixity": Sentence("Toàn vẹn của kho", "Fixity of the archive"),
    "backups": Sentence("Bộ sao lưu", "Back-up sets"),
    "index": Sentence("Chỉ mục tìm kiếm", "Search index"),
    "queue": Sentence("Hàng đợi", "Queue"),
    "workers": Sentence("Tiến trình làm việc", "Workers"),
    "disk": Sentence("Ổ đĩa", "Disk"),
    "clock": Sentence("Đồng hồ", "Clocks"),
    "secrets": Sentence("Mật khẩu", "Passwords"),
    "accounts": Sentence("Tài khoản", "Accounts"),
}
"""How people call each dependency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A dependency, and whether it will do."""

    name: str
    """catalogue, object_store, fixity, backups, index, queue, workers, disk, clock, secrets or accounts."""
    verdict: Verdict
    """Failed: set up wrongly, waiting helps nothing. Undecided: it does not answer."""
    version: str = ""
    latency_ms: float = 0.0
    findings: tuple[Finding, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Values of JSON; nothing secret."""

    @property
    def refuses(self) -> Finding | None:
        """The first reason for which a server must not start, if there is one."""
        if self.verdict is not Verdict.FAILED:
            return None
        return next((found for found in self.findings if found.severity is Severity.REFUSAL), None)


def of_findings(findings: Sequence[Finding]) -> Verdict:
    """Failed where something is refused; what does not answer leaves it undecided."""
    if any(found.severity is Severity.REFUSAL for found in findings):
        return Verdict.FAILED
    return Verdict.UNDECIDED if any(found.code in SILENT for found in findings) else Verdict.PASSED


def finding_of(error: VankhoError) -> Finding:
    """The finding for an error met while examining."""
    severity = Severity.WARNING if isinstance(error, Unavailable) else Severity.REFUSAL
    return Finding(code=error.code, severity=severity, says=error.says, hint=error.hint)


_WAIT = Sentence(
    "Kiểm tra máy chủ đó có đang chạy và đường mạng; không việc nào bị mất.",
    "Check that the server runs and the network; no work is lost.",
)
_SILENT = {
    found.code: found
    for found in (
        Finding(
            code="catalogue.unreachable",
            severity=Severity.WARNING,
            says=Sentence("Máy chủ danh mục không trả lời.", "The catalogue's server does not answer."),
            hint=_WAIT,
        ),
        Finding(
            code="store.unreachable",
            severity=Severity.WARNING,
            says=Sentence("Kho đối tượng không trả lời.", "The object store does not answer."),
            hint=_WAIT,
        ),
        Finding(
            code="index.unreachable",
            severity=Severity.WARNING,
            says=Sentence("Máy chủ tìm kiếm không trả lời.", "The search server does not answer."),
            hint=_WAIT,
        ),
        Finding(
            code="queue.unreachable",
            severity=Severity.WARNING,
            says=Sentence("Hàng đợi không trả lời.", "The queue does not answer."),
            hint=_WAIT,
        ),
        Finding(
            code="examine.no_answer",
            severity=Severity.WARNING,
            says=Sentence("Chưa kiểm tra xong trong thời gian cho phép.", "The examination did not end in time."),
            hint=_WAIT,
        ),
        Finding(
            code="workers.none",
            severity=Severity.WARNING,
            says=Sentence(
                "Có việc đang chờ mà không tiến trình nào làm việc.", "Work is waiting and no worker is at it."
            ),
            hint=Sentence(
                "Chạy «vankho worker» (máy chủ: thêm «vankho scheduler») hoặc «vankho serve» trên máy đơn lẻ.",
                "Run «vankho worker» (on a server also «vankho scheduler»), or «vankho serve» on a desk.",
            ),
        ),
    )
}
SILENT = frozenset(_SILENT)
"""Codes of what does not answer, and may by and by."""


def silent(code: str) -> Finding:
    """The finding for something that does not answer."""
    return _SILENT[code]
