"""Disposal over HTTP: why not, lists, votes, decisions, links; ``http_execution`` has what comes after."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from records.identifiers import DisposalListId, DossierId
from records.needs import Anybody, needs
from records.ports.clock import Clock
from records.reader import Capability, Reader
from retention_rules.disposal import DisposalList, ListState, Vote
from retention_rules.disposal_ports import DisposalDesk
from retention_rules.execution import ItemState, execute_by, overdue
from retention_rules.http_models import SentenceAnswer
from retention_rules.may_delete import Reason, says

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such list or dossier for this reader"}}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "Not this account's part, or it acted before"}}
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"description": "Too early, too late, or the gate says no"}}


class ReasonAnswer(BaseModel):
    """A reason why a dossier may not be destroyed."""

    reason: Reason
    says: SentenceAnswer


class GateAnswer(BaseModel):
    """The answer of the gate."""

    allowed: bool
    reasons: tuple[ReasonAnswer, ...]


class Proposal(BaseModel):
    """A list to be frozen."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=300)
    dossiers: list[UUID] = Field(min_length=1, max_length=10_000)
    council: list[str] = Field(description="Accounts of its members", min_length=1, max_length=50)


class Said(BaseModel):
    """A vote on one item."""

    model_config = ConfigDict(extra="forbid")

    dossier: UUID
    vote: Vote
    said: str = Field(default="", description="What is recorded with it, a dissent for example", max_length=2000)


class Decided(BaseModel):
    """The head's decision."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(max_length=200)
    decided_on: date


class Appraised(BaseModel):
    """The appraisal of the competent body."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(max_length=200)
    appraised_on: date
    body: str = Field(max_length=300)


class Withdrawn(BaseModel):
    """Why a list is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=500)


class Linked(BaseModel):
    """A dossier that belongs together with another."""

    model_config = ConfigDict(extra="forbid")

    other: UUID
    why: str = Field(max_length=1000)


class VoteAnswer(BaseModel):
    """How a member voted."""

    member: str
    vote: Vote
    said: str


class ItemAnswer(BaseModel):
    """A dossier on a list."""

    dossier: str
    carried: bool = Field(description="More said destroy than keep")
    state: ItemState
    reasons: tuple[str, ...] = Field(description="Why it stopped: as the gate names them")
    code: str = Field(description="What it failed with; empty where it did not")
    votes: tuple[VoteAnswer, ...]


class ListAnswer(BaseModel):
    """A list as it stands."""

    id: str
    name: str
    state: ListState
    proposed_by: str
    proposed_at: datetime
    council: tuple[str, ...]
    digest: str = Field(description="SHA-256 of the items as frozen")
    decision_number: str
    decided_on: date | None
    decided_by: str
    appraisal_number: str = Field(description="Of the competent body; empty: none is recorded")
    appraised_on: date | None
    appraised_by: str
    withdrawn_at: datetime | None = Field(description="When it was taken back before a decision; null: it stands")
    withdrawn_by: str
    withdrawn_why: str
    sent_back: bool = Field(description="It was the head who took it back, by not agreeing")
    execute_by: date | None = Field(description="The last day to execute it in time; null before the decision")
    overdue: bool = Field(description="That day is over, and something is left to be done")
    executed_by: str
    executed_at: datetime | None
    items: tuple[ItemAnswer, ...]

    @classmethod
    def of(cls, found: DisposalList, today: date) -> "ListAnswer":
        decision = found.decision
        return cls(
            id=found.id.value,
            name=found.name,
            state=found.state,
            proposed_by=found.proposed_by,
            proposed_at=found.proposed_at,
            council=found.council,
            digest=found.digest,
            decision_number=decision.number if decision else "",
            decided_on=decision.decided_on if decision else None,
            decided_by=decision.by if decision else "",
            appraisal_number=found.appraisal.number if found.appraisal else "",
            appraised_on=found.appraisal.appraised_on if found.appraisal else None,
            appraised_by=found.appraisal.body if found.appraisal else "",
            withdrawn_at=found.withdrawal.at if found.withdrawal else None,
            withdrawn_by=found.withdrawal.by if found.withdrawal else "",
            withdrawn_why=found.withdrawal.reason if found.withdrawal else "",
            sent_back=found.withdrawal is not None and found.withdrawal.sent_back,
            execute_by=execute_by(decision.decided_on) if decision else None,
            overdue=overdue(found, today),
            executed_by=found.executor,
            executed_at=found.executed_at,
            items=tuple(
                ItemAnswer(
                    dossier=item.dossier.value,
                    carried=item.carried,
                    state=item.standing(found.state),
                    reasons=item.reasons,
                    code=item.code,
                    votes=tuple(VoteAnswer(member=member, vote=vote, said=said) for member, vote, said in item.votes),
                )
                for item in found.items
            ),
        )


class ListsAnswer(BaseModel):
    """Lists, newest first."""

    lists: tuple[ListAnswer, ...]


def disposal_routes(desk: DisposalDesk, reader: Callable[..., Reader], clock: Clock) -> APIRouter:
    """The routes under ``/api/retention/disposal``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/retention", tags=["disposal"])
    who = Annotated[Reader, Depends(reader)]

    @router.get(
        "/dossiers/{dossier}/may-delete",
        operation_id="whyNot",
        summary="Every reason why a dossier may not be destroyed",
        responses=_NOT_FOUND,
    )
    @needs(Capability.READ)
    def why_not(account: who, dossier: UUID) -> GateAnswer:
        verdict = desk.why_not(account, DossierId(str(dossier)))
        return GateAnswer(
            allowed=verdict.allowed,
            reasons=tuple(ReasonAnswer(reason=one, says=SentenceAnswer.of(says(one))) for one in verdict.reasons),
        )

    @router.post(
        "/dossiers/{dossier}/links",
        operation_id="linkDossiers",
        summary="Record that two dossiers belong together",
        responses={**_NOT_FOUND, **_MAY_NOT},
        status_code=204,
    )
    @needs(Capability.DECIDE)
    def link(account: who, dossier: UUID, body: Linked) -> None:
        desk.link(account, DossierId(str(dossier)), DossierId(str(body.other)), body.why)

    @router.get("/disposal", operation_id="disposalLists", summary="Disposal lists, newest first", responses=_MAY_NOT)
    @needs(Anybody.SIGNED_IN)
    def lists(account: who) -> ListsAnswer:
        today = clock.today()
        return ListsAnswer(lists=tuple(ListAnswer.of(one, today) for one in desk.lists(account)))

    @router.post(
        "/disposal",
        operation_id="proposeDisposal",
        summary="Freeze a list of due dossiers, and name its council",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def propose(account: who, body: Proposal) -> ListAnswer:
        chosen = [DossierId(str(each)) for each in body.dossiers]
        made = desk.propose(account, name=body.name, dossiers=chosen, council=body.council)
        return ListAnswer.of(made, clock.today())

    @router.get(
        "/disposal/{listed}", operation_id="disposalList", summary="One list", responses={**_NOT_FOUND, **_MAY_NOT}
    )
    @needs(Anybody.SIGNED_IN)
    def one(account: who, listed: UUID) -> ListAnswer:
        return ListAnswer.of(desk.one(account, DisposalListId(str(listed))), clock.today())

    @router.post(
        "/disposal/{listed}/votes",
        operation_id="voteOnDisposal",
        summary="Vote on one item, once",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.VOTE)
    def vote(account: who, listed: UUID, body: Said) -> ListAnswer:
        which, dossier = DisposalListId(str(listed)), DossierId(str(body.dossier))
        return ListAnswer.of(desk.vote(account, which, dossier, body.vote, body.said), clock.today())

    @router.post(
        "/disposal/{listed}/decision",
        operation_id="decideDisposal",
        summary="The head decides; the gate is asked for every item that is to go",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.APPROVE)
    def decide(account: who, listed: UUID, body: Decided) -> ListAnswer:
        which = DisposalListId(str(listed))
        decided = desk.decide(account, which, number=body.number, decided_on=body.decided_on)
        return ListAnswer.of(decided, clock.today())

    @router.post(
        "/disposal/{listed}/appraisal",
        operation_id="appraiseDisposal",
        summary="Record the appraisal of the competent body, of a source of a historical archive",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def appraise(account: who, listed: UUID, body: Appraised) -> ListAnswer:
        appraised = desk.appraise(account, DisposalListId(str(listed)), **body.model_dump())
        return ListAnswer.of(appraised, clock.today())

    @router.post(
        "/disposal/{listed}/withdrawal",
        operation_id="withdrawDisposal",
        summary="Take back a list that nobody has decided on",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def withdraw(account: who, listed: UUID, body: Withdrawn) -> ListAnswer:
        return ListAnswer.of(desk.withdraw(account, DisposalListId(str(listed)), body.reason), clock.today())

    @router.post(
        "/disposal/{listed}/refusal",
        operation_id="declineDisposal",
        summary="The head does not agree: the list is withdrawn",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.APPROVE)
    def decline(account: who, listed: UUID, body: Withdrawn) -> ListAnswer:
        return ListAnswer.of(desk.decline(account, DisposalListId(str(listed)), body.reason), clock.today())

    return router
