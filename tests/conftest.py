"""What every suite shares: where the real inputs lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parent.parent


def shared_data_folder() -> Path:
    """The folder of real inputs: ``VANKHO_SHARED_DATA``, else ``../shared/data`` beside the repository."""
    return Path(os.environ.get("VANKHO_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real inputs with ground truth; a stranger's clone has none and skips, CI must have them."""
    folder = shared_data_folder()
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs the real inputs; there is no folder {folder}")
        pytest.skip("the real inputs are not here: set VANKHO_SHARED_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def libreoffice() -> Path:
    """The program that long tests make PDF with; ``make test-long`` installs it."""
    from adapters.office_converter.libreoffice import find_libreoffice

    program = find_libreoffice()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs LibreOffice for the long tests: deploy/system_packages.sh --tests --long")
        pytest.skip("LibreOffice is not installed: deploy/system_packages.sh --tests --long")
    return program


@pytest.fixture(autouse=True)
def logs_of_its_own() -> Iterator[None]:
    """A test that sets logs up leaves them writing to its own, soon closed, error stream.

    The defaults of the library show the variables of an error one by one, while other threads change them.
    """
    _plain_logs()
    yield
    structlog.reset_defaults()


def _plain_logs() -> None:
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What each test stays with in one process: its file; in the browser, whatever looks at the same site."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_stays_with(item)))


def _stays_with(item: pytest.Item) -> str:
    if isinstance(item, pytest.Function) and {"server", "office"} & set(item.fixturenames):
        profile = getattr(item, "callspec", None) and item.callspec.params.get("profile")
        if profile:
            return f"sites of {profile}"
    return item.path.relative_to(REPOSITORY).with_suffix("").as_posix()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI runs, nothing may be skipped: a test that does not run proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
