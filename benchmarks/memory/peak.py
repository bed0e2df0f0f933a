"""Peak memory of site and workers together over a 200-page 300-dpi colour PDF: proportional set size.

Pages of libraries are divided among all processes that map them: beside other Python programs the same work seems to
take some 60 to 100 MiB less. A figure that counts is taken with no other on the machine.

usage: python -m benchmarks.memory.peak [PAGES]        2000 for a very long document: it must not grow with its pages
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pikepdf
import psutil
from PIL import Image

from benchmarks.record import Figure, record, shared_data

if TYPE_CHECKING:
    from collections.abc import Iterable

POLL_SECONDS = 0.25
PAGES = 200


def make_pdf(target: Path, data: Path, pages: int) -> None:
    """Colour JPEG scans of 300 dpi, every page's bytes its own so that no cache can help."""
    scans = sorted((data / "synthetic").glob("*clean300*.jpg"))
    pictures = (scans[number % len(scans)].read_bytes() for number in range(pages))
    # A JPEG comment makes the stream unique without touching a pixel.
    write_scan(target, (with_comment(content, f"page {number}") for number, content in enumerate(pictures)))


def with_comment(jpeg: bytes, words: str) -> bytes:
    """The same picture in other bytes."""
    comment = words.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]


def write_scan(target: Path, pictures: Iterable[bytes]) -> None:
    """A PDF of JPEG pictures, each a page of 300 dots an inch."""
    with pikepdf.new() as pdf:
        for content in pictures:
            with Image.open(io.BytesIO(content)) as image:
                width, height = image.size
                space = pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB
            stream = pikepdf.Stream(
                pdf,
                content,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=width,
                Height=height,
                ColorSpace=space,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            page = pdf.add_blank_page(page_size=(width * 72 / 300, height * 72 / 300))
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
            page.contents_add(f"q {width * 72 / 300} 0 0 {height * 72 / 300} 0 0 cm /Im0 Do Q".encode())
        pdf.save(target)


def family(process: psutil.Process) -> dict[str, float]:
    """PSS of a process and each of its children, in MiB, the largest first."""
    found = {}
    for member in [process, *process.children(recursive=True)]:
        try:
            found[f"{member.pid} {' '.join(member.cmdline()[2:4])}"] = member.memory_full_info().pss / 2**20
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = folder / "200-trang.pdf"
        make_pdf(source, shared_data(), pages)
        size = source.stat().st_size / 2**20
        environment = {
            **os.environ,
            "VANKHO_DATA": str(folder / "data"),
            "VANKHO_MAX_FILE_BYTES": str(8 << 30),
            "PYTHONUNBUFFERED": "1",
        }
        site = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
        )
        most: dict[str, float] = {}
        try:
            assert site.stdout is not None
            match = None
            while match is None:
                match = re.search(r"http://\S+", site.stdout.readline())
            url = match.group(0)
            time.sleep(1)
            batch = httpx.post(f"{url}/api/batches", json={"name": "memory", "dossier_by": "folder"}).json()["batch"]
            with source.open("rb") as content:
                httpx.put(
                    f"{url}/api/batches/{batch}/files", params={"name": source.name}, content=content, timeout=1200
                ).raise_for_status()
            httpx.post(f"{url}/api/batches/{batch}/seal").raise_for_status()
            process = psutil.Process(site.pid)
            finished = False
            while not finished:
                most = max(most, family(process), key=lambda shares: sum(shares.values()))
                finished = httpx.get(f"{url}/api/batches/{batch}", timeout=30).json()["finished"]
                time.sleep(POLL_SECONDS)
        finally:
            site.terminate()
            site.wait(60)
    for name, share in most.items():
        print(f"  {share:6.0f} MiB  {name}")
    record(
        "memory" if pages == PAGES else f"memory_{pages}",
        "python -m benchmarks.memory.peak" + ("" if pages == PAGES else f" {pages}"),
        [
            Figure(
                what=f"peak memory (PSS) of site and workers, {pages} pages of 300 dpi in one PDF of {size:.0f} MiB",
                value=round(sum(most.values())),
                unit="MiB",
                promise=f"<= {700 if pages == PAGES else 750}",
            )
        ],
    )


if __name__ == "__main__":
    main()
