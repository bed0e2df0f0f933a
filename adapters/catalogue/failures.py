"""Driver errors as ours: what a server can do to its clients, sorted by what the caller can do.

PostgreSQL is read by SQLSTATE (PostgreSQL 15, appendix A). A refused connection carries none,
because libpq hands on its text alone: there the text is read, and what is not known is waited for.
"""

from __future__ import annotations

import re
import sqlite3

import sqlalchemy as sa

from adapters.catalogue.schema import NEWEST_REVISION
from records.errors import Damaged, Misconfigured, Sentence, Unavailable, VankhoError

READ_ONLY = "25006"
"""The server takes no writes: it became a standby while we were connected to it."""

_BUSY = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "53100",  # disk full
    "53200",  # out of memory
    "55P03",  # lock timeout
    "57014",  # statement timeout
}
_UNREACHABLE = ("08", "25P03", "25P04", READ_ONLY, "53", "57", "58")
_REFUSED = ("28", "3D", "42501")
_OTHER_TABLES = {"42P01", "42703"}
_DAMAGED = ("XX001", "XX002")
_DAMAGED_ON_DISK = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REFUSED_IN_WORDS = re.compile(
    r"password authentication failed|no password supplied|no pg_hba\.conf entry|role .* does not exist"
    r"|database .* does not exist|is not permitted to log in|permission denied|certificate|SSL .* not support"
)


def translated(error: sa.exc.SQLAlchemyError, *, readonly: bool = False) -> VankhoError | None:
    """Our error for a driver's, or None where it tells of a mistake in our own code."""
    if isinstance(error, sa.exc.TimeoutError):
        return _busy(str(error))
    if not isinstance(error, sa.exc.DBAPIError):
        return None
    said = str(error.orig).strip()
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return _without_state(error, said)
    if state in _BUSY:
        return _busy(said)
    if state == READ_ONLY and readonly:
        return None
    if state.startswith(_UNREACHABLE):
        return _unreachable(said)
    if state.startswith(_REFUSED):
        return _refused(said)
    if state in _OTHER_TABLES:
        return behind(None)
    if state.startswith(_DAMAGED):
        return _damaged(said)
    return _unreachable(said) if error.connection_invalidated else None


def _without_state(error: sa.exc.DBAPIError, said: str) -> VankhoError | None:
    if not hasattr(error.orig, "sqlstate"):  # SQLite
        # The low byte is the primary code (sqlite.org/rescode.html).
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _DAMAGED_ON_DISK:
            return _damaged_on_disk(said)
        return _busy(said) if isinstance(error, sa.exc.OperationalError) else None
    if _REFUSED_IN_WORDS.search(said):
        return _refused(said)
    if error.connection_invalidated or isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        return _unreachable(said)
    return None


def _busy(said: str) -> Unavailable:
    return Unavailable(
        "catalogue.busy",
        Sentence("Danh mục đang bận hoặc không truy cập được.", "The catalogue is busy or cannot be reached."),
        Sentence(
            f"Đợi một lát; nếu vẫn lỗi, kiểm tra ổ đĩa còn trống: {said}",
            f"Wait a moment; if it stays, check that the disk has room: {said}",
        ),
    )


def _unreachable(said: str) -> Unavailable:
    return Unavailable(
        "catalogue.unreachable",
        Sentence("Máy chủ danh mục không trả lời.", "The catalogue's server does not answer."),
        Sentence(
            f"Đợi máy chủ PostgreSQL hoạt động trở lại; không việc nào bị mất: {said}",
            f"Wait until the PostgreSQL server is back; no work is lost: {said}",
        ),
    )


def _refused(said: str) -> Misconfigured:
    return Misconfigured(
        "catalogue.refused",
        Sentence("Máy chủ danh mục không cho phép kết nối.", "The catalogue's server does not let us in."),
        Sentence(
            f"Kiểm tra tài khoản, mật khẩu và tên cơ sở dữ liệu: {said}",
            f"Check the account, its password and the name of the database: {said}",
        ),
    )


def _damaged(said: str) -> Damaged:
    return Damaged(
        "catalogue.damaged",
        Sentence("Dữ liệu của danh mục bị hỏng trên máy chủ.", "The catalogue's data is damaged on its server."),
        Sentence(
            f"Dừng hệ thống và khôi phục danh mục từ bản sao lưu: {said}",
            f"Stop the system and restore the catalogue from its back-up: {said}",
        ),
    )


def _damaged_on_disk(said: str) -> Damaged:
    return Damaged(
        "catalogue.damaged",
        Sentence("Tệp danh mục (catalogue.sqlite) bị hỏng.", "The catalogue (catalogue.sqlite) is damaged."),
        Sentence(
            "Dừng Vankho và giữ nguyên thư mục dữ liệu. Đặt VANKHO_DATA vào một thư mục mới, trống rồi chạy "
            f"«vankho restore» với bản sao lưu gần nhất: {said}",
            "Stop Vankho and leave the data folder as it is. Point VANKHO_DATA at a new, empty folder and run "
            f"«vankho restore» with the latest back-up: {said}",
        ),
    )


def behind(at: str | None) -> Misconfigured:
    """The tables are of version ``at``, or there are none, and not of this one."""
    at, needed = at or "0", NEWEST_REVISION
    return Misconfigured(
        "catalogue.behind",
        Sentence(
            f"Danh mục đang ở phiên bản {at}, phần mềm cần {needed}.",
            f"The catalogue is at version {at}; this software needs {needed}.",
        ),
        Sentence("Chạy «vankho migrate».", "Run «vankho migrate»."),
    )
