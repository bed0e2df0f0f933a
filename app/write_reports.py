"""Reports into a folder: statistics and the lists behind them, whole or not at all, each night by itself.

::

    FOLDER/2026-11-26/
      thong-ke-ho-so.pdf · .docx · .xlsx      the holdings in figures
      den-han.xlsx                            what has fallen due
      cho-moc.xlsx                            what waits for an event
      chua-xac-nhan.xlsx                      what is under an unconfirmed rule
      manifest-sha256.txt                     of all of these; ``sha256sum -c`` checks them
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import units
from app.desks.execution import CatalogueExecutionDesk
from app.desks.forms import CatalogueFormDesk
from app.desks.hand_over import CatalogueHandOverDesk
from app.desks.retention import CatalogueRetentionDesk
from app.desks.sign_in import CatalogueSignInDesk
from app.desks.view_record import ViewRecord
from app.form_body import body_of
from app.form_writers import form_writers
from records.errors import Misconfigured, Sentence
from retention_rules.forms.model import FormFormat
from retention_rules.forms.statistics import statistics
from retention_rules.hand_over.clock import Standing
from retention_rules.report import DueList, DueQuery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from app.wiring import Parts
    from retention_rules.forms.model import PrintedForm

MANIFEST = "manifest-sha256.txt"
AGAIN_AFTER = timedelta(hours=1)
LISTS = {
    "den-han": (DueList.DUE, "Hồ sơ đã quá ngày hết hạn"),
    "cho-moc": (DueList.WITHOUT_TRIGGER, "Hồ sơ chờ ghi mốc tính thời hạn"),
    "chua-xac-nhan": (DueList.UNCONFIRMED, "Hồ sơ theo quy tắc chưa xác nhận"),
}
_STANDINGS = {
    Standing.OVERDUE: "Quá hạn",
    Standing.LIMIT_NEAR: "Còn dưới 30 ngày",
    Standing.TARGET_PASSED: "Quá 60 ngày",
    Standing.DATE_PROPOSED: "Ngày chưa xác nhận",
    Standing.TARGET_NEAR: "Sắp đủ 60 ngày",
    Standing.KEPT_BACK: "Được giữ lại",
    Standing.RUNNING: "Trong hạn",
    Standing.NO_DATE: "Chưa có hạn",
}

log = structlog.get_logger()


def write_reports(parts: Parts, folder: Path) -> Path:
    """The folder of today below ``folder``; where it is there already nothing is written.

    What names dossiers of level 02 is a look at each of them, recorded as the operator's.

    Raises:
        Misconfigured (reports.not_writable): The folder cannot be written to; nothing that looks whole was left there.
        Unavailable: The catalogue does not answer.
    """
    target = folder / parts.clock.today().isoformat()
    try:
        if target.exists():
            return target
        folder.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=folder))
        try:
            sums = []
            for name, content in _files(parts):
                (partial / name).write_bytes(content)
                sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            (partial / MANIFEST).write_text("".join(sums), encoding="ascii")
            partial.chmod(0o750)
            partial.rename(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    except OSError as error:
        if target.exists():
            return target  # somebody else wrote the same meanwhile
        raise _not_writable(folder, error) from error
    return target


class NightlyReports:
    """Once a day, where the settings name a folder; where it cannot be written to it is tried again in an hour."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._next: datetime | None = None

    def go_on(self) -> Path | None:
        """The folder that was written just now; None: there is nothing to write now.

        Raises:
            Unavailable: The catalogue does not answer; tried again at the next call.
        """
        folder, now = self._parts.settings.reports_to, self._parts.clock.now()
        if folder is None or (self._next is not None and now < self._next):
            return None
        if (folder / self._parts.clock.today().isoformat()).exists():
            self._next = now + AGAIN_AFTER
            return None
        try:
            written = write_reports(self._parts, folder)
        except Misconfigured as error:
            log.warning("the reports of the night were not written", code=error.code)
            self._next = now + AGAIN_AFTER
            return None
        log.info("the reports of the night are written")
        return written


def _files(parts: Parts) -> Iterator[tuple[str, bytes]]:
    writers, reader = form_writers(), parts.operator
    sign_in = CatalogueSignInDesk(parts)
    forms = CatalogueFormDesk(parts, ViewRecord(parts, sign_in), CatalogueExecutionDesk(parts, sign_in))
    told = _statistics(parts)
    for kind in (FormFormat.PDF, FormFormat.DOCX, FormFormat.XLSX):
        yield f"{told.file_name}.{kind.value}", writers[kind].write(told)
    for name, (which, said) in LISTS.items():
        form = forms.dossier_list(reader, DueQuery(which=which), said=said)
        yield f"{name}.xlsx", writers[FormFormat.XLSX].write(form)


def _statistics(parts: Parts) -> PrintedForm:
    report = CatalogueRetentionDesk(parts).report(parts.operator, limit=0)
    owed = dict(CatalogueHandOverDesk(parts).owed(parts.operator, limit=1).by_standing)
    with parts.catalogue.begin(readonly=True) as connection:
        names = {one.code: one.name for one in units.all_units(connection)}
    standings = [(words, owed[which]) for which, words in _STANDINGS.items() if which in owed]
    return statistics(report, body_of(parts.settings), units=names, owed=standings)


def _not_writable(folder: Path, error: OSError) -> Misconfigured:
    return Misconfigured(
        "reports.not_writable",
        Sentence(
            f"Không ghi được báo cáo vào {folder}: {error.strerror}.",
            f"Reports cannot be written to {folder}: {error.strerror}.",
        ),
        Sentence(
            "Kiểm tra quyền ghi và dung lượng của thư mục, hoặc đổi VANKHO_REPORTS_TO.",
            "Check the rights and the space of the folder, or change VANKHO_REPORTS_TO.",
        ),
    )
