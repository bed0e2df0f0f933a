from __future__ import annotations

import io
import json
import subprocess
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from ocr.make_pdfa import MadePdf, make_pdfa
from ocr.model import PageReading, TextLayer
from ocr.pdfa.pixels import group4
from ocr.pdfa.rendered import drawn_alike
from records.errors import Damaged, InvalidInput
from records.page_text import Box, PageText
from tests.unit.making import readings
from tests.verapdf import check

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.law("R15")

PDF = "application/pdf"
MARK = (40, 60)
"""Pixels from the upper left corner of a page of ours where a black square of 40 pixels lies."""


def marked_page(width: int = 400, height: int = 600, mode: str = "RGB") -> Image.Image:
    page = Image.new(mode, (width, height), "white")
    page.paste(0 if mode in {"1", "L"} else "black", (MARK[0], MARK[1], MARK[0] + 40, MARK[1] + 40))
    return page


def one_line(width: float, height: float, text: str = "Cộng hòa xã hội chủ nghĩa Việt Nam") -> PageText:
    return PageText(
        width=width, height=height, lines=(readings.words_of(text, Box(60, height - 80, width - 60, height - 60)),)
    )


def save(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]  options differ by format
    return path


def drawn(path: Path, page: int = 0, scale: float = 1.0) -> np.ndarray:
    document = pypdfium2.PdfDocument(path)
    try:
        return np.array(document[page].render(scale=scale, rev_byteorder=True).to_pil().convert("L"))
    finally:
        document.close()


def extracted(path: Path, page: int = 1, *options: str) -> str:
    command = ["pdftotext", *options, "-f", str(page), "-l", str(page), str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def make(source: Path, kind: str, pages: list[PageReading], target: Path) -> MadePdf:
    return make_pdfa(source, kind, pages, readings.about(), target)


def image_bytes(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [
            item.read_raw_bytes()
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every PDF/A made here is put into this folder, and judged by veraPDF at the end."""
    return tmp_path_factory.mktemp("made")


def test_a_jpeg_goes_in_untouched_and_its_words_come_out(made: Path, tmp_path: Path) -> None:
    source = save(marked_page(), tmp_path / "a.jpg", quality=80)
    result = make(source, "image/jpeg", [readings.reading(1, one_line(400, 600))], made / "jpeg.pdf")
    assert (result.level, result.reason, result.page_count, result.findings) == ("2u", "", 1, ())
    assert image_bytes(made / "jpeg.pdf") == [source.read_bytes()]
    assert extracted(made / "jpeg.pdf").strip() == "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize(("turns", "corner"), [(0, (40, 60)), (1, (60, 320)), (2, (320, 500)), (3, (500, 40))])
def test_a_turned_sheet_is_shown_upright(made: Path, tmp_path: Path, turns: int, corner: tuple[int, int]) -> None:
    source = save(marked_page(), tmp_path / "a.png")
    width, height = (600, 400) if turns % 2 else (400, 600)
    target = made / f"turned{turns}.pdf"
    make(source, "image/png", [readings.reading(1, one_line(width, height), turns=turns)], target)
    page = drawn(target)
    assert page.shape == (height, width)
    ys, xs = np.nonzero(page < 128)
    assert (xs.min(), ys.min()) == pytest.approx(corner, abs=1)


def test_a_small_angle_turns_counter_clockwise_about_the_centre(made: Path, tmp_path: Path) -> None:
    source = save(marked_page(), tmp_path / "a.png")
    make(source, "image/png", [readings.reading(1, one_line(400, 600), angle=3.0)], made / "angle.pdf")
    ys, xs = np.nonzero(drawn(made / "angle.pdf", scale=4) < 128)
    x, y = 60 - 200, 80 - 300
    cos, sin = np.cos(np.radians(3)), np.sin(np.radians(3))
    assert (xs.mean() / 4, ys.mean() / 4) == pytest.approx((200 + cos * x + sin * y, 300 - sin * x + cos * y), abs=0.75)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotate_and_crop_of_the_file_are_part_of_the_page_as_shown(made: Path, tmp_path: Path, rotate: int) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(500, 700))
        page.obj.Contents = pdf.make_stream(b"0 g 150 150 40 40 re f")
        page.cropbox = [100, 100, 400, 500]
        page.obj.Rotate = rotate
        pdf.save(tmp_path / "turned.pdf")
    seen = drawn(tmp_path / "turned.pdf")
    height, width = seen.shape
    target = made / f"rotate{rotate}.pdf"
    make(tmp_path / "turned.pdf", PDF, [readings.reading(1, one_line(width, height))], target)
    with pikepdf.open(target) as pdf:
        assert [float(value) for value in pdf.pages[0].mediabox] == [0, 0, width, height]
        assert "/Rotate" not in pdf.pages[0].obj
    assert np.abs(drawn(target).astype(int) - seen).max() < 64
    assert extracted(target).strip() == "Cộng hòa xã hội chủ nghĩa Việt Nam"


def scan_with_layer(path: Path, layer: bytes, *, before: bool = False) -> Path:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(400, 600))
        out = io.BytesIO()
        marked_page().save(out, "JPEG")
        scan = pdf.make_stream(out.getvalue())
        for key, value in {
            "Type": pikepdf.Name.XObject,
            "Subtype": pikepdf.Name.Image,
            "Width": 400,
            "Height": 600,
            "BitsPerComponent": 8,
            "ColorSpace": pikepdf.Name.DeviceRGB,
            "Filter": pikepdf.Name.DCTDecode,
        }.items():
            scan[f"/{key}"] = value
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(XObject={"/S": scan}, Font={"/F": font})
        picture = b"q 400 0 0 600 0 0 cm /S Do Q\n"
        page.obj.Contents = pdf.make_stream(layer + picture if before else picture + layer)
        pdf.save(path)
    return path


@pytest.mark.parametrize(
    ("layer", "before"),
    [
        (b"BT 3 Tr /F 12 Tf 50 50 Td (CONG HOA XA HQI) Tj ET", False),
        (b"BT /F 12 Tf 50 50 Td (CONG HOA XA HQI) Tj ET\n", True),
        (b"3 Tr q BT /F 12 Tf 50 50 Td [(CONG) 20 (HOA XA HQI)] TJ ET Q", False),
    ],
)
def test_a_garbage_layer_goes_and_the_scan_stays(made: Path, tmp_path: Path, layer: bytes, *, before: bool) -> None:
    source = scan_with_layer(tmp_path / "scan.pdf", layer, before=before)
    target = made / f"garbage{len(layer)}.pdf"
    result = make(source, PDF, [readings.reading(1, one_line(400, 600), layer=TextLayer.GARBAGE)], target)
    assert extracted(target).strip() == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert image_bytes(target) == image_bytes(source)
    assert result.findings == ()


def test_a_visible_stamp_on_a_scan_stays_visible(made: Path, tmp_path: Path) -> None:
    stamp = b"BT 1 0 0 rg /F 20 Tf 200 300 Td (SAO Y) Tj ET\nBT 3 Tr /F 9 Tf 50 50 Td (rubbish) Tj ET"
    source = scan_with_layer(tmp_path / "scan.pdf", stamp)
    target = made / "stamp.pdf"
    result = make(source, PDF, [readings.reading(1, one_line(400, 600), layer=TextLayer.GARBAGE)], target)
    assert np.abs(drawn(target).astype(int) - drawn(source)).mean() < 0.5
    assert "rubbish" not in extracted(target)
    assert [finding.code for finding in result.findings] == ["pdfa.fonts_supplied"]
    assert result.level == "2u"


def test_the_same_input_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    source = scan_with_layer(tmp_path / "scan.pdf", b"BT /F 12 Tf 50 50 Td (stamp) Tj ET")
    pages = [readings.reading(1, one_line(400, 600), angle=1.0)]
    for name in ("one.pdf", "two.pdf"):
        make(source, PDF, pages, made / name)
    assert (made / "one.pdf").read_bytes() == (made / "two.pdf").read_bytes()


def test_forms_scripts_and_attachments_go_and_a_finding_says_so(made: Path, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(400, 600))
        look = pdf.make_stream(b"0 0 1 rg 0 0 50 20 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = [0, 0, 50, 20]
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T="Signature1",
                V=pikepdf.Dictionary(Type=pikepdf.Name.Sig),
                Rect=[100, 100, 150, 120],
                F=132,
                AP=pikepdf.Dictionary(N=look),
            )
        )
        page.obj.Annots = [field]
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"attached")
        pdf.save(tmp_path / "signed.pdf")
    target = made / "signed.pdf"
    result = make(tmp_path / "signed.pdf", PDF, [readings.kept(1, 400, 600)], target)
    assert [finding.code for finding in result.findings] == ["pdfa.attachments_left_out", "pdfa.signature_not_carried"]
    assert (drawn(target)[485:495, 110:140] < 128).all()
    assert b"app.alert" not in target.read_bytes()


def test_a_page_that_cannot_be_pdfa_is_shown_as_a_picture_and_its_neighbour_is_not(made: Path, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for colour in (b"0 0 0 1 k", b"0 g"):  # CMYK has no meaning beside an sRGB output intent
            page = pdf.add_blank_page(page_size=(400, 600))
            page.obj.Contents = pdf.make_stream(colour + b" 100 100 50 50 re f")
        pdf.save(tmp_path / "cmyk.pdf")
    target = made / "pictured.pdf"
    pages = [
        readings.reading(1, one_line(400, 600), layer=TextLayer.GOOD, engine="text-layer"),
        readings.kept(2, 400, 600),
    ]
    result = make(tmp_path / "cmyk.pdf", PDF, pages, target)
    assert [(finding.code, finding.where) for finding in result.findings] == [("pdfa.page_rendered", "1")]
    assert extracted(target).strip() == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert len(image_bytes(target)) == 1
    assert np.abs(drawn(target).astype(int) - drawn(tmp_path / "cmyk.pdf")).mean() < 1


IMAGES = {
    "gray.png": ("image/png", lambda path: save(marked_page(mode="L"), path)),
    "bilevel.png": ("image/png", lambda path: save(marked_page(mode="1"), path)),
    "palette.png": ("image/png", lambda path: save(marked_page().quantize(8), path)),
    "alpha.png": ("image/png", lambda path: save(marked_page(mode="RGBA"), path)),
    "wide.png": (
        "image/png",
        lambda path: save(Image.fromarray(np.array(marked_page(mode="L"), np.uint16) * 257), path),
    ),
    "cmyk.jpg": ("image/jpeg", lambda path: save(marked_page().convert("CMYK"), path)),
    "gray.jpg": ("image/jpeg", lambda path: save(marked_page(mode="L"), path)),
    "turned.jpg": (
        "image/jpeg",
        lambda path: save(marked_page().transpose(Image.Transpose.ROTATE_90), path, exif=exif(6)),
    ),
    "g4.tif": ("image/tiff", lambda path: save(marked_page(mode="1"), path, compression="group4")),
    "lzw.tif": ("image/tiff", lambda path: save(marked_page(), path, compression="tiff_lzw")),
    "jpeg.tif": ("image/tiff", lambda path: save(marked_page(), path, compression="jpeg")),
    "turned.tif": (
        "image/tiff",
        lambda path: save(
            marked_page(mode="1").transpose(Image.Transpose.ROTATE_90), path, compression="group4", tiffinfo={274: 6}
        ),
    ),
    "rgb.jp2": ("image/jp2", lambda path: save(marked_page(), path)),
    "palette.gif": ("image/gif", lambda path: save(marked_page().quantize(8), path)),
    "rgb.bmp": ("image/bmp", lambda path: save(marked_page(), path)),
    "rgb.webp": ("image/webp", lambda path: save(marked_page(), path, lossless=True)),
    # Colours multiplied by their opacity, as libtiff's own sample has them: tag 338 says 1.
    "premultiplied.tif": ("image/tiff", lambda path: save(marked_page().convert("LA"), path, tiffinfo={338: 1})),
}
CONVERTED = {"alpha.png", "wide.png", "cmyk.jpg", "palette.gif", "rgb.bmp", "rgb.webp", "premultiplied.tif"}


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[274] = orientation
    return tags


@pytest.mark.parametrize("name", IMAGES)
def test_every_kind_of_image_is_shown_as_it_is(made: Path, tmp_path: Path, name: str) -> None:
    media_type, write = IMAGES[name]
    source = write(tmp_path / name)
    target = made / f"{name}.pdf"
    result = make(source, media_type, [readings.reading(1, one_line(400, 600))], target)
    assert np.abs(drawn(target).astype(int) - np.array(marked_page(mode="L"))).mean() < 1.5
    assert [finding.code for finding in result.findings] == (["pdfa.image_converted"] if name in CONVERTED else [])
    if name == "rgb.jp2":
        assert image_bytes(target) == [source.read_bytes()]
    if name == "g4.tif":
        assert image_bytes(target)[0] in source.read_bytes()


def test_a_tiff_of_many_pages_is_a_pdf_of_many_pages(made: Path, tmp_path: Path) -> None:
    first = marked_page(mode="1")
    first.save(
        tmp_path / "a.tif", compression="tiff_lzw", save_all=True, append_images=[marked_page(), marked_page(mode="L")]
    )
    pages = [readings.reading(number, one_line(400, 600, f"Trang thứ {number} của văn bản")) for number in (1, 2, 3)]
    assert make(tmp_path / "a.tif", "image/tiff", pages, made / "many.pdf").page_count == 3
    assert [extracted(made / "many.pdf", page).strip() for page in (1, 2, 3)] == [
        f"Trang thứ {number} của văn bản" for number in (1, 2, 3)
    ]


def test_a_fax_that_viewers_misread_is_found_out(tmp_path: Path) -> None:
    source = save(marked_page(mode="1"), tmp_path / "a.tif", compression="group4")
    with Image.open(source) as image:
        start, length = image.tag_v2[273][0], image.tag_v2[279][0]  # type: ignore[attr-defined]  a TIFF has them
    strip = source.read_bytes()[start : start + length]
    right = group4(strip, 400, 600, white_is_zero=False)
    with Image.open(source) as image:
        assert drawn_alike(right, image)
        assert not drawn_alike(replace(right, data=strip[::-1]), image)
        assert not drawn_alike(group4(strip, 400, 600, white_is_zero=True), image)


def test_a_font_that_shows_only_an_empty_string_is_embedded_too(made: Path, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(400, 600))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(b"BT /F 12 Tf () Tj ET")
        pdf.save(tmp_path / "empty.pdf")
    result = make(tmp_path / "empty.pdf", PDF, [readings.kept(1, 400, 600)], made / "empty.pdf")
    assert [finding.code for finding in result.findings] == ["pdfa.fonts_supplied"]


def test_a_page_tree_without_parents_and_count_is_mended(made: Path, tmp_path: Path) -> None:
    source = tmp_path / "tree.pdf"
    source.write_bytes(
        b"%PDF-1.3\n1 0 obj << /Pages 2 0 R /Type /Catalog >> endobj\n2 0 obj << /Kids [3 0 R] /Type /Pages >> endobj\n"
        b"3 0 obj << /Type /Page /MediaBox [0 0 400 600] >> endobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )
    assert make(source, PDF, [readings.kept(1, 400, 600)], made / "tree.pdf").page_count == 1


def test_what_no_pdfa_can_be_made_of_is_refused_with_a_code(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    half = tmp_path / "half.png"
    half.write_bytes(save(marked_page(), tmp_path / "whole.png").read_bytes()[:120])
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    refusals = []
    for source, kind in ((broken, PDF), (half, "image/png"), (tmp_path / "locked.pdf", PDF), (broken, "text/plain")):
        with pytest.raises((Damaged, InvalidInput)) as refusal:
            make(source, kind, [], tmp_path / "out.pdf")
        refusals.append(refusal.value.code)
    assert refusals == [
        "pdfa.source_cannot_be_opened",
        "pdfa.source_cannot_be_opened",
        "pdfa.source_encrypted",
        "pdfa.type_not_made",
    ]
    assert not (tmp_path / "out.pdf").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"broken.pdf", "half.png", "whole.png", "locked.pdf"}


def test_mix_of_twenty_synthetic_scans(made: Path, shared_data: Path) -> None:
    """Words with their marks, in order: at most half a percent of the characters given are lost."""
    folder = shared_data / "synthetic"
    truth, names = readings.truth(folder), json.loads((folder / "mix20.json").read_text())
    source = folder / "mix20.pdf"
    with pikepdf.open(source) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sizes = [next((int(item.Width), int(item.Height)) for item in page.images.values()) for page in pdf.pages]
    pages = [
        readings.synthetic_reading(number, truth[name], *size)
        for number, (name, size) in enumerate(zip(names, sizes, strict=True), start=1)
    ]
    target = made / "mix20.pdf"
    result = make(source, PDF, pages, target)
    assert (result.level, result.findings) == ("2u", ())
    assert sorted(image_bytes(target)) == sorted(image_bytes(source))
    assert (target.stat().st_size - source.stat().st_size) / len(pages) <= 6 * 1024
    wrong = letters = 0
    for number, page in enumerate(pages, start=1):
        given = [line.text for line in page.text.lines]
        got = extracted(target, number)
        # Columns may be read in another order: compare line by line, each where it is found.
        lines = {line.strip() for line in got.splitlines()}
        for text in given:
            letters += len(text)
            wrong += 0 if text in lines or text in got else min(Levenshtein.distance(text, line) for line in lines)
    assert wrong / letters <= 0.005


def test_verapdf_finds_nothing_in_what_was_made(made: Path) -> None:
    """Last in the file: judges everything that the tests above made, at the level they claim."""
    files = sorted(made.glob("*.pdf"))
    assert files
    assert check(files, "2u") == []
