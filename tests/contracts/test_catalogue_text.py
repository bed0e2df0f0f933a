"""Whatever text comes in is kept, and kept alike on every catalogue."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.catalogue import batches, documents, dossiers, events, files, retention
from adapters.catalogue.schema import event
from adapters.catalogue.schema_retention import retention_assignment
from adapters.catalogue.storable import storable, storable_text
from ingest.model import DocumentState, DossierBy, FileCheck, FileState, SignatureRecord
from records.errors import Sentence
from records.findings import Finding, Severity, Verdict
from records.identifiers import Digest
from records.reader import local_operator
from retention_rules.assign import assign
from retention_rules.plain import to_plain
from retention_rules.propose_rule import default_rule
from retention_rules.schedule import built_in_schedule
from tests.contracts import catalogues

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
TROUBLE = "Nguyễn\x00Văn\udcc3\ud83d"
KEPT = "Nguyễn\ufffdVăn\ufffd\ufffd"
ANY_TEXT = st.text(st.characters(exclude_categories=[]))


@pytest.fixture
def catalogue(migrated: Catalogue) -> Catalogue:
    return catalogues.emptied(migrated)


def test_names_signers_and_findings_are_kept_whatever_is_in_them(catalogue: Catalogue) -> None:
    says = Sentence(TROUBLE, TROUBLE)
    finding = Finding(code="file.broken", severity=Severity.NOTE, says=says, hint=says, where=TROUBLE)
    signature = SignatureRecord(
        field_name=TROUBLE,
        signer=TROUBLE,
        signed_at=NOW,
        covers_whole_file=True,
        integrity=Verdict.PASSED,
        digest_algorithm="sha256",
        note=TROUBLE,
    )
    with catalogue.begin() as connection:
        batch = batches.add(connection, name=TROUBLE, dossier_by=DossierBy.FOLDER, unit=TROUBLE, by=TROUBLE, now=NOW)
        places = [
            dossiers.of_grouping(
                connection, batch=batch, grouping=TROUBLE, title=TROUBLE, code=TROUBLE, unit=TROUBLE, now=NOW
            )
            for _ in range(2)
        ]
        assert places[0] == places[1]
        assert dossiers.with_code(connection, code=TROUBLE, unit=TROUBLE) == places[0]
        arrival: dict[str, Any] = {
            "batch": batch,
            "dossier": places[0],
            "digest": Digest("0" * 64),
            "size": 1,
            "by": TROUBLE,
        }
        file, new = files.add(connection, name=TROUBLE, now=NOW, **arrival)
        again = files.add(connection, name=TROUBLE, now=NOW, **arrival)
        assert new
        assert again == (file, False)
        document = documents.add(connection, dossier=places[0], file=file, page_count=1)
        check = FileCheck(media_type="application/pdf", page_count=1, findings=(finding,), signatures=(signature,))
        files.settle(connection, file, check, state=FileState.ACCEPTED, document=document)
        documents.set_state(connection, document, DocumentState.MADE)
    with catalogue.begin(readonly=True) as connection:
        shown = files.view(connection, file, local_operator("lan"), date(2026, 3, 2))
        room = dossiers.view(connection, places[0], local_operator("lan"), date(2026, 3, 1))
    assert shown is not None
    assert room is not None
    assert (shown.name, shown.findings[0].where, shown.findings[0].says.vi) == (KEPT, KEPT, KEPT)
    assert (room.title, room.unit) == (KEPT, KEPT)
    assert room.documents[0].signatures[0].signer == KEPT


def test_an_assignment_read_back_equals_what_was_put_in_force(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        batch = batches.add(connection, name="lô", dossier_by=DossierBy.FOLDER, unit="u", by="ai", now=NOW)
        dossier = dossiers.of_grouping(connection, batch=batch, grouping="a", title="t", code="", unit="u", now=NOW)
        assignment = assign(
            dossier,
            built_in_schedule(),
            [default_rule()],
            work_ended_on=date(2025, 1, 1),
            today=date(2026, 3, 1),
        )
        plain = {**to_plain(assignment), "of_a_person": TROUBLE, "several": ("a", "b"), "nothing": float("nan")}
        assert retention.assign(connection, assignment, to_plain(assignment), basis="", by="lan", now=NOW)
        assert retention.in_force(connection, dossier) == to_plain(assignment)
        assert retention.assign(connection, assignment, plain, basis="", by="lan", now=NOW)
        assert not retention.assign(connection, assignment, plain, basis="", by="lan", now=NOW)
        kept = sa.select(sa.cast(retention_assignment.c.assignment, sa.Text)).where(
            retention_assignment.c.superseded_at.is_(None)
        )
        text = connection.execute(kept).scalar_one()
        # As it is written, not in escapes: half of the disk of ten million explanations.
        assert "kể từ năm kết thúc công việc" in text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | ANY_TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
        max_leaves=10,
    )
)
def test_any_value_of_json_comes_back_as_storable_says(catalogue: Catalogue, value: Any) -> None:
    with catalogue.begin() as connection:
        events.add(connection, type="x", agent="y", now=NOW, subjects=[], detail={"value": value})
        newest = sa.select(event.c.detail).order_by(event.c.id.desc()).limit(1)
        assert connection.execute(newest).scalar_one() == {"value": storable(value)}


@given(ANY_TEXT)
def test_what_is_storable_stays_as_it_is(text: str) -> None:
    kept = storable_text(text)
    assert storable_text(kept) == kept
    assert len(kept) == len(text)
    assert all(a == b for a, b in zip(text, kept, strict=True) if b != "\ufffd")
    kept.encode()
    assert "\x00" not in kept
    assert json.loads(json.dumps(storable({text: text}))) == {kept: kept}
