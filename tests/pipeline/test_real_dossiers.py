"""Real government files, taken in as one batch, against a table written from the pages themselves.

``expected.tsv`` names for every file its final state, its pages and how each was treated, its
signatures and its fields; a field that was written by hand must be flagged, whatever was read.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from records.folding import fold, normalise
from tests import verapdf
from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.installation import Installation

# The first test pays for taking the whole batch in.
pytestmark = pytest.mark.timeout(1200)
FOLDERS = ("vietlexibot", "hoso-truong")


def table() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "expected.tsv").read_text("utf-8")
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    return {normalise(row["path"].partition("/")[2]): row for row in rows}


EXPECTED = table()
DOCUMENTS = [name for name, row in EXPECTED.items() if row["state"] == "accepted"]


@pytest.fixture(scope="session")
def archive(profile: str, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folders = [str(shared_data / "vietnamese" / name) for name in FOLDERS]
    with installation_of(profile, tmp_path_factory.mktemp("real") / "data") as installation:
        installation.run("ingest", *folders, expect=(3,))
        yield installation


@pytest.fixture(scope="session")
def files(archive: Installation) -> dict[str, dict[str, Any]]:
    return {file["name"]: file for file in archive.json("status", "last", expect=(3,))["files"]}


@pytest.fixture(scope="session")
def dossiers(archive: Installation, files: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By file name; every file lies loose, so each is a dossier."""
    return {name: archive.json("show", file["dossier"]) for name, file in files.items() if file["state"] == "accepted"}


@pytest.fixture(scope="session")
def exported(archive: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("real-export") / "out"
    archive.run("export", "last", "--to", str(target))
    return target


def test_the_batch_holds_every_file_and_nothing_else(files: dict[str, dict[str, Any]]) -> None:
    assert {normalise(name) for name in files} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_state_and_pages(name: str, files: dict[str, dict[str, Any]], dossiers: dict[str, dict[str, Any]]) -> None:
    row, file = EXPECTED[name], files[name]
    assert file["state"] == row["state"]
    if row["state"] == "refused":
        assert file["findings"][0]["code"] == row["code"]
        return
    assert file["document_state"] == "indexed"
    (document,) = dossiers[name]["dossier"]["documents"]
    treated = Counter(page["state"] for page in dossiers[name]["pages"][document["document"]])
    assert treated == Counter({"read": int(row["pages_read"]), "kept": int(row["pages_kept"])})
    assert sum(treated.values()) == int(row["pages"]) == file["page_count"]
    assert len(document["signatures"]) == int(row["signatures"])
    assert all(signature["integrity"] == "passed" for signature in document["signatures"])
    assert document["pdfa_level"] in {"2u", "2b"}
    assert (document["pdfa_level"] == "2u") == (document["pdfa_reason"] == "")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_fields_are_right_or_flagged(name: str, dossiers: dict[str, dict[str, Any]]) -> None:
    row = EXPECTED[name]
    (document,) = dossiers[name]["dossier"]["documents"]
    fields = {field["field"]: field for field in document["fields"]}
    doubtful = {part.rstrip("?"): part.endswith("?") for part in row["doubtful"].split(",") if part != "-"}
    for field in ("number", "sign", "issued_on"):
        proposed = fields.get(field)
        flagged = proposed is None or proposed["doubtful"] or not proposed["value"]
        if doubtful.get(field) is False:
            assert flagged, (field, proposed)
        elif not (flagged and field in doubtful) and row[field] != "-":
            assert proposed is not None, field
            assert proposed["value"] == row[field], field
            assert field in doubtful or not flagged


def test_originals_are_bit_for_bit_what_came_in(shared_data: Path, exported: Path) -> None:
    came = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in FOLDERS
        for path in (shared_data / "vietnamese" / folder).iterdir()
        if normalise(path.name) in DOCUMENTS
    }
    kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in exported.rglob("original/*")}
    assert kept == came


def test_every_pdfa_is_what_it_claims_to_be(exported: Path) -> None:
    by_level: dict[str, list[Path]] = {}
    for path in exported.rglob("document.json"):
        document = json.loads(path.read_text("utf-8"))
        by_level.setdefault(document["pdfa_level"], []).append(path.parent / "document.pdf")
    assert sum(map(len, by_level.values())) == len(DOCUMENTS)
    for level, paths in by_level.items():
        assert verapdf.check(paths, level) == []


@pytest.mark.parametrize("typed", ["chuyen doi so", "chuyển đổi số", "CHUYỂN ĐỔI SỐ"])
def test_a_page_of_the_directive_is_found(archive: Installation, typed: str) -> None:
    hits = archive.json("search", typed, "--limit", "50")["hits"]
    assert "CT-11-2025.pdf" in {hit["file_name"] for hit in hits}
    for hit in hits:
        marked = [fold(normalise(text)) for text, matched in hit["snippet"] if matched]
        assert marked, hit


def test_exact_spelling_comes_first(archive: Installation, exported: Path) -> None:
    # "Sở" and "số" are the same letters folded; an agency is looked for, numbers are on every page.
    hits = archive.json("search", '"sở"', "--limit", "200")["hits"]
    folders = {json.loads(path.read_text("utf-8"))["document"]: path.parent for path in exported.rglob("document.json")}
    exact = [
        re.search(r"\bsở\b", (folders[h["document"]] / "text" / f"page-{h['page']:04}.txt").read_text("utf-8").lower())
        is not None
        for h in hits
    ]
    assert exact[0]
    assert exact == sorted(exact, reverse=True)
    assert not all(exact)


def test_the_archive_is_whole(archive: Installation) -> None:
    archive.run("verify")
