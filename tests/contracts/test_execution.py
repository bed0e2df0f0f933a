"""Disposal lists are executed on both profiles: what goes is gone everywhere, and what may not go is not touched."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from pypdfium2 import PdfDocument

from adapters.catalogue import dossiers, fixity, retention
from adapters.catalogue.schema import field_proposal, file, page, step
from app.desks.disposal import ask_gate
from app.desks.retention import CatalogueRetentionDesk
from app.files_on_disk import pictures_key
from app.keep_locks import beginning_of
from app.steps.retain import assign_anew
from archive.check_fixity import check_fixity
from archive.ocfl.storage_root import object_root
from archive.package_objects import package_objects
from ingest.receive import blob_key
from records.errors import Conflict, Forbidden, InvalidInput, NotFound
from records.findings import Verdict
from records.identifiers import DisposalListId, DossierId
from records.reader import Capability
from retention_rules.decide_period import decide_period
from retention_rules.disposal import ListState, Vote
from retention_rules.execution import ItemState
from retention_rules.forms.builders import forms_of
from retention_rules.may_delete import may_delete
from retention_rules.merkle import leaf_hash, root_of
from retention_rules.plain import from_plain
from retention_rules.tombstone import canonical
from search_api.query_language import parse
from tests.contracts.disposal_house import ANOTHER, EXECUTOR, KINDS, TODAY, House, house
from tests.contracts.disposal_office import ARCHIVIST, COUNCIL, HEAD, MEMBERS, person
from tests.contracts.retention_desk import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_rules.may_delete import GateFacts

pytestmark = pytest.mark.law("R08", "R10", "R11", "R12", "R13", "R14")


@pytest.fixture(scope="module", params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(request.param, tmp_path_factory.mktemp("house")) as built:
        yield built


@pytest.fixture
def one(made: House) -> House:
    made.clock.day = TODAY
    made.sign_in.asked.clear()
    return made


def longer(years: int = 30) -> object:
    told = {"number": "9/QĐ", "approved_by": "Chủ tịch", "reason": "Còn dùng"}
    return decide_period(str(years), **told, decided_on=TODAY, today=TODAY)


def found_by(one: House, words: str) -> int:
    return one.parts.index.search(parse(words, today=TODAY), OPERATOR, today=TODAY).total


# -- what goes -----------------------------------------------------------------------------------


def test_what_is_decided_is_gone_from_every_place(one: House) -> None:
    shared = b"the same bytes in two dossiers" * 100
    going, stays = one.due("Qan", b"original of An" * 300, shared), one.due("Qbinh", shared)
    one.keep()
    documents, digests = one.documents(going), one.digests(going)
    name = one_name(one, going)
    assert found_by(one, name) == 2
    assert one.parts.erasure.lying(f"{object_root(going)}/")
    copies = one.copied(going)
    which = one.approved(going)
    found = one.executed(which)
    assert found.state is ListState.EXECUTED
    assert [item.state for item in found.items] == [ItemState.GONE]

    # The store, in every version, and every copy in it.
    for where in (
        f"{object_root(going)}/",
        *(f"access/{each}/" for each in documents),
        *(f"staging/made/{each}/" for each in documents),
        *(blob_key(digest).value for digest in digests),
    ):
        assert one.parts.erasure.lying(where) == (), where
    for document in documents:
        assert one.parts.store.stat(pictures_key(document)) is None
        with pytest.raises(NotFound):
            one.parts.store.read_range(pictures_key(document), 0, 10)
    assert package_objects(one.parts.store, going) == {}
    if one.s3 is not None:
        bucket = one.s3.bucket("archive")
        prefix = object_root(going).removeprefix("archive/")
        assert not list(one.s3.client.list_objects(bucket, prefix=prefix, recursive=True, include_version=True))
    # Copies on this machine.
    assert [each for each in copies if one.parts.blob_cache.has(each)] == []
    # The index.
    assert found_by(one, name) == 0
    assert [one.parts.index.holds(each) for each in documents] == [0, 0]
    # The tables.
    with one.parts.catalogue.begin(readonly=True) as connection:
        ids = [each.value for each in documents]
        for table, column in ((page, page.c.document_id), (field_proposal, field_proposal.c.document_id)):
            assert not connection.execute(sa.select(table).where(column.in_(ids))).all()
        assert not connection.execute(sa.select(step).where(sa.func.substr(step.c.subject, 1, 36).in_(ids))).all()
        row = dossiers.row(connection, going)
        assert (row.state, row.title, row.version) == ("destroyed", "", 0)
        names = connection.execute(sa.select(file.c.name).where(file.c.dossier_id == going.value)).scalars()
        assert not [each for each in names if "Qan" in each]
    # The other dossier has all of its own.
    assert one.parts.erasure.lying(f"{object_root(stays)}/")
    assert found_by(one, one_name(one, stays)) == 1
    # Readings of its pictures went with it.
    (said,) = one.tombstones(which)
    assert said["looked_into"]["readings"] == {"name": "readings", "looked": 2, "left": 0}
    assert {place["left"] for place in said["looked_into"].values()} == {0}
    assert {"package", "made", "pictures", "readings", "staging", "index", "tables"} <= set(said["looked_into"])
    assert said["holdings"]["documents"] == 2
    assert sorted(said["holdings"]["originals_sha256"]) == sorted(each.hex for each in digests)


def one_name(one: House, dossier: DossierId) -> str:
    """A word that stands on the pages of this dossier alone."""
    with one.parts.catalogue.begin(readonly=True) as connection:
        return str(dossiers.row(connection, dossier).title.rpartition(" ")[2])


def test_a_tombstone_says_nothing_of_people(one: House) -> None:
    going = one.due("Cường")
    which = one.approved(going)
    one.executed(which)
    said = canonical(one.execution.tombstone(HEAD, going)).decode()
    for told in ("Cường", "Nguyễn", "đơn", "Hồ sơ của"):
        assert told not in said
    assert {"dossier", "code", "period", "clause", "list", "decision", "holdings"} <= set(one.tombstones(which)[0])
    with pytest.raises(NotFound):
        one.execution.tombstone(HEAD, one.due("x"))
    with pytest.raises(Forbidden):
        one.execution.tombstone(person("x"), going)


def test_the_certificate_is_made_over_every_tombstone(one: House) -> None:
    chosen = [one.due(f"d{number}") for number in range(3)]
    which = one.approved(*chosen)
    with pytest.raises(NotFound, match="no_certificate"):
        one.execution.certificate(HEAD, which)
    one.begin(which)
    before = one.execution.certificate(HEAD, which)
    assert (before["issued_at"], before["counts"]) == (None, {"to_go": 3})
    one.work()
    issued = one.execution.certificate(HEAD, which)
    leaves = [leaf_hash(canonical(said)) for said in one.tombstones(which)]
    assert issued["merkle_root"] == root_of(leaves)
    assert [gone["leaf"] for gone in issued["gone"]] == leaves
    assert issued["counts"] == {"gone": 3}
    assert (issued["decision"], issued["executed_by"]) == ("1/QĐ", "f")
    assert issued["issued_at"] is not None


def test_what_the_council_kept_stays(one: House) -> None:
    kept = one.due("k")
    which = one.approved(kept, votes=(Vote.DESTROY, Vote.KEEP, Vote.KEEP))
    found = one.executed(which)
    assert (found.state, one.states(which)) == (ListState.EXECUTED, ["kept"])
    assert one.parts.erasure.lying(f"{object_root(kept)}/")


# -- who, and when -------------------------------------------------------------------------------


def test_who_may_execute(one: House) -> None:
    which = one.approved(one.due("a"))
    everything = frozenset(Capability)
    for other, code in (
        (ARCHIVIST, "one_person"),
        (replace(MEMBERS[0], capabilities=everything), "one_person"),
        (replace(HEAD, capabilities=everything), "one_person"),
        (person("x", Capability.VOTE, Capability.APPROVE), "disposal.not_allowed"),
    ):
        with pytest.raises(Forbidden, match=code):
            one.begin(which, other)
    assert one.sign_in.asked == []
    with pytest.raises(Forbidden, match=r"sign_in\.refused"):
        one.execution.execute(EXECUTOR, which, password="sai")
    assert one.list(which).state is ListState.DECIDED
    assert one.work() == 0
    with pytest.raises(NotFound):
        one.begin(DisposalListId.new())
    one.executed(which)
    assert one.sign_in.asked == ["f", "f"]
    with pytest.raises(Conflict, match=r"disposal\.executed"):
        one.begin(which)


def test_nothing_goes_before_the_decision(one: House) -> None:
    dossier = one.due("a")
    listed = one.disposal.propose(ARCHIVIST, name="n", dossiers=[dossier], council=("b", "c", "d"))
    with pytest.raises(Conflict, match="not_decided"):
        one.begin(listed.id)
    assert one.parts.erasure.lying(f"{object_root(dossier)}/")


def test_a_hold_wins_over_a_list_that_is_executed(one: House) -> None:
    held, free = one.due("a"), one.due("b")
    which = one.approved(held, free)
    hold = one.place(held)
    found = one.executed(which)
    assert found.state is ListState.EXECUTING
    states = {item.dossier: (item.state, item.reasons) for item in found.items}
    assert states == {held: (ItemState.STOPPED, ("on_hold",)), free: (ItemState.GONE, ())}
    assert one.parts.erasure.lying(f"{object_root(held)}/")
    one.lift(hold)
    assert one.work() == 0  # nobody has proved again who it is
    found = one.executed(which, ANOTHER)
    assert (found.state, found.executor) == (ListState.EXECUTED, "g")
    assert one.parts.erasure.lying(f"{object_root(held)}/") == ()


def test_a_lease_that_still_runs_stops_the_item(one: House) -> None:
    dossier = one.due("a")
    which = one.approved(dossier)
    key = next(iter(package_objects(one.parts.store, dossier)))
    one.parts.locks.extend(key, datetime.now(UTC) + timedelta(hours=1))
    found = one.executed(which)
    assert [(item.state, item.reasons) for item in found.items] == [(ItemState.STOPPED, ("leased",))]
    assert len(package_objects(one.parts.store, dossier)) > 5


def test_a_lease_set_at_the_last_moment_fails_the_item_and_nothing_of_its_package_goes(one: House) -> None:
    dossier = one.due("a")
    which = one.approved(dossier)
    one.begin(which)
    one.let_go(dossier)
    key = next(iter(package_objects(one.parts.store, dossier)))
    one.parts.locks.extend(key, datetime.now(UTC) + timedelta(seconds=3))
    before = len(package_objects(one.parts.store, dossier))
    one.work()
    (item,) = one.list(which).items
    assert (item.state, item.code) == (ItemState.FAILED, "store.locked")
    assert len(package_objects(one.parts.store, dossier)) == before
    threading.Event().wait(4.2)
    assert one.executed(which).state is ListState.EXECUTED


def test_a_dossier_that_goes_is_seen_by_nobody(one: House) -> None:
    dossier = one.due("Dung")
    which = one.approved(dossier)
    before = CatalogueRetentionDesk(one.parts).report(OPERATOR).dossiers
    one.begin(which)
    one.let_go(dossier)
    with one.parts.catalogue.begin(readonly=True) as connection:
        assert dossiers.seen_by(connection, dossier, OPERATOR, TODAY) is None
        row = dossiers.row(connection, dossier)
        assert dossiers.with_code(connection, code=row.code, unit=row.unit) is None
    with pytest.raises(NotFound):
        one.disposal.why_not(HEAD, dossier)
    report = CatalogueRetentionDesk(one.parts).report(OPERATOR, limit=1000)
    assert dossier not in {row.dossier for row in report.rows}
    assert report.dossiers == before - 1
    one.work()
    with one.parts.catalogue.begin() as connection:
        assert assign_anew(one.parts, connection, dossier, by="x").rule.period == "5"


def test_what_is_worked_on_waits_and_what_waits_for_a_person_stops(one: House) -> None:
    busy, failed = one.due("a"), one.due("b")
    which = one.approved(busy, failed)
    with one.parts.catalogue.begin() as connection:
        for dossier, state in ((busy, "leased"), (failed, "failed")):
            (document,) = one.documents(dossier)
            connection.execute(
                sa.update(step)
                .where(step.c.subject == document.value)
                .values(state=state, lease_until=one.clock.now() + timedelta(days=1), lease_owner="other")
            )
    one.begin(which)
    one.work()
    states = {item.dossier: item.state for item in one.list(which).items}
    assert states == {busy: ItemState.TO_GO, failed: ItemState.STOPPED}
    with one.parts.catalogue.begin() as connection:
        connection.execute(sa.update(step).where(step.c.state.in_(("leased", "failed"))).values(state="done"))
        connection.execute(sa.update(step).values(not_before=one.clock.now()))
    assert one.executed(which).state is ListState.EXECUTED


def test_a_dossier_whose_objects_are_being_put_back_waits(one: House) -> None:
    busy = one.due("phục hồi")
    which = one.approved(busy)
    now = one.clock.now()
    with one.parts.catalogue.begin() as connection:
        mine = fixity.claim(connection, dossiers.hold(connection, busy), now, now + timedelta(minutes=30))
        assert mine is not None
        fixity.will_mend(connection, mine, [])
    one.begin(which)
    one.work()
    assert [item.state for item in one.list(which).items] == [ItemState.TO_GO]
    with one.parts.catalogue.begin() as connection:
        fixity.mended(connection, busy)
        connection.execute(sa.update(step).values(not_before=now))
    assert one.executed(which).state is ListState.EXECUTED


def test_what_may_not_be_kept_back_and_what_may(one: House) -> None:
    dossier, other = one.due("a"), one.due("b")
    which = one.approved(dossier, other)
    one.place(dossier)
    with pytest.raises(InvalidInput):
        one.execution.keep_back(ARCHIVIST, which, dossier, longer(3))
    with pytest.raises(Forbidden):
        one.execution.keep_back(HEAD, which, dossier, longer())
    one.executed(which)
    found = one.execution.keep_back(ARCHIVIST, which, dossier, longer())
    assert found.state is ListState.EXECUTED
    assert one.execution.certificate(HEAD, which)["counts"] == {"gone": 1, "kept_back": 1}
    kept = one.disposal.why_not(HEAD, dossier)
    assert "not_due" in kept.reasons
    with pytest.raises(Conflict, match="too_late"):
        one.execution.keep_back(ARCHIVIST, which, dossier, longer(50))
    assert one.parts.erasure.lying(f"{object_root(dossier)}/")


def test_fifteen_days_after_the_decision_it_is_overdue(one: House) -> None:
    from retention_rules.execution import execute_by, overdue

    which = one.approved(one.due("a"))
    found = one.list(which)
    assert found.decision is not None
    last = execute_by(found.decision.decided_on)
    assert last == TODAY + timedelta(days=15)
    assert not overdue(found, last)
    assert overdue(found, last + timedelta(days=1))
    assert not overdue(one.executed(which), last + timedelta(days=1))


# -- what stays of it ----------------------------------------------------------------------------


def test_the_disposal_dossier_lies_in_the_archive_for_twenty_years(one: House) -> None:
    which = one.approved(one.due("a"), one.due("b"))
    with pytest.raises(NotFound, match="no_record"):
        one.execution.record(HEAD, which)
    one.executed(which)
    kept = one.execution.record(HEAD, which)
    assert kept["certificate"] == one.execution.certificate(HEAD, which)
    assert kept["tombstones"] == one.tombstones(which)
    assert [item["state"] for item in kept["list"]["items"]] == ["gone", "gone"]
    assert len(kept["list"]["items"][0]["votes"]) == 3
    record = DossierId(kept["dossier"])
    assigned = CatalogueRetentionDesk(one.parts)
    with one.parts.catalogue.begin(readonly=True) as connection:
        plain = retention.in_force(connection, record)
    assert plain is not None
    assert from_plain(plain).expires_on == date(TODAY.year + 20, 12, 31)
    assert "not_due" in may_delete(facts_of(one, record)).reasons
    assert record in {row.dossier for row in assigned.report(OPERATOR, limit=1000).rows}
    # The store keeps it like every other.
    states = {one.parts.locks.state(key).retained_until for key in package_objects(one.parts.store, record)}
    assert states == {beginning_of(TODAY + timedelta(days=400))}
    (report,) = check_fixity(one.parts.store, [record])
    assert report.verdict is Verdict.PASSED


def test_every_printed_paper_lies_in_the_disposal_dossier_and_none_says_a_title(one: House) -> None:
    gone, kept = one.due("a"), one.due("b")
    which = one.disposal.propose(ARCHIVIST, name="Hủy 2026", dossiers=(gone, kept), council=COUNCIL).id
    for member in MEMBERS:
        one.disposal.vote(member, which, gone, Vote.DESTROY)
        one.disposal.vote(member, which, kept, Vote.KEEP)
    one.disposal.decide(HEAD, which, number="1/QĐ", decided_on=one.clock.day)
    one.executed(which)
    record = DossierId(one.execution.record(HEAD, which)["dossier"])
    said = {}
    for key in package_objects(one.parts.store, record):
        if key.value.endswith(".pdf"):
            with one.parts.store.open(key) as stream, PdfDocument(stream.read()) as pdf:
                said[key.value.rpartition("/")[2]] = "\n".join(
                    pdf[number].get_textpage().get_text_range() for number in range(len(pdf))
                )
    assert set(said) == {f"{kind.value}.pdf" for kind in forms_of(appraised=False)}
    with one.parts.catalogue.begin(readonly=True) as connection:
        code = dossiers.row(connection, kept).code
    assert code in said["danh-muc-giu-lai.pdf"]
    assert one.execution.certificate(HEAD, which)["merkle_root"] in "".join(said["chung-nhan.pdf"].split())
    assert not [name for name, text in said.items() if "Nguyễn Văn" in text]


def facts_of(one: House, dossier: DossierId) -> GateFacts:
    with one.parts.catalogue.begin() as connection:
        return ask_gate(one.parts, connection, dossier, on_list=None)
