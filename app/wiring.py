"""The one place where parts are put together: which adapter stands behind which port."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from app.blob_cache import BlobCache
from app.spool import tidy_spool
from ingest.limits import Limits
from records.errors import Misconfigured, Sentence
from records.ports.clock import Clock, SystemClock
from records.reader import Reader, local_operator

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from app.settings import Settings
    from ingest.ports import OfficeConverter, SignatureInspector
    from ocr.ports import LineFinder, TextReader
    from ocr.read_page import ReadingTools
    from ocr.recognise import Readers
    from records.effort import Effort
    from records.ports.direct_upload import DirectUpload
    from records.ports.object_erasure import ObjectErasure
    from records.ports.object_lock import ObjectLocks
    from records.ports.object_store import ObjectStore
    from records.ports.task_queue import TaskQueue
    from search_api.ports import SearchIndex

VERSION = importlib.metadata.version("vankho")
AGENT = f"vankho {VERSION}"


class Profile(Protocol):
    """Makes the adapters of one shape of installation: ``DeskProfile`` or ``ServerProfile``."""

    def catalogue(self) -> Catalogue: ...

    def store(self) -> ObjectStore: ...

    def locks(self) -> ObjectLocks: ...

    def erasure(self) -> ObjectErasure: ...

    def direct_upload(self) -> DirectUpload | None: ...

    def index(self) -> SearchIndex: ...

    def queue(self) -> TaskQueue: ...

    def prepare(self) -> None: ...


@dataclass(frozen=True)
class Parts:
    """What steps and desks work with. Heavy parts are made when first asked for."""

    settings: Settings
    profile: Profile
    catalogue: Catalogue
    store: ObjectStore
    clock: Clock
    limits: Limits

    @cached_property
    def inspector(self) -> SignatureInspector:
        from adapters.signature_inspector.pyhanko import PyhankoInspector  # noqa: PLC0415  pikepdf: few open a file

        return PyhankoInspector()

    @cached_property
    def office(self) -> OfficeConverter | None:
        """None: no program here makes pages of office files, and they are refused."""
        from adapters.office_converter.libreoffice import LibreOfficeConverter, find_libreoffice  # noqa: PLC0415  lxml

        program = find_libreoffice() if self.settings.office_converter == "auto" else None
        return LibreOfficeConverter(program) if program else None

    @property
    def office_needed(self) -> OfficeConverter:
        """The same for a file that was taken in when there was one.

        Raises:
            Misconfigured (office.not_installed): There is none any more.
        """
        if self.office is None:
            from ingest.check_office import office_not_installed  # noqa: PLC0415  pikepdf: few open a file

            raise office_not_installed()
        return self.office

    @cached_property
    def index(self) -> SearchIndex:
        from app.desks.keyed_index import KeyedIndex, keyed_by, secret_of  # noqa: PLC0415  steps that never find

        return KeyedIndex(self.profile.index(), keyed_by(secret_of(self.settings)))

    @cached_property
    def queue(self) -> TaskQueue:
        return self.profile.queue()

    @cached_property
    def locks(self) -> ObjectLocks:
        return self.profile.locks()

    @cached_property
    def erasure(self) -> ObjectErasure:
        """For the execution of disposal lists alone (``app.steps.destroy``)."""
        return self.profile.erasure()

    @cached_property
    def direct_upload(self) -> DirectUpload | None:
        """None: files come through the site only."""
        return self.profile.direct_upload()

    @cached_property
    def blob_cache(self) -> BlobCache:
        return BlobCache(self.settings.cache_folder, self.settings.cache_bytes)

    @cached_property
    def reading(self) -> ReadingTools:
        # Loading networks and Tesseract takes half a second and 150 MiB: only readers pay for it.
        from adapters.barcode_reader.zxing import ZxingBarcodeReader  # noqa: PLC0415
        from adapters.page_renderer.pdfium import PdfiumRenderer  # noqa: PLC0415
        from adapters.page_renderer.poppler import PopplerRenderer  # noqa: PLC0415
        from ocr.read_page import ReadingTools  # noqa: PLC0415
        from ocr.reading_cache import ReadingCache  # noqa: PLC0415

        return ReadingTools(
            readers=readers(self.settings),
            line_finder=line_finder(self.settings),
            renderers=(PdfiumRenderer(), PopplerRenderer()),
            barcodes=ZxingBarcodeReader(),
            cache=ReadingCache(self.store),
        )

    def reading_with(self, effort: Effort) -> ReadingTools:
        """``reading``, sharing the work as ``effort`` says; nothing is loaded twice."""
        tools = self.reading
        return replace(tools, readers=replace(tools.readers, effort=effort))

    @property
    def operator(self) -> Reader:
        return local_operator(self.settings.account)

    def close(self) -> None:
        if "index" in self.__dict__:
            self.index.close()
        if "queue" in self.__dict__:
            self.queue.close()
        self.catalogue.close()


def profile_of(settings: Settings) -> Profile:
    """The profile the settings ask for; the other one's libraries are not loaded, and need not be there."""
    if settings.profile == "server":
        from app.server_profile import ServerProfile  # noqa: PLC0415  loads the clients of the servers

        return ServerProfile(settings)
    from app.desk_profile import DeskProfile  # noqa: PLC0415  loads the engines of the desk

    return DeskProfile(settings)


def import_engines(settings: Settings) -> None:
    """Load the libraries of the reading engines, without starting any."""
    import ocr.read_page  # noqa: F401, PLC0415  loaded for the workers to be forked

    # Not the line finder: its runtime starts a thread, and who calls this forks.
    text_reader(settings)


def readers(settings: Settings) -> Readers:
    """The two readers of lines and how they share the work, as the settings ask."""
    from adapters.line_reader.network import NetworkLineReader  # noqa: PLC0415  only readers load networks
    from ocr.recognise import Readers  # noqa: PLC0415  as above
    from records.effort import Effort  # noqa: PLC0415  as above

    return Readers(lines=NetworkLineReader(), page=text_reader(settings), effort=Effort(settings.reading_effort))


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
    """An installation as the settings describe it; a desk is made where there is none and brought up to date.

    Raises:
        Misconfigured (settings.data_folder): The folder cannot be made or written to.
        Damaged (catalogue.missing, catalogue.damaged): The catalogue of a desk is gone or cannot be read.
        Misconfigured (catalogue.behind): A server's tables are of another version; nothing is changed.
        Unavailable: A server without which nothing can be done does not answer.
    """
    try:
        for folder in (settings.data, settings.spool_folder, settings.workers_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        if settings.profile == "server":
            tidy_spool(settings)  # a desk tidies more than that, before it starts workers
        profile = profile_of(settings)
        catalogue, store = profile.catalogue(), profile.store()
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
        profile=profile,
        catalogue=catalogue,
        store=store,
        clock=SystemClock(),
        limits=Limits(max_bytes=settings.max_file_bytes, max_pages=settings.max_pages),
    )
