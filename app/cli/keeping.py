"""``vankho export``, ``verify`` and ``index rebuild``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from adapters.catalogue import dossiers
from app.cli.ids import batch_id, dossier_id
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.desks.exports import export_views
from app.desks.intake import CatalogueIntakeDesk
from app.desks.reading_room import CatalogueReadingRoom
from app.keep_fixity import check_dossier, settle
from app.operations.compare_store import compare_store
from app.operations.rebuild_index import rebuild_index
from app.operations.verify_seals import verify_seals
from archive.check_fixity import check_fixity
from records.errors import NotFound
from records.figures import vietnamese
from records.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.cli.session import Session
    from app.wiring import Parts
    from archive.check_fixity import ObjectReport
    from archive.model import DossierView
    from records.findings import Finding


def export(what: str, /, *, to: Annotated[Path, cyclopts.Parameter(required=True)], json: Json = False) -> int:
    """Write a dossier, or every dossier of a batch, into a folder.

    For each document: the original, the PDF/A, text and words with boxes page by page, and the
    proposed fields with value, confidence and whether doubtful.

    Parameters
    ----------
    what
        Dossier code or id, or batch id; ``last`` for the newest batch.
    to
        A folder that does not exist yet, or is empty.
    """
    current = session()
    with current.parts() as parts:
        reports = export_views(parts, _chosen(parts, what), to)
    if json:
        print_json(reports)
    else:
        out.print(
            current.say(f"Đã xuất {len(reports)} hồ sơ vào {to}", f"Exported {len(reports)} dossiers to {to}"),
            markup=False,
        )
    return 0


def verify(*, locks: bool = False, audit: bool = False, repair: bool = False, json: Json = False) -> int:
    """Read every object of the archive and compare it with its digests, inside and outside the package.

    Parameters
    ----------
    locks
        Read no content; compare what the catalogue knows with what the store holds and locks.
    audit
        Read no dossier; prove the seals of the audit trail, or name the days that differ.
    repair
        Put what is damaged back at once, from what follows of the inventories and from VANKHO_REPAIR_FROM.
    """
    current = session()
    if locks or audit:
        return _compare(current, verify_seals if audit else compare_store, as_json=json)
    with current.parts() as parts:
        by = parts.settings.account
        with parts.catalogue.begin(readonly=True) as connection:
            expected = dossiers.inventory_digests(connection)
        reports = list(check_fixity(parts.store, expected_inventories=expected))
        with parts.catalogue.begin() as connection:
            for report in reports:
                settle(parts, connection, report, by=by)
        if repair:
            reports = [_repaired(parts, report, by) for report in reports]
        bad = [r for r in reports if r.verdict is not Verdict.PASSED]
        names = [_name(current, parts, r) for r in bad]
    if json:
        print_json(reports)
    else:
        kept = [r for r in reports if r.dossier is not None]  # the root of the store is reported as well
        intact = sum(r.verdict is Verdict.PASSED for r in kept)
        size = sum(r.bytes_checked for r in reports)
        out.print(
            current.say(
                f"{vietnamese(len(kept))} hồ sơ, {vietnamese(size / 1e6, 1)} MB: {intact} nguyên vẹn; "
                f"{len(bad)} chỗ có vấn đề.",
                f"{len(kept)} dossiers, {size / 1e6:.1f} MB: {intact} intact; {len(bad)} places with problems.",
            )
        )
        for name, report in zip(names, bad, strict=True):
            _print_damage(name, report, current.settings.language)
    return 8 if bad else 0


def _repaired(parts: Parts, report: ObjectReport, by: str) -> ObjectReport:
    """How it is after what is damaged was put back; as it was found where somebody else is at it."""
    if report.dossier is None or report.verdict is Verdict.PASSED:
        return report
    return check_dossier(parts, report.dossier, by=by) or report


def _compare(current: Session, compare: Callable[[Parts], Iterator[Finding]], *, as_json: bool) -> int:
    with current.parts() as parts:
        found = list(compare(parts))
    if as_json:
        print_json(found)
    else:
        number = len(found)
        out.print(current.say(f"{number} chỗ khác nhau.", f"{number} differences."))
        for each in found:
            out.print(f"{each.says.in_language(current.settings.language)} [{each.code}]", style="red", markup=False)
            out.print(f"    {each.where}", style="dim", markup=False)
        for hint in dict.fromkeys(each.hint.in_language(current.settings.language) for each in found):
            out.print(f"  → {hint}", markup=False)
    return 8 if found else 0


def _name(current: Session, parts: Parts, report: ObjectReport) -> str:
    """The dossier as people know it, where the catalogue does."""
    if not report.ocfl_id:
        return current.say("Gốc của kho", "Root of the store")
    if report.dossier is not None:
        try:
            view = CatalogueReadingRoom(parts).dossier(parts.operator, report.dossier)
        except NotFound:
            pass
        else:
            return " · ".join(part for part in (view.code, view.title, view.dossier.value) if part)
    return report.ocfl_id


def _print_damage(name: str, report: ObjectReport, language: str) -> None:
    out.print(name, style="bold", markup=False)
    for finding in report.findings:
        out.print(f"  {finding.says.in_language(language)} [{finding.code}]", style="red", markup=False)
        if finding.where:
            out.print(f"    {finding.where}", style="dim", markup=False)
    for hint in dict.fromkeys(finding.hint.in_language(language) for finding in report.findings):
        out.print(f"  → {hint}", markup=False)


def rebuild(*, json: Json = False) -> int:
    """Make the search index anew from the archive; until it is ready the old one answers."""
    current = session()
    with current.parts() as parts:
        number = rebuild_index(parts)
    if json:
        print_json({"documents": number})
    else:
        out.print(current.say(f"Đã lập lại chỉ mục: {number} văn bản.", f"Index made anew: {number} documents."))
    return 0


def _chosen(parts: Parts, what: str) -> list[DossierView]:
    room = CatalogueReadingRoom(parts)
    try:
        batch = batch_id(CatalogueIntakeDesk(parts), parts.operator, what)
    except NotFound:
        return [room.dossier(parts.operator, dossier_id(room, parts.operator, what))]
    with parts.catalogue.begin(readonly=True) as connection:
        ids = dossiers.of_batch(connection, batch)
    return [room.dossier(parts.operator, dossier) for dossier in ids]
