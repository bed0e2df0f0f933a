"""``vankho codes``: lists of codes in and out, what a version would change, acceptance; and the check of a code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.output import NEEDS_A_PERSON, err, out, print_json, print_table
from app.cli.session import Json, session
from app.desks.code_lists import CatalogueCodeListDesk
from ingest.check_codes import CodeKind
from ingest.code_lists.model import CodeListKind, EntryChange
from records.errors import InvalidInput, NotFound, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.cli.session import Session
    from app.wiring import Parts
    from records.findings import Finding
    from records.identifiers import CodeListId

_SHOWN = 8
"""Signs at the end of an id that name a version well enough."""
Needed = cyclopts.Parameter(required=True)


def versions(*, json: Json = False) -> int:
    """Every version of every list, newest first."""
    current = session()
    with current.parts() as parts:
        found = CatalogueCodeListDesk(parts).versions(parts.operator)
    if json:
        print_json(found)
        return 0
    states = {
        "proposed": current.say("đề xuất", "proposed"),
        "in_force": current.say("đang áp dụng", "in force"),
        "superseded": current.say("đã thay", "superseded"),
    }
    columns = current.say("Mã|Danh mục|Phiên bản|Nguồn|Tình trạng|Số mục", "Id|List|Version|Source|State|Entries")
    print_table(
        columns.split("|"),
        [(one.id.value[-_SHOWN:], one.kind, one.version, one.source, states[one.state], one.entries) for one in found],
    )
    return 0


def take_in(
    kind: CodeListKind,
    table: Path,
    /,
    *,
    version: Annotated[str, Needed],
    source: Annotated[str, Needed],
    json: Json = False,
) -> int:
    """Import a table as a proposed version, wholly or not at all; nothing goes by it until it is accepted.

    Parameters
    ----------
    kind
        Which list.
    table
        CSV in UTF-8, with the columns of an exported one.
    version
        Of this table; never used twice for a list.
    source
        The instrument it was taken from.
    """
    current = session()
    try:
        content = table.read_bytes()
    except OSError as error:
        raise InvalidInput(
            "code_list.unreadable_file",
            Sentence(f"Không đọc được {table}: {error.strerror}.", f"{table} cannot be read: {error.strerror}."),
            Sentence("Kiểm tra đường dẫn và quyền đọc.", "Check the path and the permission to read."),
        ) from error
    with current.parts() as parts:
        desk = CatalogueCodeListDesk(parts)
        reading = desk.take_in(parts.operator, kind, content, file_name=table.name, version=version, source=source)
    kept = reading.version
    if json:
        print_json(reading)
    else:
        _print_findings(current, reading.findings)
        out.print(
            current.say(f"Đã nhập {reading.entries} mục: {kept.id}", f"{reading.entries} entries imported: {kept.id}")
            if kept
            else current.say(
                "Không nhập: sửa các dòng trên rồi nhập lại.", "Nothing imported: correct the rows above."
            ),
            markup=False,
        )
    return 0 if kept else NEEDS_A_PERSON


def export(version: str, /, *, to: Annotated[Path, Needed], json: Json = False) -> int:
    """Write a version as a CSV that can be corrected and imported again.

    Parameters
    ----------
    version
        Id or its first or last signs; the name of a list for the one in force.
    to
        A new file ending in .csv.
    """
    current = session()
    if to.suffix.lower() != ".csv" or to.exists():
        raise InvalidInput(
            "code_list.bad_target",
            Sentence(f"{to} đã có, hoặc không phải .csv.", f"{to} exists, or is no .csv."),
            Sentence("Nêu một tệp mới.", "Name a new file."),
        )
    with current.parts() as parts:
        desk = CatalogueCodeListDesk(parts)
        content = desk.export(parts.operator, _chosen(desk, parts, version))
    to.write_bytes(content)
    if json:
        print_json({"file": to, "bytes": len(content)})
    else:
        out.print(current.say(f"Đã ghi {to}", f"Written: {to}"), markup=False)
    return 0


def preview(version: str, /, *, json: Json = False) -> int:
    """What accepting a version would change in the list in force; nothing is changed.

    Parameters
    ----------
    version
        Id or its first or last signs.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueCodeListDesk(parts)
        seen = desk.preview(parts.operator, _chosen(desk, parts, version))
    if json:
        print_json(seen)
        return 0
    words = {
        "added": current.say("thêm", "added"),
        "changed": current.say("đổi", "changed"),
        "removed": current.say("bỏ", "removed"),
    }
    counts = ", ".join(f"{words[change]} {number}" for change, number in seen.changes.items())
    out.print(current.say(f"{counts}; giữ nguyên {seen.unchanged}", f"{counts}; unchanged {seen.unchanged}"))
    if (left := sum(seen.changes.values()) - len(seen.rows)) > 0:
        out.print(
            current.say(f"Còn {left} mục thay đổi không liệt kê:", f"{left} more entries change than are listed:")
        )
    for row in seen.rows:
        said = " → ".join(
            " · ".join(cell for cell in entry.values() if cell) for entry in (row.before, row.after) if entry
        )
        out.print(f"  {words[row.change]}: {said}", markup=False)
    out.print(
        current.say(
            f"Chấp nhận: vankho codes accept {seen.version} --preview {seen.fingerprint}",
            f"To accept: vankho codes accept {seen.version} --preview {seen.fingerprint}",
        )
        + (" --removing" if seen.changes[EntryChange.REMOVED] else ""),
        markup=False,
    )
    return 0


def accept(version: str, /, *, preview: Annotated[str, Needed], removing: bool = False, json: Json = False) -> int:
    """Put a proposed version in force, as it was previewed.

    Parameters
    ----------
    version
        Id or its first or last signs.
    preview
        The fingerprint that the preview told.
    removing
        It is meant that entries in force are there no more.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueCodeListDesk(parts)
        chosen = _chosen(desk, parts, version)
        accepted = desk.accept(parts.operator, chosen, fingerprint=preview, removing=removing)
    if json:
        print_json(accepted)
    else:
        out.print(
            current.say(
                f"Đang áp dụng: {accepted.kind} {accepted.version}", f"{accepted.kind} {accepted.version} is in force"
            ),
            markup=False,
        )
    return 0


def check(kind: CodeKind, /, *codes: str, on: date | None = None, json: Json = False) -> int:
    """Say what is wrong with codes, and what to do: their form, and whether the lists in force have them.

    Parameters
    ----------
    kind
        What the codes name.
    codes
        As they are written.
    on
        The day on which they were used, as 2025-07-01; left out: today. A dossier has its day in its code.
    """
    current = session()
    with current.parts() as parts:
        found = CatalogueCodeListDesk(parts).check(parts.operator, kind, codes, on=on)
    if json:
        print_json(found)
    else:
        for code, findings in found.items():
            if not findings:
                out.print(current.say(f"{code}: đúng", f"{code}: right"), markup=False)
            _print_findings(current, findings)
    return NEEDS_A_PERSON if any(found.values()) else 0


def _print_findings(current: Session, findings: Sequence[Finding]) -> None:
    language = current.settings.language
    for finding in findings:
        err.print(f"{finding.says.in_language(language)} [{finding.code}]", markup=False)
        err.print(f"  {finding.hint.in_language(language)}", markup=False)


def _chosen(desk: CatalogueCodeListDesk, parts: Parts, typed: str) -> CodeListId:
    if typed in {kind.value for kind in CodeListKind}:
        return desk.in_force(parts.operator, CodeListKind(typed)).about.id
    ids = [one.id for one in desk.versions(parts.operator)]
    matches = [each for each in ids if each.value.startswith(typed) or each.value.endswith(typed)]
    if len(matches) != 1:
        raise NotFound(
            "code_list.not_found",
            Sentence(f"«{typed}» không chỉ đúng một phiên bản.", f"“{typed}” does not name one version."),
            Sentence("Xem danh sách: vankho codes list", "See the list: vankho codes list"),
        )
    return matches[0]
