"""Runs a command and counts what it and its children used; asks the same of processes that run on."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

REST_SECONDS = 2.0
REST_SHARE = 0.05
"""A family that uses less of one processor than this for so long is at rest."""
LONGEST_START = 180.0


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user and system, children included) and wall seconds of one run."""

    cpu: float
    wall: float


def measure(command: Sequence[str], environment: Mapping[str, str], allowed: tuple[int, ...] = (0,)) -> Cost:
    """Run to the end; every process it started must have ended and been waited for.

    Raises:
        SystemExit: The command ended with another status.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in allowed:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def cpu_of(pid: int) -> float:
    """CPU seconds of a running process and of all its children, those that ended and were waited for included."""
    seconds = 0.0
    for member in _family(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = member.cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def memory_of(pid: int) -> int:
    """Bytes (proportional set size) of a running process and its children now."""
    total = 0
    for member in _family(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            total += member.memory_full_info().pss
    return total


def wait_at_rest(cpu: Callable[[], float]) -> None:
    """Return once what was started has done with starting.

    Raises:
        SystemExit: It works on for three minutes without being asked to.
    """
    until = time.monotonic() + LONGEST_START
    before = cpu()
    while time.monotonic() < until:
        time.sleep(REST_SECONDS)
        now = cpu()
        # What is counted in hundredths of a second must have begun: a process that waits for its turn has not.
        if now - before < REST_SHARE * REST_SECONDS and now > REST_SHARE:
            return
        before = now
    raise SystemExit("does not come to rest")


def _family(pid: int) -> list[psutil.Process]:
    try:
        leader = psutil.Process(pid)
        return [leader, *leader.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
