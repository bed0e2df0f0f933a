"""Where the paper of a dossier lies, and what was digitised: said once, told everywhere, on both catalogues."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from accounts.model import Role
from adapters.catalogue import dossiers, events
from app.desks.exports import export_view
from app.desks.intake import CatalogueIntakeDesk
from app.desks.papers import CataloguePaperDesk
from app.desks.reading_room import CatalogueReadingRoom
from app.settings import Settings
from app.steps.deposit import descriptive_of
from app.wiring import open_parts
from app.work import Work
from ingest.model import DossierBy
from records.confidence_level import ConfidenceLevel
from records.errors import InvalidInput
from records.identifiers import DossierId
from records.reader import local_operator
from tests.contracts import catalogues
from tests.contracts.sites import Site, absent, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts

pytestmark = pytest.mark.law("R18")

CLERK = local_operator("văn thư")
BOX = "H49.K2/G05/H12"


def scan(shade: int) -> bytes:
    """A blank page of A4 at 200 dots an inch, of bytes of its own."""
    made = io.BytesIO()
    Image.new("RGB", (1654, 2339), (shade, shade, shade)).save(made, "PNG", dpi=(200, 200))
    return made.getvalue()


def typed(words: str) -> bytes:
    """A page of a PDF that was never paper."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    for line in range(30):
        canvas.drawString(72, 780 - 20 * line, f"{words} {line}: to trinh ve viec cap giay phep xay dung nha o")
    canvas.save()
    return made.getvalue()


class Office:
    """Takes in, and does what there is to do in this process."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.desk = CatalogueIntakeDesk(parts)
        self.room = CatalogueReadingRoom(parts)
        self.papers = CataloguePaperDesk(parts)

    def take_in(self, paper: str = "", **files: bytes) -> DossierId:
        """One dossier of these files."""
        batch = self.desk.open_batch(CLERK, "lô", DossierBy.FOLDER, paper=paper)
        for name, content in files.items():
            self.desk.receive(CLERK, batch, f"ho-so/{name}", io.BytesIO(content))
        self.desk.seal(CLERK, batch)
        work = Work(self.parts, "w")
        while (step := work.claim()) is not None:
            work.do(step)
        assert self.desk.batch(CLERK, batch).paper_file_code == paper.strip()
        (dossier,) = {one.dossier for one in self.desk.files(CLERK, batch)}
        assert dossier is not None
        return dossier

    def at(self, paper: str) -> list[DossierId]:
        return [one.dossier for one in self.room.dossiers(CLERK, paper=paper)]

    def history(self, dossier: DossierId) -> list[dict[str, str]]:
        with self.parts.catalogue.begin(readonly=True) as connection:
            told = [one.detail for one in events.of_dossier(connection, dossier)]
        return [dict(one) for one in told if one.get("act") == "paper_code_recorded"]


@pytest.fixture(scope="module", params=catalogues.KINDS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("desk")
    base = open_parts(Settings(data=folder / "data", account="may", office_converter="none", _env_file=None))
    with catalogues.migrated(request.param, folder) as catalogue:
        yield Office(replace(base, catalogue=catalogue))
    base.close()


def test_the_level_follows_from_the_pages_and_stands_in_package_and_export(office: Office, tmp_path: Path) -> None:
    dossier = office.take_in(f"  {BOX} ", scan=scan(250), typed=typed("mot"))
    view = office.room.dossier(CLERK, dossier)
    by_name = {one.file_name.rpartition("/")[2]: one.confidence_level for one in view.documents}
    assert by_name == {"scan": ConfidenceLevel.DIGITISED, "typed": ConfidenceLevel.ELECTRONIC}
    assert (view.confidence_level, view.paper_file_code) == (ConfidenceLevel.MIXED, BOX)
    target = tmp_path / "out"
    export_view(office.parts, view, target)
    described = json.loads((target / "dossier.json").read_text(encoding="utf-8"))
    assert (described["confidence_level"], described["paper_file_code"]) == ("03", BOX)
    assert sorted(one["confidence_level"] for one in described["documents"]) == ["01", "02"]
    root = ET.fromstring((target / "dossier.xml").read_bytes())
    assert (root.get("confidenceLevel"), root.get("paperFileCode")) == ("03", BOX)
    assert sorted(one.get("confidenceLevel", "") for one in root.iter("document")) == ["01", "02"]


def test_scans_alone_are_digitised_and_typed_pages_alone_are_not(office: Office) -> None:
    scans, print_ = office.take_in(a=scan(240), b=scan(241)), office.take_in(a=typed("hai"))
    listed = {one.dossier: one for one in office.room.dossiers(CLERK)}
    assert listed[scans].confidence_level is ConfidenceLevel.DIGITISED
    assert listed[print_].confidence_level is ConfidenceLevel.ELECTRONIC
    missing = [one.dossier for one in office.room.dossiers(CLERK, paper_missing=True)]
    assert scans in missing
    assert print_ not in missing
    office.papers.record(CLERK, scans, "H49.K1.5")
    assert scans not in [one.dossier for one in office.room.dossiers(CLERK, paper_missing=True)]


def test_who_holds_the_box_finds_the_dossiers_and_the_reverse(office: Office) -> None:
    box = "H50.K9/G01/H03"
    one, other = office.take_in(box, a=scan(230)), office.take_in(box, a=scan(231))
    elsewhere = office.take_in(f"{box}0", a=scan(232))
    assert office.papers.record(CLERK, one, f" {box}.117 ") == f"{box}.117"
    assert office.at(f"{box}.117") == [one]
    assert set(office.at(box)) == {one, other}
    assert set(office.at(" h50.k9/g01/h03 ")) == {one, other}
    assert office.at(f"{box}0") == [elsewhere]
    assert office.at(f"{box}.11") == []
    assert office.at("%") == []
    assert office.room.dossier(CLERK, one).paper_file_code == f"{box}.117"


def test_a_correction_is_an_event_and_the_next_version_tells_it(office: Office) -> None:
    dossier = office.take_in("H51.A", a=scan(220))
    office.papers.record(CLERK, dossier, "H51.A.1")
    office.papers.record(CLERK, dossier, "H51.A.1")
    assert office.papers.record(CLERK, dossier, "") == ""
    assert office.at("H51.A.1") == []
    told = [(one["paper_file_code_before"], one["paper_file_code"]) for one in office.history(dossier)]
    assert told == [("H51.A", "H51.A.1"), ("H51.A.1", "")]
    office.papers.record(CLERK, dossier, "H51.A.2")
    with office.parts.catalogue.begin(readonly=True) as connection:
        assert descriptive_of(connection, dossier, [])["paper_file_code"] == "H51.A.2"
    with pytest.raises(InvalidInput, match=r"paper\.code_too_long"):
        office.papers.record(CLERK, dossier, "H" * 101)
    with pytest.raises(InvalidInput, match=r"paper\.code_too_long"):
        office.desk.open_batch(CLERK, "lô", DossierBy.FOLDER, paper="H" * 101)
    with office.parts.catalogue.begin(readonly=True) as connection:
        assert dossiers.row(connection, dossier).paper_code == "H51.A.2"


# -- over the site ----------------------------------------------------------------------------


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """``doc`` reads in unit B, ``van-thu`` takes in there, ``van-thu-a`` in unit A."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        desks.add("doc", Role.UNIT_READER, unit="B")
        desks.add("van-thu", Role.CLERK, unit="B")
        desks.add("van-thu-a", Role.CLERK, unit="A")
        yield made


def test_who_takes_in_records_it_and_nobody_sees_more_by_it(staffed: Site) -> None:
    thing, secret = staffed.put(unit="B"), staffed.put(unit="B", level="02")
    code = "H60.K1/G1/H1.7"

    def record(which: str, who: str) -> int:
        said = {"paper_file_code": code}
        return staffed.ask("PUT", f"/api/dossiers/{which}/paper", who, json=said).status_code

    assert [record(thing.dossier, who) for who in ("doc", "van-thu-a", "van-thu")] == [403, 404, 200]
    # What is closed to him he cannot place, and is told nothing of.
    assert record(secret.dossier, "van-thu") == record(absent().dossier, "van-thu") == 404
    CataloguePaperDesk(staffed.desks.parts).record(CLERK, DossierId(secret.dossier), code)
    for who, found in (("doc", [thing.dossier]), ("van-thu", [thing.dossier]), ("van-thu-a", [])):
        answer = staffed.get("/api/dossiers", who, params={"paper_file_code": "H60.K1/G1/H1"}).json()
        assert [one["dossier"] for one in answer] == found
        assert [one["paper_file_code"] for one in answer] == [code] * len(found)
    # One alone is seen, so the code leads straight to it.
    assert staffed.get("/ho-so/ma", "doc", params={"ma": code}).headers["location"] == f"/ho-so/{thing.dossier}"
    page = staffed.get(f"/ho-so/{thing.dossier}", "doc").text
    assert code in page
    assert f'action="/ho-so/{thing.dossier}/ban-giay"' not in page
    assert f'action="/ho-so/{thing.dossier}/ban-giay"' in staffed.get(f"/ho-so/{thing.dossier}", "van-thu").text
    listed = staffed.get("/ho-so", "doc", params={"giay": "H60.K1/G1/H1"}).text
    assert thing.dossier in listed
    assert secret.dossier not in listed


def test_the_page_records_it_and_says_what_is_wrong(staffed: Site) -> None:
    thing, other = staffed.put(unit="B"), staffed.put(unit="B")
    address = f"/ho-so/{thing.dossier}/ban-giay"
    assert staffed.ask("POST", address, "van-thu", data={"code": "H61.A.1"}).headers["location"].endswith("#ban-giay")
    wrong = staffed.ask("POST", address, "van-thu", data={"code": "H" * 101})
    assert wrong.status_code == 422
    assert "H" * 101 in wrong.text
    assert 'id="paper-wrong"' in wrong.text
    assert staffed.ask("POST", address, "doc", data={"code": "H61.A.2"}).status_code == 403
    staffed.ask("POST", f"/ho-so/{other.dossier}/ban-giay", "van-thu", data={"code": "H61.A.2"})
    assert staffed.get("/ho-so/ma", "doc", params={"ma": "H61.A"}).headers["location"] == "/ho-so?giay=H61.A"
    assert "Ghi nơi để bản giấy" in staffed.get(f"/ho-so/{thing.dossier}", "doc").text
