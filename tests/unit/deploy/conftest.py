"""Servers that the tests of this folder start, kill and cut; where they cannot be had, the test says so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CACHE = Path(os.environ.get("VANKHO_CACHE", Path.home() / ".cache" / "vankho"))


@pytest.fixture(scope="session")
def can_be_had() -> None:
    """Skips on a machine without the programs; CI counts that as a failure."""
    built = (CACHE / "bin" / "minio").exists() or shutil.which("go")
    node = any(CACHE.glob("elasticsearch-*/lib")) or (shutil.which("mvn") and shutil.which("javac"))
    postgres = any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")
    if not (built and node and postgres and shutil.which("redis-server")):
        pytest.skip("the servers are not to be had here: `make services` says what is missing")
