"""Who decides on a request, by the access level of the dossier (Archives Law 33/2024/QH15, Art. 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.reader import AccessLevel, Capability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.identifiers import DocumentId
    from records.reader import Reader

ANSWERING = frozenset({Capability.DECIDE, Capability.APPROVE})
"""Who has a part in answering requests; all others see their own alone."""


def who_decides(level: AccessLevel | None, *, restricted: bool) -> frozenset[Capability]:
    """Level 01: the archivist or the head. Level 02: the head. What is restricted for a time the archivist refuses.

    ``level`` is None while no dossier is named.
    """
    if restricted:
        return frozenset({Capability.DECIDE})
    return frozenset({Capability.APPROVE}) if level is AccessLevel.CONDITIONAL else ANSWERING


def may_decide(reader: Reader, filed_by: str, level: AccessLevel | None, *, restricted: bool) -> bool:
    """Whether ``reader`` decides; nobody decides on what he filed, for himself or for somebody at the desk."""
    return reader.account != filed_by and bool(reader.capabilities & who_decides(level, restricted=restricted))


def left_out(wanted: Sequence[DocumentId], granted: Sequence[DocumentId]) -> tuple[DocumentId, ...]:
    """What was asked for and is not granted."""
    given = set(granted)
    return tuple(each for each in wanted if each not in given)
