"""Failure: pages that unpack to gigabytes, or take for ever, cost themselves and nothing else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(900)
_STROKE = b"0 0 m 9 9 l S\n"


def bomb(strokes: int, *, page: int = 2) -> bytes:
    """A PDF of some 100 KB: one of its two pages unpacks to ``strokes`` lines, the other says a word."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        first, second = pdf.add_blank_page(page_size=(595, 842)), pdf.add_blank_page(page_size=(595, 842))
        bad, good = (first, second) if page == 1 else (second, first)
        bad.Contents = pdf.make_stream(_STROKE * strokes)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        good.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        good.Contents = pdf.make_stream(b"BT /F 24 Tf 72 700 Td (Trang hay) Tj ET")
        pdf.save(out, compress_streams=True)
    return out.getvalue()


def taken_in(folder: Path, content: bytes, **settings: str) -> tuple[Installation, dict[str, Any]]:
    """An installation that took in the bomb and a good picture, and the status of that batch."""
    (folder / "in").mkdir()
    (folder / "in" / "bomb.pdf").write_bytes(content)
    Image.new("L", (827, 1169), 255).save(folder / "in" / "good.jpg", dpi=(100, 100))
    installation = Installation(folder / "data", workers="1", lease_seconds="4", **settings)
    installation.run("ingest", str(folder / "in"), "--dossier-by", "file", expect=(0, 3))
    status = installation.json("status", "last", expect=(0, 3))
    assert status["failed_steps"] == []
    assert status["batch"]["finished"]
    assert next(file["document_state"] for file in status["files"] if file["name"] == "good.jpg") == "indexed"
    return installation, status


def check_that_only_the_page_is_lost(installation: Installation, status: dict[str, Any], code: str) -> None:
    file = next(file for file in status["files"] if file["name"] == "bomb.pdf")
    assert file["document_state"] == "indexed"
    shown = installation.json("show", file["dossier"])
    (document,) = shown["dossier"]["documents"]
    pages = shown["pages"][document["document"]]
    assert [page["state"] for page in pages] == ["kept", "unreadable"]
    assert pages[1]["findings"][0]["code"] == code
    assert pages[1]["findings"][0]["hint"]["vi"]
    # Of the whole no PDF/A can be made then: the original is kept, with the reason.
    assert document["pdfa_reason"] in {"", code}
    assert [hit["file_name"] for hit in installation.json("search", "Trang hay")["hits"]] == ["bomb.pdf"]


def test_a_page_that_unpacks_to_a_gigabyte_costs_itself(tmp_path: Path) -> None:
    installation, status = taken_in(tmp_path, bomb(4_000_000), step_memory_bytes=str(700 << 20))
    check_that_only_the_page_is_lost(installation, status, "step.too_much_memory")


def test_a_file_that_cannot_even_be_opened_is_refused_with_a_way_out(tmp_path: Path) -> None:
    _, status = taken_in(tmp_path, bomb(4_000_000, page=1), step_memory_bytes=str(700 << 20))
    file = next(file for file in status["files"] if file["name"] == "bomb.pdf")
    assert [finding["code"] for finding in file["findings"]] == ["file.cannot_be_checked", "step.too_much_memory"]
    assert file["state"] == "refused"
    assert all(finding["hint"]["vi"] for finding in file["findings"])
