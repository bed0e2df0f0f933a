"""Is the audit trail what was sealed, day by day, and are the seals those that the store holds under lock?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from accounts.seal_trail import FOLDER, seal_day
from adapters.catalogue import event_seals
from archive.ocfl.head import read
from records.errors import Sentence
from records.findings import refusal, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from accounts.seal_trail import Seal
    from app.wiring import Parts
    from records.findings import Finding

BEHIND = timedelta(days=3)
"""So long after a day at the latest its seal should be there."""


def verify_seals(parts: Parts) -> Iterator[Finding]:
    """Every difference, the first day first; reads every event of every sealed day.

    Raises:
        Unavailable: Catalogue or store do not answer.
        Damaged (store.foreign_name): After everything else: names lie among the seals that are no keys.
    """
    before: Seal | None = None
    known = set()
    while True:
        with parts.catalogue.begin(readonly=True) as connection:
            found = event_seals.after(connection, before.day if before else None)
            if found is None:
                break
            seal, digest = found
            anew = seal_day(seal.day, event_seals.lines(connection, seal.day), seal.previous)
            first = event_seals.first_day(connection)
        if before is None and first is not None and first < seal.day:
            yield _changed(first)
        if anew != seal:
            yield _changed(seal.day)
        if seal.digest != digest or not _follows(seal, before):
            yield _chain_broken(seal.day)
        known.add(seal.key)
        content = read(parts.store, seal.key)
        if content is None:
            yield _copy_missing(seal.day)
        elif content != seal.content:
            yield _copy_differs(seal.day)
        before = seal
    yield from _behind(parts, before)
    yield from (_seal_unknown(each.key.value) for each in parts.store.list(FOLDER) if each.key not in known)


def _follows(seal: Seal, before: Seal | None) -> bool:
    if before is None:
        return not seal.previous
    return seal.previous == before.digest and seal.day == before.day + timedelta(days=1)


def _behind(parts: Parts, newest: Seal | None) -> Iterator[Finding]:
    with parts.catalogue.begin(readonly=True) as connection:
        day = newest.day if newest else event_seals.first_day(connection)
    if day is not None and parts.clock.today() - day > BEHIND:
        yield warning(
            "seal.behind",
            "Nhật ký chưa được niêm phong đến những ngày gần đây.",
            "The audit trail is not sealed up to the last days.",
            Sentence(
                "Để «vankho serve» (máy chủ: «vankho scheduler») chạy; nếu mai vẫn vậy, xem nhật ký của chương trình.",
                "Keep «vankho serve» running (on a server «vankho scheduler»); still so tomorrow: read its log.",
            ),
            day.isoformat(),
        )


_TELL = Sentence(
    "Giữ nguyên hiện trạng, báo người phụ trách an toàn thông tin; đối chiếu với bản sao lưu và niêm phong trong kho.",
    "Leave it as it is and tell who answers for security; compare with back-ups and with the seals in the store.",
)


def _changed(day: date) -> Finding:
    return refusal(
        "seal.events_changed",
        f"Nhật ký ngày {day:%d/%m/%Y} không còn như lúc niêm phong.",
        f"The events of {day} are not those that were sealed.",
        _TELL,
        day.isoformat(),
    )


def _chain_broken(day: date) -> Finding:
    return refusal(
        "seal.chain_broken",
        f"Niêm phong ngày {day:%d/%m/%Y} không nối tiếp niêm phong của ngày trước.",
        f"The seal of {day} does not follow that of the day before.",
        _TELL,
        day.isoformat(),
    )


def _copy_missing(day: date) -> Finding:
    return refusal(
        "seal.copy_missing",
        f"Kho không có bản niêm phong ngày {day:%d/%m/%Y}.",
        f"The store holds no copy of the seal of {day}.",
        _TELL,
        day.isoformat(),
    )


def _copy_differs(day: date) -> Finding:
    return refusal(
        "seal.copy_differs",
        f"Bản niêm phong ngày {day:%d/%m/%Y} trong kho khác với danh mục.",
        f"The copy of the seal of {day} in the store is another than the catalogue's.",
        _TELL,
        day.isoformat(),
    )


def _seal_unknown(where: str) -> Finding:
    return refusal(
        "seal.unknown",
        "Kho có một niêm phong mà danh mục không biết: niêm phong trong danh mục có thể đã bị làm lại.",
        "The store holds a seal that the catalogue does not know: those of the catalogue may have been made anew.",
        _TELL,
        where,
    )
