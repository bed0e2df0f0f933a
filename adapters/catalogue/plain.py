"""Values of JSON columns: findings and signatures, there and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ingest.model import SignatureRecord
from records.errors import Sentence, VankhoError
from records.findings import Finding, Severity, Verdict


def finding_to_plain(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "vi": finding.says.vi,
        "en": finding.says.en,
        "hint_vi": finding.hint.vi,
        "hint_en": finding.hint.en,
        "where": finding.where,
    }


def finding_from_plain(plain: dict[str, str]) -> Finding:
    return Finding(
        code=plain["code"],
        severity=Severity(plain["severity"]),
        says=Sentence(plain["vi"], plain["en"]),
        hint=Sentence(plain["hint_vi"], plain["hint_en"]),
        where=plain["where"],
    )


def finding_of_error(error: VankhoError, severity: Severity, where: str = "") -> Finding:
    """An error that concerns one thing alone, kept as a finding about it."""
    return Finding(code=error.code, severity=severity, says=error.says, hint=error.hint, where=where)


def error_to_plain(error: VankhoError) -> dict[str, Any]:
    return {
        "code": error.code,
        "vi": error.says.vi,
        "en": error.says.en,
        "hint_vi": error.hint.vi,
        "hint_en": error.hint.en,
    }


def signature_to_plain(signature: SignatureRecord) -> dict[str, Any]:
    return {
        "field_name": signature.field_name,
        "signer": signature.signer,
        "signed_at": signature.signed_at.isoformat() if signature.signed_at else None,
        "covers_whole_file": signature.covers_whole_file,
        "integrity": signature.integrity.value,
        "digest_algorithm": signature.digest_algorithm,
        "note": signature.note,
    }


def signature_from_plain(plain: dict[str, Any]) -> SignatureRecord:
    return SignatureRecord(
        field_name=plain["field_name"],
        signer=plain["signer"],
        signed_at=datetime.fromisoformat(plain["signed_at"]) if plain["signed_at"] else None,
        covers_whole_file=plain["covers_whole_file"],
        integrity=Verdict(plain["integrity"]),
        digest_algorithm=plain["digest_algorithm"],
        note=plain["note"],
    )
