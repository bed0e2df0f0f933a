"""The one place where parts are put together: which adapter stands behind which port."""

from __future__ import annotations

import importlib.metadata
import shutil
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from adapters.catalogue.engine import Catalogue
from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.search_index.tantivy import TantivyIndex
from adapters.signature_inspector.pyhanko import PyhankoInspector
from ingest.check_file import Limits
from records.errors import Misconfigured, Sentence
from records.ports.clock import Clock, SystemClock
from records.reader import Reader, local_operator
from retention_rules.schedule import Schedule, built_in_schedule

if TYPE_CHECKING:
    from app.settings import Settings
    from ingest.ports import SignatureInspector
    from ocr.ports import LineFinder, TextReader
    from ocr.read_page import ReadingTools
    from records.ports.object_store import ObjectStore
    from search_api.ports import SearchIndex

VERSION = importlib.metadata.version("vankho")
AGENT = f"vankho {VERSION}"
LEFT_BEHIND = timedelta(days=1)


@dataclass(frozen=True)
class Parts:
    """What steps and desks work with. Heavy parts are made when first asked for."""

    settings: Settings
    catalogue: Catalogue
    store: ObjectStore
    clock: Clock
    limits: Limits

    @cached_property
    def inspector(self) -> SignatureInspector:
        return PyhankoInspector()

    @cached_property
    def index(self) -> SearchIndex:
        return TantivyIndex(self.settings.index_folder)

    @cached_property
    def schedule(self) -> Schedule:
        return built_in_schedule()

    @cached_property
    def reading(self) -> ReadingTools:
        # Loading networks and Tesseract takes half a second and 150 MiB: only readers pay for it.
        from adapters.barcode_reader.zxing import ZxingBarcodeReader  # noqa: PLC0415
        from adapters.page_renderer.pdfium import PdfiumRenderer  # noqa: PLC0415
        from adapters.page_renderer.poppler import PopplerRenderer  # noqa: PLC0415
        from ocr.read_page import ReadingTools  # noqa: PLC0415
        from ocr.reading_cache import ReadingCache  # noqa: PLC0415

        return ReadingTools(
            reader=text_reader(self.settings),
            line_finder=line_finder(self.settings),
            renderers=(PdfiumRenderer(), PopplerRenderer()),
            barcodes=ZxingBarcodeReader(),
            cache=ReadingCache(self.store),
        )

    @property
    def operator(self) -> Reader:
        return local_operator(self.settings.account)

    def close(self) -> None:
        if "index" in self.__dict__:
            self.index.close()
        self.catalogue.close()


def tidy(settings: Settings) -> None:
    """Remove what interrupted writers left behind more than a day ago."""
    long_ago = SystemClock().now() - LEFT_BEHIND
    FilesystemObjectStore(settings.store_folder).sweep(long_ago)
    for path in settings.spool_folder.iterdir():
        if path.stat().st_mtime < long_ago.timestamp():
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def import_engines(settings: Settings) -> None:
    """Load the libraries of the reading engines, without starting any."""
    import ocr.read_page  # noqa: F401, PLC0415  loaded for the workers to be forked

    text_reader(settings)
    if settings.line_finder == "trueocr":
        pass


def text_reader(settings: Settings) -> TextReader:
    """The engine the settings ask for."""
    if settings.text_reader == "pytesseract":
        from adapters.text_reader.pytesseract import PytesseractReader  # noqa: PLC0415  the chosen one loads

        return PytesseractReader()
    from adapters.text_reader.tesserocr import TesserocrReader  # noqa: PLC0415  the chosen one loads

    return TesserocrReader()


def line_finder(settings: Settings) -> LineFinder:
    """The line finder the settings ask for."""
    if settings.line_finder == "projection":
        from adapters.line_finder.projection import ProjectionLineFinder  # noqa: PLC0415  the chosen one loads

        return ProjectionLineFinder()
    from adapters.line_finder.trueocr import TrueocrLineFinder  # noqa: PLC0415  the chosen one loads

    return TrueocrLineFinder()


def open_parts(settings: Settings) -> Parts:
    """A desk installation in ``settings.data``, made where there is none and brought up to date.

    Raises:
        Misconfigured (settings.data_folder): The folder cannot be made or written to.
    """
    try:
        for folder in (settings.data, settings.spool_folder, settings.workers_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        catalogue = Catalogue.on_disk(settings.catalogue_file)
        catalogue.migrate()
        store = FilesystemObjectStore(settings.store_folder)
    except OSError as error:
        raise Misconfigured(
            "settings.data_folder",
            Sentence(
                f"Không dùng được thư mục dữ liệu {settings.data}: {error.strerror}.",
                f"The data folder {settings.data} cannot be used: {error.strerror}.",
            ),
            Sentence(
                "Đặt VANKHO_DATA vào một thư mục mà tài khoản này ghi được.",
                "Point VANKHO_DATA at a folder this account can write to.",
            ),
        ) from error
    return Parts(
        settings=settings,
        catalogue=catalogue,
        store=store,
        clock=SystemClock(),
        limits=Limits(max_bytes=settings.max_file_bytes, max_pages=settings.max_pages),
    )
