"""The main job on sample dossiers, from the command line, held against what the generator knows of them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from app.samples import SampleSet, make_samples
from ingest.model import FileState
from tests.installation import Installation
from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# The first test pays for taking the samples in.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleSet:
    return make_samples(tmp_path_factory.mktemp("samples") / "dossiers")


@pytest.fixture(scope="session")
def archive(profile: str, samples: SampleSet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that took the samples in."""
    with installation_of(profile, tmp_path_factory.mktemp("archive") / "data") as installation:
        installation.run("ingest", str(samples.folder), expect=(3,))
        yield installation


@pytest.fixture(scope="session")
def files(archive: Installation) -> dict[str, dict[str, Any]]:
    return {file["name"]: file for file in archive.json("status", "last", expect=(3,))["files"]}


@pytest.fixture(scope="session")
def exported(archive: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("export") / "out"
    archive.run("export", "last", "--to", str(target))
    return target


def test_every_file_ends_where_it_must(samples: SampleSet, files: dict[str, dict[str, Any]]) -> None:
    assert set(files) == {str(sample.name) for sample in samples.samples}
    for sample in samples.samples:
        file = files[str(sample.name)]
        assert file["state"] == sample.state.value, sample.name
        if sample.state is FileState.REFUSED:
            assert file["findings"][0]["code"] == sample.refusal, sample.name
            assert file["findings"][0]["hint"]["vi"], sample.name
        elif sample.state is FileState.ACCEPTED:
            assert (file["document_state"], file["page_count"]) == ("indexed", len(sample.pages)), sample.name
            assert file["pages_failed"] == 0
        else:
            assert file["findings"][0]["code"] == "document.secrecy_mark"


def test_every_original_is_bit_for_bit_what_came_in(samples: SampleSet, exported: Path) -> None:
    kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in exported.rglob("original/*")}
    came = {
        hashlib.sha256(samples.path(sample).read_bytes()).hexdigest()
        for sample in samples.samples
        if sample.state is FileState.ACCEPTED
    }
    assert kept == came


def test_fields_are_proposed_as_printed(samples: SampleSet, exported: Path) -> None:
    documents = {}
    for path in exported.rglob("document.json"):
        document = json.loads(path.read_text("utf-8"))
        documents[document["file_name"]] = {field["field"]: field for field in document["fields"]}
    right = wrong = flagged = 0
    for sample in samples.samples:
        if sample.state is not FileState.ACCEPTED:
            continue
        for field, value in sample.fields.items():
            proposed = documents[str(sample.name)].get(field.value)
            if proposed is None or not proposed["value"] or proposed["doubtful"]:
                flagged += 1
            elif " ".join(proposed["value"].split()).casefold() == value.casefold():
                right += 1
            else:
                wrong += 1
                print(sample.name, field.value, repr(proposed["value"]), "is not", repr(value))
    # A value the machine is sure of must be right; what it is unsure of goes to a person.
    assert wrong <= (right + wrong + flagged) * 0.05, (right, wrong, flagged)
    assert right >= (right + wrong + flagged) * 0.7, (right, wrong, flagged)


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("giấy phép xây dựng", "Giấy phép"),
        ("giay phep xay dung", "Giấy phép"),
        ("GIAY PHEP xay dung 85/gpxd-ubnd", "Giấy phép"),
        ("H15.50.05.13-251008-0975", "H15.50.05.13-251008-0975"),
        ('"trích lục khai sinh"', "Trích lục"),
        ("nang luong thuong xuyen", "Quyết định ký số"),
    ],
)
def test_pages_are_found_by_what_people_type(archive: Installation, typed: str, file: str) -> None:
    hits = archive.json("search", typed)["hits"]
    assert hits
    assert file in hits[0]["file_name"]


def test_what_is_secret_is_nowhere(archive: Installation, samples: SampleSet, exported: Path) -> None:
    (secret,) = [sample for sample in samples.samples if sample.state is FileState.QUARANTINED]
    words = max(secret.pages[0].lines, key=len)
    assert archive.json("search", f'"{words}"')["total"] == 0
    assert not [path for path in exported.rglob("*") if secret.name.stem in path.name]
    # Not in the catalogue, not in the store, whatever the file: the bytes as they came stay in staging alone.
    needle = words.encode()
    for path in archive.data.rglob("*"):
        if path.is_file() and path.stat().st_size < 50_000_000 and "blobs" not in path.parts:
            assert needle not in path.read_bytes(), path


def test_the_retention_report_explains_every_date(archive: Installation) -> None:
    report = archive.json("retention", "report")
    assert report["dossiers"] == len(report["rows"]) > 0
    for row in report["rows"]:
        assignment = row["assignment"]
        explanation = assignment["explanation"]
        assert explanation["rule_id"]
        assert explanation["schedule"]
        assert explanation["clause"]
        assert assignment["state"] in {"provisional", "unconfirmed"}
        if assignment["expires_on"]:
            year = assignment["expires_on"][:4]
            assert assignment["expires_on"].endswith("-12-31")
            assert assignment["candidate_from"] == f"{int(year) + 1}-01-01"
            assert f"31/12/{year}" in explanation["sentence"]["vi"]


def test_a_recorded_end_of_work_moves_the_date_and_says_so(archive: Installation) -> None:
    row = archive.json("retention", "report")["rows"][0]
    changed = archive.json("retention", "ended", row["dossier"], "2011-02-28", "--why", "Văn bản sau là bản sao")
    years = changed["rule"]["years"]
    assert changed["expires_on"] == f"{2011 + years}-12-31"
    assert changed["explanation"]["trigger"] == "work_end"
    assert archive.error("retention", "ended", row["dossier"], "2999-01-01", expect=2)["code"] == (
        "retention.trigger_in_future"
    )


def test_the_store_verifies_and_a_flipped_byte_is_found(archive: Installation) -> None:
    archive.run("verify")
    store = archive.store()
    victim = next(o.key for o in store.list("archive/") if o.key.value.endswith(".words.zip"))
    with store.open(victim) as content:
        whole = content.read()
    flipped = bytearray(whole)
    flipped[len(flipped) // 2] ^= 1
    archive.tamper(victim, bytes(flipped))
    try:
        reports = archive.json("verify", expect=(8,))
    finally:
        archive.tamper(victim, whole)
    assert [r["verdict"] for r in reports].count("failed") == 1
    archive.run("verify")


def test_the_index_can_be_made_anew(archive: Installation) -> None:
    def hits(text: str) -> list[tuple[str, int]]:
        return sorted((h["file_name"], h["page"]) for h in archive.json("search", text, "--limit", "100")["hits"])

    before = {text: hits(text) for text in ("xã", "quyet dinh", "251008")}
    assert before["xã"]
    archive.lose_index()
    assert hits("xã") == []
    archive.run("index", "rebuild")
    assert {text: hits(text) for text in before} == before


def test_the_same_bytes_again_are_not_read_twice(profile: str, samples: SampleSet, tmp_path: Path) -> None:
    scan = next(s for s in samples.samples if s.state is FileState.ACCEPTED and len(s.pages) > 1 and not s.born_digital)
    with installation_of(profile, tmp_path / "data") as installation:
        installation.json("ingest", str(samples.path(scan)), "--name", "lần một")
        store = installation.store()
        readings = [o.key for o in store.list("staging/readings/")]
        assert len(readings) == len(scan.pages)
        for key in readings:
            # A word no page has: it comes back only if the reading kept here is used again.
            with store.open(key) as content:
                reading = json.load(content)
            reading["text"]["lines"][0][0][0] = "Xyzzy"
            installation.tamper(key, json.dumps(reading).encode())
        assert installation.json("search", "xyzzy")["total"] == 0
        installation.json("ingest", str(samples.path(scan)), "--name", "lần hai")
        assert installation.json("search", "xyzzy")["total"] == len(scan.pages)


def test_words_lie_beside_the_pdf_as_alto(archive: Installation) -> None:
    store = archive.store()
    archives = [o.key for o in store.list("archive/") if o.key.value.endswith(".words.zip")]
    assert archives
    for key in archives:
        with store.open(key) as content, zipfile.ZipFile(content) as words:
            assert any(name.endswith(".alto.xml") for name in words.namelist())


def test_errors_have_a_code_and_an_exit_status_by_kind(archive: Installation, tmp_path: Path) -> None:
    assert archive.error("show", "không-có", expect=4)["code"] == "dossier.not_found"
    assert archive.error("status", "ffff", expect=4)["code"] == "batch.not_found"
    assert archive.error("ingest", str(tmp_path / "absent"), expect=2)["code"] == "ingest.no_such_path"
    error = Installation(tmp_path, port="x").error("status", expect=9)
    assert error["code"] == "settings.invalid"
    assert error["hint"]["vi"]
