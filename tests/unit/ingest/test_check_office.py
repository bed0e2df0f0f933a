"""Office files: what they are told by, and what becomes of them with and without a converter."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from reportlab.pdfgen import canvas

from adapters.signature_inspector.pyhanko import PyhankoInspector
from ingest import media_types
from ingest.check_file import check_file
from ingest.limits import Limits
from ingest.model import FileCheck, OfficeConversion
from ingest.ports import OfficeConverter
from records.errors import Damaged, Misconfigured, Sentence

if TYPE_CHECKING:
    from pathlib import Path

RTF = rb"{\rtf1 Quyet dinh}"


class PrintsPages(OfficeConverter):
    """Makes as many pages as it is told; raises instead where it is told an error."""

    def __init__(self, pages: int, error: Exception | None = None, encodings: tuple[str, ...] = ()) -> None:
        self.pages, self.error, self.encodings = pages, error, encodings

    def to_pdf(self, source: Path, media_type: str, target: Path) -> OfficeConversion:
        assert source.read_bytes() == RTF
        assert media_type == media_types.RTF
        if self.error:
            raise self.error
        sheet = canvas.Canvas(str(target))
        for _ in range(self.pages):
            sheet.drawString(72, 72, "trang")
            sheet.showPage()
        sheet.save()
        return OfficeConversion(program="In", encodings=self.encodings)


def check(folder: Path, office: OfficeConverter | None, *, limits: Limits | None = None) -> FileCheck:
    path = folder / "a.rtf"
    path.write_bytes(RTF)
    made = folder / "made.pdf"
    return check_file(path, "a.rtf", limits or Limits(), PyhankoInspector(), office=office, rendition=made)


def test_without_a_converter_it_is_refused_with_a_way_out(tmp_path: Path) -> None:
    found = check(tmp_path, None)
    assert found.refusal is not None
    assert (found.refusal.code, found.media_type, found.page_count) == (
        "file.office_without_converter",
        media_types.RTF,
        0,
    )
    assert "LibreOffice" in found.refusal.hint.vi
    assert "PDF" in found.refusal.hint.en


def test_with_one_it_has_the_pages_of_its_pdf_and_says_what_was_converted(tmp_path: Path) -> None:
    found = check(tmp_path, PrintsPages(3, encodings=("tcvn3 in .VnTime (0 of 9 marked syllables invalid)",)))
    assert (found.refusal, found.media_type, found.page_count) == (None, media_types.RTF, 3)
    (note,) = found.findings
    assert note.code == "file.office_converted"
    for said in (note.says.vi, note.says.en):
        assert "tcvn3 in .VnTime (0 of 9" in said


def test_what_it_cannot_convert_is_refused_with_its_reason(tmp_path: Path) -> None:
    why, way_out = Sentence("Hỏng.", "Damaged."), Sentence("Xuất lại.", "Export again.")
    found = check(tmp_path, PrintsPages(1, Damaged("office.not_converted", why, way_out)))
    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.says, found.refusal.hint) == ("file.office_not_converted", why, way_out)


def test_a_converter_that_is_gone_is_nobodys_fault_and_refuses_nothing(tmp_path: Path) -> None:
    gone = Misconfigured("office.not_installed", Sentence("", ""), Sentence("", ""))
    with pytest.raises(Misconfigured):
        check(tmp_path, PrintsPages(1, gone))


def test_the_limits_are_those_of_any_file(tmp_path: Path) -> None:
    found = check(tmp_path, PrintsPages(4), limits=Limits(max_pages=3))
    assert found.refusal is not None
    assert found.refusal.code == "file.pages_too_many"


def zipped(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(200)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (RTF, media_types.RTF),
        (ole("WordDocument"), media_types.DOC),
        (ole("Workbook"), media_types.XLS),
        (ole("Book"), media_types.XLS),
        (ole("PowerPoint Document"), "application/x-ole-storage"),
        (ole("Bookmarks"), "application/x-ole-storage"),
        (zipped("[Content_Types].xml", "word/document.xml"), media_types.DOCX),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), media_types.XLSX),
        (zipped("content.xml", first=b"application/vnd.oasis.opendocument.text"), media_types.ODT),
        (zipped("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet"), media_types.ODS),
    ],
)
def test_office_files_are_told_by_what_they_hold(content: bytes, media_type: str) -> None:
    assert media_types.media_type_of(content, content) == media_type


def test_the_name_of_the_stream_is_found_wherever_the_directory_lies(tmp_path: Path) -> None:
    """[MS-CFB] 2.2: sector 9,000 of a file of 5 MB, far from both its ends."""
    content = bytearray(ole("Nothing") + bytes(9_000_000))
    content[30:32] = (9).to_bytes(2, "little")
    content[48:52] = (9_000).to_bytes(4, "little")
    name = "WordDocument".encode("utf-16-le")
    content[(9_000 + 1) * 512 + 128 : (9_000 + 1) * 512 + 128 + len(name)] = name
    path = tmp_path / "a.doc"
    path.write_bytes(content)
    found = check_file(path, "a.doc", Limits(), PyhankoInspector())
    assert found.media_type == media_types.DOC


@pytest.mark.shared_data
def test_real_files_are_told(shared_data: Path) -> None:
    by_suffix = {".doc": media_types.DOC, ".xls": media_types.XLS, ".rtf": media_types.RTF, ".docx": media_types.DOCX}
    folder = shared_data / "vietnamese" / "viparse-corpus" / "corpus"
    files = [path for path in folder.rglob("*.*") if path.suffix in by_suffix]
    assert len(files) > 30
    for path in files:
        with path.open("rb") as file:
            head = file.read(media_types.HEAD)
            file.seek(max(0, path.stat().st_size - media_types.HEAD))
            told = media_types.media_type_of(head, file.read())
        # Files were named as they were found: some .doc are RTF.
        assert told == by_suffix[path.suffix] or (path.suffix, told) == (".doc", media_types.RTF), path.name
