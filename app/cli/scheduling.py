"""``vankho schedule``: versions in and out, the preview of a change, acceptance, confirmation of rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.output import NEEDS_A_PERSON, err, out, print_json, print_table
from app.cli.session import Json, session
from app.desks.schedules import CatalogueScheduleDesk
from app.reassess import reassess as work_on
from records.errors import InvalidInput, NotFound, Sentence
from retention_rules.schedule_change import says

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from records.identifiers import ScheduleId
    from retention_rules.schedule_versions import Reassessment, ScheduleVersion

_ROUND_SECONDS = 2.0
_SHOWN = 8
"""Signs at the end of an id that name a version well enough."""
Needed = cyclopts.Parameter(required=True)


def versions(*, json: Json = False) -> int:
    """Every version of the schedule, newest first, and how far working everything out anew has come."""
    current = session()
    with current.parts() as parts:
        desk = CatalogueScheduleDesk(parts)
        found, under_way = desk.versions(parts.operator), desk.reassessment(parts.operator)
    if json:
        print_json({"versions": [_brief(one) for one in found], "reassessment": under_way})
        return 0
    states = {
        "proposed": current.say("đề xuất", "proposed"),
        "in_force": current.say("đang áp dụng", "in force"),
        "superseded": current.say("đã thay", "superseded"),
    }
    print_table(
        [
            current.say("Mã", "Id"),
            current.say("Bảng", "Schedule"),
            current.say("Hiệu lực từ", "In effect from"),
            current.say("Tình trạng", "State"),
            current.say("Quy tắc", "Rules"),
            current.say("Đã xác nhận", "Confirmed"),
        ],
        [
            (
                one.id.value[-_SHOWN:],
                one.schedule.label,
                f"{one.schedule.effective_from:%d/%m/%Y}" if one.schedule.effective_from else "—",
                states[one.state],
                len(one.schedule.rules),
                len(one.confirmations),
            )
            for one in found
        ],
    )
    if under_way is not None:
        _print_progress(current, under_way)
    return 0


def take_in(
    table: Path,
    /,
    *,
    name: Annotated[str, Needed],
    version: Annotated[str, Needed],
    source: Annotated[str, Needed],
    effective_from: Annotated[date, Needed],
    json: Json = False,
) -> int:
    """Import a table as a proposed version, wholly or not at all; it decides nothing until it is accepted.

    Parameters
    ----------
    table
        CSV in UTF-8 or XLSX, with the columns of an exported one.
    name
        Of the schedule.
    version
        Of this table; never used twice under a name.
    source
        The instrument it was taken from.
    effective_from
        The first day on which it may be accepted, as 2027-01-01.
    """
    current = session()
    try:
        content = table.read_bytes()
    except OSError as error:
        raise InvalidInput(
            "schedule.unreadable_file",
            Sentence(f"Không đọc được {table}: {error.strerror}.", f"{table} cannot be read: {error.strerror}."),
            Sentence("Kiểm tra đường dẫn và quyền đọc.", "Check the path and the permission to read."),
        ) from error
    with current.parts() as parts:
        reading = CatalogueScheduleDesk(parts).take_in(
            parts.operator,
            content,
            file_name=table.name,
            name=name,
            version=version,
            source=source,
            effective_from=effective_from,
        )
    kept = reading.version
    if json:
        print_json({"version": _brief(kept) if kept else None, "rules": reading.rules, "findings": reading.findings})
    else:
        for finding in reading.findings:
            err.print(f"{finding.says.in_language(current.settings.language)} [{finding.code}]", markup=False)
        out.print(
            current.say(f"Đã nhập {reading.rules} quy tắc: {kept.id}", f"{reading.rules} rules imported: {kept.id}")
            if kept
            else current.say(
                "Không nhập: sửa các dòng trên rồi nhập lại.", "Nothing imported: correct the rows above."
            ),
            markup=False,
        )
    return 0 if kept else NEEDS_A_PERSON


def export(version: str, /, *, to: Annotated[Path, Needed], json: Json = False) -> int:
    """Write a version as a table that can be corrected and imported again.

    Parameters
    ----------
    version
        Id or its first or last signs; ``current`` for the one in force.
    to
        A new file; its ending, .csv or .xlsx, says the form.
    """
    current = session()
    if to.suffix.lower() not in {".csv", ".xlsx"} or to.exists():
        raise InvalidInput(
            "schedule.bad_target",
            Sentence(f"{to} đã có, hoặc không phải .csv hay .xlsx.", f"{to} exists, or is neither .csv nor .xlsx."),
            Sentence("Nêu một tệp mới.", "Name a new file."),
        )
    with current.parts() as parts:
        desk = CatalogueScheduleDesk(parts)
        chosen = _chosen(desk, parts, version)
        content = desk.export(parts.operator, chosen, as_xlsx=to.suffix.lower() == ".xlsx")
    to.write_bytes(content)
    if json:
        print_json({"version": chosen, "file": to, "bytes": len(content)})
    else:
        out.print(current.say(f"Đã ghi {to}", f"Written: {to}"), markup=False)
    return 0


def preview(version: str, /, *, json: Json = False) -> int:
    """What accepting a version would do to every dossier; nothing is changed.

    Parameters
    ----------
    version
        Id or its first or last signs.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueScheduleDesk(parts)
        seen = desk.preview(parts.operator, _chosen(desk, parts, version))
    if json:
        print_json(seen)
        return 0
    language = current.settings.language
    out.print(
        current.say(
            f"{seen.dossiers} hồ sơ: {seen.shorter} bị rút ngắn ({seen.due_now} quá ngày hết hạn ngay); "
            f"{seen.on_list} hồ sơ có thay đổi đang ở trong danh mục.",
            f"{seen.dossiers} dossiers: {seen.shorter} kept less long ({seen.due_now} past their date at once); "
            f"{seen.on_list} that change are on a list.",
        )
    )
    for change, number in seen.changes:
        out.print(f"  {number}: {says(change).in_language(language)}", markup=False)
    if seen.rows:
        print_table(
            [
                current.say("Hồ sơ", "Dossier"),
                current.say("Thay đổi", "Change"),
                current.say("Đang", "Now"),
                current.say("Sẽ", "Then"),
            ],
            [
                (
                    row.before.code or row.before.title,
                    says(row.change).in_language(language),
                    row.before.assignment.explanation.arithmetic or row.before.assignment.rule.period,
                    row.after.assignment.explanation.arithmetic or row.after.assignment.rule.period,
                )
                for row in seen.rows
            ],
        )
    out.print(
        current.say(
            f"Chấp nhận: vankho schedule accept {seen.version} --preview {seen.fingerprint}",
            f"To accept: vankho schedule accept {seen.version} --preview {seen.fingerprint}",
        )
        + (" --shorter" if seen.shorter else ""),
        markup=False,
    )
    return 0


def accept(
    version: str, /, *, preview: Annotated[str, Needed], shorter: bool = False, wait: bool = True, json: Json = False
) -> int:
    """Put a proposed version in force, as it was previewed, and work every dossier out anew.

    Parameters
    ----------
    version
        Id or its first or last signs.
    preview
        The fingerprint that the preview told.
    shorter
        Say that dossiers are to be kept less long, as previewed.
    wait
        Work everything out here; otherwise a running server or worker does.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueScheduleDesk(parts)
        asked = desk.accept(parts.operator, _chosen(desk, parts, version), fingerprint=preview, shorter=shorter)
        return _followed(current, parts, asked, wait=wait, as_json=json)


def confirm(*rules: str, source: Annotated[str, Needed], wait: bool = True, json: Json = False) -> int:
    """Confirm rules of the version in force: that you compared them with the text in force.

    Parameters
    ----------
    rules
        Ids of rules, as the exported table has them.
    source
        What you read, for example the number of the official gazette.
    wait
        Work everything out here; otherwise a running server or worker does.
    """
    current = session()
    with current.parts() as parts:
        asked = CatalogueScheduleDesk(parts).confirm(parts.operator, rules, source=source)
        return _followed(current, parts, asked, wait=wait, as_json=json)


def withdraw(*rules: str, why: Annotated[str, Needed], wait: bool = True, json: Json = False) -> int:
    """Take confirmations of rules back.

    Parameters
    ----------
    rules
        Ids of rules.
    why
        The reason.
    wait
        Work everything out here; otherwise a running server or worker does.
    """
    current = session()
    with current.parts() as parts:
        asked = CatalogueScheduleDesk(parts).withdraw(parts.operator, rules, why=why)
        return _followed(current, parts, asked, wait=wait, as_json=json)


def _followed(current: Session, parts: Parts, asked: Reassessment, *, wait: bool, as_json: bool) -> int:
    while wait and work_on(parts, seconds=_ROUND_SECONDS):
        if not as_json and (so_far := CatalogueScheduleDesk(parts).reassessment(parts.operator)) is not None:
            _print_progress(current, so_far)
    ended = CatalogueScheduleDesk(parts).reassessment(parts.operator) or asked
    if as_json:
        print_json(ended)
    else:
        _print_progress(current, ended)
    return NEEDS_A_PERSON if ended.failed else 0


def _print_progress(current: Session, found: Reassessment) -> None:
    ended = found.finished_at is not None
    out.print(
        current.say(
            f"Tính lại thời hạn: {found.dossiers} hồ sơ{', xong' if ended else '…'}"
            + (f"; {found.failed} hồ sơ chưa tính lại được, giữ nguyên như cũ" if found.failed else ""),
            f"Periods worked out anew: {found.dossiers} dossiers{', done' if ended else '…'}"
            + (f"; {found.failed} could not be, and stay as they were" if found.failed else ""),
        )
    )


def _brief(one: ScheduleVersion) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.schedule.name,
        "version": one.schedule.version,
        "source": one.source,
        "effective_from": one.schedule.effective_from,
        "state": one.state,
        "rules": len(one.schedule.rules),
        "confirmed": len(one.confirmations),
        "imported_at": one.imported_at,
        "imported_by": one.imported_by,
        "accepted_at": one.accepted_at,
        "accepted_by": one.accepted_by,
    }


def _chosen(desk: CatalogueScheduleDesk, parts: Parts, typed: str) -> ScheduleId:
    if typed == "current":
        return desk.in_force(parts.operator).id
    ids = [one.id for one in desk.versions(parts.operator)]
    matches = [each for each in ids if each.value.startswith(typed) or each.value.endswith(typed)]
    if len(matches) != 1:
        raise NotFound(
            "schedule.not_found",
            Sentence(f"«{typed}» không chỉ đúng một phiên bản.", f"“{typed}” does not name one version."),
            Sentence("Xem danh sách: vankho schedule list", "See the list: vankho schedule list"),
        )
    return matches[0]
