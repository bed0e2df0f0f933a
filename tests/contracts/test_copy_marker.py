"""Copies with their mark: every page carries it as it is read, whatever its size and however it is turned."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from adapters.copy_marker.pdf import PdfCopyMarker
from archive.use.mark import CopyMark
from records.errors import Damaged
from tests.contracts.use_office import pdf_of, white_page, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.use.ports import CopyMarker

pytestmark = pytest.mark.law("R31")
MARK = CopyMark(corner="BẢN SAO", foot=("UBND phường An Nghiệp", "Yêu cầu YC-2026-0001 · Nguyễn Văn Bảy"))


@pytest.fixture(params=[PdfCopyMarker])
def marker(request: pytest.FixtureRequest) -> CopyMarker:
    made: CopyMarker = request.param()
    return made


def copied(marker: CopyMarker, documents: Sequence[bytes], mark: CopyMark = MARK) -> bytes:
    out = BytesIO()
    number = marker.write([BytesIO(one) for one in documents], mark, "Bản sao YC-2026-0001", out)
    with pikepdf.Pdf.open(BytesIO(out.getvalue())) as made:
        assert len(made.pages) == number
        assert str(made.docinfo["/Title"]) == "Bản sao YC-2026-0001"
    return out.getvalue()


def changed(pdf: bytes, **keys: Any) -> bytes:
    """The same file with these keys on its first page."""
    out = BytesIO()
    with pikepdf.Pdf.open(BytesIO(pdf)) as opened:
        for name, value in keys.items():
            opened.pages[0].obj[f"/{name}"] = value
        opened.save(out)
    return out.getvalue()


def red_at(pdf: bytes) -> list[tuple[float, float]]:
    """Where the red of the mark stands on the first page as shown: shares of width and height from the top left."""
    with pypdfium2.PdfDocument(pdf) as opened:
        picture = opened[0].render(scale=2).to_numpy().astype(int)
    return _red(picture[..., 2::-1])


def _red(picture: np.ndarray[Any, Any]) -> list[tuple[float, float]]:
    red, green, blue = picture[..., 0], picture[..., 1], picture[..., 2]
    rows, columns = np.nonzero((red - green > 60) & (red - blue > 60))
    height, width = red.shape
    return [(column / width, row / height) for row, column in zip(rows, columns, strict=True)]


def test_pages_come_in_order_with_their_words_and_the_mark(marker: CopyMarker) -> None:
    pages = words_of(copied(marker, [pdf_of("mot", "hai"), pdf_of("ba")]))
    for page, words in zip(pages, ("mot", "hai", "ba"), strict=True):
        assert words in page
        assert MARK.corner in page
        assert all(line in page for line in MARK.foot)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_mark_is_top_right_and_bottom_centre_as_the_page_is_shown(marker: CopyMarker, turned: int) -> None:
    at = red_at(copied(marker, [changed(pdf_of("mot"), Rotate=turned)]))
    corner = [(x, y) for x, y in at if y < 0.5]
    foot = [(x, y) for x, y in at if y >= 0.5]
    assert corner
    assert foot
    assert min(x for x, _ in corner) > 0.7
    assert max(y for _, y in corner) < 0.1
    assert min(y for _, y in foot) > 0.85
    assert abs((min(x for x, _ in foot) + max(x for x, _ in foot)) / 2 - 0.5) < 0.02


@pytest.mark.parametrize("size", [(200, 120), (842, 595), (2384, 3370)])
def test_pages_of_every_size_carry_it_whole(marker: CopyMarker, size: tuple[float, float]) -> None:
    (page,) = words_of(copied(marker, [pdf_of("mot", size=size)]))
    assert MARK.corner in page
    assert all(line in page for line in MARK.foot)
    assert red_at(copied(marker, [pdf_of("mot", size=size)]))


def test_a_page_that_shows_a_part_of_itself_is_marked_on_that_part(marker: CopyMarker) -> None:
    at = red_at(copied(marker, [changed(pdf_of("mot"), CropBox=pikepdf.Array([100, 200, 500, 700]))]))
    assert [1 for x, y in at if x > 0.7 and y < 0.1]
    assert [1 for _, y in at if y > 0.85]


def test_a_name_longer_than_the_page_is_made_smaller_not_cut(marker: CopyMarker) -> None:
    long = CopyMark(corner="BẢN SAO", foot=("Nguyễn Văn " + "A" * 300,))
    (page,) = words_of(copied(marker, [pdf_of("mot")], long))
    assert "A" * 300 in page.replace("\r\n", "")


def test_what_lies_under_the_mark_does_not_hide_it(marker: CopyMarker) -> None:
    black = BytesIO()
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(black, pagesize=(595, 842))
    canvas.rect(0, 0, 595, 842, fill=1)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(copied(marker, [black.getvalue()])) as opened:
        picture = opened[0].render(scale=1).to_numpy()
    assert picture[-40:, 200:400].max() > 200
    assert red_at(copied(marker, [black.getvalue()]))


def test_what_is_no_pdf_is_damaged_and_nothing_is_given(marker: CopyMarker) -> None:
    with pytest.raises(Damaged, match=r"use\.copy_unreadable"):
        marker.write([BytesIO(pdf_of("mot")), BytesIO(b"x" * 2000)], MARK, "a", BytesIO())


@pytest.mark.parametrize("size", [(1240, 1754), (1240, 400), (620, 877)])
def test_a_page_to_be_read_carries_its_mark_in_the_picture(marker: CopyMarker, size: tuple[int, int]) -> None:
    marked = marker.write_picture(white_page(*size), MARK)
    with Image.open(BytesIO(marked)) as opened:
        assert (opened.format, opened.size) == ("WEBP", size)
        picture = np.asarray(opened.convert("RGB")).astype(int)
    at = _red(picture)
    assert [1 for x, y in at if x > 0.7 and y < 0.3]
    foot = [x for x, y in at if y > 0.7]
    assert abs((min(foot) + max(foot)) / 2 - 0.5) < 0.03
    assert not [1 for _, y in at if 0.4 < y < 0.6]


def test_what_is_no_picture_is_damaged(marker: CopyMarker) -> None:
    with pytest.raises(Damaged, match=r"use\.copy_unreadable"):
        marker.write_picture(b"x" * 100, MARK)
