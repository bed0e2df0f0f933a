"""``vankho backup``, ``restore`` and ``doctor``."""

from __future__ import annotations

from pathlib import Path

from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.wiring import profile_of

DAMAGED = 8


def backup(folder: Path, /, *, json: Json = False) -> int:
    """Copy the installation into a folder; again into the same folder copies what is new.

    Work may go on meanwhile: the copy is of one moment. What is damaged in the installation is
    named, and ends the command with status 8; everything else is copied all the same.

    Parameters
    ----------
    folder
        A folder on another disk; made where there is none.
    """
    from app.operations.back_up import back_up  # noqa: PLC0415  loads for this command alone

    current = session()
    with current.parts() as parts:
        report = back_up(parts, folder)
    if json:
        print_json(report)
    else:
        objects, size = report.manifest.objects.lines, report.manifest.objects_bytes / 1e6
        out.print(
            current.say(
                f"Bản sao lưu gồm {objects} đối tượng, {size:.1f} MB; chép mới {report.copied} đối tượng, "
                f"{report.copied_bytes / 1e6:.1f} MB trong {report.seconds:.0f} giây.",
                f"The back-up holds {objects} objects, {size:.1f} MB; copied now: {report.copied} objects, "
                f"{report.copied_bytes / 1e6:.1f} MB in {report.seconds:.0f} seconds.",
            )
        )
        for key in report.manifest.damaged:
            out.print(current.say(f"Hỏng hoặc thiếu trong kho: {key}", f"Damaged or missing in the store: {key}"))
    return DAMAGED if report.manifest.damaged else 0


def restore(folder: Path, /, *, json: Json = False) -> int:
    """Bring a back-up back into an empty installation of either profile; then run ``vankho verify``.

    No server, worker or scheduler of this installation should run meanwhile. Interrupted, it can
    be run again.

    Parameters
    ----------
    folder
        The folder that ``vankho backup`` wrote.
    """
    from app.operations.restore import restore as bring_back  # noqa: PLC0415  loads for this command alone

    current = session()
    profile_of(current.settings).prepare()
    with current.parts() as parts:
        report = bring_back(parts, folder)
    if json:
        print_json(report)
    else:
        out.print(
            current.say(
                f"Đã khôi phục {report.objects} đối tượng, {report.rows} dòng danh mục, "
                f"{report.documents_indexed} văn bản tra cứu được. Hãy chạy vankho verify.",
                f"Brought back: {report.objects} objects, {report.rows} rows, {report.documents_indexed} documents "
                "that can be found. Now run vankho verify.",
            )
        )
    return 0
