"""Verifying one signature of a PDF with pyHanko: are the signed bytes what was signed?

ISO 32000-1, 12.8; RFC 5652; RFC 3161. A module of its own, since pyHanko takes a second to
load and most files carry no signature.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from asn1crypto import cms
from pyhanko.pdf_utils.generic import parse_pdf_date
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, validate_sig_integrity

from ingest.model import SignatureRecord
from records.findings import Verdict

_MAX_CONTENTS = 8 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """A filled signature field, before anything in it is believed."""

    name: str
    ranges: tuple[int, ...]
    sub_filter: str
    claimed_name: str
    claimed_time: str

    @property
    def end(self) -> int:
        return self.ranges[2] + self.ranges[3] if len(self.ranges) == 4 else 0


def verify_signature(file: BinaryIO, size: int, found: FoundSignature, *, late: bool) -> SignatureRecord:
    """What is to be recorded of ``found``; ``late``: there is no time left to judge it."""
    signer, signed_at, algorithm = found.claimed_name, _pdf_time(found.claimed_time), ""
    integrity, note = Verdict.UNDECIDED, "too many signatures for the time given" if late else ""
    whole = False
    if not late:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # old certificates break DER rules in ways that do not matter here
                contents = _contents(file, size, found.ranges)
                message = cms.ContentInfo.load(contents)
                signed_data = message["content"]
                info = extract_signer_info(signed_data)
                certificate = extract_certificate_info(signed_data).signer_cert
                signer = _common_name(certificate) or signer
                algorithm = info["digest_algorithm"]["algorithm"].native
                signed_at = _aware(extract_self_reported_ts(info)) or signed_at
                whole = found.end == size
                integrity, note = _verify(file, found, signed_data, info, certificate)
                stamped = _time_stamp(info)
                note = "; ".join(part for part in (note, stamped) if part)
        except _NotUnderstood as error:
            note = str(error)
        except Exception as error:  # noqa: BLE001 - hostile ASN.1 raises anything; the port promises a note instead
            note = f"not understood: {type(error).__name__}"
    return SignatureRecord(
        field_name=found.name,
        signer=signer,
        signed_at=signed_at,
        covers_whole_file=whole,
        integrity=integrity,
        digest_algorithm=algorithm,
        note=note[:500],
    )


class _NotUnderstood(Exception):
    """Why a signature cannot be judged."""


def _contents(file: BinaryIO, size: int, ranges: tuple[int, ...]) -> bytes:
    """The CMS out of the gap in the signed ranges; the gap must hold a hexadecimal string and nothing else.

    Reading it from the gap itself shows that no byte outside the signature is left unsigned
    before the end of the ranges.
    """
    if len(ranges) != 4 or ranges[0] != 0 or min(ranges) < 0:
        raise _NotUnderstood("the signed ranges are not two, or do not begin with the file")
    _, first, start, rest = ranges
    if start < first or start + rest > size:
        raise _NotUnderstood("the signed ranges reach beyond the file")
    if not 2 < start - first <= _MAX_CONTENTS:
        raise _NotUnderstood("no room for a signature between the signed ranges")
    file.seek(first)
    gap = file.read(start - first).strip(b" \t\r\n\0\f")
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        raise _NotUnderstood("something other than the signature lies between the signed ranges")
    try:
        return bytes.fromhex(gap[1:-1].decode("ascii"))
    except (ValueError, UnicodeDecodeError) as error:
        raise _NotUnderstood("the signature is no hexadecimal string") from error


def _verify(
    file: BinaryIO, found: FoundSignature, signed_data: Any, info: Any, certificate: Any
) -> tuple[Verdict, str]:
    content = signed_data["encap_content_info"]
    content_type = content["content_type"].native
    inner = info["digest_algorithm"]["algorithm"].native
    if content_type == "tst_info":
        imprint = content["content"].parsed["message_imprint"]
        outer = imprint["hash_algorithm"]["algorithm"].native
        if imprint["hashed_message"].native != _digest(file, found.ranges, outer):
            return Verdict.FAILED, "the file is not what was time-stamped"
        actual = _hash(inner, bytes(content["content"]))
    elif found.sub_filter == "/adbe.pkcs7.sha1":
        embedded = content["content"].native
        if embedded != _digest(file, found.ranges, "sha1"):
            return Verdict.FAILED, "the file is not what was signed"
        actual = _hash(inner, embedded)
    elif found.sub_filter in {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached"}:
        actual = _digest(file, found.ranges, inner)
    else:
        return Verdict.UNDECIDED, f"signatures of kind {found.sub_filter or 'unknown'} are not judged"
    intact, valid = validate_sig_integrity(info, certificate, content_type, actual)
    if intact and valid:
        return Verdict.PASSED, ""
    return Verdict.FAILED, "the file is not what was signed" if not intact else "the signature value is wrong"


def _digest(file: BinaryIO, ranges: tuple[int, ...], algorithm: str) -> bytes:
    running = hashlib.new(algorithm)
    for start, length in ((ranges[0], ranges[1]), (ranges[2], ranges[3])):
        file.seek(start)
        left = length
        while left and (chunk := file.read(min(_CHUNK, left))):
            running.update(chunk)
            left -= len(chunk)
    return running.digest()


def _hash(algorithm: str, content: bytes) -> bytes:
    return hashlib.new(algorithm, content).digest()


def _common_name(certificate: Any) -> str:
    name = certificate.subject.native.get("common_name", "")
    return "; ".join(name) if isinstance(name, list) else str(name)


def _time_stamp(info: Any) -> str:
    """A note on the time stamp a signature carries (RFC 3161, Appendix A); it is not verified here."""
    try:
        for attribute in info["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token":
                token = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
                return f"time-stamped {token['gen_time'].native.isoformat()}"
    except Exception:  # noqa: BLE001 - a stamp that is not understood takes nothing from the signature
        return "time stamp not understood"
    return ""


def _pdf_time(text: str) -> datetime | None:
    try:
        return _aware(parse_pdf_date(text, strict=False)) if text else None
    except Exception:  # noqa: BLE001 - pyHanko raises errors of its own and of the standard library
        return None


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
