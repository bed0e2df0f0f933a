"""How the site knows of what is away, and what it says to people."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.operations import watch as module
from app.operations.checks import Checks
from app.operations.consequences import ACTS, WAITS, consequences
from app.operations.examine import Examination, require_sound
from app.operations.examined import Examined, silent
from app.operations.watch import Watch
from app.settings import Settings
from records.errors import Misconfigured, Sentence, Unavailable
from records.findings import Finding, Severity, Verdict
from records.ports.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SAYS = Sentence("x", "x")
AT = datetime(2026, 11, 25, 7, 2, tzinfo=UTC)


class Invented(Checks):
    def __init__(self, **checks: Callable[[], Examined]) -> None:
        self.checks = checks

    def light(self) -> Mapping[str, Callable[[], Examined]]:
        return self.checks

    def thorough(self) -> Mapping[str, Callable[[], Examined]]:
        return self.checks

    def close(self) -> None:
        pass


def sound(name: str) -> Callable[[], Examined]:
    return lambda: Examined(name=name, verdict=Verdict.PASSED)


def away(name: str) -> Examined:
    return Examined(name=name, verdict=Verdict.UNDECIDED, findings=(silent("examine.no_answer"),))


def raising(error: Exception) -> Callable[[], Examined]:
    def check() -> Examined:
        raise error

    return check


def test_errors_of_a_check_become_verdicts() -> None:
    checks = Invented(
        catalogue=raising(Unavailable("catalogue.unreachable", SAYS, SAYS)),
        index=raising(Misconfigured("index.wrong_server", SAYS, SAYS)),
        queue=raising(ZeroDivisionError()),
        disk=sound("disk"),
    )
    found = {each.name: each for each in Examination(checks).thorough()}
    assert found["catalogue"].verdict is Verdict.UNDECIDED
    assert found["catalogue"].refuses is None
    assert found["index"].verdict is Verdict.FAILED
    assert found["index"].refuses is not None
    assert found["queue"].findings[0].code == "queue.unreachable"
    assert found["disk"].verdict is Verdict.PASSED


def test_who_never_answers_keeps_nobody_waiting_and_is_asked_once_at_a_time() -> None:
    asked, answer = [], threading.Event()

    def stuck() -> Examined:
        asked.append(1)
        answer.wait(30)
        return Examined(name="object_store", verdict=Verdict.PASSED)

    examination = Examination(Invented(object_store=stuck, disk=sound("disk")))
    began = time.monotonic()
    for _ in range(3):
        found = examination.light(0.2)
        assert [each.name for each in found] == ["object_store", "disk"]
        assert found[0].findings[0].code == "store.unreachable"
    assert time.monotonic() - began < 15
    assert asked == [1]
    answer.set()


def test_people_are_told_when_a_second_look_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONFIRM_SECONDS", 0.01)
    monkeypatch.setattr(module, "FRESH_SECONDS", 0.01)
    answers = [away("index"), Examined(name="index", verdict=Verdict.PASSED)]
    watch = Watch(Examination(Invented(index=lambda: answers[0])), SystemClock())
    assert watch.notices() == ()  # nobody has looked yet; this begins it
    assert _eventually(lambda: len(watch.notices()) == 2)
    assert watch.latest()[0].verdict is Verdict.UNDECIDED
    del answers[0]
    assert _eventually(lambda: watch.notices() == ())


def test_one_slow_answer_is_no_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONFIRM_SECONDS", 0.01)
    answers = [away("index"), *[Examined(name="index", verdict=Verdict.PASSED)] * 50]
    watch = Watch(Examination(Invented(index=lambda: answers.pop(0))), SystemClock())
    assert watch.latest()[0].verdict is Verdict.UNDECIDED
    assert watch.notices() == ()
    assert _eventually(lambda: watch._seen[0].verdict is Verdict.PASSED)
    assert watch.notices() == ()


def test_what_works_and_what_waits_do_not_contradict_one_another() -> None:
    away_now = [away("object_store"), away("index")]
    since = {"object_store": AT, "index": AT}
    *servers, meanwhile = consequences(away_now, since)
    assert [each.vi for each in servers] == [
        "Kho đối tượng không trả lời từ 14:02.",
        "Máy chủ tìm kiếm không trả lời từ 14:02.",
    ]
    assert "Vẫn dùng được: mở hồ sơ theo mã." in meanwhile.vi
    works, _, waits = meanwhile.en.partition("Has to wait:")
    assert "search" in waits
    assert "search" not in works


@pytest.mark.parametrize("name", sorted(WAITS))
@pytest.mark.parametrize("verdict", [Verdict.FAILED, Verdict.UNDECIDED])
def test_every_dependency_is_told_of_in_both_languages(name: str, verdict: Verdict) -> None:
    told = consequences([Examined(name=name, verdict=verdict)], {name: AT})
    assert len(told) == 2
    assert all(each.vi and each.en and "{" not in each.vi + each.en for each in told)
    assert WAITS[name] <= ACTS.keys()


def test_a_sound_installation_is_told_nothing() -> None:
    assert consequences([Examined(name="index", verdict=Verdict.PASSED)], {}) == ()


def test_only_a_refusal_refuses() -> None:
    full = Finding(code="disk.full", severity=Severity.WARNING, says=SAYS, hint=SAYS)
    assert Examined(name="disk", verdict=Verdict.FAILED, findings=(full,)).refuses is None


def test_a_desk_starts_without_an_examination(tmp_path: Path) -> None:
    require_sound(Settings(data=tmp_path / "none", _env_file=None))


def _eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False
