"""Where things lie inside a dossier's package (relative to the content of a version).

The folders are those of an E-ARK CSIP 2.0.4 package (Circular 05/2025), so that a METS
added later moves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.identifiers import DocumentId, RedactionId

DESCRIPTIVE = "metadata/descriptive/dossier.json"
EVENTS = "metadata/preservation/events.jsonl"
ORIGINALS = "representations/rep1/data"
MADE = "representations/rep2/data"
WORDS = "representations/rep2/metadata"
REDACTED = "representations/rep3/data"
REDACTIONS = "representations/rep3/metadata"

MAX_NAME_BYTES = 200
# Names also have to survive being copied to NTFS, exFAT and FAT32.
_UNSAFE = re.compile(r'[/\\<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_LONGEST_SUFFIX = 16


def original_path(document: DocumentId, file_name: str) -> str:
    """Of a file as it came; ``file_name`` may be anything a sender thought of."""
    return f"{ORIGINALS}/{document}/{safe_file_name(file_name)}"


def pdfa_path(document: DocumentId) -> str:
    return f"{MADE}/{document}.pdf"


def words_path(document: DocumentId) -> str:
    """Of the stored zip with words and ALTO, a member a page."""
    return f"{WORDS}/{document}.words.zip"


def redacted_path(redaction: RedactionId) -> str:
    """Of the redacted copy of a document."""
    return f"{REDACTED}/{redaction}.pdf"


def redaction_path(redaction: RedactionId) -> str:
    """Of what is said of a redacted copy: of which document it is, what was masked where, by whom, on what ground."""
    return f"{REDACTIONS}/{redaction}.redaction.json"


def safe_file_name(name: str) -> str:
    """``name`` in NFC, of at most 200 bytes of UTF-8, without separators or control characters.

    The suffix survives shortening. Never empty, never hidden, never ``..``. The name as it
    came belongs in the description.
    """
    composed = unicodedata.normalize("NFC", name)
    # Controls, unassigned and lone surrogates, and bidirectional marks that show another name.
    visible = "".join("_" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"} else c for c in composed)
    safe = _UNSAFE.sub("_", visible).strip(" .")
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    return _shortened(safe) or "khong-ten"


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not stem or len(suffix.encode()) > _LONGEST_SUFFIX:
        stem, dot, suffix = name, "", ""
    room = MAX_NAME_BYTES - len((dot + suffix).encode())
    # A letter that would be cut in two goes as a whole.
    return f"{stem.encode()[:room].decode(errors='ignore').rstrip(' .')}{dot}{suffix}"
