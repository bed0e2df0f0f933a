"""Lines of the log carry the ids they are about, whoever wrote them."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import steps
from app.logs import configure_logs
from app.pipeline import FLOW
from app.work import Work
from benchmarks.backup.dossiers import new_batch
from records.identifiers import DocumentId
from tests.unit.operations.desks import desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_is_logged_during_a_step_names_batch_document_and_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = DocumentId.new()

    def reading(*_: object) -> None:
        logging.getLogger("a_library").warning("odd picture")
        raise ZeroDivisionError

    with desk(tmp_path / "desk") as parts:
        batch = new_batch(parts)
        now = parts.clock.now()
        with parts.catalogue.begin() as connection:
            steps.add(connection, kind="read", subject=f"{document}:3", batch=batch, priority=1, now=now)
        work = Work(parts, "x")
        step = work.claim()
        assert step is not None
        rule = type(FLOW["read"])(priority=9, queue="read", subject=FLOW["read"].subject, do=reading)  # type: ignore[arg-type]  # it never returns
        monkeypatch.setitem(FLOW, "read", rule)
        try:
            configure_logs("info")
            work.do(step)
            logging.getLogger("a_library").warning("afterwards")
        finally:
            structlog.reset_defaults()
            logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    lines = {line["event"]: line for line in map(json.loads, capsys.readouterr().err.splitlines())}
    about = {"step": "read", "batch": batch.value, "document": document.value, "page": "3"}
    for event in ("odd picture", "step failed unexpectedly"):
        assert about.items() <= lines[event].items()
    assert "ZeroDivisionError" in lines["step failed unexpectedly"]["exception"]
    assert not about.keys() & lines["afterwards"].keys()


def test_every_kind_of_step_says_what_its_subject_names() -> None:
    named = {name for rule in FLOW.values() for name in rule.subject}
    assert named == {"file", "document", "page", "dossier", "change", "item", "attempt", "list", "redaction"}


def test_numbers_of_people_are_masked_in_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        configure_logs("info")
        structlog.get_logger().info("received", name="ho_so_001085012389.pdf", count=3)
        logging.getLogger("a_library").warning("cannot open /spool/0912345678.pdf for %s", "a.b@gmail.com")
    finally:
        structlog.reset_defaults()
        logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    ours, theirs = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (ours["name"], ours["count"]) == ("ho_so_0010••••••89.pdf", 3)
    assert theirs["event"] == "cannot open /spool/091•••••78.pdf for a••@gmail.com"


def test_a_line_is_written_at_once_so_that_no_other_process_tears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream(io.StringIO):
        def write(self, text: str) -> int:
            written.append(text)
            return len(text)

    written: list[str] = []
    monkeypatch.setattr("sys.stderr", Stream())
    try:
        configure_logs("info")
        structlog.get_logger().info("one", batch="x")
        logging.getLogger("a_library").warning("two")
    finally:
        structlog.reset_defaults()
        logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    assert [json.loads(line)["event"] for line in written] == ["one", "two"]
    assert all(line.endswith("}\n") for line in written)
