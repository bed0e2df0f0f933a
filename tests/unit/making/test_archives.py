from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from PIL import Image

from ocr.page_archive import PageArchive, write_page_archive
from ocr.page_pictures import read_picture, write_page_pictures
from ocr.pdfa.make_assets import invisible_font, srgb_profile
from ocr.words_archive import read_reading, read_words, write_words_archive
from records.errors import Damaged, NotFound, Sentence
from records.findings import refusal
from records.identifiers import PageNumber
from records.page_text import Box, Line, PageText, Word
from tests.unit.making import readings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"


def ranges(path: Path, asked: list[tuple[int, int]] | None = None) -> Callable[[int, int], bytes]:
    content = path.read_bytes()

    def read(start: int, length: int) -> bytes:
        if asked is not None:
            asked.append((start, length))
        return content[start : start + length]

    return read


def text(number: int) -> PageText:
    words = (Word("Số:", Box(72, 72, 90, 84), 0.9), Word(f"{number}/QĐ-<&\"'>", Box(93, 72, 150, 84), 0.5))
    return PageText(width=595.28, height=841.89, lines=(Line(words),) if number != 2 else ())


@pytest.fixture
def words(tmp_path: Path) -> Path:
    pages = [readings.reading(number, text(number)) for number in (1, 2, 3)]
    write_words_archive(pages, "quyết định & phụ lục.pdf", tmp_path / "words.zip")
    return tmp_path / "words.zip"


def test_a_page_of_words_is_read_by_ranges_alone(words: Path) -> None:
    asked: list[tuple[int, int]] = []
    assert read_words(PageArchive(ranges(words, asked)), PageNumber(3)) == text(3)
    assert read_words(PageArchive(ranges(words)), PageNumber(2)).lines == ()
    assert len(asked) <= 3
    assert sum(length for _, length in asked) < words.stat().st_size / 2


def test_page_after_page_the_index_is_read_once(words: Path) -> None:
    asked: list[tuple[int, int]] = []
    archive = PageArchive(ranges(words, asked))
    assert [read_words(archive, PageNumber(number)) for number in (1, 3)] == [text(1), text(3)]
    assert len(asked) == 4


def test_any_zip_program_opens_the_archive(words: Path) -> None:
    assert subprocess.run(["unzip", "-tq", str(words)], check=False, capture_output=True).returncode == 0
    with zipfile.ZipFile(words) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:3] == ["index.json", "page-0001.words.json", "page-0001.alto.xml"]
        assert all(member.compress_type == zipfile.ZIP_STORED for member in archive.infolist())


def test_alto_says_the_same_in_twelve_hundredths_of_an_inch(words: Path) -> None:
    with zipfile.ZipFile(words) as archive:
        root = ET.fromstring(archive.read("page-0001.alto.xml"))
    assert root.findtext(f"{ALTO}Description/{ALTO}MeasurementUnit") == "inch1200"
    assert root.findtext(f".//{ALTO}fileName") == "quyết định & phụ lục.pdf"
    strings = list(root.iter(f"{ALTO}String"))
    assert [item.get("CONTENT") for item in strings] == ["Số:", "1/QĐ-<&\"'>"]
    assert [strings[0].get(key) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT", "WC")] == [
        "1200",
        "1200",
        "300",
        "200",
        "0.9000",
    ]


def test_the_same_words_give_the_same_archive(words: Path, tmp_path: Path) -> None:
    pages = [readings.reading(number, text(number)) for number in (1, 2, 3)]
    write_words_archive(pages, "quyết định & phụ lục.pdf", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == words.read_bytes()


def test_a_reading_comes_back_whole(tmp_path: Path) -> None:
    given = [
        replace(
            readings.reading(number, text(number), turns=number, angle=0.25, engine="máy+1"),
            barcodes=("H15.1",),
            marks=(Line((Word("ĐẾN", Box(400, 20, 440, 32), 0.5),)),),
            findings=(refusal("page.unsure", "Không chắc.", "Unsure.", Sentence("Xem.", "Look."), where="1"),),
        )
        for number in (1, 2)
    ]
    write_words_archive(given, "x.pdf", tmp_path / "words.zip")
    assert [read_reading(PageArchive(ranges(tmp_path / "words.zip")), PageNumber(number)) for number in (1, 2)] == given


def test_an_archive_of_an_older_version_keeps_no_readings(tmp_path: Path) -> None:
    write_page_archive(tmp_path / "words.zip", ["page-0001.words.json"], [text(1).to_json()])
    assert read_words(PageArchive(ranges(tmp_path / "words.zip")), PageNumber(1)) == text(1)
    with pytest.raises(NotFound) as absent:
        read_reading(PageArchive(ranges(tmp_path / "words.zip")), PageNumber(1))
    assert absent.value.code == "page.not_found"


def test_a_page_that_is_not_there_and_an_archive_that_is_none(words: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound) as absent:
        read_words(PageArchive(ranges(words)), PageNumber(4))
    assert absent.value.code == "page.not_found"
    (tmp_path / "none").write_bytes(words.read_bytes()[:60])
    (tmp_path / "empty").write_bytes(b"")
    for name in ("none", "empty"):
        with pytest.raises(Damaged) as damaged:
            read_words(PageArchive(ranges(tmp_path / name)), PageNumber(1))
        assert damaged.value.code == "page_archive.damaged"


def test_page_pictures_show_the_page_in_two_sizes(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for colour in (b"1 0 0 rg", b"0 0 1 rg"):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Contents = pdf.make_stream(colour + b" 0 421 595 421 re f")
        pdf.save(tmp_path / "a.pdf")
    write_page_pictures(tmp_path / "a.pdf", tmp_path / "pictures.zip")
    read = ranges(tmp_path / "pictures.zip")
    large = Image.open(io.BytesIO(read_picture(PageArchive(read), PageNumber(1), small=False)))
    small = Image.open(io.BytesIO(read_picture(PageArchive(read), PageNumber(2), small=True)))
    assert (large.format, large.size, small.size) == ("WEBP", (1240, 1755), (240, 340))
    assert large.getpixel((600, 400))[0] > 200
    assert small.getpixel((120, 80))[2] > 200
    assert large.getpixel((600, 1400)) == pytest.approx((255, 255, 255), abs=4)


def test_pictures_of_a_broken_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(Damaged):
        write_page_pictures(tmp_path / "a.pdf", tmp_path / "pictures.zip")
    assert not (tmp_path / "pictures.zip").exists()


def test_the_shipped_assets_are_what_their_script_makes() -> None:
    assert files("ocr.pdfa").joinpath("invisible.ttf").read_bytes() == invisible_font()
    assert files("ocr.pdfa").joinpath("srgb.icc").read_bytes() == srgb_profile()
