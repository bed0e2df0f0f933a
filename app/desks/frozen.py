"""What an open hold freezes beside destruction: moving a dossier, and changing what is recorded of it.

Decree 30/2020/NĐ-CP, Annex VI, IV.1(g): a set on hold is neither moved, nor deleted, nor edited. What
only protects stays possible: a longer period, a stricter access, documents that still arrive, a better
reading as a new version beside the old one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import holds, references
from records.errors import Conflict, Sentence

if TYPE_CHECKING:
    import sqlalchemy as sa

    from records.identifiers import DossierId


def share_holds(connection: sa.Connection) -> None:
    """Nobody places or lifts a hold before this transaction ends. Asked for before anything else is held."""
    holds.share_all(connection)


def require_not_frozen(connection: sa.Connection, dossier: DossierId, code: str = "") -> None:
    """Promise that no hold is open over the dossier until this transaction ends; the caller shares the holds.

    Nor over another dossier that refers to a document of it: such a hold reaches the document where it lies.

    Raises:
        Conflict (hold.frozen): One is.
    """
    if holds.over(connection, dossier) or references.holds_through(connection, dossier):
        name = code or dossier.value
        raise Conflict(
            "hold.frozen",
            Sentence(
                f"Hồ sơ {name} đang bị giữ theo lệnh: không chuyển đi, không sửa được.",
                f"Dossier {name} is on hold: it is neither moved nor changed.",
            ),
            Sentence(
                "Bỏ hồ sơ này ra, hoặc chờ lệnh giữ được gỡ (trang Lệnh giữ).",
                "Leave it out, or wait until the hold is lifted (page Holds).",
            ),
        )
