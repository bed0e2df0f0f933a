"""Making one field proposal out of the words it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.description import Field, FieldProposal
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from ingest.layout import Run

_FIRST = PageNumber(1)


def propose(
    field: Field,
    value: str,
    confidence: float,
    run: Run,
    *,
    doubtful: bool,
    page: PageNumber = _FIRST,
    evidence: str = "",
) -> FieldProposal:
    """A proposal with the place of ``run``; the evidence is its text unless another is given."""
    return FieldProposal(
        field=field,
        value=value,
        confidence=round(max(0.0, min(1.0, confidence)), 4),
        doubtful=doubtful,
        page=page,
        box=run.box,
        evidence=evidence or run.text,
    )
