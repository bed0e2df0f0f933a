"""What is looked at on both profiles: the disk, and whether anybody works."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from adapters.catalogue import accounts as account_rows
from adapters.catalogue import documents, dossiers, steps
from app.life_line import living_workers
from app.operations.examined import Examined, of_findings, silent
from app.settings import LOOPBACK
from archive.ocfl.storage_root import AREA, ROOT_DECLARATION
from records.errors import Sentence, VankhoError
from records.findings import Finding, Severity, Verdict
from records.identifiers import ObjectKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    from adapters.catalogue.engine import Catalogue
    from app.settings import Settings
    from records.ports.clock import Clock

FULL = 200 << 20
NEARLY_FULL = 5 << 30
WORK_WAITS = timedelta(minutes=2)
"""Ready for so long without anybody at work: nobody is there."""
PREFERRED = (
    "catalogue",
    "object_store",
    "fixity",
    "backups",
    "index",
    "queue",
    "workers",
    "disk",
    "clock",
    "secrets",
    "accounts",
)
"""The order in which people read it."""


class Checks(Protocol):
    """Examines one installation again and again; safe for threads."""

    def light(self) -> Mapping[str, Callable[[], Examined]]:
        """Of a few milliseconds each, where all is well."""

    def thorough(self) -> Mapping[str, Callable[[], Examined]]:
        """All of them, with what is tried only at the start."""

    def close(self) -> None: ...


def disk(settings: Settings) -> Examined:
    """Room on the disk of VANKHO_DATA."""
    usage = shutil.disk_usage(settings.data)
    detail = {"free_bytes": usage.free, "total_bytes": usage.total, "cache_bytes": _size(settings)}
    if usage.free < FULL:
        found = Finding(
            code="disk.full",
            # What waits on it says so itself; search and reading go on.
            severity=Severity.WARNING,
            says=Sentence(
                f"Ổ đĩa của {settings.data} đã đầy: còn {usage.free >> 20} MB.",
                f"The disk of {settings.data} is full: {usage.free >> 20} MB left.",
            ),
            hint=_ROOM,
        )
        return Examined(name="disk", verdict=Verdict.FAILED, findings=(found,), detail=detail)
    if usage.free < min(NEARLY_FULL, usage.total // 20):
        found = Finding(
            code="disk.nearly_full",
            severity=Severity.WARNING,
            says=Sentence(
                f"Ổ đĩa của {settings.data} sắp đầy: còn {usage.free >> 20} MB.",
                f"The disk of {settings.data} is nearly full: {usage.free >> 20} MB left.",
            ),
            hint=_ROOM,
        )
        return Examined(name="disk", verdict=Verdict.PASSED, findings=(found,), detail=detail)
    return Examined(name="disk", verdict=Verdict.PASSED, detail=detail)


_ROOM = Sentence(
    "Giải phóng hoặc bổ sung dung lượng đĩa trước khi nhận thêm tệp.",
    "Free or add disk space before more files are taken in.",
)


def workers(settings: Settings, catalogue: Catalogue, clock: Clock) -> Examined:
    """Whether somebody works where work waits. On a server only those at a step can be seen."""
    now = clock.now()
    with catalogue.begin(readonly=True) as connection:
        at_work = steps.owners(connection)
        waits = steps.longest_ready(connection, now)
    detail: dict[str, Any] = {"at_work": len(at_work)}
    alive = len(at_work)
    if settings.profile == "desk":
        alive = detail["alive"] = living_workers(settings.workers_folder)
    if not alive and waits is not None and now - waits > WORK_WAITS:
        return Examined(name="workers", verdict=Verdict.UNDECIDED, findings=(silent("workers.none"),), detail=detail)
    return Examined(name="workers", verdict=Verdict.PASSED, detail=detail)


def accounts(settings: Settings, catalogue: Catalogue) -> Examined:
    """Whether a site that others reach asks them who they are."""
    with catalogue.begin(readonly=True) as connection:
        there_are = account_rows.any_there(connection)
    if there_are:
        return Examined(name="accounts", verdict=Verdict.PASSED)
    if settings.sign_in == "required":
        found = Finding(
            code="account.none_yet",
            severity=Severity.WARNING,
            says=Sentence(
                "Phải đăng nhập mà chưa có tài khoản nào: không ai vào được.",
                "Sign-in is required and there is no account: nobody gets in.",
            ),
            hint=_FIRST_ACCOUNT,
        )
        return Examined(name="accounts", verdict=Verdict.PASSED, findings=(found,))
    names = [name for name in settings.allowed_hosts if not LOOPBACK.match(name.strip("[]"))]
    if not names:
        return Examined(name="accounts", verdict=Verdict.PASSED)
    found = Finding(
        code="account.none_published",
        severity=Severity.REFUSAL,
        says=Sentence(
            f"Trang phục vụ tên {names[0]} mà chưa có tài khoản nào: ai tới được cũng làm được mọi việc.",
            f"The site answers to {names[0]} and there is no account: whoever reaches it may do everything.",
        ),
        hint=_FIRST_ACCOUNT,
    )
    return Examined(name="accounts", verdict=of_findings((found,)), findings=(found,))


_FIRST_ACCOUNT = Sentence(
    "Tạo tài khoản đầu tiên: vankho account add quan-tri --role administrator",
    "Make the first account: vankho account add quan-tri --role administrator",
)


DECLARATION = ObjectKey(f"{AREA}/{ROOT_DECLARATION}")
"""Lies in the archive from the first deposit on: without it there is no archive."""


def archive_lost(catalogue: Catalogue) -> tuple[Finding, ...]:
    """For an archive without its declaration: nothing is wrong as long as nothing was deposited."""
    if not _tells(catalogue, dossiers.any_deposited):
        return ()
    return (
        Finding(
            code="store.archive_missing",
            severity=Severity.REFUSAL,
            says=Sentence(
                "Danh mục có hồ sơ đã lưu trữ nhưng kho lưu trữ trống hoặc không còn.",
                "The catalogue knows of dossiers in the archive, and the archive is empty or gone.",
            ),
            hint=Sentence(
                "Kiểm tra ổ đĩa chứa store/archive đã gắn chưa (máy chủ: VANKHO_S3_BUCKET_PREFIX). Nếu kho đã mất, "
                "giữ nguyên hiện trạng và khôi phục từ bản sao lưu vào một hệ thống mới, trống.",
                "Check that the disk of store/archive is mounted (on a server: VANKHO_S3_BUCKET_PREFIX). If the "
                "archive is lost, leave everything as it is and restore the back-up into a new, empty installation.",
            ),
        ),
    )


def index_lost(catalogue: Catalogue) -> tuple[Finding, ...]:
    """For an empty index: nothing is wrong as long as nothing was indexed."""
    if not _tells(catalogue, documents.any_indexed):
        return ()
    return (
        Finding(
            code="index.empty",
            # Only a copy is gone: nobody is kept from starting.
            severity=Severity.WARNING,
            says=Sentence(
                "Chỉ mục tìm kiếm trống hoặc không còn, trong khi đã có văn bản được lập chỉ mục.",
                "The search index is empty or gone, although documents were indexed.",
            ),
            hint=Sentence(
                "Chạy «vankho index rebuild»; không hồ sơ nào bị mất.", "Run «vankho index rebuild»; no record is lost."
            ),
        ),
    )


def _tells(catalogue: Catalogue, ask: Callable[[sa.Connection], bool]) -> bool:
    try:
        with catalogue.begin(readonly=True) as connection:
            return ask(connection)
    except VankhoError:
        return False  # the check of the catalogue itself tells it


def _size(settings: Settings) -> int:
    """Bytes of originals kept at hand."""
    folder = settings.cache_folder
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) if folder.is_dir() else 0
