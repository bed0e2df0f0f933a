"""``vankho backup``, ``restore`` and ``doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.examined import print_examined, print_work_left
from app.cli.output import NEEDS_A_PERSON, out, print_json
from app.cli.session import Json, session
from app.wiring import profile_of
from records.errors import Damaged, Misconfigured, Unavailable
from records.figures import vietnamese
from records.findings import Verdict
from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from app.operations.work_left import WorkLeft


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
                f"Bản sao lưu gồm {vietnamese(objects)} đối tượng, {vietnamese(size, 1)} MB; "
                f"chép mới {vietnamese(report.copied)} đối tượng, "
                f"{vietnamese(report.copied_bytes / 1e6, 1)} MB trong {report.seconds:.0f} giây.",
                f"The back-up holds {objects} objects, {size:.1f} MB; copied now: {report.copied} objects, "
                f"{report.copied_bytes / 1e6:.1f} MB in {report.seconds:.0f} seconds.",
            )
        )
        if report.swept:
            out.print(
                current.say(
                    f"Đã bỏ khỏi thư mục {report.swept} gói và ảnh của hồ sơ đã hủy.",
                    f"Taken out of the folder: {report.swept} packages and pictures of destroyed dossiers.",
                )
            )
        for key in report.manifest.damaged:
            out.print(current.say(f"Hỏng hoặc thiếu trong kho: {key}", f"Damaged or missing in the store: {key}"))
    return Damaged.exit_code if report.manifest.damaged else 0


def restore(
    folder: Path,
    /,
    *,
    destroyed: Annotated[list[Path] | None, cyclopts.Parameter(negative="")] = None,
    none_later: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    keep_moved: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    json: Json = False,
) -> int:
    """Bring a back-up back into an empty installation of either profile; then run ``vankho verify``.

    What was destroyed after the back-up was taken does not come back, as far as lists of it are known: the one
    beside the back-up counts by itself. No server, worker or scheduler of this installation should run
    meanwhile. Interrupted, it can be run again in the same words.

    Parameters
    ----------
    folder
        The folder that ``vankho backup`` wrote.
    destroyed
        A newer list of what was destroyed (destroyed.jsonl), or the folder of a newer back-up; may be repeated.
    none_later
        There is no list newer than this back-up anywhere.
    keep_moved
        Bring destroyed dossiers back that hold documents which were moved to other dossiers later.
    """
    from app.operations.restore import restore as bring_back  # noqa: PLC0415  loads for this command alone

    current = session()
    profile_of(current.settings).prepare()
    with current.parts() as parts:
        report = bring_back(parts, folder, destroyed=destroyed or (), none_later=none_later, keep_moved=keep_moved)
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
        until = f"{report.destroyed_known_until.astimezone(VIET_NAM):%H:%M %d/%m/%Y}"
        out.print(
            current.say(
                f"{report.stayed_destroyed} hồ sơ đã hủy sau khi sao lưu không được đưa trở lại. "
                f"Việc hủy sau {until} thì không thể biết.",
                f"{report.stayed_destroyed} dossiers that were destroyed after the back-up did not come back. "
                f"What was destroyed after {until} cannot be known.",
            )
        )
        for each in report.came_back:
            out.print(
                current.say(
                    f"Đã hủy mà trở lại, phải xét hủy lại: {each}",
                    f"Destroyed and back again, to be listed anew: {each}",
                )
            )
    return NEEDS_A_PERSON if report.came_back else 0


def doctor(*, json: Json = False) -> int:
    """Examine everything this installation depends on, and say what is left to do.

    Status 0: sound; 9: something is set up wrongly; 8: dossiers are damaged; 7: something does not answer; 3: back-up
    sets hold destroyed dossiers for longer than they should.
    """
    from app.operations.examine import examine  # noqa: PLC0415  loads for this command alone
    from app.operations.work_left import work_left  # noqa: PLC0415  loads for this command alone

    current = session()
    if current.settings.profile == "desk":
        # A desk is made when it is first opened; there is nothing to examine before.
        with current.parts():
            pass
    examined = examine(current.settings)
    left: WorkLeft | None = None
    if all(each.verdict is Verdict.PASSED for each in examined if each.name == "catalogue"):
        with current.parts() as parts:
            left = work_left(parts)
    if json:
        print_json({"dependencies": examined, "work": left})
    else:
        print_examined(examined, current.settings.language)
        if left is not None:
            print_work_left(left, current.settings.language)
    wrong = {each.name for each in examined if each.verdict is Verdict.FAILED}
    if wrong == {"backups"}:
        return NEEDS_A_PERSON
    wrong.discard("backups")
    if wrong:
        return Damaged.exit_code if wrong == {"fixity"} else Misconfigured.exit_code
    return Unavailable.exit_code if any(each.verdict is Verdict.UNDECIDED for each in examined) else 0
