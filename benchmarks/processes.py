"""Runs a command and counts what it and its children used."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
