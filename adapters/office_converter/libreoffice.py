"""Office files made into PDF by LibreOffice without a window, in a process of its own.

Each file gets a profile folder of its own, so that no two conversions share a lock, a setting or
what a file before it left; macros, links and active content are switched off in it. The process
group ends with its time, and cannot take more memory than it is given.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.office_converter.flat_odf import converted
from adapters.office_converter.flat_sheets import show_everything
from ingest.check_office import office_not_installed
from ingest.media_types import EXTENSION_OF_OFFICE, SPREADSHEETS
from ingest.model import OfficeConversion
from ingest.ports import OfficeConverter
from records.errors import Damaged, InvalidInput, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 120.0
"""For one file, all runs together."""
MEMORY_MIB = 4096
"""Address space of the process; LibreOffice maps about 1,500 MiB before it opens anything."""
_MOST_FLAT = 256 << 20
"""Bytes of a flat file up to which its text is looked at."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def find_libreoffice() -> Path | None:
    """The program ``soffice`` of this machine, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


class LibreOfficeConverter(OfficeConverter):
    """Converts with the ``soffice`` given.

    Args:
        program: LibreOffice's starter.
        seconds: Time for one file.
        memory_mib: Address space of LibreOffice.
    """

    def __init__(self, program: Path, *, seconds: float = SECONDS, memory_mib: int = MEMORY_MIB) -> None:
        self._program = program
        self._seconds = seconds
        self._memory_mib = memory_mib

    def to_pdf(self, source: Path, media_type: str, target: Path) -> OfficeConversion:
        """See the port."""
        deadline = time.monotonic() + self._seconds
        with tempfile.TemporaryDirectory(prefix="office-", dir=target.parent) as folder:
            work = Path(folder)
            # LibreOffice asks the name too; that of the upload promises nothing and may hold anything.
            original = work / f"original{EXTENSION_OF_OFFICE[media_type]}"
            shutil.copyfile(source, original)
            original.chmod(0o600)
            flat = self._run(work, original, "fods" if media_type in SPREADSHEETS else "fodt", deadline)
            if flat.stat().st_size > _MOST_FLAT:
                raise _too_large()
            content = flat.read_bytes()
            prepared, evidence = converted(content)
            if media_type in SPREADSHEETS:
                prepared = show_everything(prepared)
            if prepared is not content:
                flat.write_bytes(prepared)
            made = self._run(work, original if prepared is content else flat, "pdf", deadline)
            made.replace(target)
        return OfficeConversion(program="LibreOffice", encodings=evidence)

    def _run(self, work: Path, source: Path, kind: str, deadline: float) -> Path:
        profile = work / "profile"
        (profile / "user").mkdir(parents=True, exist_ok=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        outside = work / kind
        outside.mkdir()
        self._process(
            [
                str(self._program), "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
                f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind,
                "--outdir", str(outside), str(source),
            ],
            work, deadline,
        )  # fmt: skip
        made = outside / f"{source.stem}.{kind}"
        if not made.is_file() or made.stat().st_size == 0:
            raise _not_converted()
        return made

    def _process(self, command: Sequence[str], work: Path, deadline: float) -> None:
        left = max(1.0, deadline - time.monotonic())
        environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(work), "LANG": "C.UTF-8",
                       "TMPDIR": str(work), "SAL_USE_VCLPLUGIN": "svp"}  # fmt: skip
        # The shell sets the limit in the child; `timeout` ends it also when we were killed meanwhile.
        limited = ["/bin/sh", "-c", f'ulimit -v {self._memory_mib * 1024}; exec timeout --kill-after=5 "$@"', "sh"]
        try:
            process = subprocess.Popen(  # noqa: S603  our own program and paths of our own making
                [*limited, f"{left + 10:.0f}", *command],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                cwd=work, env=environment, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise office_not_installed() from error
        try:
            ended = process.wait(timeout=left)
        except subprocess.TimeoutExpired as error:
            raise InvalidInput(
                "office.too_slow",
                Sentence(
                    f"LibreOffice không chuyển xong tệp trong {self._seconds:.0f} giây.",
                    f"LibreOffice did not finish with the file within {self._seconds:.0f} seconds.",
                ),
                _EXPORT,
            ) from error
        finally:
            _end(process)
        if ended in {126, 127}:
            raise office_not_installed()
        if ended:
            raise _not_converted()


_EXPORT = Sentence(
    "Hãy mở tệp bằng phần mềm văn phòng, xuất ra PDF rồi nộp tệp PDF.",
    "Open the file in an office program, export it as PDF and hand in the PDF.",
)


def _end(process: subprocess.Popen[bytes]) -> None:
    """LibreOffice starts children of its own; all of them are in its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _too_large() -> InvalidInput:
    return InvalidInput(
        "office.too_large",
        Sentence("Nội dung tệp văn phòng quá lớn.", "What the office file holds is too large."),
        _EXPORT,
    )


def _not_converted() -> Damaged:
    return Damaged(
        "office.not_converted",
        Sentence(
            "LibreOffice không mở được tệp: tệp hỏng hoặc có mật khẩu.",
            "LibreOffice cannot open the file: it is damaged or asks for a password.",
        ),
        _EXPORT,
    )
