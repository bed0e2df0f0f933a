"""How well and how fast pages are read.

    python -m benchmarks.reading.score                              all 64 synthetic pages, best tools
    python -m benchmarks.reading.score --line-finder projection     with the classical line finder
    python -m benchmarks.reading.score --effort fast                without a second opinion
    python -m benchmarks.reading.score --every 3                    every third page of each profile
    python -m benchmarks.reading.score --real                       body text of real pages as well

CER and WER count insertions and take no notice of reading order (the scorer's own docstring
says how). CPU seconds are user and system time of this process and its children, from opening
the file to the finished reading, without loading the models. Runs over all pages are recorded
in ``benchmarks/results/``, one file for each line finder and effort.
"""

from __future__ import annotations

import argparse
import os
import resource
import shlex
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from adapters.barcode_reader.zxing import ZxingBarcodeReader
from adapters.line_reader.network import NetworkLineReader
from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.page_renderer.pdfium import PdfiumRenderer
from adapters.page_renderer.poppler import PopplerRenderer
from benchmarks.reading.corpus import SHARED, TruePage, scorer, synthetic_pages
from benchmarks.record import Figure, record
from ocr.read_page import ReadingTools, read_page
from ocr.reading_cache import ReadingCache
from ocr.recognise import Readers
from ocr.source import SourceDocument
from records.effort import Effort
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from ocr.model import PageReading
    from ocr.ports import LineFinder, TextReader

REAL = (
    ("CT-11-2025-p1", "vietlexibot/CT-11-2025.pdf", 1),
    ("1360-p1", "vietlexibot/Quyết định-1360-QĐ-TTg.pdf", 1),
    ("1360-p2", "vietlexibot/Quyết định-1360-QĐ-TTg.pdf", 2),
    ("test AI 03-p1", "vietlexibot/test AI 03.pdf", 1),
)
PROMISES = {
    ("trueocr", Effort.BALANCED): ("<= 1.7", "<= 5.1"),
    ("trueocr", Effort.FAST): ("<= 3.2", ""),
}
"""CER and WER by line finder and effort."""


def line_finder(name: str) -> LineFinder:
    if name == "projection":
        from adapters.line_finder.projection import ProjectionLineFinder

        return ProjectionLineFinder()
    from adapters.line_finder.trueocr import TrueocrLineFinder

    return TrueocrLineFinder()


def text_reader(name: str) -> TextReader:
    if name == "pytesseract":
        from adapters.text_reader.pytesseract import PytesseractReader

        return PytesseractReader()
    from adapters.text_reader.tesserocr import TesserocrReader

    return TesserocrReader()


def tools_of(
    cache: Path, *, finder: str = "trueocr", reader: str = "tesserocr", effort: Effort = Effort.BALANCED
) -> ReadingTools:
    """Everything reading needs; readings are kept in the folder ``cache``."""
    return ReadingTools(
        readers=Readers(lines=NetworkLineReader(), page=text_reader(reader), effort=effort),
        line_finder=line_finder(finder),
        renderers=(PdfiumRenderer(), PopplerRenderer()),
        barcodes=ZxingBarcodeReader(),
        cache=ReadingCache(FilesystemObjectStore(cache)),
    )


def cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def read(path: Path, media_type: str, number: int, tools: ReadingTools) -> tuple[PageReading, float]:
    started = cpu()
    with SourceDocument.open(path, media_type) as source:
        reading = read_page(source, PageNumber(number), tools)
    return reading, cpu() - started


def chosen(pages: list[TruePage], every: int) -> list[TruePage]:
    seen: dict[str, int] = {}
    kept = []
    for page in pages:
        count = seen.get(page.profile, 0)
        seen[page.profile] = count + 1
        if count % every == 0:
            kept.append(page)
    return kept


def score_synthetic(tools: ReadingTools, every: int, texts: Path | None) -> dict[str, Any]:
    tool = scorer("score_pages")
    rows: dict[str, list[dict[str, int]]] = {}
    seconds: list[float] = []
    for page in chosen(synthetic_pages(), every):
        reading, spent = read(page.path, page.media_type, 1, tools)
        seconds.append(spent)
        row = tool.score(list(page.lines), reading.text.text)
        rows.setdefault(page.profile, []).append(row)
        if texts:
            texts.mkdir(parents=True, exist_ok=True)
            (texts / f"{page.name}.txt").write_text(reading.text.text, "utf-8")
            share = tool.agg([row])
            print(
                page.name, f"{share['CER']:.2f} {share['WER']:.2f} {spent:.2f}s", reading.straightening, file=sys.stderr
            )
    everything = [row for found in rows.values() for row in found]
    print("| profile | pages | CER | CER without marks | WER | WER without marks | INS |")
    print("|---|---|---|---|---|---|---|")
    table = {}
    for name, found in [*sorted(rows.items()), ("all", everything)]:
        figures = {key: round(value, 2) for key, value in tool.agg(found).items()}
        table[name] = {"pages": len(found), **figures}
        print(
            f"| {name} | {len(found)} | {figures['CER']:.2f} | {figures['CERnd']:.2f} "
            f"| {figures['WER']:.2f} | {figures['WERnd']:.2f} | {figures['INS']:.2f} |"
        )
    mean, median = statistics.mean(seconds), statistics.median(seconds)
    print(f"\nCPU seconds a page: mean {mean:.2f}, median {median:.2f}, most {max(seconds):.2f}")
    return {
        "table": table,
        "cpu_s_a_page": {"mean": round(mean, 3), "median": round(median, 3), "most": round(max(seconds), 3)},
    }


def score_real(tools: ReadingTools) -> dict[str, Any]:
    tool = scorer("score_text")
    folder = SHARED / "vietnamese"
    print("\n| real page (body text) | CER % | WER % | marks right % | CPU s |")
    print("|---|---|---|---|---|")
    table = {}
    for name, file, number in REAL:
        truth = (folder / "ground_truth" / f"{name}.body.gt.txt").read_text("utf-8")
        reading, spent = read(folder / file, "application/pdf", number, tools)
        figures = tool.score(truth, reading.text.text)
        table[name] = {**figures, "cpu_s": round(spent, 2)}
        print(
            f"| {name} | {100 * figures['cer']:.2f} | {100 * figures['wer']:.2f} "
            f"| {100 * figures['diac']:.1f} | {spent:.2f} |"
        )
    return table


def peak_mib() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def figures_of(finder: str, effort: Effort, synthetic: dict[str, Any], real: dict[str, Any]) -> list[Figure]:
    every = synthetic["table"]["all"]
    pages = f"{every['pages']} synthetic pages, lines by {finder}, {effort}"
    cer, wer = PROMISES.get((finder, effort), ("", ""))
    found = [
        Figure(what=f"{pages}: CER", value=every["CER"], unit="%", promise=cer),
        Figure(what=f"{pages}: WER", value=every["WER"], unit="%", promise=wer),
        Figure(what=f"{pages}: CPU a page", value=synthetic["cpu_s_a_page"]["mean"], unit="s", promise=""),
        Figure(what=f"{pages}: peak memory of one process", value=peak_mib(), unit="MiB", promise=""),
    ]
    for name, figures in real.items():
        found.append(Figure(what=f"{name}: body CER", value=round(100 * figures["cer"], 2), unit="%", promise=""))
        found.append(Figure(what=f"{name}: marks right", value=round(100 * figures["diac"], 1), unit="%", promise=""))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--line-finder", choices=("trueocr", "projection"), default="trueocr")
    parser.add_argument("--reader", choices=("tesserocr", "pytesseract"), default="tesserocr")
    parser.add_argument("--effort", choices=tuple(Effort), default=Effort.BALANCED)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--real-only", action="store_true")
    parser.add_argument("--texts", type=Path, help="write each page's text here, and its score to stderr")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tools = tools_of(Path(folder), finder=options.line_finder, reader=options.reader, effort=Effort(options.effort))
        synthetic = None if options.real_only else score_synthetic(tools, options.every, options.texts)
        real = score_real(tools) if options.real or options.real_only else {}
    print(f"\npeak memory of the process: {peak_mib()} MiB; {tools.engine}")
    if synthetic is not None and options.every == 1:
        parts = [options.line_finder] * (options.line_finder != "trueocr") + [options.effort] * (
            options.effort != Effort.BALANCED
        )
        name = "_".join(["reading", *parts])
        command = shlex.join(["python", "-m", "benchmarks.reading.score", *sys.argv[1:]])
        record(name, command, figures_of(options.line_finder, options.effort, synthetic, real), tools.engine)


if __name__ == "__main__":
    main()
