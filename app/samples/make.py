"""Make a small batch of sample dossiers as a one-stop desk would hand them over.

Everything in them is invented. The same seed gives the same pictures and words; only the
signature, its key and the salt of the encrypted file are new each time.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from app.samples.born_digital import born_digital_pdf
from app.samples.files import g4_tiff, jpeg, png, scan_pdf
from app.samples.fonts import find_faces
from app.samples.model import Sample, SamplePage, SampleSet
from app.samples.odd_files import broken, encrypted, signed_pdf, word_document
from app.samples.papers import building, certification, civil_status, land, office
from app.samples.papers.paper import Desk, Paper
from app.samples.papers.people import COMMUNE, person
from app.samples.raster import draw
from app.samples.scanner import Look, scan, to_bits, to_gray
from ingest.model import FileState

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

DPI = 200
"""The least that Decree 30/2020 and Circular 05/2025 ask for."""
PASSWORD = "mot-cua-2026"  # noqa: S105  the point of the file is that nobody tells it to the archive

_BUILDING = f"{building.CODE} Cấp phép xây dựng"
_BIRTH = "Khai sinh 251113-0031"
_LAND = "Đất đai 240607-0412"
_CONTRACT = "Chứng thực hợp đồng 2005"
_OFFICE = "Số hóa 2026"
_GUARD = "Công tác bảo vệ"


def make_samples(target: Path, *, seed: int = 2026) -> SampleSet:
    """Write 18 files with 20 pages into ``target``: six folders and five loose files.

    ``target`` is made where it is missing; files of the same names are written over, others
    are left alone.

    Raises:
        Misconfigured (samples.no_font): No font here has all Vietnamese letters.
    """
    making = _Making(target, seed)
    making.building()
    making.birth()
    making.land()
    making.contract()
    making.office()
    making.loose()
    return SampleSet(folder=target, seed=seed, samples=tuple(making.samples))


class _Making:
    def __init__(self, target: Path, seed: int) -> None:
        self._target = target
        self._seed = seed
        self._desk = Desk.of(find_faces(), seed)
        self.samples: list[Sample] = []
        self._letter = office.letter(self._desk)
        self._letter_file = PurePosixPath(_BUILDING, "04 Công văn hướng dẫn.pdf")

    def building(self) -> None:
        owner = person(self._desk.chance)
        receipt = building.receipt(self._desk, owner)
        name = PurePosixPath(_BUILDING, "01 Biên nhận.jpg")
        (page,) = self._scans(name, receipt, Look(lean=0.4))
        self._add(name, jpeg(page, DPI), receipt, barcodes=(building.CODE, building.CODE))
        name = PurePosixPath(_BUILDING, "02 Đơn đề nghị.pdf")
        application = building.application(self._desk, owner)
        pages = self._scans(name, application, Look(lean=1.4, holes=True, noise=4.5))
        self._add(name, scan_pdf(pages, DPI), application)
        name = PurePosixPath(_BUILDING, "03 Giấy phép.pdf")
        permit = building.permit(self._desk, owner)
        pages = self._scans(name, permit, Look(lean=0.8, see_through=0.05))
        self._add(name, scan_pdf(pages, DPI), permit)
        (page,) = self._scans(self._letter_file, self._letter, Look())
        self._add(self._letter_file, scan_pdf([page], DPI), self._letter)

    def birth(self) -> None:
        mother = person(self._desk.chance, woman=True, born=(1986, 1999))
        father = person(self._desk.chance, born=(1982, 1998))
        child = f"{father.name.split()[0]} Thị An Nhiên"
        name = PurePosixPath(_BIRTH, "Tờ khai.jpg")
        declaration = civil_status.declaration(self._desk, mother, father, child)
        (page,) = self._scans(name, declaration, Look(lean=2.0, noise=5, shade=0.10))
        self._add(name, jpeg(page, DPI, quality=70), declaration)
        name = PurePosixPath(_BIRTH, "Trích lục.png")
        extract = civil_status.extract(self._desk, mother, father, child)
        (page,) = self._scans(name, extract, Look(lean=0.3, noise=1.2, specks=20))
        self._add(name, png(page, DPI), extract)
        again = PurePosixPath(_BIRTH, "Công văn hướng dẫn số hóa.pdf")
        content = (self._target / self._letter_file).read_bytes()
        self._add(again, content, self._letter, same_bytes_as=self._letter_file)

    def land(self) -> None:
        owner = person(self._desk.chance)
        name = PurePosixPath(_LAND, "Hồ sơ đăng ký.tif")
        bundle = land.bundle(self._desk, owner)
        pages = [to_bits(page) for page in self._scans(name, bundle, Look(lean=0.7, noise=6, specks=160))]
        self._add(name, g4_tiff(pages, DPI), bundle)
        name = PurePosixPath(_LAND, "Quyết định.jpg")
        decision = land.decision(self._desk, owner)
        (page,) = self._scans(name, decision, Look(lean=0.9))
        self._add(name, jpeg(np.rot90(page, -1).copy(), DPI), decision, quarter_turns=1)

    def contract(self) -> None:
        name = PurePosixPath(_CONTRACT, "Hợp đồng chuyển nhượng.pdf")
        seller = person(self._desk.chance, born=(1938, 1965))
        buyer = person(self._desk.chance, woman=True, born=(1948, 1978))
        paper = certification.contract(self._desk, seller, buyer)
        look = Look(lean=1.1, yellow=0.09, shade=0.12, noise=5, see_through=0.10, specks=220, blur=0.7)
        self._add(name, scan_pdf(self._scans(name, paper, look), DPI), paper)

    def office(self) -> None:
        plan = office.plan(self._desk)
        content = born_digital_pdf(plan.sheets, "Kế hoạch số hóa hồ sơ năm 2026")
        self._add(PurePosixPath(_OFFICE, "Kế hoạch.pdf"), content, plan, born_digital=True)
        name = PurePosixPath(_OFFICE, "Quyết định ký số.pdf")
        decision = office.decision(self._desk)
        pages = self._scans(name, decision, Look(lean=0.5))
        content = signed_pdf(scan_pdf(pages, DPI), self._desk.chairman.name, f"Ủy ban nhân dân xã {COMMUNE}")
        self._add(name, content, decision, signed=True)
        name = PurePosixPath(_GUARD, "Báo cáo.jpg")
        secret = office.secret_report(self._desk)
        (page,) = self._scans(name, secret, Look())
        self._add(name, jpeg(page, DPI), secret, state=FileState.QUARANTINED)

    def loose(self) -> None:
        name = PurePosixPath("Thông báo tiếp công dân.jpg")
        notice = office.notice(self._desk)
        (page,) = self._scans(name, notice, Look(lean=1.2, shade=0.16, noise=5, blur=0.8))
        self._add(name, jpeg(to_gray(page), DPI), notice)
        whole = (self._target / self._letter_file).read_bytes()
        self._refused("Bản quét hỏng.pdf", broken(whole), "file.broken")
        self._refused("Có mật khẩu.pdf", encrypted(whole, PASSWORD), "file.encrypted")
        self._refused("Tệp rỗng.pdf", b"", "file.empty")
        text = word_document(("Danh sách hồ sơ chờ số hóa", "Tệp này là văn bản Word mang tên .pdf"))
        self._refused("Danh sách hồ sơ.pdf", text, "file.office_without_converter")

    def _scans(self, name: PurePosixPath, paper: Paper, look: Look) -> list[NDArray[np.uint8]]:
        """The sheets as scanned; chance depends on seed, file and page alone, not on what was made before."""
        chances = [
            np.random.default_rng([self._seed, crc32(str(name).encode()), at]) for at in range(len(paper.sheets))
        ]
        drawn = [draw(sheet, DPI, chance) for sheet, chance in zip(paper.sheets, chances, strict=True)]
        sides = [drawn[at ^ 1] if (at ^ 1) < len(drawn) else None for at in range(len(drawn))]
        return [scan(page, look, chance, other) for page, chance, other in zip(drawn, chances, sides, strict=True)]

    def _add(
        self,
        name: PurePosixPath,
        content: bytes,
        paper: Paper,
        *,
        state: FileState = FileState.ACCEPTED,
        quarter_turns: int = 0,
        barcodes: tuple[str, ...] = (),
        born_digital: bool = False,
        signed: bool = False,
        same_bytes_as: PurePosixPath | None = None,
    ) -> None:
        self._write(name, content)
        self.samples.append(
            Sample(
                name=name,
                state=state,
                pages=tuple(
                    SamplePage(lines=tuple(sheet.lines), quarter_turns=quarter_turns) for sheet in paper.sheets
                ),
                fields=paper.fields,
                barcodes=barcodes,
                born_digital=born_digital,
                signed=signed,
                secrecy=paper.secrecy,
                same_bytes_as=same_bytes_as,
            )
        )

    def _refused(self, name: str, content: bytes, code: str) -> None:
        path = PurePosixPath(name)
        self._write(path, content)
        self.samples.append(Sample(name=path, state=FileState.REFUSED, refusal=code, fields={}))

    def _write(self, name: PurePosixPath, content: bytes) -> None:
        path = self._target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
