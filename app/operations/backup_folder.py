"""A back-up as it lies in a folder, readable without Vankho.

    manifest.json                 what this back-up is; replaced last and at once
    unfinished                    there while a back-up is being written; ids of those begun, a line each
    destroyed.jsonl               what was destroyed, as far as was known when it was written (``destroyed_list``)
    catalogue/<id>/<table>.jsonl.gz   a row a line
    catalogue/<id>/objects.jsonl.gz   an object a line: key, size, SHA-256
    objects/archive/…             an OCFL storage root; and the other areas beside it

``manifest.json`` holds the SHA-256 of every file of its own catalogue folder, and that of its own
body. A back-up taken into the same folder again writes what is new; the one before it stays
whole until the manifest is replaced.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import secrets
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from records.errors import Damaged, Misconfigured, NotFound, Sentence, Unavailable
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from records.errors import VankhoError

FORMAT = 1
MANIFEST = "manifest.json"
UNFINISHED = "unfinished"
OBJECTS = "objects"
_CHUNK = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of lines that belongs to a back-up."""

    file: str
    lines: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ListedObject:
    """An object of a back-up: a line of its list."""

    key: ObjectKey
    size: int
    digest: Digest

    def as_plain(self) -> dict[str, Any]:
        return {"key": self.key.value, "size": self.size, "sha256": self.digest.hex}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a back-up says of itself."""

    id: str
    software: str
    catalogue_revision: str
    taken_at: str
    """The moment whose state it holds, ISO 8601 in UTC."""
    profile: str
    tables: Mapping[str, ListedFile]
    objects: ListedFile
    objects_bytes: int
    damaged: tuple[str, ...] = ()
    """Keys that were not sound in the installation when the back-up was taken."""
    installation: str = ""
    """Id of the first batch it holds, by which an installation knows its own back-up; empty without batches."""
    format: int = FORMAT

    @property
    def digest(self) -> str:
        """SHA-256 of what it says."""
        return _digest_of_body(asdict(self))


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """The folder of a back-up.

    Every method raises ``Unavailable`` (backup.full), ``Misconfigured`` (backup.folder_unusable) or, for
    what must be there and is not, ``Damaged`` (backup.damaged).
    """

    path: Path
    _suffix: str = field(default_factory=lambda: f".{secrets.token_hex(6)}.part")

    def begin(self, which: str) -> bool:
        """Make the folder where there is none, and mark it as holding something of the back-up ``which``.

        Whether what lies in it was written to its end.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o750)
            marker = self.path / UNFINISHED
            whole = not marker.exists()
            with marker.open("a", encoding="ascii") as file:
                file.write(f"{which}\n")
        except OSError as error:  # also what is not there, as below /proc
            raise from_os_error(error, self.path) from error
        return whole

    def broken_off(self) -> tuple[str, ...]:
        """Ids of back-ups that were begun here since the last that was finished."""
        try:
            return tuple((self.path / UNFINISHED).read_text("ascii", "replace").split())
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise from_os_error(error, self.path) from error

    def finish(self, manifest: Manifest) -> None:
        """Make ``manifest`` the one of this folder, once everything it names is on the disk."""
        body = asdict(manifest)
        whole = {"sha256": _digest_of_body(body), "body": body}
        with self._translated():
            os.sync()
            arriving = self.path / f"{MANIFEST}{self._suffix}"
            with arriving.open("w", encoding="utf-8") as file:
                json.dump(whole, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            arriving.replace(self.path / MANIFEST)
            (self.path / UNFINISHED).unlink(missing_ok=True)

    def manifest(self) -> Manifest:
        """The manifest of the last back-up that was finished here.

        Raises:
            NotFound (backup.not_found): There is none.
            Damaged (backup.damaged): It is not as it was written.
            Misconfigured (backup.other_version): It is of a later format.
        """
        try:
            with self._translated():
                whole = json.loads((self.path / MANIFEST).read_bytes())
            body = whole["body"]
            if whole["sha256"] != _digest_of_body(body):
                raise _damaged(MANIFEST)
            if body["format"] != FORMAT:
                raise other_version(f"format {body['format']}", f"format {FORMAT}")
            return Manifest(
                **{
                    **body,
                    "tables": {name: ListedFile(**listed) for name, listed in body["tables"].items()},
                    "objects": ListedFile(**body["objects"]),
                    "damaged": tuple(body["damaged"]),
                }
            )
        except FileNotFoundError:
            raise _not_found(self.path) from None
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(MANIFEST) from error

    @contextmanager
    def lines(self, name: str) -> Iterator[LineWriter]:
        """A new compressed file of lines of JSON; ``listed`` of the writer is right after the block."""
        path = self.path / name
        with self._translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            writer = LineWriter(name)
            with path.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", compresslevel=4, mtime=0) as packed:
                writer.packed = packed
                yield writer
            writer.listed = ListedFile(name, writer.count, path.stat().st_size, self._digest(path).hex)

    def read_lines(self, listed: ListedFile) -> Iterator[dict[str, Any]]:
        """The lines of a file that ``require`` found whole."""
        try:
            with self._translated(), gzip.open(self.path / listed.file, "rb") as file:
                for line in file:
                    yield json.loads(line)
        except (FileNotFoundError, gzip.BadGzipFile, EOFError, ValueError) as error:
            raise _damaged(listed.file) from error

    def require(self, listed: Iterable[ListedFile]) -> None:
        """Every file is, byte for byte, what was written.

        Raises:
            Damaged (backup.damaged): The first that is not, by its name.
        """
        for each in listed:
            try:
                with self._translated():
                    whole = self._digest(self.path / each.file).hex == each.sha256
            except FileNotFoundError as error:
                raise _damaged(each.file) from error
            if not whole:
                raise _damaged(each.file)

    def objects_of(self, listed: ListedFile) -> Iterator[ListedObject]:
        for plain in self.read_lines(listed):
            try:
                yield ListedObject(ObjectKey(plain["key"]), int(plain["size"]), Digest(plain["sha256"]))
            except (KeyError, ValueError) as error:
                raise _damaged(listed.file) from error

    def place(self, key: ObjectKey) -> Path:
        return self.path / OBJECTS / key.value

    def size(self, key: ObjectKey) -> int | None:
        """Size of the copy; None where there is none."""
        with self._translated():
            try:
                return self.place(key).stat().st_size
            except (FileNotFoundError, NotADirectoryError):
                return None

    def digest(self, key: ObjectKey) -> Digest:
        with self._translated():
            return self._digest(self.place(key))

    def keep(self, key: ObjectKey, content: BinaryIO) -> ListedObject:
        """Write a copy, all of it or none, and say what was written."""
        path = self.place(key)
        arriving = path.with_name(f"{path.name[:100]}.{secrets.token_hex(6)}.part")
        running, size = hashlib.sha256(), 0
        with self._translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with arriving.open("xb") as file:
                    while chunk := content.read(_CHUNK):
                        running.update(chunk)
                        size += len(chunk)
                        file.write(chunk)
                arriving.replace(path)
            finally:
                arriving.unlink(missing_ok=True)
        return ListedObject(key, size, Digest(running.hexdigest()))

    def open(self, key: ObjectKey) -> BinaryIO:
        with self._translated():
            return self.place(key).open("rb")

    @staticmethod
    def _digest(path: Path) -> Digest:
        with path.open("rb") as file:
            return Digest.of_stream(file)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, gzip.BadGzipFile):
            raise
        except OSError as error:
            raise from_os_error(error, self.path) from error


class LineWriter:
    """Writes lines of JSON."""

    packed: gzip.GzipFile
    listed: ListedFile

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0

    def write(self, plain: Mapping[str, Any]) -> None:
        self.packed.write(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self.count += 1


def _digest_of_body(body: Mapping[str, Any]) -> str:
    return Digest.of(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hex


def from_os_error(error: OSError, path: Path) -> VankhoError:
    """What the disk of a back-up said, as an error of ours."""
    if error.errno in _FULL:
        return Unavailable(
            "backup.full",
            Sentence(f"Ổ đĩa của {path} đã đầy.", f"The disk of {path} is full."),
            Sentence(
                "Giải phóng hoặc đổi ổ đĩa rồi chạy lại lệnh: phần đã chép không phải chép lại.",
                "Free the disk or take another, then run the command again: what was copied is not copied again.",
            ),
        )
    return Misconfigured(
        "backup.folder_unusable",
        Sentence(
            f"Không đọc hoặc ghi được thư mục sao lưu {path}: {error.strerror}.",
            f"The folder of the back-up {path} cannot be read or written: {error.strerror}.",
        ),
        Sentence(
            "Kiểm tra ổ đĩa, đường dẫn và quyền của tài khoản chạy Vankho.",
            "Check the disk, the path and the rights of the account that runs Vankho.",
        ),
    )


def _damaged(file: str) -> Damaged:
    return damaged_files([file])


def damaged_files(files: list[str]) -> Damaged:
    """These files of a back-up are gone or are not what was written."""
    named = ", ".join(files[:20]) + (f" (+{len(files) - 20})" if len(files) > 20 else "")
    return Damaged(
        "backup.damaged",
        Sentence(f"Bản sao lưu bị hỏng hoặc thiếu: {named}.", f"Of the back-up these are damaged or missing: {named}."),
        Sentence(
            "Khôi phục từ bản sao lưu khác; giữ nguyên bản này để đối chiếu.",
            "Restore from another back-up; leave this one as it is, to compare.",
        ),
    )


def _not_found(path: Path) -> NotFound:
    return NotFound(
        "backup.not_found",
        Sentence(f"Thư mục {path} không chứa bản sao lưu nào đã xong.", f"There is no finished back-up in {path}."),
        Sentence(
            "Kiểm tra đường dẫn; thư mục phải có tệp manifest.json.", "Check the path; a file manifest.json lies there."
        ),
    )


def other_version(there: str, here: str) -> Misconfigured:
    """The back-up was made by a version of Vankho whose tables or format are others."""
    return Misconfigured(
        "backup.other_version",
        Sentence(
            f"Bản sao lưu ở phiên bản {there}, phần mềm này dùng {here}.",
            f"The back-up is of version {there}; this software uses {here}.",
        ),
        Sentence(
            "Khôi phục bằng đúng phiên bản Vankho đã lập bản sao lưu, rồi nâng cấp.",
            "Restore with the version of Vankho that made the back-up, then upgrade.",
        ),
    )
