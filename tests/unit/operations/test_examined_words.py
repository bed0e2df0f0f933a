"""Every part that is examined has a name that people read."""

from __future__ import annotations

import pytest

from app.cli.examined import print_examined
from app.operations.checks import PREFERRED
from app.operations.examined import Examined
from records.findings import Verdict


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_part_is_named(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_examined([Examined(name=name, verdict=Verdict.PASSED) for name in PREFERRED], language)
    assert "accounts" not in capsys.readouterr().out
