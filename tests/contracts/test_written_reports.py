"""Reports of the night: whole or not at all, once a day, each number that of the report on the page."""

from __future__ import annotations

import hashlib
import io
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from app.desks.retention import CatalogueRetentionDesk
from app.write_reports import AGAIN_AFTER, MANIFEST, NightlyReports, write_reports
from records.errors import Misconfigured
from tests.contracts import catalogues
from tests.contracts.disposal_office import DisposalOffice
from tests.contracts.offices import office, opened
from tests.contracts.retention_desk import REGISTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts

pytestmark = pytest.mark.law("R30")


@pytest.fixture(scope="module", params=catalogues.KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with office(request.param, tmp_path_factory.mktemp("office")) as parts:
        yield parts


@pytest.fixture
def parts(made: Parts) -> Parts:
    desks = opened(made)
    holdings = DisposalOffice(desks.parts.catalogue, desks.clock.today())
    holdings.due("H-1")
    holdings.due("H-2", date(2024, 1, 1))
    holdings.dossier("K-1", REGISTER)
    holdings.dossier("K-2", ("", "Việc không có trong bảng"), unit="mot-cua")
    return desks.parts


def cells(content: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_every_file_is_there_with_its_digest_and_the_figures_of_the_report(parts: Parts, tmp_path: Path) -> None:
    folder = write_reports(parts, tmp_path / "reports")
    assert folder == tmp_path / "reports" / "2026-03-02"
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=folder, check=True)
    names = {file.name for file in folder.iterdir()}
    assert names == {
        *(f"thong-ke-ho-so.{kind}" for kind in ("pdf", "docx", "xlsx")),
        "den-han.xlsx",
        "cho-moc.xlsx",
        "chua-xac-nhan.xlsx",
        MANIFEST,
    }
    report = CatalogueRetentionDesk(parts).report(parts.operator, limit=0)
    told = {str(row[0]): row[1] for row in cells((folder / "thong-ke-ho-so.xlsx").read_bytes()) if row[0]}
    assert (told["Hồ sơ đang lưu giữ"], told["Đã quá ngày hết hạn"]) == (str(report.dossiers), str(report.due_now))
    assert (report.dossiers, report.due_now) == (4, 1)
    assert told["Vĩnh viễn"] == "1"
    # A unit is called by its name.
    assert told["Bộ phận một cửa"] == "1"
    due = [str(row[0]) for row in cells((folder / "den-han.xlsx").read_bytes())]
    assert "H-1" in due
    assert "H-2" not in due
    # Again on the same day nothing is written anew.
    before = {file.name: hashlib.sha256(file.read_bytes()).digest() for file in folder.iterdir()}
    assert write_reports(parts, tmp_path / "reports") == folder
    assert before == {file.name: hashlib.sha256(file.read_bytes()).digest() for file in folder.iterdir()}
    assert [file.name for file in (tmp_path / "reports").iterdir()] == ["2026-03-02"]


def test_it_is_done_once_a_day_where_the_settings_name_a_folder(parts: Parts, tmp_path: Path) -> None:
    assert NightlyReports(parts).go_on() is None
    named = replace(parts, settings=parts.settings.model_copy(update={"reports_to": tmp_path / "r"}))
    nightly = NightlyReports(named)
    assert nightly.go_on() == tmp_path / "r" / "2026-03-02"
    assert nightly.go_on() is None
    # Another process does not write it again either.
    assert NightlyReports(named).go_on() is None
    named.clock.forward(timedelta(days=1))  # type: ignore[attr-defined]  # the clock of the office is set by hand
    assert nightly.go_on() == tmp_path / "r" / "2026-03-03"


def test_a_folder_that_cannot_be_written_to_stops_nothing_and_is_tried_again(parts: Parts, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(Misconfigured, match="not_writable"):
        write_reports(parts, blocked)
    named = replace(parts, settings=parts.settings.model_copy(update={"reports_to": blocked}))
    nightly = NightlyReports(named)
    assert nightly.go_on() is None
    blocked.unlink()
    assert nightly.go_on() is None, "not at once"
    named.clock.forward(AGAIN_AFTER)  # type: ignore[attr-defined]  # as above
    assert nightly.go_on() == blocked / "2026-03-02"
