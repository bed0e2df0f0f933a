"""What an open hold freezes beside destruction: moving a dossier, and changing what is recorded of it.

Decree 30/2020/NĐ-CP, Annex VI, IV.1(g): a set on hold is neither moved, nor deleted, nor edited. What
only protects stays possible: a longer period, a stricter access, documents that still arrive, a better
reading as a new version beside the old one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import dossiers, holds, references
from records.errors import Conflict, Sentence
from records.personal_data import mask

if TYPE_CHECKING:
    import sqlalchemy as sa

    from records.identifiers import DossierId


def share_holds(connection: sa.Connection) -> None:
    """Nobody places or lifts a hold before this transaction ends. Asked for before anything else is held."""
    holds.share_all(connection)


def require_not_frozen(connection: sa.Connection, dossier: DossierId, *, listed: bool = False) -> None:
    """Promise that no hold is open over the dossier until this transaction ends; the caller shares the holds.

    Nor over another dossier that refers to a document of it: such a hold reaches the document where it lies.
    ``listed``: it is one of several that somebody chose, and can be left out.

    Raises:
        Conflict (hold.frozen): One is. The refusal names the dossier, and the holds over it; one over another
            dossier, which the reader may not see, is not named.
    """
    over = holds.over(connection, dossier)
    if over or references.holds_through(connection, dossier):
        row = dossiers.row(connection, dossier)
        told = " ".join(part for part in (row.code, f"«{mask(row.title)}»" if row.title else "") if part)
        name = told or dossier.value
        by = ", ".join(f"«{each.name}»" for each in over)
        vi, en = "Bỏ hồ sơ này ra, hoặc chờ", "Leave it out, or wait"
        if not listed:
            vi, en = "Chờ", "Wait"
        raise Conflict(
            "hold.frozen",
            Sentence(
                f"Hồ sơ {name} đang bị giữ theo lệnh{f' {by}' if by else ''}: không chuyển đi, không sửa được.",
                f"Dossier {name} is on hold{f' ({by})' if by else ''}: it is neither moved nor changed.",
            ),
            Sentence(
                f"{vi} lệnh giữ được gỡ; trang Lệnh giữ cho biết cơ quan nào yêu cầu.",
                f"{en} until the hold is lifted; the page Holds tells which body demands it.",
            ),
        )
