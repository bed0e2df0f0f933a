"""Ids as people type them: whole, by their first signs, or ``last``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from archive.refuse_code import one_with_code
from records.errors import InvalidInput, NotFound, Sentence
from records.identifiers import BatchId, DossierId

if TYPE_CHECKING:
    from app.desks.disposal import CatalogueDisposalDesk
    from archive.ports import ReadingRoom
    from ingest.ports import IntakeDesk
    from records.reader import Reader
    from retention_rules.disposal import DisposalList

_MANY = 100_000
_LAST = 8
"""Signs at the end of an id that name it well enough; folders of exports carry them."""
_URN = "urn:uuid:"
"""What precedes a dossier's id in its package."""
T = TypeVar("T")


def batch_id(desk: IntakeDesk, reader: Reader, typed: str) -> BatchId:
    """The batch meant.

    Raises:
        NotFound (batch.not_found): None.
        InvalidInput (id.ambiguous): Several begin so.
    """
    views = desk.batches(reader, limit=1 if typed == "last" else _MANY)
    if typed == "last" and views:
        return views[0].batch
    matches = [v.batch for v in views if v.batch.value.startswith(typed)]
    return _one(
        matches,
        typed,
        NotFound(
            "batch.not_found",
            Sentence(f"Không có lô «{typed}».", f"There is no batch “{typed}”."),
            Sentence("Xem danh sách: vankho status", "See the list: vankho status"),
        ),
    )


def dossier_id(room: ReadingRoom, reader: Reader, typed: str) -> DossierId:
    """The dossier meant: by id, bare or as the URN of its package, by the id's first or last signs, or by its code.

    Raises:
        NotFound (dossier.not_found): None.
        InvalidInput (id.ambiguous): Several begin so.
        InvalidInput (dossier.code_shared): Several have it as their code.
    """
    typed = typed.removeprefix(_URN)
    if (by_code := one_with_code(typed, room.dossiers_by_code(reader, typed))) is not None:
        return by_code
    matches = [
        v.dossier
        for v in room.dossiers(reader, limit=_MANY)
        if v.dossier.value.startswith(typed) or (len(typed) >= _LAST and v.dossier.value.endswith(typed))
    ]
    return _one(
        matches,
        typed,
        NotFound(
            "dossier.not_found",
            Sentence(f"Không có hồ sơ «{typed}».", f"There is no dossier “{typed}”."),
            Sentence(
                "Tìm: vankho search TỪ-KHÓA. Hồ sơ đã hủy chỉ còn trong chứng nhận của danh mục: vankho disposal list",
                "Search: vankho search WORDS. What is destroyed stands in the certificate of its list: "
                "vankho disposal list",
            ),
        ),
    )


def disposal_list(desk: CatalogueDisposalDesk, reader: Reader, typed: str) -> DisposalList:
    """The disposal list meant, by the first or last signs of its id.

    Raises:
        NotFound (disposal.not_found): None.
        InvalidInput (id.ambiguous): Several begin or end so.
    """
    lists = desk.lists(reader)
    return _one(
        [one for one in lists if one.id.value.startswith(typed) or one.id.value.endswith(typed)],
        typed,
        NotFound(
            "disposal.not_found",
            Sentence(f"Không có danh mục «{typed}».", f"There is no list “{typed}”."),
            Sentence("Xem các danh mục: vankho disposal list", "See the lists: vankho disposal list"),
        ),
    )


def _one(matches: list[T], typed: str, absent: NotFound) -> T:
    if not matches:
        raise absent
    if len(matches) > 1:
        raise InvalidInput(
            "id.ambiguous",
            Sentence(f"«{typed}» khớp {len(matches)} mã.", f"“{typed}” begins {len(matches)} ids."),
            Sentence("Gõ thêm vài ký tự của mã.", "Type a few more signs of it."),
        )
    return matches[0]
