"""mix20.pdf from folder to archive against OCRmyPDF, interleaved: CPU a page, ratio, text layer.

Ours is the whole of ``vankho ingest`` in an empty installation: start, check, judge, read, PDF/A,
page pictures, words archive, deposit with read-back, index, retention. OCRmyPDF makes a PDF/A.

usage: python -m benchmarks.end_to_end.compare_ocrmypdf [ROUNDS]
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import Cost, measure
from benchmarks.record import Figure, record, shared_data

PEER = "ocrmypdf==17.13.0"
PAGES = 20


def peer_program() -> Path:
    """OCRmyPDF in an environment of its own, outside the clone."""
    home = Path(os.environ.get("VANKHO_CACHE", Path.home() / ".cache" / "vankho")) / "ocrmypdf-17.13.0"
    program = home / "bin" / "ocrmypdf"
    if not program.exists():
        if shutil.which("gs") is None:
            raise SystemExit("the peer needs Ghostscript: install the package ghostscript")
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "--quiet", PEER], check=True)
    return program


def scores(data: Path, pages: list[str], folder: Path) -> tuple[float, float]:
    """CER and WER of ``folder/<name>.txt`` by the corpus' own scorer."""
    done = subprocess.run(
        [sys.executable, str(data.parent / "tools" / "score_pages.py"), str(data / "synthetic"), str(folder), *pages],
        capture_output=True,
        text=True,
        check=True,
    )
    everything = done.stdout.splitlines()[-1].split()
    return float(everything[2]), float(everything[4])


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    data = shared_data()
    source = data / "synthetic" / "mix20.pdf"
    names: list[str] = json.loads((data / "synthetic" / "mix20.json").read_text("utf-8"))
    peer = peer_program()
    ours: list[Cost] = []
    theirs: list[Cost] = []
    plain: list[Cost] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for turn in range(rounds):
            environment = {"VANKHO_DATA": str(folder / f"data-{turn}")}
            ours.append(measure([sys.executable, "-m", "app", "ingest", str(source)], environment))
            theirs.append(
                measure(
                    [str(peer), "-l", "vie", "--output-type", "pdfa", "--rotate-pages", "--deskew", "--jobs", "2",
                     str(source), str(folder / "peer.pdf")],
                    {"OMP_THREAD_LIMIT": "1"} if os.environ.get("PEER_ONE_THREAD") else {},
                )
            )  # fmt: skip
            again = {"VANKHO_DATA": str(folder / f"again-{turn}")}
            ours.append(measure([sys.executable, "-m", "app", "ingest", str(source)], again))
            command = [
                str(peer),
                "-l",
                "vie",
                "--output-type",
                "pdfa",
                "--jobs",
                "2",
                str(source),
                str(folder / "plain.pdf"),
            ]
            plain.append(measure(command, {"OMP_THREAD_LIMIT": "1"} if os.environ.get("PEER_ONE_THREAD") else {}))
            print(f"round {turn + 1}: ours {ours[-2:]}, OCRmyPDF {theirs[-1]}, without turning {plain[-1]}")
        environment = {**os.environ, "VANKHO_DATA": str(folder / "data-0")}
        exported = folder / "export"
        export = [sys.executable, "-m", "app", "export", "last", "--to", str(exported)]
        subprocess.run(export, env=environment, check=True, capture_output=True)
        read, layer = folder / "read", folder / "layer"
        read.mkdir()
        layer.mkdir()
        pdfa = next(exported.rglob("document.pdf"))
        texts = sorted(exported.rglob("text/page-*.txt"))
        for number, name in enumerate(names, start=1):
            shutil.copy(texts[number - 1], read / f"{name}.txt")
            subprocess.run(
                ["pdftotext", "-f", str(number), "-l", str(number), str(pdfa), str(layer / f"{name}.txt")], check=True
            )
        cer, wer = scores(data, names, read)
        layer_cer, _ = scores(data, names, layer)
        added = (pdfa.stat().st_size - source.stat().st_size) / PAGES / 1024
    ratios = [peer_cost.cpu / our_cost.cpu for our_cost, peer_cost in zip(ours[::2], theirs, strict=True)]
    plain_ratios = [peer_cost.cpu / our_cost.cpu for our_cost, peer_cost in zip(ours[1::2], plain, strict=True)]
    record(
        "end_to_end",
        "python -m benchmarks.end_to_end.compare_ocrmypdf",
        [
            Figure(
                what="mix20.pdf, folder to archive, CPU seconds a page (median)",
                value=round(statistics.median(c.cpu for c in ours) / PAGES, 3),
                unit="s",
                promise="<= 1.4",
            ),
            Figure(
                what="CPU of OCRmyPDF 17.13.0 --rotate-pages --deskew over ours (median of pairs)",
                value=round(statistics.median(ratios), 2),
                unit="times",
                promise=">= 5",
            ),
            Figure(
                what="CPU of OCRmyPDF 17.13.0 without turning and straightening over ours (median of pairs)",
                value=round(statistics.median(plain_ratios), 2),
                unit="times",
                promise=">= 2.7",
            ),
            Figure(what="mix20.pdf CER of the words read", value=cer, unit="%", promise=""),
            Figure(what="mix20.pdf WER of the words read", value=wer, unit="%", promise=""),
            Figure(
                what="CER of pdftotext on the PDF/A above the words read",
                value=round(layer_cer - cer, 2),
                unit="points",
                promise="<= 0.3",
            ),
            Figure(what="size a page added to the scan", value=round(added, 2), unit="KiB", promise="<= 6"),
            Figure(
                what="wall seconds, ours (median)",
                value=round(statistics.median(c.wall for c in ours), 1),
                unit="s",
                promise="",
            ),
            Figure(
                what="wall seconds, OCRmyPDF (median)",
                value=round(statistics.median(c.wall for c in theirs), 1),
                unit="s",
                promise="",
            ),
        ],
    )


if __name__ == "__main__":
    main()
