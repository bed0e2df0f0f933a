"""Columns of limited length hold every word that our own code puts there; PostgreSQL refuses longer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import schema, schema_redaction, schema_retention
from app.pipeline import FLOW
from archive.redaction import RedactionState
from ingest.model import BatchState, DocumentState, DossierBy, FileState
from ocr.model import TextLayer
from records.description import Field
from records.effort import Effort
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel
from retention_rules.model import AssignmentState, PeriodKind

if TYPE_CHECKING:
    from enum import Enum


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (schema.batch.c.state, BatchState),
        (schema.batch.c.dossier_by, DossierBy),
        (schema.batch.c.effort, Effort),
        (schema.dossier.c.access_level, AccessLevel),
        (schema.file.c.state, FileState),
        (schema.document.c.state, DocumentState),
        (schema.page.c.layer, TextLayer),
        (schema.field_proposal.c.field, Field),
        (schema_redaction.redaction.c.state, RedactionState),
        (schema_redaction.redaction.c.access_level, AccessLevel),
        (schema_retention.retention_assignment.c.kind, PeriodKind),
        (schema_retention.retention_assignment.c.state, AssignmentState),
    ],
)
def test_every_word_of_a_column_fits_it(column: sa.Column[str], words: type[Enum]) -> None:
    assert isinstance(column.type, sa.String)
    assert column.type.length is not None
    assert max(len(word.value) for word in words) <= column.type.length


def test_every_step_fits_its_columns() -> None:
    kind, subject = schema.step.c.kind.type, schema.step.c.subject.type
    assert isinstance(kind, sa.String)
    assert isinstance(subject, sa.String)
    assert max(map(len, FLOW)) <= (kind.length or 0)
    assert len(f"{DossierId.new()}:{DocumentId.new()}") <= (subject.length or 0)
