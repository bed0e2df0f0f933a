"""What taking in needs from outside."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, BinaryIO, Protocol

from records.scan_profile import ScanProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from uuid import UUID

    from ingest.model import BatchView, DossierBy, FileView, OfficeConversion, Receipt, SignatureRecord, UploadOffer
    from records.effort import Effort
    from records.identifiers import BatchId, FileId
    from records.reader import Reader
    from records.scan_profile import ScanDecision


class SignatureInspector(Protocol):
    """Looks at the signatures of a PDF without changing it."""

    @abstractmethod
    def inspect(self, path: Path) -> Sequence[SignatureRecord]:
        """Every signature in the order of the file's revisions; none for an unsigned file.

        A signature that cannot be understood is listed with integrity ``undecided`` and a note;
        nothing is raised for it. No network is used.
        """


class OfficeConverter(Protocol):
    """Makes a PDF of an office file with a program of the machine, where one is installed."""

    @abstractmethod
    def to_pdf(self, source: Path, media_type: str, target: Path) -> OfficeConversion:
        """Write ``source``, of ``media_type`` (one of ``media_types.EXTENSION_OF_OFFICE``), as PDF to ``target``.

        ``source`` is only read. Its text is Unicode in the PDF also where it is set in fonts of
        TCVN3 or VNI. The program runs in a process of its own with a limit of time and memory; no
        macro runs. Nothing lies at ``target`` where an error is raised.

        Raises:
            Damaged (office.not_converted): The program cannot open the file, or gave up on it.
            InvalidInput (office.too_slow, office.too_large): It took longer than allowed, or holds more.
            Misconfigured (office.not_installed): The program cannot be started.
        """


class IntakeDesk(Protocol):
    """What the routes and pages of taking in call; each act is recorded under the reader's account."""

    @abstractmethod
    def open_batch(
        self,
        reader: Reader,
        name: str,
        dossier_by: DossierBy,
        effort: Effort | None = None,
        *,
        profile: ScanProfile = ScanProfile.DOCUMENTS,
        paper: str = "",
        checked: bool = False,
        unit: str = "",
    ) -> BatchId:
        """Begin a batch that files can be given to; its pages are read with ``effort`` (None: as is usual here).

        ``profile`` says what is asked of its scans, and whether what falls short waits for a person. The dossiers
        that it makes take ``paper`` over, the code of where its papers lie, and are of ``unit`` (empty: the reader's
        own, or that of the installation). ``checked`` confirms its checklist at once (``confirm_checklist``), and so
        does a standing instruction of the office.

        Raises:
            InvalidInput (paper.code_too_long): ``paper`` has more than 100 signs.
            Forbidden (batch.unit_not_yours): The reader may not take files in for ``unit``.
        """

    @abstractmethod
    def units(self, reader: Reader) -> Sequence[str]:
        """Codes of the units that the reader may take files in for, the one he does without saying so first."""

    @abstractmethod
    def receive(self, reader: Reader, batch: BatchId, name: str, content: BinaryIO) -> Receipt:
        """Store the bytes under their SHA-256, list the file and give a receipt; work on it begins at once.

        ``name`` is the path as handed over: its first folder names the dossier. The same name
        with the same bytes in the same batch gives the same receipt again. A file larger than
        allowed is listed as refused and has its receipt; its bytes are not kept.

        Raises:
            NotFound (batch.not_found): No such batch for this reader.
            Conflict (batch.closed): The batch takes nothing more.
        """

    @property
    @abstractmethod
    def upload_origin(self) -> str:
        """Scheme, host and port to which browsers may send files straight; empty: through the site only."""

    @abstractmethod
    def offer_upload(self, reader: Reader, batch: BatchId, size: int) -> UploadOffer:
        """An address in the store for a file of ``size`` bytes, past the site.

        Nothing is listed or receipted by that: what is not accepted is forgotten within days.

        Raises:
            NotFound (batch.not_found), Conflict (batch.closed): As for ``receive``.
            Conflict (upload.not_direct): Files are taken through the site only.
            InvalidInput (upload.too_large): A file of that size goes through the site.
        """

    @abstractmethod
    def accept_upload(self, reader: Reader, batch: BatchId, upload: UUID, name: str) -> Receipt:
        """Receive what was sent to the address of ``upload``; the receipt is that of ``receive``.

        The digest is worked out here, from what lies in the store. Accepting again, or sending the
        same bytes under the same name again either way, gives the same receipt.

        Raises:
            NotFound (batch.not_found), Conflict (batch.closed): As for ``receive``; nothing is listed.
            Conflict (upload.not_direct): Files are taken through the site only.
            NotFound (upload.not_found): Nothing arrived there, or it is no longer there.
            InvalidInput (upload.too_large): More arrived than was allowed; it is removed and not listed.
        """

    @abstractmethod
    def seal(self, reader: Reader, batch: BatchId) -> None:
        """Everything was handed over; repeatable."""

    @abstractmethod
    def batches(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[BatchView]:
        """Newest first."""

    @abstractmethod
    def batch(self, reader: Reader, batch: BatchId) -> BatchView:
        """One batch.

        Raises:
            NotFound (batch.not_found): No such batch for this reader.
        """

    @abstractmethod
    def files(self, reader: Reader, batch: BatchId, *, limit: int = 100, offset: int = 0) -> Sequence[FileView]:
        """Files of the batch: those that need a person first, then by name."""

    @abstractmethod
    def file(self, reader: Reader, file: FileId) -> FileView:
        """One file.

        Raises:
            NotFound (file.not_found): No such file for this reader.
        """

    @abstractmethod
    def confirm_checklist(self, reader: Reader, batch: BatchId) -> BatchView:
        """Confirm that nothing is in the batch that must not be digitised; an event, repeatable, the first counts.

        That are data which shared databases hold, copies of papers digitised before, papers that are only shown,
        and state secrets (Circular 01/2023/TT-VPCP). A batch that waits for it is deposited from then on.

        Raises:
            NotFound (batch.not_found): No such batch for this reader.
        """

    @abstractmethod
    def decide_scan(self, reader: Reader, file: FileId, decision: ScanDecision, reason: str = "") -> FileView:
        """Decide on a document whose scan falls short of what its batch asks for; an event, repeatable.

        ``accepted``: it is deposited as it is, for ``reason``. ``again``: its paper is to be scanned again; this
        scan is not deposited, stays where it is, and can still be accepted.

        Raises:
            NotFound (file.not_found): No such file for this reader.
            InvalidInput (scan.no_reason): It is to be accepted, and nothing is said why.
            Conflict (scan.nothing_to_decide): It does not wait for a decision, or has been accepted before.
        """

    @abstractmethod
    def retry(self, reader: Reader, batch: BatchId) -> int:
        """Make the batch's failed steps ready again; how many."""
