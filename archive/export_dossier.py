"""Give a dossier out of the archive: files that anybody can open, with proof that all are there.

::

    TARGET/
      export.json              which dossier and version, and what each document is
      dossier.json             the description as deposited
      dossier.xml              the same and every document with its fields, in the order of time
      <papers>                 whatever the caller adds: the catalogue of the documents as PDF
      manifest-sha256.txt      SHA-256 of every other file; check with ``sha256sum -c``
      documents/001/           in the order of time: by date of issue, undated ones last
        document.json          proposed fields with value, confidence and whether doubtful; where it lies, if elsewhere
        original/<file name>   as it came, bit for bit
        document.pdf           PDF/A
        text/page-0001.txt     what the page says, UTF-8
        words/page-0001.json   words with boxes and confidence
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from archive import layout
from archive.export_xml import dossier_xml
from archive.ocfl.head import Head, head_of
from records.description import Field
from records.errors import Damaged, InvalidInput, Misconfigured, Sentence
from records.page_text import PageText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from records.description import FieldProposal
    from records.identifiers import DocumentId, DossierId
    from records.ports.object_store import ObjectStore

FORMAT = 1
MANIFEST = "manifest-sha256.txt"
_CHUNK = 1 << 20
_WORDS_MEMBER = re.compile(r"page-(\d{4,})\.words\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDocument:
    """What is known of a document beside its files."""

    document: DocumentId
    file_name: str
    """As it came."""
    media_type: str
    fields: tuple[FieldProposal, ...]
    title: str = ""
    page_count: int | None = None
    pdfa_level: str = ""
    signed: bool = False
    confidence_level: str = ""
    """Code of Circular 05/2025; empty: not known."""
    home: DossierId | None = None
    """The dossier it lies in, where that is another one."""
    home_code: str = ""

    @property
    def issued_on(self) -> str:
        """As proposed, ISO 8601; empty where no date was read."""
        return next((field.value for field in self.fields if field.field is Field.ISSUED_ON), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written."""

    dossier: DossierId
    version: int
    target: Path
    files: tuple[tuple[str, str, int], ...]
    """Path inside the target, SHA-256, size in bytes; without the manifest itself."""
    missing: tuple[str, ...]
    """What the archive does not hold of these documents (an unreadable one has no PDF/A), as package paths."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for _, _, size in self.files)


def export_dossier(
    store: ObjectStore,
    dossier: DossierId,
    documents: Sequence[ExportDocument],
    target: Path,
    *,
    facts: Mapping[str, str] | None = None,
    papers: Mapping[str, bytes] | None = None,
) -> ExportReport:
    """Write the head version of a dossier to ``target``, all of it or nothing.

    ``facts`` of the dossier stand in its XML; ``papers`` are files by name, written beside it.
    Every file is compared with its SHA-512 and SHA-256 while it is copied. A killed export
    leaves a folder ``.<name>.partial-…`` beside the target, never a target that looks whole.

    Raises:
        InvalidInput (export.target_not_empty): Something lies at the target.
        NotFound (archive.not_deposited): There is no such dossier.
        Damaged (export.digest_mismatch): A file is not what was deposited; nothing was exported.
        Misconfigured (export.not_writable): The target cannot be written.
    """
    head = head_of(store, dossier)
    require_empty(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=target.parent))
        try:
            report = _Export(store, dossier, head, partial).write(
                in_order_of_time(documents), target, facts or {}, papers or {}
            )
            partial.chmod(0o755)
            partial.rename(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    except OSError as error:
        raise not_writable(target, error) from error
    return report


def require_empty(target: Path) -> None:
    """Promise that an export to ``target`` mixes with nothing: it is an empty folder, or not there.

    Raises:
        InvalidInput (export.target_not_empty): Something lies at the target.
        Misconfigured (export.not_writable): The target cannot be looked at.
    """
    try:
        occupied = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError as error:
        raise not_writable(target, error) from error
    if occupied:
        raise _target_not_empty(target)


def in_order_of_time(documents: Sequence[ExportDocument]) -> list[ExportDocument]:
    """By date of issue, those without one last; of one day in the order given (Decree 30/2020, Annex VI, III.4g)."""
    return sorted(documents, key=lambda one: (not one.issued_on, one.issued_on))


class _Package:
    """The head version of the dossier that a document is copied out of."""

    def __init__(self, dossier: DossierId, head: Head) -> None:
        self.dossier, self.head = dossier, head
        self.content = head.inventory.content_paths()


class _Export:
    def __init__(self, store: ObjectStore, dossier: DossierId, head: Head, folder: Path) -> None:
        self._store = store
        self._dossier = dossier
        self._head = head
        self._folder = folder
        self._own = _Package(dossier, head)
        self._files: list[tuple[str, str, int]] = []
        self._missing: list[str] = []

    def write(
        self,
        documents: Sequence[ExportDocument],
        target: Path,
        facts: Mapping[str, str],
        papers: Mapping[str, bytes],
    ) -> ExportReport:
        self._copy(self._own, layout.DESCRIPTIVE, "dossier.json")
        described = [self._document(document, ordinal) for ordinal, document in enumerate(documents, start=1)]
        listed = [{name: one[name] for name in ("folder", "document", "file_name", "page_count")} for one in described]
        version = self._head.inventory.head
        self._write(
            "dossier.xml",
            dossier_xml({"id": self._dossier.value, "version": str(version), **facts}, described),
        )
        for name, content in papers.items():
            self._write(name, content)
        self._json(
            "export.json",
            {
                "format": FORMAT,
                "dossier": self._dossier.value,
                "version": version,
                "inventory_sha512": self._head.sha512,
                "documents": listed,
                "missing": self._missing,
            },
        )
        self._files.sort()
        manifest = "".join(f"{sha256}  {path}\n" for path, sha256, _ in self._files)
        (self._folder / MANIFEST).write_bytes(manifest.encode())
        return ExportReport(
            dossier=self._dossier,
            version=version,
            target=target,
            files=tuple(self._files),
            missing=tuple(self._missing),
        )

    def _document(self, given: ExportDocument, ordinal: int) -> dict[str, Any]:
        folder = f"documents/{ordinal:03d}"
        before = f"{layout.ORIGINALS}/{given.document}/"
        package = self._own if given.home is None else _Package(given.home, head_of(self._store, given.home))
        originals = [path for path in package.head.inventory.state if path.startswith(before)]
        if not originals:
            self._missing.append(layout.original_path(given.document, given.file_name))
        kept = [
            self._copy(package, path, f"{folder}/original/{path.removeprefix(before)}") for path in sorted(originals)
        ]
        pdfa = self._copy(package, layout.pdfa_path(given.document), f"{folder}/document.pdf")
        pages = self._pages(package, given.document, folder)
        described = {
            "document": given.document.value,
            "ordinal": ordinal,
            "file_name": given.file_name,
            "media_type": given.media_type,
            "title": given.title,
            "page_count": given.page_count if given.page_count is not None else len(pages),
            "pdfa_level": given.pdfa_level,
            "signed": given.signed,
            "confidence_level": given.confidence_level,
            "home": given.home.value if given.home else None,
            "home_code": given.home_code,
            "original": [path for path in kept if path],
            "pdfa": pdfa,
            "pages": pages,
            # Proposed by the machine: a person has not confirmed them.
            "fields_state": "proposed",
            "fields": [_field(proposal) for proposal in given.fields],
        }
        self._json(f"{folder}/document.json", described)
        return {**described, "folder": folder, "issued_on": given.issued_on}

    def _pages(self, package: _Package, document: DocumentId, folder: str) -> list[dict[str, Any]]:
        path = layout.words_path(document)
        if path not in package.head.inventory.state:
            self._missing.append(path)
            return []
        pages = []
        with tempfile.TemporaryFile(dir=self._folder) as words:
            self._verified(package, path, words)
            for number, text in _page_texts(words, path):
                name = f"page-{number:04d}"
                as_text, as_words = f"{folder}/text/{name}.txt", f"{folder}/words/{name}.json"
                self._write(as_text, f"{text.text}\n".encode() if text.lines else b"")
                self._json(as_words, _words(number, text))
                confidence = None if text.confidence is None else round(text.confidence, 4)
                pages.append({"page": number, "text": as_text, "words": as_words, "confidence": confidence})
        return pages

    def _copy(self, package: _Package, path: str, name: str) -> str | None:
        """Copy a file of the package; its name, or None where the package has none."""
        if path not in package.head.inventory.state:
            self._missing.append(path)
            return None
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as written:
            sha256, size = self._verified(package, path, written)
        self._files.append((name, sha256, size))
        return name

    def _verified(self, package: _Package, path: str, written: BinaryIO) -> tuple[str, int]:
        """Copy while hashing; SHA-256 and size."""
        inventory = package.head.inventory
        sha512 = inventory.state[path]
        content = package.content.get(sha512)
        if content is None:
            raise mismatch(package.dossier, path)
        seen512, seen256, size = hashlib.sha512(), hashlib.sha256(), 0
        with self._store.open(package.head.key(content)) as stream:
            while chunk := stream.read(_CHUNK):
                seen512.update(chunk)
                seen256.update(chunk)
                size += written.write(chunk)
        expected = inventory.sha256.get(content, seen256.hexdigest())
        if (seen512.hexdigest(), seen256.hexdigest()) != (sha512, expected):
            raise mismatch(package.dossier, path)
        return seen256.hexdigest(), size

    def _json(self, name: str, plain: dict[str, Any]) -> None:
        self._write(name, json.dumps(plain, ensure_ascii=False, indent=2).encode() + b"\n")

    def _write(self, name: str, content: bytes) -> None:
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as written:
            written.write(content)
        self._files.append((name, hashlib.sha256(content).hexdigest(), len(content)))


def _page_texts(words: BinaryIO, path: str) -> Iterator[tuple[int, PageText]]:
    words.seek(0, os.SEEK_SET)
    try:
        with zipfile.ZipFile(words) as archive:
            members = [(int(m[1]), name) for name in archive.namelist() if (m := _WORDS_MEMBER.fullmatch(name))]
            for number, name in sorted(members):
                yield number, PageText.from_json(archive.read(name))
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise Damaged(
            "export.words_unreadable",
            Sentence(f"Không đọc được tệp chữ {path}.", f"The words in {path} cannot be read."),
            Sentence("Đọc lại tài liệu rồi lưu phiên bản mới.", "Read the document again and deposit a new version."),
        ) from error


def _words(number: int, text: PageText) -> dict[str, Any]:
    return {
        "page": number,
        "width": text.width,
        "height": text.height,
        "unit": "pt",
        "words": [
            {
                "text": word.text,
                "box": [word.box.x0, word.box.y0, word.box.x1, word.box.y1],
                "confidence": word.confidence,
                "line": line_number,
            }
            for line_number, line in enumerate(text.lines, start=1)
            for word in line.words
        ],
    }


def _field(proposal: FieldProposal) -> dict[str, Any]:
    box = proposal.box
    return {
        "field": proposal.field.value,
        "value": proposal.value,
        "confidence": proposal.confidence,
        "doubtful": proposal.doubtful,
        "page": proposal.page.value if proposal.page else None,
        "box": [box.x0, box.y0, box.x1, box.y1] if box else None,
        "evidence": proposal.evidence,
    }


def not_writable(target: Path, error: OSError) -> Misconfigured:
    """The error of a folder that cannot be written to."""
    return Misconfigured(
        "export.not_writable",
        Sentence(f"Không ghi được vào {target}: {error.strerror}.", f"{target} cannot be written: {error.strerror}."),
        Sentence(
            "Kiểm tra quyền ghi và dung lượng của nơi xuất, hoặc chọn nơi khác.",
            "Check the rights and the space there, or choose another place.",
        ),
    )


def _target_not_empty(target: Path) -> InvalidInput:
    return InvalidInput(
        "export.target_not_empty",
        Sentence(f"Thư mục {target} đã có nội dung.", f"There is something in {target} already."),
        Sentence("Chọn một thư mục mới hoặc thư mục trống.", "Choose a new or an empty folder."),
    )


def mismatch(dossier: DossierId, path: str) -> Damaged:
    """The error of a file that is not what was deposited."""
    return Damaged(
        "export.digest_mismatch",
        Sentence(
            f"Tệp {path} của hồ sơ {dossier} không còn đúng như khi được lưu; không xuất gì cả.",
            f"{path} of dossier {dossier} is not what was deposited; nothing was exported.",
        ),
        Sentence(
            "Chạy kiểm tra toàn vẹn (vankho verify) và khôi phục hồ sơ từ bản sao.",
            "Run vankho verify and restore the dossier from a copy.",
        ),
    )
