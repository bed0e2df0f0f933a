"""Passwords of the composition: random, closed to others, never made anew."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from typing import TYPE_CHECKING

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

GROUP_OF_VANKHO = 10001


def make(folder: Path) -> dict[str, str]:
    subprocess.run([REPOSITORY / "deploy" / "secrets.sh", folder], check=True, capture_output=True)
    return {path.name: path.read_text("ascii") for path in sorted(folder.iterdir())}


def asked_for() -> set[str]:
    """Every secret that docker-compose.yml mounts from a file."""
    text = (REPOSITORY / "docker-compose.yml").read_text("utf-8")
    return set(re.findall(r"^  (vankho_\w+): \{file:", text, re.MULTILINE))


def test_every_secret_of_the_composition_is_made(tmp_path: Path) -> None:
    made = make(tmp_path / "secrets")
    assert set(made) == asked_for()
    assert len(set(made.values())) == len(made), "no two are the same"
    assert all(re.fullmatch(r"(vankho-)?[A-Za-z0-9]{12,40}", value) for value in made.values())
    assert make(tmp_path / "others") != made


def test_a_secret_is_never_made_anew(tmp_path: Path) -> None:
    first = make(tmp_path)
    (tmp_path / "vankho_redis_password").unlink()
    second = make(tmp_path)
    kept = set(first) - {"vankho_redis_password"}
    assert {name: second[name] for name in kept} == {name: first[name] for name in kept}
    assert second["vankho_redis_password"] != first["vankho_redis_password"]


def test_only_the_owner_and_one_group_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    group = GROUP_OF_VANKHO if os.geteuid() == 0 else os.getegid()
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o440
        assert path.stat().st_gid == group
