"""Whether a record was made electronically or digitised from paper (Circular 05/2025/TT-BNV, confidenceLevel)."""

from __future__ import annotations

from enum import StrEnum


class ConfidenceLevel(StrEnum):
    """Mức độ tin cậy; not to be confused with the confidence of a reading."""

    ELECTRONIC = "01"
    """Gốc điện tử: no page of it is a picture of paper."""
    DIGITISED = "02"
    """Số hóa: every page is."""
    MIXED = "03"
    """Hỗn hợp: some pages are."""


def confidence_level(*, scanned: int, pages: int) -> ConfidenceLevel | None:
    """The level of a document or a dossier with so many ``pages``, of which so many are pictures of paper.

    None where nothing is known of any page.
    """
    if not pages:
        return None
    if not scanned:
        return ConfidenceLevel.ELECTRONIC
    return ConfidenceLevel.DIGITISED if scanned == pages else ConfidenceLevel.MIXED
