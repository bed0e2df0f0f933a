"""Broken, encrypted, huge, empty and wrongly named files among good ones: each refused, the rest done."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.installation import Installation

pytestmark = pytest.mark.timeout(600)


def small_scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (827, 1169), 255).save(out, "JPEG", dpi=(100, 100))
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims its size in 60 bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="bí mật", owner="chủ"))
    return out.getvalue()


CASES = {
    "hỏng.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catal", "file.broken"),
    "mật khẩu.pdf": (encrypted_pdf(), "file.encrypted"),
    "khổng lồ.png": (png_of(60_000, 60_000), "file.pixels_too_many"),
    "rỗng.pdf": (b"", "file.empty"),
    "chạy.pdf": (b"MZ" + bytes(500), "file.type_unsupported"),
    "trang web.pdf": (b"<!doctype html><title>x</title>", "file.type_unsupported"),
    "cụt.jpg": (small_scan()[:400], "file.broken"),
    "quá to.pdf": (b"%PDF-1.7\n" + bytes(3_000_000), "file.too_large"),
}
GOOD = {"tốt/1.jpg": small_scan(), "tốt/thực ra là ảnh.pdf": small_scan() + b"\n"}


@pytest.fixture(scope="module")
def archive(profile: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    for name, content in {**{k: v[0] for k, v in CASES.items()}, **GOOD}.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with installation_of(profile, folder / "data", max_file_bytes="2000000", language="en") as installation:
        installation.run("ingest", str(folder / "in"), expect=(3,))
        yield installation


def test_each_is_refused_with_its_code_and_a_way_out(archive: Installation) -> None:
    files = {f["name"]: f for f in archive.json("status", "last", expect=(3,))["files"]}
    assert set(files) == {*CASES, *GOOD}
    for name, (_, code) in CASES.items():
        finding = files[name]["findings"][0]
        assert (files[name]["state"], finding["code"]) == ("refused", code), name
        for sentence in (finding["says"], finding["hint"]):
            assert sentence["vi"], name
            assert sentence["en"], name


def test_the_rest_of_the_batch_is_done(archive: Installation) -> None:
    status = archive.json("status", "last", expect=(3,))
    files = {f["name"]: f for f in status["files"]}
    for name in GOOD:
        assert files[name]["document_state"] == "indexed", name
    assert "file.name_mismatch" in {f["code"] for f in files["tốt/thực ra là ảnh.pdf"]["findings"]}
    assert status["failed_steps"] == []
    assert status["batch"]["finished"]
    archive.run("verify")
