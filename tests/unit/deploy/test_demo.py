"""The demonstration keeps to a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

_NOTED = '#!/bin/sh\necho "$VANKHO_PROFILE $VANKHO_DATA" >> "$NOTES"\n'


def test_no_other_archive_gets_invented_dossiers(tmp_path: Path) -> None:
    for folder in ("deploy", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(REPOSITORY / "deploy" / "demo.sh", tmp_path / "deploy")
    for name in ("vankho", "python"):
        program = tmp_path / ".venv" / "bin" / name
        program.write_text(_NOTED)
        program.chmod(0o755)
    notes = tmp_path / "notes"
    settings = {"VANKHO_DATA": str(tmp_path / "real"), "VANKHO_PROFILE": "server", "NOTES": str(notes)}
    done = subprocess.run(
        [tmp_path / "deploy" / "demo.sh"], env={**os.environ, **settings}, check=True, capture_output=True, text=True
    )
    own = str(tmp_path / "demo-data" / "archive")
    assert set(notes.read_text().splitlines()) == {f"desk {own}"}
    assert own in done.stdout
    # Every step shows the commands that a newcomer can type again.
    for typed in ("ingest", "search giấy phép xây dựng", "search giay phep xay dung", "retention report", "verify"):
        assert f"$ .venv/bin/vankho {typed}" in done.stdout
