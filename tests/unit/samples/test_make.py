from __future__ import annotations

import hashlib
import json
from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from app.samples import Sample, SampleSet, make_samples
from app.samples.make import PASSWORD
from ingest.model import FileState
from records.description import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Find = Callable[[str], Sample]


def test_it_makes_what_it_tells(made: SampleSet) -> None:
    on_disk = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()}
    assert on_disk == {str(sample.name) for sample in made.samples}
    assert (len(made.dossiers), len(made.samples), made.pages) == (6, 18, 20)
    assert Counter(sample.state for sample in made.samples) == {
        FileState.ACCEPTED: 13,
        FileState.REFUSED: 4,
        FileState.QUARANTINED: 1,
    }
    assert json.loads(json.dumps(made.to_plain()))["seed"] == 2026


def test_every_page_has_words_and_every_field_stands_on_the_paper(made: SampleSet) -> None:
    for sample in made.samples:
        for page in sample.pages:
            assert sum(len(line.split()) for line in page.lines) > 30
        text = " ".join(line for page in sample.pages for line in page.lines)
        for field in (Field.DOSSIER_CODE, Field.NUMBER, Field.SIGN, Field.SUBJECT, Field.SIGNER):
            assert sample.fields.get(field, "") in text


def test_the_code_of_the_receipt_can_be_scanned(made: SampleSet, sample: Find) -> None:
    receipt = sample("01 Biên nhận")
    with Image.open(made.path(receipt)) as picture:
        found = zxingcpp.read_barcodes(np.asarray(picture.convert("L")))
    assert {code.format for code in found} == {zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode}
    assert tuple(code.text for code in found) == receipt.barcodes
    assert receipt.fields[Field.DOSSIER_CODE] == "H15.50.05.13-251008-0975"


def test_pictures_are_a4_at_200_dpi_in_their_own_formats(made: SampleSet, sample: Find) -> None:
    for name, form, mode, frames in (
        ("Tờ khai", "JPEG", "RGB", 1),
        ("Trích lục", "PNG", "RGB", 1),
        ("Thông báo tiếp công dân", "JPEG", "L", 1),
        ("Hồ sơ đăng ký", "TIFF", "1", 3),
    ):
        with Image.open(made.path(sample(name))) as picture:
            assert (picture.format, picture.mode, getattr(picture, "n_frames", 1)) == (form, mode, frames)
            assert picture.size == (1654, 2339)
            assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    with Image.open(made.path(sample("Hồ sơ đăng ký"))) as picture:
        assert picture.info["compression"] == "group4"


def test_one_page_lies_on_its_side(made: SampleSet, sample: Find) -> None:
    turned = sample("Đất đai 240607-0412/Quyết định")
    assert turned.pages[0].quarter_turns == 1
    with Image.open(made.path(turned)) as picture:
        assert picture.width > picture.height
        upright = np.asarray(picture.convert("L").transpose(Image.Transpose.ROTATE_90))
    # the head of the page has more ink than its foot
    assert (upright[:800] < 110).sum() > 3 * (upright[-500:] < 110).sum()


def test_scans_have_no_text_and_the_plan_has_all_of_it(made: SampleSet, sample: Find) -> None:
    for name in ("02 Đơn đề nghị", "03 Giấy phép", "Hợp đồng chuyển nhượng", "Quyết định ký số"):
        assert _text(made.path(sample(name))) == ["" for _ in sample(name).pages]
    plan = sample("Kế hoạch.pdf")
    assert plan.born_digital
    for text, page in zip(_text(made.path(plan)), plan.pages, strict=True):
        assert sorted(text.split()) == sorted(" ".join(page.lines).split())


def test_the_fonts_of_the_plan_are_embedded_in_part(made: SampleSet, sample: Find) -> None:
    path = made.path(sample("Kế hoạch.pdf"))
    assert path.stat().st_size < 60_000
    with pikepdf.open(path) as pdf:
        fonts = pdf.pages[0].obj.Resources.Font
        assert len(fonts.keys()) >= 3
        for name in fonts.keys():  # noqa: SIM118  a pikepdf dictionary iterates over pairs of its own
            descriptor = fonts[name].DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert "/ToUnicode" in fonts[name]


def test_the_signature_covers_the_whole_file(made: SampleSet, sample: Find) -> None:
    signed = sample("Quyết định ký số")
    assert signed.signed
    with made.path(signed).open("rb") as stream:
        (signature,) = PdfFileReader(stream).embedded_signatures
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        status = validate_pdf_signature(signature, context)
    assert status.intact
    assert status.valid
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert signature.signer_cert.subject.native["common_name"] == signed.fields[Field.SIGNER]


def test_the_same_letter_lies_in_two_dossiers(made: SampleSet, sample: Find) -> None:
    again = sample("Công văn hướng dẫn số hóa")
    first = sample("04 Công văn hướng dẫn")
    assert again.same_bytes_as == first.name
    assert again.dossier != first.dossier
    assert made.path(again).read_bytes() == made.path(first).read_bytes()


def test_what_is_refused_cannot_be_opened(made: SampleSet, sample: Find) -> None:
    assert {sample.refusal for sample in made.samples if sample.refusal} == {
        "file.broken",
        "file.encrypted",
        "file.empty",
        "file.office_without_converter",
    }
    broken = made.path(sample("Bản quét hỏng")).read_bytes()
    assert broken.startswith(b"%PDF-")
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(BytesIO(broken))
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(broken)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(made.path(sample("Có mật khẩu")))
    with pikepdf.open(made.path(sample("Có mật khẩu")), password=PASSWORD) as opened:
        assert len(opened.pages) == 1
    assert made.path(sample("Tệp rỗng")).stat().st_size == 0
    assert made.path(sample("Danh sách hồ sơ")).read_bytes().startswith(b"PK\x03\x04")


def test_the_secret_paper_is_marked(sample: Find) -> None:
    secret = sample("Báo cáo")
    assert (secret.secrecy, secret.state) == ("MẬT", FileState.QUARANTINED)
    assert "MẬT" in secret.pages[0].lines


@pytest.mark.long
def test_the_same_seed_makes_the_same_files(made: SampleSet, tmp_path: Path) -> None:
    again = make_samples(tmp_path, seed=made.seed)
    assert again.to_plain() == made.to_plain()
    new_each_time = {"Có mật khẩu.pdf", "Quyết định ký số.pdf"}
    for sample in made.samples:
        if sample.name.name not in new_each_time:
            assert _digest(again.path(sample)) == _digest(made.path(sample)), sample.name


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _text(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [pdf[at].get_textpage().get_text_range() for at in range(len(pdf))]
    finally:
        pdf.close()
