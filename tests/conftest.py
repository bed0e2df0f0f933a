"""What every suite shares: where the real inputs lie."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from xdist.scheduler import LoadFileScheduling

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


UNDISTURBED = ("tests/faults/test_killed_workers.py", "tests/faults/test_servers_fail.py")
"""Held against one run of 64 pages that nothing disturbed, which takes a minute and more."""


class SitesTogether(LoadFileScheduling):
    """A file of tests stays in one process, and so does what compares with the same undisturbed run.

    In the browser, whatever looks at the site of a profile does.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file in UNDISTURBED:
            return UNDISTURBED[0]
        of_profile = re.search(r"\[(desk|server)\b", test)
        return f"sites of {of_profile[1]}" if of_profile and file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SitesTogether | None:
    """Where files of tests run side by side (``--dist loadfile``)."""
    return SitesTogether(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI runs, nothing may be skipped: a test that does not run proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
