"""What leaves the archive is whole, provable and openable by anybody."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from archive import layout
from archive.export_dossier import MANIFEST, ExportDocument, export_dossier
from records.description import Field, FieldProposal
from records.errors import Damaged, InvalidInput, Misconfigured, NotFound
from records.identifiers import DocumentId, PageNumber
from records.page_text import Box, Line, PageText, Word
from tests.unit.archive.making import Place

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.law("R28")

NAME = "Đơn đề nghị / cấp phép.pdf"
PAGES = (
    PageText(
        width=595.0,
        height=842.0,
        lines=(
            Line((Word("ỦY", Box(10, 10, 30, 20), 0.91), Word("BAN", Box(35, 10, 60, 20), 0.95))),
            Line((Word("NHÂN", Box(10, 30, 40, 40), 0.5),)),
        ),
    ),
    PageText(width=842.0, height=595.0, lines=()),
)


def words_zip(pages: tuple[PageText, ...]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, page in enumerate(pages, start=1):
            archive.writestr(f"page-{number:04d}.words.json", page.to_json())
            archive.writestr(f"page-{number:04d}.alto.xml", "<alto/>")
    return made.getvalue()


@pytest.fixture
def document() -> ExportDocument:
    return ExportDocument(
        document=DocumentId.new(),
        file_name=NAME,
        media_type="application/pdf",
        fields=(
            FieldProposal(
                field=Field.NUMBER,
                value="123",
                confidence=0.7,
                doubtful=True,
                page=PageNumber(1),
                box=Box(1, 2, 3, 4),
                evidence="Số: 123/QĐ-UBND",
            ),
        ),
    )


@pytest.fixture
def place(tmp_path: Path, document: ExportDocument) -> Place:
    place = Place(tmp_path / "store")
    place.deposit(
        {
            layout.original_path(document.document, NAME): b"%PDF original",
            layout.pdfa_path(document.document): b"%PDF made",
            layout.words_path(document.document): words_zip(PAGES),
        }
    )
    return place


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_each_document_comes_out_with_everything_known_of_it(
    place: Place, document: ExportDocument, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "dossier"
    report = export_dossier(place.store, place.dossier, [document], target)
    found = files_in(target)
    folder = "documents/001"
    assert found[f"{folder}/original/Đơn đề nghị _ cấp phép.pdf"] == b"%PDF original"
    assert found[f"{folder}/document.pdf"] == b"%PDF made"
    assert found[f"{folder}/text/page-0001.txt"].decode() == "ỦY BAN\nNHÂN\n"
    assert found[f"{folder}/text/page-0002.txt"] == b""
    words = json.loads(found[f"{folder}/words/page-0001.json"])
    assert words["words"][0] == {"text": "ỦY", "box": [10, 10, 30, 20], "confidence": 0.91, "line": 1}
    assert (words["width"], words["height"], words["page"], len(words["words"])) == (595.0, 842.0, 1, 3)
    described = json.loads(found[f"{folder}/document.json"])
    assert described["file_name"] == NAME
    assert described["fields"] == [
        {
            "field": "number",
            "value": "123",
            "confidence": 0.7,
            "doubtful": True,
            "page": 1,
            "box": [1, 2, 3, 4],
            "evidence": "Số: 123/QĐ-UBND",
        }
    ]
    assert [page["page"] for page in described["pages"]] == [1, 2]
    assert json.loads(found["dossier.json"])["title"].startswith("Hồ sơ")
    assert json.loads(found["export.json"])["documents"][0]["folder"] == folder
    assert (report.version, report.missing) == (1, ())
    assert {path for path, _, _ in report.files} == set(found) - {MANIFEST}
    assert report.size == sum(len(content) for name, content in found.items() if name != MANIFEST)


def dated(name: str, day: str) -> ExportDocument:
    proposal = FieldProposal(
        field=Field.ISSUED_ON, value=day, confidence=0.9, doubtful=False, page=None, box=None, evidence=day
    )
    return ExportDocument(
        document=DocumentId.new(), file_name=name, media_type="application/pdf", fields=(proposal,) if day else ()
    )


def test_documents_come_out_in_the_order_of_time_with_a_description_in_xml(place: Place, tmp_path: Path) -> None:
    late, undated, early = dated("a & b <1>.pdf", "2026-03-05"), dated("b.pdf", ""), dated("c\x07.pdf", "2025-12-31")
    content = {layout.pdfa_path(one.document): f"%PDF {one.file_name}".encode() for one in (late, undated, early)}
    place.deposit(content)
    facts = {"code": "H15.50-1", "title": "Cấp phép “xây dựng” & sửa"}
    target = tmp_path / "out"
    report = export_dossier(
        place.store, place.dossier, [late, undated, early], target, facts=facts, papers={"muc-luc.pdf": b"%PDF list"}
    )
    names = [json.loads((target / f"documents/00{n}/document.json").read_text())["file_name"] for n in (1, 2, 3)]
    assert names == [early.file_name, late.file_name, undated.file_name]
    assert (target / "documents/001/document.pdf").read_bytes() == f"%PDF {early.file_name}".encode()
    root = ET.parse(target / "dossier.xml").getroot()
    assert (root.tag, root.attrib["code"], root.attrib["title"]) == ("dossier", "H15.50-1", facts["title"])
    assert root.attrib["id"] == str(place.dossier)
    found = root.findall("document")
    assert [one.attrib["issued_on"] for one in found] == ["2025-12-31", "2026-03-05", ""]
    assert [one.attrib["folder"] for one in found] == ["documents/001", "documents/002", "documents/003"]
    # A sign that XML cannot hold is left out; everything else comes back as it was.
    assert [one.attrib["file_name"] for one in found] == ["c.pdf", "a & b <1>.pdf", "b.pdf"]
    assert [(one.attrib["name"], one.text) for one in found[0].findall("field")] == [("issued_on", "2025-12-31")]
    assert (target / "muc-luc.pdf").read_bytes() == b"%PDF list"
    assert {"dossier.xml", "muc-luc.pdf"} <= {path for path, _, _ in report.files}


def test_the_manifest_proves_every_file_to_an_ordinary_tool(
    place: Place, document: ExportDocument, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    export_dossier(place.store, place.dossier, [document], target)
    lines = [line.split("  ", 1) for line in (target / MANIFEST).read_text().splitlines()]
    assert {name: sha256 for sha256, name in lines} == {
        n: hashlib.sha256(c).hexdigest() for n, c in files_in(target).items() if n != MANIFEST
    }
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=target, check=True)


def test_a_target_with_something_in_it_is_left_alone(place: Place, document: ExportDocument, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    for target in (tmp_path / "out", tmp_path / "out" / "mine.txt"):
        with pytest.raises(InvalidInput) as error:
            export_dossier(place.store, place.dossier, [document], target)
        assert error.value.code == "export.target_not_empty"
    assert files_in(tmp_path / "out") == {"mine.txt": b"mine"}


def test_a_damaged_file_is_never_exported(place: Place, document: ExportDocument, tmp_path: Path) -> None:
    place.rewrite(f"v1/content/{layout.pdfa_path(document.document)}", b"%PDF MADE")
    with pytest.raises(Damaged) as error:
        export_dossier(place.store, place.dossier, [document], tmp_path / "out")
    assert error.value.code == "export.digest_mismatch"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["store"]


def test_what_the_archive_does_not_hold_is_said(place: Place, tmp_path: Path) -> None:
    unread = ExportDocument(document=DocumentId.new(), file_name="x.tif", media_type="image/tiff", fields=())
    place.deposit({layout.original_path(unread.document, "x.tif"): b"II*"})
    report = export_dossier(place.store, place.dossier, [unread], tmp_path / "out")
    assert report.missing == (layout.pdfa_path(unread.document), layout.words_path(unread.document))
    assert json.loads((tmp_path / "out/documents/001/document.json").read_text())["pdfa"] is None


def test_words_that_cannot_be_read_are_damage(place: Place, tmp_path: Path) -> None:
    broken = ExportDocument(document=DocumentId.new(), file_name="x.pdf", media_type="application/pdf", fields=())
    place.deposit({layout.words_path(broken.document): b"no zip"})
    with pytest.raises(Damaged, match="words_unreadable"):
        export_dossier(place.store, place.dossier, [broken], tmp_path / "out")


def test_the_words_archive_of_the_reader_is_understood(place: Place, tmp_path: Path) -> None:
    from ocr.model import Judgement, PageReading, Straightening, TextLayer
    from ocr.words_archive import write_words_archive

    judgement = Judgement(layer=TextLayer.MISSING, words=0, invalid_ratio=0, ink_covered=0, reason="")
    readings = [
        PageReading(
            number=PageNumber(n),
            judgement=judgement,
            straightening=Straightening(),
            text=page,
            image_digest=None,
            engine="test",
            invalid_ratio=0,
        )
        for n, page in enumerate(PAGES, start=1)
    ]
    write_words_archive(readings, "x.pdf", tmp_path / "words.zip")
    read = ExportDocument(document=DocumentId.new(), file_name="x.pdf", media_type="application/pdf", fields=())
    place.deposit({layout.words_path(read.document): (tmp_path / "words.zip").read_bytes()})
    export_dossier(place.store, place.dossier, [read], tmp_path / "out")
    assert (tmp_path / "out/documents/001/text/page-0001.txt").read_text() == "ỦY BAN\nNHÂN\n"


def test_without_a_deposit_there_is_nothing_to_export(place: Place, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="not_deposited"):
        export_dossier(place.store, Place(tmp_path / "store").dossier, [], tmp_path / "out")


def test_a_target_that_cannot_be_written_is_said(place: Place, document: ExportDocument) -> None:
    from pathlib import Path

    with pytest.raises(Misconfigured, match="not_writable"):
        export_dossier(place.store, place.dossier, [document], Path("/proc/none/out"))
