"""``vankho disposal show``, ``execute`` and ``certificate``."""

from __future__ import annotations

import sys
import time
from getpass import getpass
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import disposal_list
from app.cli.output import NEEDS_A_PERSON, print_json, print_table
from app.cli.printing import until
from app.cli.session import Json, session
from app.desks.disposal import CatalogueDisposalDesk
from app.desks.execution import CatalogueExecutionDesk
from app.desks.sign_in import CatalogueSignInDesk
from app.who_acts import reader_named
from app.worker_pool import somebody_at_work
from records.identifiers import DisposalListId
from retention_rules.disposal import ListState
from retention_rules.execution import ItemState, overdue
from retention_rules.may_delete import Reason, says

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from retention_rules.disposal import DisposalList, Item

POLL_SECONDS = 0.5
_UNDER_WAY = frozenset({ItemState.TO_GO, ItemState.GOING})


def show(listed: str, /, *, json: Json = False) -> int:
    """One list: where each item stands, and why what stopped did.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    """
    current = session()
    with current.parts() as parts:
        found = disposal_list(CatalogueDisposalDesk(parts), parts.operator, listed)
        today = parts.clock.today()
    return _told(current, found, late=overdue(found, today), as_json=json)


def execute(
    listed: str,
    /,
    *,
    account: Annotated[str, cyclopts.Parameter(required=True)],
    code: str = "",
    wait: bool = True,
    json: Json = False,
) -> int:
    """Have destroyed what was decided. It cannot be taken back.

    The password is asked for, or read from standard input where that is no terminal.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    account
        Who executes: an archivist who neither proposed the list, nor voted on it, nor decided it.
    code
        Of the second factor, where the account has one.
    wait
        Follow it to its end. With --no-wait it is left to a running server or worker.
    """
    current = session()
    with current.parts() as parts:
        chosen = disposal_list(CatalogueDisposalDesk(parts), parts.operator, listed)
        asked = current.say(f"Mật khẩu của {account}: ", f"Password of {account}: ")
        password = getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        desk = CatalogueExecutionDesk(parts, CatalogueSignInDesk(parts))
        desk.execute(reader_named(parts, account), chosen.id, password=password, code=code)
        found = (
            _followed(parts, chosen.id)
            if wait
            else disposal_list(CatalogueDisposalDesk(parts), parts.operator, chosen.id.value)
        )
        late = overdue(found, parts.clock.today())
    return _told(current, found, late=late, as_json=json)


def certificate(listed: str, /) -> int:
    """What is gone of a list, under one digest, as JSON.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    """
    current = session()
    with current.parts() as parts:
        chosen = disposal_list(CatalogueDisposalDesk(parts), parts.operator, listed)
        desk = CatalogueExecutionDesk(parts, CatalogueSignInDesk(parts))
        print_json(desk.certificate(parts.operator, chosen.id))
    return 0


def record(listed: str, /) -> int:
    """The disposal dossier of an executed list, as the archive holds it, as JSON.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    """
    current = session()
    with current.parts() as parts:
        chosen = disposal_list(CatalogueDisposalDesk(parts), parts.operator, listed)
        desk = CatalogueExecutionDesk(parts, CatalogueSignInDesk(parts))
        print_json(desk.record(parts.operator, chosen.id))
    return 0


def _followed(parts: Parts, which: DisposalListId) -> DisposalList:
    desk = CatalogueDisposalDesk(parts)
    with somebody_at_work(parts.settings):
        while True:
            found = desk.one(parts.operator, which)
            if not any(item.standing(found.state) in _UNDER_WAY for item in found.items):
                return found
            time.sleep(POLL_SECONDS)


def _told(current: Session, found: DisposalList, *, late: bool, as_json: bool) -> int:
    states = [item.standing(found.state) for item in found.items]
    if as_json:
        items = [
            {"dossier": item.dossier, "state": state, "reasons": item.reasons, "code": item.code}
            for item, state in zip(found.items, states, strict=True)
        ]
        print_json({"list": found.id, "name": found.name, "state": found.state, "overdue": late, "items": items})
    else:
        stands = current.words(f"disposal.list_state_{found.state.value}")
        print_table(
            [current.say("Hồ sơ", "Dossier"), current.say("Tình trạng", "State"), current.say("Vì sao", "Why")],
            [
                (item.dossier, current.words(f"disposal.state_{state.value}"), _why(current, item))
                for item, state in zip(found.items, states, strict=True)
            ],
            title=f"{found.name}: {stands}; {until(current, found, late=late)}",
        )
    left = {ItemState.STOPPED, ItemState.FAILED} & set(states)
    return NEEDS_A_PERSON if left and found.state is not ListState.EXECUTED else 0


def _why(current: Session, item: Item) -> str:
    said = [says(Reason(reason)).in_language(current.settings.language) for reason in item.reasons]
    return "; ".join([*said, *([item.code] if item.code else [])])
