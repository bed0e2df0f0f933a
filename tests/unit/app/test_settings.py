"""How settings are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings


@pytest.mark.parametrize("place", ["variable", "file"])
def test_an_empty_setting_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VANKHO_DATA", raising=False)
    if place == "variable":
        monkeypatch.setenv("VANKHO_DATA", "")
        monkeypatch.setenv("VANKHO_PORT", "")
    else:
        (tmp_path / ".env").write_text("VANKHO_DATA=\nVANKHO_PORT=\n")
    settings = Settings.from_environment()
    assert settings.data == Path.home() / ".local" / "share" / "vankho"
    assert settings.port == 8420
