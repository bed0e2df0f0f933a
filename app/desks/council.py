"""Who may sit in the council of a disposal list: whoever may see every dossier on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from accounts.roles import reader_with
from adapters.catalogue import accounts, units
from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import dossier as table
from records.errors import InvalidInput, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.identifiers import DossierId

_AT_ONCE = 500


def require_seeing(connection: sa.Connection, members: Sequence[str], chosen: Sequence[DossierId], today: date) -> None:
    """Refuse a member who would vote on what he may not see; names without an account are let through.

    Raises:
        InvalidInput (disposal.member_cannot_see)
    """
    for member in members:
        found = accounts.row(connection, member)
        if found is None:
            continue
        rights = accounts.rights_of(found)
        reader = reader_with(member, rights, units.reached_from(connection, rights.unit, today))
        seen = sum(
            connection.execute(
                sa.select(sa.func.count()).where(
                    table.c.id.in_([each.value for each in some]), may_see_dossier(reader, today)
                )
            ).scalar_one()
            for some in (chosen[first : first + _AT_ONCE] for first in range(0, len(chosen), _AT_ONCE))
        )
        if seen < len(chosen):
            raise _cannot_see(found.full_name or member, len(chosen) - seen)


def _cannot_see(name: str, hidden: int) -> InvalidInput:
    return InvalidInput(
        "disposal.member_cannot_see",
        Sentence(
            f"{name} không được xem {hidden} hồ sơ trong danh mục, nên không biểu quyết được.",
            f"{name} may not see {hidden} of the dossiers on the list, and could not vote on them.",
        ),
        Sentence(
            "Chọn người khác, hoặc đề nghị quản trị viên cho người này xem mức 02 và đơn vị ấy.",
            "Choose somebody else, or ask an administrator to let them see level 02 and that unit.",
        ),
    )
