"""What a check has to say. Checks return findings and do not raise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from records.errors import Sentence


class Verdict(StrEnum):
    """Three values: what could not be decided is neither good nor bad."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"


class Severity(StrEnum):
    """How much a finding weighs."""

    NOTE = "note"
    """Worth knowing; nothing to do."""
    WARNING = "warning"
    """A person should look; the work goes on."""
    REFUSAL = "refusal"
    """The thing checked is not accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One observation with a stable code, a sentence and a way out."""

    code: str
    severity: Severity
    says: Sentence
    hint: Sentence
    where: str = ""
    """Page, key or field the finding is about; empty for the whole."""


def note(code: str, vi: str, en: str, hint: Sentence, where: str = "") -> Finding:
    """Something worth knowing, said in Vietnamese and in English."""
    return Finding(code=code, severity=Severity.NOTE, says=Sentence(vi, en), hint=hint, where=where)


def warning(code: str, vi: str, en: str, hint: Sentence, where: str = "") -> Finding:
    """Something a person should look at."""
    return Finding(code=code, severity=Severity.WARNING, says=Sentence(vi, en), hint=hint, where=where)


def refusal(code: str, vi: str, en: str, hint: Sentence, where: str = "") -> Finding:
    """Why the thing checked is not accepted."""
    return Finding(code=code, severity=Severity.REFUSAL, says=Sentence(vi, en), hint=hint, where=where)
