"""Looking at PDF signatures with pikepdf (to find them) and pyHanko (to verify the CMS).

ISO 32000-1, 12.8; RFC 5652; RFC 3161. Integrity alone is judged: whether the certificate was
trusted, expired or of a weak algorithm is a question for another day, and no network is used.
Fields are found with pikepdf because it opens damaged files too; the signed bytes are always
those of the file as it lies on the disk.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pikepdf

from ingest.ports import SignatureInspector

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ingest.model import SignatureRecord

_MAX_FIELDS = 20_000
_MAX_SIGNATURES = 200


class PyhankoInspector(SignatureInspector):
    """Records signatures; hostile files cost at most ``seconds`` and never raise.

    Args:
        seconds: Time for one file; signatures not reached by then are listed as undecided.
    """

    def __init__(self, *, seconds: float = 30.0) -> None:
        self._seconds = seconds

    def inspect(self, path: Path) -> Sequence[SignatureRecord]:
        deadline = time.monotonic() + self._seconds
        try:
            with pikepdf.open(path) as pdf:
                fields = list(_signatures(pdf))
        except Exception:  # noqa: BLE001 - a file that does not open has no signature to show; checking names the fault
            return ()
        if not fields:
            return ()
        # Loading pyHanko takes a second: only files that carry a signature pay for it.
        from adapters.signature_inspector.pyhanko_verify import FoundSignature, verify_signature  # noqa: PLC0415

        found = sorted((FoundSignature(**field) for field in fields), key=lambda one: one.end)
        with path.open("rb") as file:
            size = file.seek(0, 2)
            return tuple(verify_signature(file, size, one, late=time.monotonic() > deadline) for one in found)


def _signatures(pdf: pikepdf.Pdf) -> Iterator[dict[str, Any]]:
    """Filled signature fields of the form's tree, each once, whatever loops it has."""
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    if not isinstance(fields, pikepdf.Array):
        return
    waiting: list[tuple[Any, str, str]] = [(field, "", "") for field in fields]
    seen: set[tuple[int, int]] = set()
    visited = listed = 0
    while waiting and visited < _MAX_FIELDS and listed < _MAX_SIGNATURES:
        visited += 1
        field, prefix, inherited = waiting.pop(0)
        if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen if field.is_indirect else (-visited, 0))
        part = _text(field.get("/T"))
        name = f"{prefix}.{part}" if prefix and part else prefix or part
        kind = str(field.get("/FT", inherited))
        kids = field.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            waiting.extend((kid, name, kind) for kid in kids)
        value = field.get("/V")
        if kind == "/Sig" and isinstance(value, pikepdf.Dictionary):
            listed += 1
            yield {
                "name": name,
                "ranges": _ranges(value.get("/ByteRange")),
                "sub_filter": str(value.get("/SubFilter", "")),
                "claimed_name": _text(value.get("/Name")),
                "claimed_time": _text(value.get("/M")),
            }


def _text(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""


def _ranges(value: Any) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in value)
    except (TypeError, ValueError):
        return ()
