"""What may not be seen is like what is absent: for every role, at every route of an object, in answer, work, time."""

from __future__ import annotations

import json
import math
import time
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from accounts.model import Role
from accounts.roles import CAPABILITIES
from records.reader import Capability
from search_api.door import declared
from search_api.sign_in import SESSION_COOKIE
from tests.contracts import catalogues
from tests.contracts.sites import Site, Thing, absent, plain, site
from tests.contracts.test_rights import ACTS, OF_BATCHES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

pytestmark = pytest.mark.law("R23")

HIDDEN: dict[str, dict[str, Any]] = {
    "unit": {"unit": "A"},
    "level": {"unit": "B", "level": "02"},
    "restricted": {"unit": "B", "restricted_until": date(2030, 1, 1)},
}
READERS = tuple(role for role in Role if Capability.READ in CAPABILITIES[role])
PAIRS = 400
SURELY = 1e-9
"""A difference this unlikely by chance is one; of dozens of tests none fails by itself in a lifetime."""


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An account of each role that reads, in unit B and not cleared for level 02."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        for role in READERS:
            desks.add(role.value.replace("_", "-"), role, unit="B")
        yield made


def acts_of(made: Site, role: Role, why: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Those that the role comes to, of records and, where a batch is hidden too, of batches."""
    needs = {
        (method, context.path_regex): need for context, need in declared(made.site) for method in context.methods or ()
    }

    def allowed(method: str, path: str) -> bool:
        path = path.format(**_ids(absent())).partition("?")[0]
        return any(
            method == its and pattern.match(path) and need in CAPABILITIES[role]
            for (its, pattern), need in needs.items()
        )

    return [act for act in (*ACTS, *(OF_BATCHES if why == "unit" else ())) if allowed(act[0], act[1])]


def _ids(thing: Thing) -> dict[str, str]:
    return {name: getattr(thing, name) for name in Thing.__slots__}


@contextmanager
def statements(made: Site) -> Iterator[list[str]]:
    """What is asked of the catalogue meanwhile, without values."""
    said: list[str] = []

    def listen(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    engine = made.desks.parts.catalogue.engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)


@pytest.mark.parametrize("why", HIDDEN)
@pytest.mark.parametrize("role", READERS)
def test_no_role_tells_it_from_what_is_absent_by_the_answer_or_by_the_work(staffed: Site, role: Role, why: str) -> None:
    if why == "restricted" and Capability.DECIDE in CAPABILITIES[role]:
        return  # who decides sees what is restricted
    there, nothing = staffed.put(**HIDDEN[why]), absent()
    cookie = {"Cookie": f"{SESSION_COOKIE}={staffed.session(role.value.replace('_', '-'))}"}
    acts = acts_of(staffed, role, why)
    assert len(acts) > 15
    for method, path, said in acts:
        # What is noted once (that the session was seen, what was asked for in vain) is noted by now.
        for thing in (there, nothing):
            staffed.ask(method, path.format(**_ids(thing)), headers=cookie, **said)
        answers, work = [], []
        for thing in (there, nothing):
            with statements(staffed) as asked:
                answer = staffed.ask(method, path.format(**_ids(thing)), headers=cookie, **said)
            answers.append(plain(answer, thing))
            work.append(list(asked))
        assert answers[0] == answers[1], (method, path)
        assert answers[0][0] not in {401, 403}, (method, path)
        # The same statements, so that no time can tell.
        assert work[0] == work[1], (method, path)


def test_giving_bytes_that_lie_elsewhere_is_answered_like_any_bytes(staffed: Site) -> None:
    """No duplicate notice reaches over what may not be seen."""
    hidden = staffed.put(unit="A")
    with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
        digest = connection.execute(sa.text("SELECT digest FROM file WHERE id = :id"), {"id": hidden.file}).scalar_one()
    made = staffed.ask("POST", "/api/batches", "clerk", json={"name": "lô", "dossier_by": "folder"}).json()["batch"]
    import random

    known = random.Random(staffed._number).randbytes(20_000)  # as ``receive_dossier`` makes its bytes
    told = []
    for name, content in (("a/da-co.pdf", known), ("b/chua-co.pdf", known[::-1])):
        answer = staffed.ask("PUT", f"/api/batches/{made}/files?name={name}", "clerk", content=content)
        given = answer.json()
        if content is known:
            assert digest in json.dumps(given)
        seen = staffed.get(f"/api/files/{given['file']}", "clerk").json()
        told.append((answer.status_code, _shape(given), _shape(seen)))
    assert told[0] == told[1]


def _shape(answer: dict[str, Any]) -> dict[str, Any]:
    own = {"file", "name", "digest", "sha256", "received_at"}
    return {name: value for name, value in answer.items() if name not in own}


def test_the_live_stream_of_a_hidden_batch_is_that_of_none(staffed: Site) -> None:
    there, nothing = staffed.put(unit="A"), absent()
    answers = [
        plain(staffed.get(f"/api/batches/{thing.batch}/live", "clerk"), thing) for thing in (there, nothing)
    ]  # fmt: skip
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_no_report_hold_or_gate_counts_it(staffed: Site) -> None:
    asked = (
        "/api/retention/report",
        "/api/retention/missing-triggers",
        "/api/retention/holds",
        "/api/retention/disposal",
        "/api/retention/reassessment",
        "/api/search?q=khongcotunay giấy phép",
        "/api/search?q=giấy phepp",
        "/api/search?q=giấy phép&unit=A",
        "/api/search?q=giấy phép&type=Đơn",
        "/thoi-han",
    )

    def told() -> dict[str, tuple[int, str]]:
        return {path: plain(staffed.get(path, who)) for path in asked for who in ("archivist", "unit-reader")}

    before = told()
    for kind in ("unit", "level"):
        staffed.put(**HIDDEN[kind])
    assert told() == before


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_times_of_what_is_hidden_and_what_is_absent_are_of_one_kind(staffed: Site) -> None:
    """Many pairs in turn; by their ranks (Mann and Whitney), which no outlier moves."""
    there, nothing = staffed.put(unit="A"), absent()
    cookie = {"Cookie": f"{SESSION_COOKIE}={staffed.session('archivist')}"}
    for path in (
        "/api/dossiers/{dossier}",
        "/api/documents/{document}/pdfa",
        "/api/documents/{document}/pages/1/words",
        "/api/dossiers/by-code?code={code}",
        "/api/search?q=giấy phép&dossier={dossier}",
        "/api/batches/{batch}",
        "/ho-so/{dossier}",
    ):
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(2 * PAIRS):
            which = (turn + turn // 2) % 2  # either goes first as often
            _timed(staffed, path.format(**_ids((there, nothing)[which])), cookie, times[which] if turn > 20 else [])
        assert _chance(*times) > SURELY, (path, _middle(times[0]), _middle(times[1]))


def _timed(made: Site, path: str, cookie: dict[str, str], times: list[float]) -> httpx.Response:
    began = time.perf_counter()
    answer = made.get(path, headers=cookie)
    times.append(time.perf_counter() - began)
    return answer


def _chance(one: list[float], other: list[float]) -> float:
    """How likely ranks differ so much where both are of one kind (two-sided, normal approximation)."""
    ordered = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ordered, start=1) if which == 0)
    n, m = len(one), len(other)
    mean, spread = n * (n + m + 1) / 2, math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(ranks - mean) / spread / math.sqrt(2))


def _middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]
