"""Every dossier is checked byte for byte now and then; what is damaged is put back from a copy that is right.

Done by workers of a desk and the scheduler of a server, a dossier at a time under a claim, with rests between.
Which object has to hold what follows from the digest of the inventory in the catalogue. A copy counts by its
digest alone, whoever wrote it; where there is none the dossier stays as it is and an administrator is told.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

import structlog

from adapters.catalogue import dossiers, events, fixity, locks
from app.operations.backup_folder import BackupFolder
from app.wiring import AGENT
from archive.check_fixity import check_fixity
from archive.find_damage import find_damage
from archive.layout import ORIGINALS
from archive.ocfl.streams import digests_of
from archive.put_back import Source, put_back
from records.errors import Misconfigured, NotFound, VankhoError
from records.findings import Severity, Verdict
from records.identifiers import ObjectKey

if TYPE_CHECKING:
    from datetime import date

    import sqlalchemy as sa

    from adapters.catalogue.fixity import Claim
    from app.settings import Settings
    from app.wiring import Parts
    from archive.check_fixity import ObjectReport
    from archive.find_damage import Copies, Damage
    from records.identifiers import DossierId

CLAIMED = timedelta(minutes=30)
"""Nobody else begins with a dossier for so long; renewed before each object that is put back."""
REST = 9
"""So many times as long as it took to check, nothing is checked: a tenth of one process at most."""
OUTCOMES = {Verdict.PASSED: "success", Verdict.FAILED: "failure", Verdict.UNDECIDED: "undecided"}

log = structlog.get_logger()


class FixityRounds:
    """Checks what is due a little at a time, and rests in between."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._next = float("-inf")

    def go_on(self, *, seconds: float) -> None:
        """Check for a while, at least one dossier, unless it is time to rest.

        Raises:
            Unavailable: Catalogue or store do not answer; what is done is done.
        """
        began = time.monotonic()
        if began < self._next:
            return
        try:
            check_due(self._parts, seconds=seconds)
        finally:
            now = time.monotonic()
            self._next = now + REST * (now - began)


def check_due(parts: Parts, *, seconds: float) -> bool:
    """For a while check the dossiers that are due; whether any may be left.

    Raises:
        Unavailable: The catalogue does not answer; what is done is done.
    """
    until = time.monotonic() + seconds
    while True:
        now, today = parts.clock.now(), parts.clock.today()
        with parts.catalogue.begin(readonly=True) as connection:
            found = fixity.next_due(connection, until=due_until(parts.settings, today), today=today, now=now)
        if found is None:
            return False
        check_dossier(parts, found)
        if time.monotonic() >= until:
            return True


def due_until(settings: Settings, today: date) -> date:
    """Who was checked on this day or before is due: a fifth of the longest time is left to come round to it."""
    return today - timedelta(days=settings.fixity_days - settings.fixity_days // 5)


def check_dossier(parts: Parts, dossier: DossierId, *, by: str = AGENT) -> ObjectReport | None:
    """Check one dossier and put back what is damaged; how it is then.

    None: another is at it, it is not kept, or it could not be read to its end, which is logged; it is checked again
    once the claim has run out.

    Raises:
        Unavailable: The catalogue does not answer.
    """
    now = parts.clock.now()
    with parts.catalogue.begin() as connection:
        mine = fixity.claim(connection, dossiers.hold(connection, dossier), now, now + CLAIMED)
    if mine is None:
        return None
    try:
        report, told = _checked(parts, mine, by)
    except VankhoError as error:
        _not_read(parts, dossier, error.code)
        return None
    if report.verdict is Verdict.UNDECIDED and code_of(report).startswith("store."):
        _not_read(parts, dossier, code_of(report))
        return None
    with parts.catalogue.begin() as connection:
        settle(parts, connection, report, by=by, told=told)
        fixity.let_go(connection, mine)
    if report.verdict is Verdict.FAILED:
        log.error("a dossier is damaged", dossier=dossier.value, code=code_of(report))
    return report


def _not_read(parts: Parts, dossier: DossierId, code: str) -> None:
    with parts.catalogue.begin() as connection:
        fixity.not_read(connection, dossier, code)
    log.warning("a dossier could not be read to its end", dossier=dossier.value, code=code)


def settle(parts: Parts, connection: sa.Connection, report: ObjectReport, *, by: str, told: bool = False) -> None:
    """Write what a check found into the events of the dossier (``told``: it is there), and when the next is due."""
    if report.dossier is None:
        return
    if not told:
        _tell(parts, connection, report, by)
    fixity.checked(connection, report.dossier, report.verdict.value, code_of(report), parts.clock.today())


def code_of(report: ObjectReport) -> str:
    """The first thing that keeps it from being whole; empty where it is."""
    if report.verdict is Verdict.PASSED:
        return ""
    ordered = sorted(report.findings, key=lambda found: found.severity is not Severity.REFUSAL)
    return next((found.code for found in ordered), "")[:64]


def copies_of(settings: Settings) -> Copies:
    """What the back-up set that the settings name holds; nothing where they name none, or it is not there now."""
    if settings.repair_from is None:
        return lambda _: None
    folder = BackupFolder(settings.repair_from)

    def copy(key: ObjectKey) -> BinaryIO | None:
        try:
            return folder.open(key)
        except (FileNotFoundError, Misconfigured):
            return None

    return copy


def _checked(parts: Parts, mine: Claim, by: str) -> tuple[ObjectReport, bool]:
    """How the dossier is after what is damaged was put back, and whether an event tells so already."""
    copies = copies_of(parts.settings)
    if mine.plan:
        _tell_of_dead(parts, mine)
    report = _look(parts, mine)
    if report.verdict is not Verdict.FAILED:
        return report, False
    damages = find_damage(
        parts.store, mine.dossier, version=mine.version, inventory_sha512=mine.inventory_sha512, copies=copies
    )
    if not damages:
        return report, False
    with parts.catalogue.begin() as connection:
        _tell(parts, connection, report, by)
        fixity.will_mend(connection, mine, [_plain(each) for each in damages])
    if not _mend(parts, mine, damages, copies):
        return report, True
    return _look(parts, mine), False


def _look(parts: Parts, mine: Claim) -> ObjectReport:
    expected = {mine.dossier: mine.inventory_sha512}
    return next(check_fixity(parts.store, [mine.dossier], expected_inventories=expected))


def _tell(parts: Parts, connection: sa.Connection, report: ObjectReport, by: str) -> None:
    assert report.dossier is not None, "what is told of is a dossier"
    events.add(
        connection,
        type="fixity check",
        agent=AGENT,
        now=parts.clock.now(),
        subjects=[report.dossier],
        outcome=OUTCOMES[report.verdict],
        dossier=report.dossier,
        detail={"bytes": report.bytes_checked, "by": by, "code": code_of(report)},
    )


def _mend(parts: Parts, mine: Claim, damages: tuple[Damage, ...], copies: Copies) -> int:
    """Put back what can be, each with an event; how many."""
    held, lost = mine, False
    done: list[tuple[Damage, Source]] = []
    for damage in damages:
        with parts.catalogue.begin() as connection:
            row = dossiers.hold(connection, mine.dossier)
            renewed = fixity.go_on(connection, row, held, parts.clock.now() + CLAIMED)
        if renewed is None:
            lost = True  # it is being destroyed, was deposited anew, or another has it
            break
        held = renewed
        try:
            source = put_back(parts.store, damage, copies)
        except VankhoError as error:
            if error.retryable:
                raise  # whoever comes next tells of what was put back
            log.warning("an object was not put back", place=_place(damage.key.value), code=error.code)
            continue
        if source is not None:
            done.append((damage, source))
    with parts.catalogue.begin() as connection:
        _tell_of_mended(parts, connection, mine, [(_plain(damage), source.value) for damage, source in done])
        if not lost:
            _settled(connection, mine)
    return len(done)


def _tell_of_dead(parts: Parts, mine: Claim) -> None:
    """Somebody died while putting these back: what lies there as it has to now was put back."""
    done = []
    for planned in mine.plan:
        key = ObjectKey(str(planned["key"]))
        try:
            with parts.store.open(key) as stream:
                right = digests_of(stream).sha512 == planned["sha512"]
        except NotFound:
            right = False
        if right:
            done.append((planned, ""))
    with parts.catalogue.begin() as connection:
        _tell_of_mended(parts, connection, mine, done)
        _settled(connection, mine)


def _tell_of_mended(
    parts: Parts, connection: sa.Connection, mine: Claim, done: list[tuple[dict[str, str], str]]
) -> None:
    for planned, source in done:
        events.add(
            connection,
            type="replacement",
            agent=AGENT,
            now=parts.clock.now(),
            subjects=[mine.dossier],
            dossier=mine.dossier,
            detail={
                "object": _place(planned["key"]),
                "found_sha256": planned["found"],
                "sha512": planned["sha512"],
                "taken_from": source,
            },
        )
    if done:
        log.warning("damaged objects were put back", dossier=mine.dossier.value, objects=len(done))


def _settled(connection: sa.Connection, mine: Claim) -> None:
    locks.ask(connection, mine.dossier)  # a new version of an object is not locked yet
    fixity.mended(connection, mine.dossier)


def _place(key: str) -> str:
    """Where in its package the object lies, without the name a file came under: an event outlives its dossier."""
    version, _, path = key.partition("/v")[2].partition("/")
    place = f"v{version}/{path}" if path else key.rpartition("/")[2]
    return place.rpartition("/")[0] if f"/{ORIGINALS}/" in place else place


def _plain(damage: Damage) -> dict[str, str]:
    return {
        "key": damage.key.value,
        "sha512": damage.sha512,
        "found": damage.found.hex if damage.found else "",
    }
