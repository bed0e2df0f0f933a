"""The page of one disposal list, whatever was just done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_rules.execution import NOT_BEGUN
from retention_rules.forms.builders import forms_of
from retention_rules.forms.model import OF_EXECUTION, FormFormat, FormKind
from retention_rules.forms.sheet import Pick, dissents, voted
from retention_rules.may_delete import Reason, says
from web_ui.disposal_view import (
    ballot,
    clock_of,
    decides,
    declines,
    executes,
    first_open,
    result_of,
    standing_of,
    verdict_key,
    votes,
    votes_cast,
    withdraws,
)
from web_ui.rendering import Foot, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request
    from fastapi.responses import Response

    from records.errors import VankhoError
    from records.identifiers import DisposalListId
    from records.reader import Reader
    from retention_rules.disposal import DisposalList
    from web_ui.desks import Desks
    from web_ui.disposal_votes import Chosen

_ITEMS = 50
_PAPER, _TABLE = (FormFormat.PDF, FormFormat.DOCX), (FormFormat.PDF, FormFormat.DOCX, FormFormat.XLSX)
PAPERS = (
    (FormKind.LIST, _TABLE),
    (FormKind.EXPLANATION, _PAPER),
    (FormKind.COUNCIL_DECISION, _PAPER),
    (FormKind.COUNCIL_MINUTES, _PAPER),
    (FormKind.KEPT_LIST, _TABLE),
    (FormKind.APPRAISAL_REQUEST, _PAPER),
    (FormKind.DECISION, _PAPER),
    (FormKind.HANDOVER_MINUTES, _PAPER),
    (FormKind.DESTRUCTION_MINUTES, _PAPER),
    (FormKind.CERTIFICATE, _PAPER),
)
"""Forms of a list, each with the kinds of file that are offered."""


def list_page(
    request: Request,
    desks: Desks,
    who: Reader,
    which: DisposalListId,
    *,
    pick: Pick = Pick.ALL,
    offset: int = 0,
    wrong: VankhoError | None = None,
    refused: Mapping[str, tuple[Chosen, VankhoError]] | None = None,
    given: dict[str, str] | None = None,
    keep: str = "",
) -> Response:
    """The list with a page of its items; ``wrong`` and ``refused`` say what was not done, ``given`` what was typed."""
    sheet = desks.sheets.sheet(who, which, pick=pick, limit=_ITEMS, offset=offset)
    listed = sheet.listed
    standing = standing_of(listed, who)
    here = f"/huy/{which}?loc={pick.value}&offset="
    return page(
        request,
        "disposal_list.html",
        status=wrong.http_status if wrong else 200,
        sheet=sheet,
        listed=listed,
        standing=standing,
        verdict=verdict_key(listed, standing, who),
        clock=clock_of(listed.decision, sheet.today) if listed.decision else None,
        may_vote=votes(listed, who),
        may_execute=executes(listed, who),
        backups=desks.execution.backups(who, which) if listed.executor else [],
        proof=desks.proof(who) if executes(listed, who) else None,
        not_begun=NOT_BEGUN,
        keeping=next((one for one in sheet.items if one.item.dossier.value == keep), None),
        reason_of=Reason,
        may_decide=decides(listed, who),
        may_withdraw=withdraws(listed, who),
        may_decline=declines(listed, who),
        now=first_open(sheet, who) if votes(listed, who) else 0,
        pick=pick,
        picks=list(Pick),
        offset=offset,
        ballot=ballot,
        votes_cast=votes_cast(listed),
        papers=_papers(listed, appraised=bool(desks.historical_archive)),
        result_of=result_of,
        dissents=dissents,
        voted=voted,
        says=says,
        wrong=wrong,
        refused=refused or {},
        given=given or {"number": "", "decided_on": sheet.today.isoformat()},
        first=offset + 1,
        last=offset + len(sheet.items),
        before=f"{here}{max(0, offset - _ITEMS)}#muc" if offset else "",
        after=f"{here}{offset + _ITEMS}#muc" if offset + _ITEMS < sheet.matching else "",
        reader=who,
        foot=Foot(profile=desks.profile, version=desks.version),
        here="disposal",
    )


def _papers(listed: DisposalList, *, appraised: bool) -> list[tuple[FormKind, tuple[FormFormat, ...]]]:
    """What there is to print of the list; of an execution nothing before it begins, withdrawn no decision."""
    there = set(forms_of(appraised=appraised))
    if listed.withdrawal:
        there.discard(FormKind.DECISION)
    return [one for one in PAPERS if one[0] in there and (one[0] not in OF_EXECUTION or listed.executor)]
