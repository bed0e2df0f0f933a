"""A basis changes with everything that could change a date, and with nothing else."""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from records.identifiers import DossierId
from retention_rules import grounds as module
from retention_rules.grounds import Grounds, Said, basis_of, digest_of, outcome_of, work_out
from retention_rules.model import PeriodDecision
from retention_rules.schedule import built_in_schedule, content_of
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from types import ModuleType

TODAY = date(2026, 11, 26)
DOSSIER = DossierId("00000000-0000-7000-8000-000000000001")
DECISION = PeriodDecision(
    period="30", number="1/QĐ", decided_on=date(2020, 1, 1), approved_by="Chủ tịch", reason="Công trình"
)
KNOWN = Grounds(
    title="Hồ sơ",
    work_ended_on=date(2010, 5, 1),
    newest_document=None,
    documents=(Said("Công văn", "trao đổi về công tác quy hoạch"), Said("", "")),
    events={TriggerKind.CONTRACT_END: date(2011, 1, 1)},
    decisions=(DECISION,),
)
SCHEDULE = built_in_schedule()


def basis(known: Grounds) -> str:
    made = work_out(DOSSIER, known, SCHEDULE, today=TODAY)
    return basis_of(digest_of(SCHEDULE), known, outcome_of(made))


def test_the_same_known_again_has_the_same_basis() -> None:
    assert basis(KNOWN) == basis(replace(KNOWN, events=dict(KNOWN.events)))
    assert len(basis(KNOWN)) == 32


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Hồ sơ khác"},
        {"work_ended_on": date(2010, 5, 2)},
        {"work_ended_on": None},
        {"newest_document": date(2010, 5, 1)},
        {"documents": KNOWN.documents[:1]},
        {"documents": (Said("Công văn trao đổi", "về công tác quy hoạch"), Said("", ""))},
        {"documents": (*KNOWN.documents, Said("", ""))},
        {"events": {}},
        {"events": {TriggerKind.CONTRACT_END: date(2011, 1, 2)}},
        {"events": {TriggerKind.ASSET_DISPOSAL: date(2011, 1, 1)}},
        {"decisions": ()},
        {"decisions": (DECISION, DECISION)},
        *(
            {"decisions": (replace(DECISION, **{name: "40"}),)}
            for name in ("period", "number", "approved_by", "reason")
        ),
        {"decisions": (replace(DECISION, decided_on=date(2020, 1, 2)),)},
    ],
    ids=str,
)
def test_whatever_else_is_known_has_another(other: dict[str, object]) -> None:
    assert basis(replace(KNOWN, **other)) != basis(KNOWN)  # type: ignore[arg-type]  # of the fields above


@pytest.mark.parametrize("name", ["state", "kind", "period", "expires_on", "candidate_from", "waiting_for"])
def test_a_date_that_somebody_altered_has_another(name: str) -> None:
    outcome = outcome_of(work_out(DOSSIER, KNOWN, SCHEDULE, today=TODAY))
    altered = outcome._replace(**{name: date(1999, 1, 1) if name in {"expires_on", "candidate_from"} else "x"})
    schedule = digest_of(SCHEDULE)
    assert basis_of(schedule, KNOWN, altered) != basis_of(schedule, KNOWN, outcome)


def test_a_confirmation_and_another_text_are_another_schedule() -> None:
    rule = SCHEDULE.rules[0]
    digests = {
        digest_of(SCHEDULE),
        digest_of(SCHEDULE.confirming({content_of(rule)})),
        digest_of(replace(SCHEDULE, version="2")),
        digest_of(replace(SCHEDULE, rules=SCHEDULE.rules[1:])),
        digest_of(replace(SCHEDULE, rules=(replace(rule, record_type="khác"), *SCHEDULE.rules[1:]))),
    }
    assert len(digests) == 5


def test_the_code_that_decides_is_part_of_it_wholly() -> None:
    """Each module of ours that any of them loads while it runs."""
    known = {one.__name__ for one in module.DECIDING} | {module.__name__}
    # Values without a decision in them, and the table of rules, which is digested as the schedule.
    others = {"records.errors", "records.identifiers", "records.incomplete", "retention_rules.schedule"}
    loaded = {name for one in (*module.DECIDING, module) for name in _imports(one)}
    assert loaded - others <= known, "a module that decides is missing in DECIDING"
    assert known <= loaded | {module.__name__}, "a module in DECIDING is used by none"


def _imports(one: ModuleType) -> set[str]:
    tree = ast.parse(inspect.getsource(one))
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    named = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name for name in named if name.startswith(("records.", "retention_rules."))}
