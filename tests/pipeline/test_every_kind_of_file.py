"""Every file of two collections, taken in as one batch, against a table written by looking at each beforehand.

``expected_corpus.tsv`` has a row for each of 812 files: what is taken in, what is refused and what the clerk is told,
pages and how each is treated, signatures, PDF/A. A chosen few run with every commit, all of them before a release.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from adapters.signature_inspector.pyhanko import PyhankoInspector
from ingest.check_file import check_file
from ingest.limits import Limits
from records.folding import normalise
from tests import verapdf
from tests.installation import VANKHO, Installation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.model import FileCheck

FEW_SECONDS, ALL_SECONDS = 900, 7200
TOLD = {
    "export": "Export the file as PDF",
    "unpack": "unpack it",
    "mail": "It is a message",
    "picture": "save it as PNG or PDF",
    "text": "print it to PDF",
    "leave": "leave it out. If it is one",
}
"""What the hint of a refusal says, by the column ``do``."""
CHOSEN = {
    "vietnamese": {"3.png"},
    "ocrmypdf": {"invalid.pdf", "hugemono.pdf", "livecycle.pdf", "cmyk.pdf", "truetype_font_nomapping.pdf",
                 "poster.pdf", "tagged.odt", "no_contents.pdf", "graph_ocred.pdf"},
    "pikepdf": {"cyclic-toc.pdf", "newline-buffer-test.pdf", "pal.pdf", "content-stream-errors.pdf", "378014596.pdf",
                "graph-encrypted.pdf"},
    "pypdf": {"attachment.pdf", "form.pdf", "imagemagick-images.pdf", "issue-914-xmp-data.pdf", "toy.layout.txt"},
    "pyhanko": {"minimal-with-field-tagged.pdf", "minimal-two-fields-signed-twice.pdf", "selfsigned.pfx"},
    "libtiff": {"minisblack-2c-8b-alpha.tiff", "logluv-3c-16b.tiff", "test_ifd_loop_to_first.tif", "rgb-3c-8b.ppm",
                "tiff_with_subifd_chain.tif", "ojpeg_single_strip_no_rowsperstrip.tiff"},
    "paperless-ngx": {"simple.gif", "simple.bmp", "simple.pdf", "simple-digital.pdf", "with-form.pdf", "0000003.pdf",
                      "0000001.pdf", "simple_text.eml"},
    "docspell": {"letter-de.pdf"},
    "ingest-file": {"empty.pdf", "test-documents.tar", "email_base64.eml"},
}  # fmt: skip
"""File names by folder."""
_FOLDER = re.compile(r"^(?:peers/)?([^/]+)/")
_MEAN_DIFFERENCE, _GREATEST_DIFFERENCE = 4.0, 40
"""Gray levels, of 255, between a page and its PDF/A, both drawn small by poppler. A word that is lost makes 50."""
_SHOWS_MORE = {"filled_form_annotated.pdf", "simple-acroform-states-ap-indirect.pdf"}
"""Poppler has not the font that its fields name, and leaves out what is filled in; the PDF/A carries it."""
_BORDERS_OF_LINKS = {"2006-16EZE_TT01.06GopvonDNNVV.pdf"}
"""Poppler underlines its links in red; a page in an old encoding is shown as a picture, which has no links."""
_SHOWS_LESS = "pdfa.notes_left_out"
"""Notes that each viewer draws its own way, poppler too; that they are not in the PDF/A is told."""


def _table() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "expected_corpus.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {normalise(row["path"]): row for row in csv.DictReader(lines, delimiter="\t")}


EXPECTED = _table()


def _folder(path: str) -> str:
    found = _FOLDER.match(path)
    assert found
    return found[1]


def _name(path: str) -> str:
    """As it is called in the batch: each collection is a folder, and so a dossier."""
    return path.removeprefix("peers/")


@pytest.mark.shared_data
@pytest.mark.timeout(600)
def test_every_file_is_taken_for_what_it_is(shared_data: Path) -> None:
    inspector = PyhankoInspector()
    differs = {}
    for path in _files(shared_data):
        name = normalise(path.relative_to(shared_data).as_posix())
        found = check_file(path, path.name, Limits(), inspector)
        if (is_so := _as_checked(found)) != (must := _as_expected(EXPECTED[name], found)):
            differs[name] = (is_so, must)
    assert differs == {}


def test_no_file_is_without_a_row_and_no_row_without_a_file(shared_data: Path) -> None:
    assert {normalise(path.relative_to(shared_data).as_posix()) for path in _files(shared_data)} == set(EXPECTED)


def _files(shared_data: Path) -> Iterator[Path]:
    for folder in sorted(
        {path.split("/")[0] if path[0] == "v" else "/".join(path.split("/")[:2]) for path in EXPECTED}
    ):
        yield from sorted(path for path in (shared_data / folder).rglob("*") if path.is_file())


def _as_checked(found: FileCheck) -> tuple[str, int, int, bool]:
    return found.refusal.code if found.refusal else "", found.page_count, len(found.signatures), True


def _as_expected(row: dict[str, str], found: FileCheck) -> tuple[str, int, int, bool]:
    """The same of the row; last, whether the findings and the hint are those of the row."""
    codes = {finding.code for finding in found.findings}
    told = row["do"] == "-" or (found.refusal is not None and TOLD[row["do"]] in found.refusal.hint.en)
    asked = set(row["findings"].split(",")) - {"-"}
    return (
        row["code"] if row["state"] == "refused" else "",
        int(row["pages"]),
        int(row["signatures"]),
        told and asked == codes - {row["code"], "file.resolution_low"},
    )


@dataclass
class Taken:
    """A batch taken in to its end, and what was written on the way."""

    rows: dict[str, dict[str, str]]
    installation: Installation
    log: list[dict[str, Any]]
    status: dict[str, Any]
    exported: Path
    documents: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = field(default_factory=dict)
    """By original digest and dossier: the document and its pages."""

    def document(self, file: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return self.documents[f"{file['dossier']} {file['digest']}"]


@pytest.fixture(scope="module", params=["few", pytest.param("all", marks=pytest.mark.long)])
def taken(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    rows = {
        _name(path): row
        for path, row in EXPECTED.items()
        if request.param == "all" or path.rpartition("/")[2] in CHOSEN.get(_folder(path), set())
    }
    folder = tmp_path_factory.mktemp(f"corpus-{request.param}")
    for path in _files(shared_data):
        name = path.relative_to(shared_data).as_posix()
        if normalise(_name(name)) in rows:
            target = folder / "in" / _name(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    installation = Installation(folder / "data", log_level="debug", workers="2")
    done = subprocess.run(
        [*VANKHO, "ingest", str(folder / "in")],
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=ALL_SECONDS,
        check=False,
    )
    assert done.returncode == 3, done.stderr[-4000:]
    log = [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{"')]
    status = installation.json("status", "last", expect=(3,))
    installation.run("export", "last", "--to", str(folder / "out"))
    result = Taken(rows, installation, log, status, folder / "out")
    for dossier in sorted({file["dossier"] for file in status["files"] if file["document"]}):
        shown = installation.json("show", dossier)
        for document in shown["dossier"]["documents"]:
            result.documents[f"{dossier} {document['original_digest']}"] = (
                document,
                shown["pages"][document["document"]],
            )
    return result


# The first test pays for taking the whole batch in.
pytestmark = pytest.mark.timeout(ALL_SECONDS)


@pytest.mark.shared_data
def test_each_file_comes_to_the_end_that_its_row_names(taken: Taken) -> None:
    files = {normalise(file["name"]): file for file in taken.status["files"]}
    assert set(files) == set(taken.rows)
    differs = {}
    for name, row in taken.rows.items():
        file = files[name]
        if row["state"] == "refused":
            ended, must = (file["state"], file["findings"][0]["code"]), ("refused", row["code"])
        else:
            ended, must = (file["state"], file["page_count"]), ("accepted", int(row["pages"]))
        if ended != must:
            differs[name] = (ended, must)
    assert differs == {}


@pytest.mark.shared_data
def test_each_page_is_treated_as_its_row_says(taken: Taken) -> None:
    differs = {}
    for file in taken.status["files"]:
        row = taken.rows[normalise(file["name"])]
        if row["state"] == "refused":
            continue
        document, pages = taken.document(file)
        treated = Counter(page["state"] for page in pages)
        wanted = Counter({state: int(row[state]) for state in ("read", "kept")}) if row["read"] != "-" else treated
        level = document["pdfa_level"] if row["pdfa"] == "2u" else document["pdfa_level"][:1]
        reason = document["pdfa_level"] == "2u" or document["pdfa_reason"] != ""
        is_so = (+treated, level, len(document["signatures"]), len(pages), reason, document["state"])
        must = (+wanted, row["pdfa"], int(row["signatures"]), int(row["pages"]), True, "indexed")
        if is_so != must:
            differs[file["name"]] = (is_so, must)
    assert differs == {}


@pytest.mark.shared_data
def test_of_the_same_bytes_in_a_dossier_one_is_the_document(taken: Taken) -> None:
    same = defaultdict(list)
    for file in taken.status["files"]:
        if file["state"] == "accepted":
            same[file["dossier"], file["digest"]].append(file)
    for files in same.values():
        codes = [any(finding["code"] == "file.duplicate" for finding in file["findings"]) for file in files]
        assert sorted(codes) == [False] + [True] * (len(files) - 1), [file["name"] for file in files]
    assert any(len(files) > 1 for files in same.values())


@pytest.mark.shared_data
def test_nothing_died_failed_or_overran(taken: Taken) -> None:
    assert taken.status["failed_steps"] == []
    assert taken.status["batch"]["finished"]
    assert [line for line in taken.log if line["level"] == "error" or "worker" in line["event"]] == []
    longest = max(line["ms"] for line in taken.log if line["event"] == "step done")
    assert longest < 1000 * 300
    taken.installation.run("verify")


@pytest.mark.shared_data
def test_originals_are_kept_byte_for_byte(taken: Taken) -> None:
    kept = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in taken.exported.rglob("original/*"))
    assert kept == Counter(key.rpartition(" ")[2].removeprefix("sha256:") for key in taken.documents)


@pytest.mark.shared_data
def test_every_pdfa_is_valid_and_has_the_pages_of_its_original(taken: Taken) -> None:
    by_level = defaultdict(list)
    for path in taken.exported.rglob("document.json"):
        document = json.loads(path.read_text("utf-8"))
        by_level[document["pdfa_level"]].append(path.parent / "document.pdf")
    assert set(by_level) <= {"2u", "2b"}
    for level, paths in by_level.items():
        assert verapdf.check(paths, level) == []


@pytest.mark.shared_data
def test_pages_that_keep_their_text_look_as_before(taken: Taken, tmp_path: Path) -> None:
    """Drawn by poppler, which has no part in making the PDF/A."""
    differs = {}
    folders = {
        json.loads(path.read_text("utf-8"))["document"]: path.parent for path in taken.exported.rglob("document.json")
    }
    for document, pages in taken.documents.values():
        folder = folders[document["document"]]
        if document["file_name"].rpartition("/")[2] in _SHOWS_MORE | _BORDERS_OF_LINKS or any(
            finding["code"] == _SHOWS_LESS for finding in document["findings"]
        ):
            continue
        if document["media_type"] != "application/pdf" or any(page["state"] != "kept" for page in pages[:10]):
            continue
        (original,) = (folder / "original").iterdir()
        before, after = (_drawn(path, tmp_path) for path in (original, folder / "document.pdf"))
        for number, (one, other) in enumerate(zip(before, after, strict=True), start=1):
            difference = np.abs(one - other) if one.shape == other.shape else np.array([255])
            if difference.mean() > _MEAN_DIFFERENCE or difference.max() > _GREATEST_DIFFERENCE:
                differs[f"{document['file_name']} {number}"] = (round(float(difference.mean()), 1), difference.max())
    assert differs == {}


def _drawn(path: Path, folder: Path) -> list[np.ndarray]:
    """The first ten pages in gray, so small that half a pixel more or less of a stroke does not matter."""
    for old in folder.glob("page*"):
        old.unlink()
    command = ["pdftoppm", "-r", "60", "-l", "10", "-gray", str(path), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = (Image.open(page).filter(ImageFilter.GaussianBlur(4)).reduce(4) for page in sorted(folder.glob("page*")))
    return [np.array(page, np.int16) for page in pages]
