"""What a desk depends on: files and folders of its own machine."""

from __future__ import annotations

import importlib.metadata
import os
import sqlite3
from typing import TYPE_CHECKING

from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema import NEWEST_REVISION
from app.desk_profile import DeskProfile, require_catalogue
from app.operations import checks
from app.operations.backup_checks import look_at_backups
from app.operations.checks import Checks
from app.operations.examined import Examined, of_findings
from app.operations.fixity_checks import look_at_fixity
from records.errors import Misconfigured, Sentence
from records.findings import Verdict
from records.ports.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.settings import Settings
    from records.findings import Finding


class DeskChecks(Checks):
    """Examines a desk."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._catalogue = Catalogue.on_disk(settings.catalogue_file)

    def light(self) -> Mapping[str, Callable[[], Examined]]:
        return {
            "catalogue": self._look_at_catalogue,
            "object_store": self._look_at_store,
            "fixity": self._look_at_fixity,
            "backups": self._look_at_backups,
            "index": self._look_at_index,
            "workers": self._look_at_workers,
            "disk": lambda: checks.disk(self._settings),
        }

    def thorough(self) -> Mapping[str, Callable[[], Examined]]:
        return {**self.light(), "accounts": self._look_at_accounts}

    def close(self) -> None:
        self._catalogue.close()

    def _look_at_catalogue(self) -> Examined:
        require_catalogue(self._settings)
        self._catalogue.require_current()
        return Examined(
            name="catalogue",
            verdict=Verdict.PASSED,
            version=f"SQLite {sqlite3.sqlite_version}",
            detail={"revision": NEWEST_REVISION, "bytes": self._settings.catalogue_file.stat().st_size},
        )

    def _look_at_fixity(self) -> Examined:
        require_catalogue(self._settings)
        return look_at_fixity(self._settings, self._catalogue, SystemClock())

    def _look_at_backups(self) -> Examined:
        require_catalogue(self._settings)
        return look_at_backups(self._settings, self._catalogue, SystemClock())

    def _look_at_workers(self) -> Examined:
        require_catalogue(self._settings)  # asking one that is gone would make a new one
        return checks.workers(self._settings, self._catalogue, SystemClock())

    def _look_at_accounts(self) -> Examined:
        require_catalogue(self._settings)
        return checks.accounts(self._settings, self._catalogue)

    def _look_at_store(self) -> Examined:
        folder = self._settings.store_folder
        if not (folder / checks.DECLARATION.value).is_file() and (lost := self._lost(checks.archive_lost)):
            return Examined(name="object_store", verdict=Verdict.FAILED, findings=lost)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise Misconfigured(
                "store.permission",
                Sentence(f"Không có quyền ghi vào {folder}.", f"{folder} may not be written."),
                Sentence(
                    "Kiểm tra quyền của tài khoản chạy Vankho trên thư mục đó.",
                    "Check the rights of the account that runs Vankho on that folder.",
                ),
            )
        return Examined(name="object_store", verdict=Verdict.PASSED, version="filesystem")

    def _look_at_index(self) -> Examined:
        index = DeskProfile(self._settings).index()
        findings = index.check()
        lost = self._lost(checks.index_lost) if not findings and index.is_empty() else ()
        index.close()
        return Examined(
            name="index",
            verdict=Verdict.FAILED if lost else of_findings(findings),
            version=f"tantivy {importlib.metadata.version('tantivy')}",
            findings=(*findings, *lost),
        )

    def _lost(self, look: Callable[[Catalogue], tuple[Finding, ...]]) -> tuple[Finding, ...]:
        # Asking a catalogue that is gone would make a new one.
        return look(self._catalogue) if self._settings.catalogue_file.exists() else ()
