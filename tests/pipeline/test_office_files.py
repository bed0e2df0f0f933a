"""Office files of 2003 to 2009 from hand-over to search: original bit for bit, pages and PDF/A from LibreOffice."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests import verapdf
from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.installation import Installation

pytestmark = [pytest.mark.long, pytest.mark.shared_data, pytest.mark.timeout(1200)]

CORPUS = "vietnamese/viparse-corpus/corpus/public-domain"
# File, media type, what was converted, and words that are found in it with their marks.
CASES = {
    "tcvn3/2004-B1-4-LLCN.doc": ("application/msword", "tcvn3 in .VnTime", "lý lịch khoa học"),
    "vni/2009-download.doc": ("application/msword", "vni in VNI-Times", "cộng hòa xã hội chủ nghĩa"),
    "tcvn3/2003-A30.rtf": ("application/rtf", "tcvn3 in .VnTime", "bổ sung và sửa đổi một số điểm"),
    "vni/2006-Mau21_CKTC_NSH.xls": ("application/vnd.ms-excel", "vni in VNI-Times", "quyết toán ngân sách huyện"),
}
TWIN = "vietnamese/hoso-truong/Ke hoach phat bang TN.docx"
DAMAGED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(4000)


@pytest.fixture(scope="session")
def handed_over(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "files"
    folder.mkdir()
    for name in CASES:
        shutil.copyfile(shared_data / CORPUS / name, folder / name.rpartition("/")[2])
    shutil.copyfile(shared_data / TWIN, folder / "ke hoach.docx")
    (folder / "hong.doc").write_bytes(DAMAGED)
    return folder


@pytest.fixture(scope="session")
def archive(
    profile: str, handed_over: Path, libreoffice: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    assert libreoffice
    with installation_of(profile, tmp_path_factory.mktemp("archive") / "data", office_converter="auto") as one:
        one.run("ingest", str(handed_over), expect=(3,))
        yield one


@pytest.fixture(scope="session")
def files(archive: Installation) -> dict[str, dict[str, Any]]:
    return {file["name"]: file for file in archive.json("status", "last", expect=(3,))["files"]}


@pytest.fixture(scope="session")
def exported(archive: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("export") / "out"
    archive.run("export", "last", "--to", str(target))
    return target


@pytest.mark.parametrize("name", CASES)
def test_each_is_taken_in_and_found_by_its_words(
    archive: Installation, files: dict[str, dict[str, Any]], name: str
) -> None:
    media_type, converted, words = CASES[name]
    file = files[name.rpartition("/")[2]]
    assert (file["state"], file["document_state"], file["media_type"]) == ("accepted", "indexed", media_type)
    assert file["page_count"] > 0
    assert file["pages_failed"] == 0
    (made,) = [finding for finding in file["findings"] if finding["code"] == "file.office_converted"]
    assert converted in made["says"]["en"]
    found = {hit["file_name"] for hit in archive.json("search", f'"{words}"', "--exact")["hits"]}
    assert file["name"] in found


def test_a_word_file_in_unicode_is_described(archive: Installation, files: dict[str, dict[str, Any]]) -> None:
    file = files["ke hoach.docx"]
    assert file["state"] == "accepted"
    shown = archive.json("show", file["dossier"])["dossier"]
    fields = {f["field"]: f for d in shown["documents"] for f in d["fields"]}
    assert fields["issued_on"]["value"] == "2016-10-24"


def test_a_damaged_one_is_refused_with_its_reason(files: dict[str, dict[str, Any]]) -> None:
    file = files["hong.doc"]
    assert (file["state"], file["findings"][0]["code"]) == ("refused", "file.office_not_converted")


def test_originals_are_bit_for_bit_and_every_pdf_is_valid(handed_over: Path, exported: Path) -> None:
    kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in exported.rglob("original/*")}
    came = {hashlib.sha256(path.read_bytes()).hexdigest() for path in handed_over.iterdir() if path.name != "hong.doc"}
    assert kept == came
    by_level: dict[str, list[Path]] = {}
    for path in exported.rglob("document.json"):
        level = json.loads(path.read_text("utf-8"))["pdfa_level"]
        by_level.setdefault(level, []).append(path.parent / "document.pdf")
    assert set(by_level) <= {"2u", "2b"}
    assert sum(len(paths) for paths in by_level.values()) == len(CASES) + 1
    for level, paths in by_level.items():
        assert verapdf.check(paths, level) == []


def test_nothing_made_on_the_way_is_left(archive: Installation, files: dict[str, dict[str, Any]]) -> None:
    assert files
    assert list(archive.store().list("access/office/")) == []
