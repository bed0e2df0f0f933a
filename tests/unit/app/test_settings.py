from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.cli.running import serve, worker
from app.cli.session import session
from app.settings import Settings
from records.errors import InvalidInput, Misconfigured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A working folder without ``.env``, and settings that are read anew."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VANKHO_DATA", str(tmp_path / "data"))
    session.cache_clear()
    yield
    session.cache_clear()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("vankho.xa.gov.vn", ["vankho.xa.gov.vn"]),
        ("a.b, 127.0.0.1,[::1]", ["a.b", "127.0.0.1", "[::1]"]),
        ("[::1]", ["[::1]"]),
        ('["a.b", "*.xa.vn"]', ["a.b", "*.xa.vn"]),
    ],
)
def test_names_of_the_site_are_parted_by_commas_or_json(
    monkeypatch: pytest.MonkeyPatch, text: str, names: list[str]
) -> None:
    monkeypatch.setenv("VANKHO_ALLOWED_HOSTS", text)
    settings = Settings.from_environment()
    assert settings.allowed_hosts == names
    monkeypatch.setenv("VANKHO_ALLOWED_HOSTS", settings.as_environment()["VANKHO_ALLOWED_HOSTS"])
    assert Settings.from_environment().allowed_hosts == names


@pytest.mark.parametrize(
    ("name", "value", "vi"),
    [
        ("VANKHO_ALLOWED_HOSTS", '["a.b', "ví dụ: vankho.xa.gov.vn,127.0.0.1"),
        ("VANKHO_ALLOWED_HOSTS", " ", "ví dụ"),
        ("VANKHO_ALLOWED_HOSTS", "{}", "ví dụ"),
        ("VANKHO_PORT", "80000", "phải từ 65535 trở xuống"),
        ("VANKHO_PORT", "x", "phải là số nguyên"),
        ("VANKHO_WORKERS", "0", "phải từ 1 trở lên"),
        ("VANKHO_PROFILE", "cloud", "phải là một trong: desk, server"),
        ("VANKHO_S3_SECURE", "maybe", "phải là true hoặc false"),
        ("VANKHO_HOST", "0.0.0.0", "không có đăng nhập"),
        ("VANKHO_UNIT", "x" * 65, "dài quá 64 ký tự"),
        ("VANKHO_S3_BUCKET_PREFIX", "A B", "sai dạng"),
    ],
)
def test_a_wrong_setting_is_named_in_vietnamese(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, vi: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured, match=r"settings\.invalid") as caught:
        Settings.from_environment()
    assert f"{name} " in caught.value.says.vi
    assert vi in caught.value.says.vi
    assert f"{name} " in caught.value.says.en
    assert "rror" not in caught.value.says.vi


def test_what_a_server_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANKHO_PROFILE", "server")
    monkeypatch.setenv("VANKHO_REDIS_URL", "redis://127.0.0.1:6379/0")
    with pytest.raises(Misconfigured) as caught:
        Settings.from_environment()
    assert "VANKHO_PROFILE=server còn thiếu VANKHO_DATABASE_URL, VANKHO_S3_ENDPOINT" in caught.value.says.vi
    assert "REDIS" not in caught.value.says.vi


def test_options_obey_the_bounds_of_their_settings() -> None:
    with pytest.raises(InvalidInput, match=r"option\.out_of_range") as caught:
        serve(port=80_000)
    assert caught.value.says.vi == "--port phải từ 65535 trở xuống."
    with pytest.raises(InvalidInput, match=r"option\.out_of_range"):
        worker(workers=0)


def test_a_misspelt_setting_is_told_with_the_nearest_one_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VANKHO_WORKRES", "3")
    monkeypatch.setenv("VANKHO_TEST_S3_ENDPOINT", "127.0.0.1:1")
    (tmp_path / ".env").write_text("vankho_langauge=en\nVANKHO_MÀU=đỏ\nVANKHO_PORT=8421\nHOME_OF=x\n", "utf-8")
    assert session().settings.port == 8421
    told = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(told) == 3
    assert any("VANKHO_WORKRES" in line and "VANKHO_WORKERS?" in line for line in told)
    assert any("VANKHO_LANGAUGE" in line and "VANKHO_LANGUAGE?" in line for line in told)
    assert any("VANKHO_MÀU, bỏ qua" in line and "?" not in line for line in told)
