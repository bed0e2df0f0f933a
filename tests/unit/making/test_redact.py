"""A redacted copy has nothing of what was masked: in no object, in no text, in no pixel."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from ocr import redact
from ocr.covers import paint
from ocr.make_pdfa import DocumentInformation, make_pdfa
from ocr.redact import make_redacted_copy, preview
from records.errors import VankhoError
from records.page_text import Box, Line, PageText, Word
from tests.unit.making import readings
from tests.verapdf import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.law("R35")

SIZE = (595.0, 842.0)
NAME, NUMBER = "Nguyễn Văn Ỷ", "001085012389"
KEPT = "Công hòa xã hội"
ABOUT = DocumentInformation(
    title="Bản đã che",
    identifier="urn:uuid:0192f0c8-7a4e-7cc1-9d5f-3d1e8a6b2f11",
    created=datetime(2026, 3, 4, 8, 30, tzinfo=UTC),
    source="urn:uuid:0192f0c8-7a4e-7cc1-9d5f-3d1e8a6b2f10",
)
PLACES = ((KEPT, 100.0), (f"ông {NAME}", 200.0), (f"CCCD {NUMBER}", 300.0))
"""Lines of a page and how far from the top they stand."""
BOXES = {1: (Box(140, 195, 420, 220), Box(140, 295, 420, 320))}


def _line(words: str, top: float) -> Line:
    placed, left = [], 90.0
    for word in words.split():
        width = 9.0 * len(word)
        placed.append(Word(word, Box(left, top, left + width, top + 16), 0.9))
        left += width + 9
    return Line(tuple(placed))


def _page(*lines: tuple[str, float]) -> PageText:
    return PageText(width=SIZE[0], height=SIZE[1], lines=tuple(_line(*each) for each in lines))


def _scan(page: PageText, folder: Path, name: str, *, coloured: bool = False) -> Path:
    """Ink where the words stand, and a coloured stamp beside them."""
    image = Image.new("RGB", (1654, 2339), "white")
    draw, scale = ImageDraw.Draw(image), 1654 / SIZE[0]
    for word in page.words:
        x0, y0, x1, y1 = (value * scale for value in (word.box.x0, word.box.y0, word.box.x1, word.box.y1))
        for at in np.arange(x0, x1, 9):
            draw.line((at, y0, at, y1), fill="black", width=3)
    if coloured:
        draw.ellipse((900, 1500, 1300, 1900), outline="red", width=12)
    image.save(folder / name, dpi=(200, 200))
    return folder / name


@pytest.fixture(scope="module")
def pages() -> list[PageText]:
    return [_page(*PLACES), _page((KEPT, 100.0), ("trang hai", 200.0))]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory, pages: list[PageText]) -> Path:
    """A PDF/A of two scanned pages, and hidden in it everything a file can hide."""
    folder = tmp_path_factory.mktemp("master")
    scans = [_scan(page, folder, f"{at}.png", coloured=at == 1) for at, page in enumerate(pages)]
    bound, plain = folder / "bound.tif", folder / "plain.pdf"
    images = [Image.open(each).convert("RGB") for each in scans]
    images[0].save(bound, save_all=True, append_images=images[1:], dpi=(200, 200))
    said = [readings.reading(number, page) for number, page in enumerate(pages, start=1)]
    make_pdfa(bound, "image/tiff", said, readings.about(f"Đơn của {NAME}"), plain)
    target = folder / "master.pdf"
    with pikepdf.open(plain) as pdf:
        pdf.attachments["don.txt"] = pikepdf.AttachedFileSpec(pdf, f"Đơn của {NAME}, {NUMBER}".encode())
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(NAME, 0))
        first = pdf.pages[0]
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("ten"),
            V=pikepdf.String(NAME),
            Contents=pikepdf.String(NUMBER),
            Rect=[100, 100, 200, 120],
        )
        field = pdf.make_indirect(note)
        first.obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], NeedAppearances=True)
        pdf.Root.Names[pikepdf.Name.Dests] = pikepdf.Dictionary(Names=[pikepdf.String(NAME), first.obj])
        pdf.Root.PieceInfo = pikepdf.Dictionary(X=pikepdf.Dictionary(Private=pikepdf.String(NUMBER)))
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [NAME]
        pdf.docinfo["/Author"] = NAME
        pdf.save(target)
    return target


@pytest.fixture(scope="module")
def copy(master: Path, pages: list[PageText], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("copy") / "copy.pdf"
    made = make_redacted_copy(master, pages, BOXES, ABOUT, target)
    assert (made.level, made.page_count) == ("2u", 2)
    return target


def _everything(path: Path) -> Iterator[bytes]:
    """The file as it lies, and every string and stream of it, unpacked."""
    yield path.read_bytes()
    with pikepdf.open(path) as pdf:
        found = [pdf.trailer, *pdf.objects]
        while found:
            one = found.pop()
            if isinstance(one, pikepdf.Stream):
                try:
                    yield one.read_bytes()
                except pikepdf.PdfError:
                    yield one.read_raw_bytes()
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                found += [value for key, value in one.items() if key != "/Parent" and not _indirect(value)]
            elif isinstance(one, pikepdf.Array):
                found += [value for value in one if not _indirect(value)]
            elif isinstance(one, pikepdf.String):
                yield bytes(one)


def _indirect(value: object) -> bool:
    return isinstance(value, pikepdf.Object) and bool(value.is_indirect)


def _spellings(word: str) -> list[bytes]:
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    plain = [form.encode(code) for form in forms for code in ("utf-8", "utf-16-be", "utf-16-le")]
    return plain + [each.hex().encode() for each in plain] + [each.hex().upper().encode() for each in plain]


def _holds(path: Path, *words: str) -> list[str]:
    everything = list(_everything(path))
    return [word for word in words if any(each in piece for piece in everything for each in _spellings(word))]


def _text(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _drawn(path: Path, page: int, scale: float = 200 / 72) -> np.ndarray:
    document = pypdfium2.PdfDocument(path)
    try:
        return np.array(document[page].render(scale=scale, rev_byteorder=True).to_pil().convert("L")).astype(int)
    finally:
        document.close()


def test_the_master_hides_it_in_every_place_that_is_looked_into(master: Path) -> None:
    assert _holds(master, NAME, NUMBER) == [NAME, NUMBER]
    assert NUMBER in _text(master)[0]


def test_no_object_of_the_copy_holds_a_word_that_was_masked(copy: Path) -> None:
    assert _holds(copy, NAME, NUMBER, "Nguyễn", NUMBER[:6], "Đơn của") == []
    with pikepdf.open(copy) as pdf:
        assert not {"/Names", "/Outlines", "/AcroForm", "/PieceInfo", "/AF"} & set(pdf.Root.keys())
        assert not [page for page in pdf.pages if "/Annots" in page.obj]
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer", "/CreationDate", "/ModDate"}
        fonts = {str(one.get("/BaseFont")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)} - {"None"}
        assert fonts == {"/VankhoInvisible"}
        # The font knows the signs alone that are left: not even a rare letter of a name stays.
        maps = [
            one.ToUnicode.read_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one
        ]
    assert maps
    assert not [each for each in maps if b"1EF6" in each.upper() or b"<0039>" in each]  # Ỷ, 9


def test_the_text_of_the_copy_is_the_words_outside_the_boxes(copy: Path) -> None:
    first, second = (re.sub(r"\s+", " ", each).strip() for each in _text(copy))
    # Words that a box only touches are gone too: the first of the name begins before its box.
    assert first == f"{KEPT} ông CCCD"
    assert second == f"{KEPT} trang hai"


def test_pixels_in_the_boxes_are_one_black_and_those_outside_are_as_before(master: Path, copy: Path) -> None:
    before, after = _drawn(master, 0), _drawn(copy, 0)
    assert before.shape == after.shape
    scale, beside = 200 / 72, np.ones_like(before, dtype=bool)
    for box in BOXES[1]:
        left, top, right, bottom = (round(value * scale) for value in (box.x0, box.y0, box.x1, box.y1))
        inside = after[top + 8 : bottom - 8, left + 8 : right - 8]
        assert before[top:bottom, left:right].std() > 20, "there was ink"
        assert inside.max() <= 24
        assert inside.std() < 4
        # To the last pixel of the box nothing light is left.
        assert after[top:bottom, left:right].max() <= 90
        beside[top - 18 : bottom + 18, left - 18 : right + 18] = False
    outside = np.abs(before - after)[beside]
    assert outside.mean() < 2
    assert np.abs(_drawn(master, 1) - _drawn(copy, 1)).mean() < 2


def test_the_image_in_the_file_itself_has_lost_its_pixels(copy: Path) -> None:
    with pikepdf.open(copy) as pdf:
        images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert len(images) == 2
        first = Image.open(io.BytesIO(images[0].read_raw_bytes()))
        assert first.size == (1653, 2339)
        assert not first.getexif()
        across, down = first.width / SIZE[0], first.height / SIZE[1]
        for box in BOXES[1]:
            area = (box.x0 * across + 8, box.y0 * down + 8, box.x1 * across - 8, box.y1 * down - 8)
            assert max(np.asarray(first.convert("L").crop(tuple(map(round, area)))).flatten()) <= 24  # type: ignore[arg-type]  # four of them


def test_the_copy_is_pdfa_to_the_reference_validator(copy: Path) -> None:
    assert check([copy], "2u") == []


def test_the_same_order_gives_the_same_bytes(master: Path, pages: list[PageText], copy: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    make_redacted_copy(master, pages, BOXES, ABOUT, again)
    assert again.read_bytes() == copy.read_bytes()


@pytest.mark.parametrize("broken", ["paint", "words_outside"])
def test_a_copy_that_still_has_something_is_not_kept(
    master: Path, pages: list[PageText], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """The proof is no ornament: with either half of the removal taken away it refuses what was made."""
    kept = redact.words_outside
    if broken == "paint":
        monkeypatch.setattr(redact, "paint", lambda *_: None)
    else:
        # The maker alone forgets, which goes through the pages twice; whoever proves still knows what was to be left.
        making = iter([True] * 2 * len(pages))
        monkeypatch.setattr(
            redact, "words_outside", lambda page, boxes: page if next(making, False) else kept(page, boxes)
        )
    with pytest.raises(VankhoError) as caught:
        make_redacted_copy(master, pages, BOXES, ABOUT, tmp_path / "copy.pdf")
    assert caught.value.code == "redaction.not_removed"
    assert list(tmp_path.iterdir()) == []


def test_a_page_masked_whole_has_nothing_left(master: Path, pages: list[PageText], tmp_path: Path) -> None:
    target = tmp_path / "copy.pdf"
    make_redacted_copy(master, pages, {1: (Box(0, 0, *SIZE),)}, ABOUT, target)
    assert _text(target)[0].strip() == ""
    assert _drawn(target, 0, 1.0)[2:-2, 2:-2].max() <= 24


def test_other_pages_than_the_words_tell_of_are_refused(master: Path, pages: list[PageText], tmp_path: Path) -> None:
    for wrong in (pages[:1], [*pages, pages[0]]):
        with pytest.raises(ValueError, match="pages"):
            make_redacted_copy(master, wrong, BOXES, ABOUT, tmp_path / "copy.pdf")


def test_the_preview_shows_what_the_copy_will(pages: list[PageText]) -> None:
    out = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(out, "WEBP")
    seen = np.asarray(Image.open(io.BytesIO(preview(out.getvalue(), BOXES[1], *SIZE))).convert("L"))
    scale = 1240 / SIZE[0]
    for box in BOXES[1]:
        left, top, right, bottom = (round(value * scale) for value in (box.x0, box.y0, box.x1, box.y1))
        assert seen[top + 4 : bottom - 4, left + 4 : right - 4].max() < 40
    assert seen[: round(180 * scale)].min() > 200
    assert pages[0].width == SIZE[0]


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_painting_covers_every_pixel_that_a_box_touches(mode: str) -> None:
    image = Image.new(mode, (100, 100), 1 if mode == "1" else "white")
    paint(image, [Box(10.2, 10.2, 20.7, 20.7)], 100, 100)
    dark = np.argwhere(np.asarray(image.convert("L")) == 0)
    assert dark.min() <= 10
    assert dark.max() >= 21
