from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from ingest.check_file import check_file
from ingest.limits import Limits
from ingest.ports import SignatureInspector
from records.scan_profile import DEMANDS, ScanProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.model import FileCheck, SignatureRecord

pytestmark = pytest.mark.law("R15")


class NoSignatures(SignatureInspector):
    def inspect(self, path: Path) -> Sequence[SignatureRecord]:  # noqa: ARG002 - the port names it
        return ()


def check(path: Path, name: str = "", limits: Limits | None = None) -> FileCheck:
    return check_file(path, name or path.name, limits or Limits(), NoSignatures())


def codes(result: FileCheck) -> list[str]:
    return [finding.code for finding in result.findings]


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def picture(format: str, size: tuple[int, int] = (600, 800), **options: object) -> bytes:  # noqa: A002 - Pillow's word
    stream = io.BytesIO()
    Image.effect_noise(size, 60).save(stream, format, **options)
    return stream.getvalue()


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842), **options: object) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page().MediaBox = [0, 0, *size]
        stream = io.BytesIO()
        made.save(stream, **options)
    return stream.getvalue()


def drawn(path: Path) -> list[bytes]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=0.1).to_numpy().tobytes() for page in document]


def scratched_tiff() -> bytes:
    stream = io.BytesIO()
    Image.radial_gradient("L").resize((900, 900)).save(stream, "TIFF", compression="tiff_lzw")
    content = stream.getvalue()
    middle = len(content) // 2
    return content[:middle] + b"\xff" * 400 + content[middle + 400 :]


def tiff(pages: int) -> bytes:
    stream = io.BytesIO()
    frames = [Image.effect_noise((400, 500), 60).point(lambda v: 255 if v > 128 else 0, "1") for _ in range(pages)]
    frames[0].save(stream, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type", "pages"),
    [
        ("a.pdf", pdf(3), "application/pdf", 3),
        ("a.tif", tiff(3), "image/tiff", 3),
        ("a.jpg", picture("JPEG"), "image/jpeg", 1),
        ("a.png", picture("PNG"), "image/png", 1),
        ("a.jp2", picture("JPEG2000"), "image/jp2", 1),
        ("a.gif", picture("GIF"), "image/gif", 1),
        ("a.bmp", picture("BMP"), "image/bmp", 1),
        ("a.webp", picture("WEBP"), "image/webp", 1),
        ("a", pdf(), "application/pdf", 1),
        ("a.pdf", b"scanner says hello\r\n" + pdf(), "application/pdf", 1),
    ],
)
def test_what_is_taken_in(tmp_path: Path, name: str, content: bytes, media_type: str, pages: int) -> None:
    result = check(write(tmp_path, name, content))
    assert result.refusal is None
    assert (result.media_type, result.page_count) == (media_type, pages)


@pytest.mark.parametrize(
    ("name", "content", "media_type", "word"),
    [
        ("a.pdf", b"<!DOCTYPE html><html><body>%PDF-1.4</body></html>", "text/html", "HTML"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "application/zip", "ZIP"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/x-ole-storage", "Office"),
        ("a.eml", b"Subject: x\r\nFrom: a@b\r\n\r\n" * 9, "message/rfc822", "thư"),
        ("a.mbox", b"From a@b Thu\r\nSubject: x\r\n\r\nhello", "application/mbox", "thư"),
        ("a.tar", bytes(257) + b"ustar\x0000" + bytes(248), "application/x-tar", "TAR"),
        ("BM.txt", b"BM: a word that begins like a BMP", "text/plain", "văn bản"),
        ("tcvn3.txt", "Céng hoµ x· héi".encode("latin-1"), "text/plain", "văn bản"),
        ("ghi chú.txt", "Hồ sơ số 1".encode(), "text/plain", "văn bản"),
        ("a.rar", b"Rar!\x1a\x07\x00", "application/vnd.rar", "RAR"),
    ],
)
def test_other_types_are_refused_by_what_they_are(
    tmp_path: Path, name: str, content: bytes, media_type: str, word: str
) -> None:
    result = check(write(tmp_path, name, content))
    assert codes(result) == ["file.type_unsupported"]
    assert result.refusal is not None
    assert word in result.refusal.says.vi
    assert "PDF" in result.refusal.hint.vi
    assert (result.media_type, result.page_count) == (media_type, 0)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file.empty"),
        ("a.pdf", pdf()[:60], "file.broken"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(500), "file.broken"),
        ("a.pdf", bytes(range(256)) * 8, "file.broken"),
        ("a.jpg", picture("JPEG")[:2000], "file.broken"),
        ("a.png", picture("PNG")[:-3000], "file.broken"),
        ("a.tif", tiff(2)[:900], "file.broken"),
        ("a.jp2", picture("JPEG2000")[:60], "file.broken"),
        ("a.tif", scratched_tiff(), "file.broken"),
        ("a.pdf", pdf(0), "file.no_pages"),
        ("a.pdf", pdf(encryption=pikepdf.Encryption(user="u", owner="o")), "file.encrypted"),
        ("a.pdf", pdf(6), "file.pages_too_many"),
        ("a.tif", tiff(6), "file.pages_too_many"),
        ("a.pdf", pdf(size=(15_000, 800)), "file.page_too_large"),
        ("a.png", picture("PNG", (1300, 1300)), "file.pixels_too_many"),
        ("a.tif", picture("TIFF", (1300, 1300)), "file.pixels_too_many"),
        ("a.pdf", picture("PDF", (1300, 1300)), "file.pixels_too_many"),
    ],
)
def test_refusals(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    result = check(write(tmp_path, name, content), limits=Limits(max_pages=5, max_pixels=1_500_000))
    assert result.refusal is not None
    assert codes(result) == [code]
    assert result.page_count == 0
    assert result.refusal.says.vi != result.refusal.says.en
    assert result.refusal.hint.vi


def test_too_large_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    result = check(write(tmp_path, "a.pdf", pdf()), limits=Limits(max_bytes=100))
    assert codes(result) == ["file.too_large"]


def test_a_picture_of_ten_billion_pixels_is_never_decoded(tmp_path: Path) -> None:
    small = bytearray(picture("PNG", (8, 8)))
    small[16:24] = (100_000).to_bytes(4, "big") * 2  # width and height in IHDR
    small[29:33] = __import__("zlib").crc32(bytes(small[12:29])).to_bytes(4, "big")
    assert codes(check(write(tmp_path, "bomb.png", bytes(small)))) == ["file.pixels_too_many"]


def test_an_owner_password_alone_is_a_note(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", pdf(encryption=pikepdf.Encryption(user="", owner="o")))
    result = check(path)
    assert result.refusal is None
    assert codes(result) == ["file.owner_password"]


def test_a_wrong_extension_is_told_and_the_content_counts(tmp_path: Path) -> None:
    result = check(write(tmp_path, "blob", picture("JPEG")), "hồ sơ/quét 1.pdf")
    assert result.refusal is None
    assert codes(result) == ["file.name_mismatch"]
    assert result.media_type == "image/jpeg"


def test_a_pdf_whose_table_is_elsewhere_is_repaired_and_says_so(tmp_path: Path) -> None:
    content = pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = content.rindex(b"startxref\n") + len(b"startxref\n")
    result = check(write(tmp_path, "a.pdf", content[:start] + b"7\n%%EOF\n"))
    assert result.page_count == 2
    assert codes(result) == ["file.repaired"]


def test_a_pdf_that_only_qpdf_mends_is_broken(tmp_path: Path) -> None:
    content = pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    path = write(tmp_path, "a.pdf", content[: content.rindex(b"xref\n0")])
    with pikepdf.open(path) as mended:
        assert len(mended.pages) == 2
    result = check(path)
    assert codes(result) == ["file.broken"]
    assert result.page_count == 0


def test_a_cut_pdf_with_an_owner_password_is_broken_and_asks_for_no_key(tmp_path: Path) -> None:
    content = pdf(
        encryption=pikepdf.Encryption(user="", owner="o"), object_stream_mode=pikepdf.ObjectStreamMode.generate
    )
    assert codes(check(write(tmp_path, "a.pdf", content[:-20]))) == ["file.broken"]


@pytest.mark.parametrize(("name", "content"), [("a.pdf", pdf()[:60]), ("a.jpg", picture("JPEG")[:2000])])
def test_what_is_said_of_a_broken_file_names_no_path_and_quotes_no_library(
    tmp_path: Path, name: str, content: bytes
) -> None:
    refusal = check(write(tmp_path, name, content)).refusal
    assert refusal is not None
    assert refusal.where == ""


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name", ["test AI(02).pdf", "CT-11-2025.pdf", "Quyết định-1360-QĐ-TTg.pdf", "test AI 03.pdf", "vietsample1.pdf"]
)
def test_a_cut_file_is_broken_or_every_page_is_as_in_the_whole(shared_data: Path, tmp_path: Path, name: str) -> None:
    content = next(path for path in (shared_data / "vietnamese").rglob("*.pdf") if path.name == name).read_bytes()
    whole = write(tmp_path, "whole.pdf", content)
    assert check(whole).refusal is None
    size = len(content)
    refused = 0
    for length in (300, 1000, 3000, 10_000, size // 4, size // 2, size * 9 // 10, size - 1000, size - 100, size - 20):
        path = write(tmp_path, "cut.pdf", content[:length])
        result = check(path)
        if result.refusal is not None:
            assert codes(result) == ["file.broken"], length
            refused += 1
            continue
        assert drawn(path) == drawn(whole), length
    assert refused >= 3


def test_attachments_and_javascript_are_told(tmp_path: Path) -> None:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["bảng.xlsx"] = b"PK"
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.save(tmp_path / "a.pdf")
    assert set(codes(check(tmp_path / "a.pdf"))) == {"file.has_attachments", "file.has_javascript"}


def test_a_scan_below_200_dpi_is_told(tmp_path: Path) -> None:
    result = check(write(tmp_path, "a.jpg", picture("JPEG", (1240, 1754), dpi=(150, 150))))
    assert codes(result) == ["file.resolution_low"]
    assert "150" in result.findings[0].says.vi
    assert codes(check(write(tmp_path, "b.jpg", picture("JPEG", (1654, 2339), dpi=(200, 200))))) == []


def test_a_map_below_300_dpi_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jpg", picture("JPEG", (2067, 2923), dpi=(250, 250)))
    maps = DEMANDS[ScanProfile.MAPS]
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        picture_of = pikepdf.Stream(
            made, path.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=2067, Height=2923,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        made.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture_of))
        made.pages[0].obj.Contents = pikepdf.Stream(made, b"q 595 0 0 842 0 0 cm /P Do Q")
        made.save(tmp_path / "b.pdf")
    for file in (path, tmp_path / "b.pdf"):
        (found,) = check_file(file, file.name, Limits(), NoSignatures(), demands=maps).findings
        assert found.code == "file.resolution_low"
        assert "below 300 dpi" in found.says.en
        assert codes(check(file)) == []


MUSEUM = {
    "ocrmypdf/invalid.pdf": "file.broken",
    "ocrmypdf/hugemono.pdf": "file.pixels_too_many",
    "ocrmypdf/poster.pdf": "",
    "ocrmypdf/2400dpi.pdf": "",
    "ocrmypdf/enormous.pdf": "",
    "ocrmypdf/blank.pdf": "",
    "pikepdf/graph-encrypted.pdf": "file.encrypted",
    "pikepdf/newline-buffer-test.pdf": "file.no_pages",
    "pikepdf/cyclic-toc.pdf": "",
    "pikepdf/fuzz/378014596.pdf": "file.broken",
    "pypdf/resources/encrypted-file.pdf": "file.encrypted",
    "pypdf/resources/libreoffice-writer-password.pdf": "file.encrypted",
    "pyhanko/data/pdf/minimal-pubkey-aes256.pdf": "file.encrypted",
    "pyhanko/data/pdf/minimal-pubkey-unknown-envelope-alg.pdf": "file.encrypted",
    "pyhanko/data/pdf/xref-malformed-prev.pdf": "file.broken",
    "libtiff/images/test_ifd_loop_to_self.tif": "",
    "libtiff/images/test_ifd_loop_to_first.tif": "",
    "libtiff/images/miniswhite-1c-1b.tiff": "",
    "libtiff/images/testfax4.tiff": "",
    "libtiff/images/custom_dir_EXIF_GPS.tiff": "",
    "img2pdf/input/CMYK.jpg": "",
    "img2pdf/input/CMYK.tif": "",
    "img2pdf/input/animation.gif": "file.picture_moves",
    "paperless-ngx/src/paperless/tests/samples/tesseract/encrypted.pdf": "file.encrypted",
    "paperless-ngx/src/paperless/tests/samples/tesseract/multi-page-images-alpha.tiff": "",
    "paperless-ngx/src/paperless/tests/samples/tika/sample.odt": "file.office_without_converter",
    "paperless-ngx/src/documents/tests/samples/simple.zip": "file.type_unsupported",
    "paperless-ngx/src/paperless/tests/samples/mail/html.eml": "file.type_unsupported",
}


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "code"), MUSEUM.items())
def test_files_that_other_projects_test_themselves_with(shared_data: Path, name: str, code: str) -> None:
    result = check(shared_data / "peers" / name)
    assert (result.refusal.code if result.refusal else "") == code
    assert (result.page_count == 0) == bool(code)
