"""The desk profile: everything on one machine, nothing to start beside Vankho."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.catalogue.engine import Catalogue
from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.object_store.filesystem_erasure import FilesystemErasure
from adapters.object_store.filesystem_locks import FilesystemObjectLocks
from adapters.search_index.tantivy import TantivyIndex
from adapters.task_queue.polling import PollingQueue
from app.spool import tidy_spool
from records.errors import Damaged, Sentence
from records.identifiers import ObjectKey
from records.ports.clock import SystemClock

if TYPE_CHECKING:
    from app.settings import Settings
    from records.ports.task_queue import TaskQueue
    from search_api.ports import SearchIndex

LEFT_BEHIND = timedelta(days=1)


class DeskProfile:
    """Makes the adapters of a desk. The installation is made where there is none, and brought up to date."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def catalogue(self) -> Catalogue:
        require_catalogue(self._settings)
        catalogue = Catalogue.on_disk(self._settings.catalogue_file)
        catalogue.migrate()
        return catalogue

    def store(self) -> FilesystemObjectStore:
        return FilesystemObjectStore(self._settings.store_folder)

    def locks(self) -> FilesystemObjectLocks:
        return FilesystemObjectLocks(self._settings.store_folder)

    def erasure(self) -> FilesystemErasure:
        return FilesystemErasure(self._settings.store_folder)

    def direct_upload(self) -> None:
        """None: the store of a desk is a folder."""

    def index(self) -> SearchIndex:
        return TantivyIndex(self._settings.index_folder)

    def prepare(self) -> None:
        """Nothing is left to do: a desk is made and brought up to date whenever it is opened."""
        self.catalogue().close()

    def queue(self) -> TaskQueue:
        return PollingQueue()


def require_catalogue(settings: Settings) -> None:
    """A store that holds packages has its catalogue beside it: a new one would know of none of them.

    Raises:
        Damaged (catalogue.missing): The catalogue is gone, and the packages are not.
    """
    file, archive = settings.catalogue_file, settings.store_folder / "archive"
    if file.exists() and file.stat().st_size > 0:
        return
    if next(archive.rglob("inventory.json"), None) is None:
        return
    raise Damaged(
        "catalogue.missing",
        Sentence(
            f"Thiếu tệp danh mục {file}, trong khi kho lưu trữ bên cạnh vẫn có hồ sơ.",
            f"The catalogue {file} is missing, and the archive beside it holds dossiers.",
        ),
        Sentence(
            "Giữ nguyên thư mục này. Nếu tệp đã bị chuyển đi, đưa lại (cùng các tệp -wal, -shm). Nếu không, đặt "
            "VANKHO_DATA vào một thư mục mới, trống rồi chạy «vankho restore» với bản sao lưu gần nhất.",
            "Leave this folder as it is. If the file was moved, put it back (with -wal and -shm). If not, point "
            "VANKHO_DATA at a new, empty folder and run «vankho restore» with the latest back-up.",
        ),
    )


def tidy(settings: Settings) -> None:
    """Remove what interrupted writers left behind more than a day ago."""
    long_ago = SystemClock().now() - LEFT_BEHIND
    FilesystemObjectStore(settings.store_folder).sweep(long_ago)
    tidy_spool(settings)
    _forget_readings(settings)


def _forget_readings(settings: Settings) -> None:
    from ocr import reading_cache  # noqa: PLC0415  loads the libraries of reading, which most commands never need

    long_ago = SystemClock().now() - timedelta(days=reading_cache.DAYS_KEPT)
    store, root = FilesystemObjectStore(settings.store_folder), settings.store_folder
    for path in (root / reading_cache.AREA).rglob("*.json"):
        if path.stat().st_mtime < long_ago.timestamp():
            store.delete(ObjectKey(path.relative_to(root).as_posix()))
