"""What the pages are made of: the desks they ask, given by the one who joins the parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from accounts.common_sign_in.ports import CommonSignInDesk
    from accounts.model import ProofAsked
    from accounts.ports import AccountDesk, AuditDesk, SecondFactorDesk, SignInDesk, UnitDesk
    from archive.ports import AccessDesk, PaperDesk, ReadingRoom, RedactionDesk, ReferenceDesk
    from archive.use.ports import UseDesk
    from ingest.code_lists.ports import CodeListDesk
    from ingest.ports import IntakeDesk
    from records.ports.clock import Clock
    from records.ports.work_desk import WorkDesk
    from records.reader import Reader
    from retention_rules.disposal_ports import DisposalDesk, ExecutionDesk
    from retention_rules.forms.model import FormFormat
    from retention_rules.forms.ports import DisposalSheets, FormDesk, FormWriter, RegisterDesk
    from retention_rules.hand_over.ports import HandOverDesk, TransferDesk
    from retention_rules.ports import HoldDesk, RetentionDesk, ScheduleDesk
    from search_api.export_results import ResultsForm, ResultsWriter
    from search_api.find_pages import Find
    from search_api.ports import SearchDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """The use cases behind the pages."""

    intake: IntakeDesk
    room: ReadingRoom
    access: AccessDesk
    papers: PaperDesk
    redactions: RedactionDesk
    references: ReferenceDesk
    retention: RetentionDesk
    disposal: DisposalDesk
    sheets: DisposalSheets
    forms: FormDesk
    registers: RegisterDesk
    writers: Mapping[FormFormat, FormWriter]
    holds: HoldDesk
    schedules: ScheduleDesk
    hand_over: HandOverDesk
    transfer: TransferDesk
    use: UseDesk
    body: str
    """Name of the body, as the settings have it; empty: nobody has said it."""
    historical_archive: str
    """Name of the one that this body is a source of; empty: of none."""
    execution: ExecutionDesk
    proof: Callable[[Reader], ProofAsked]
    """What is asked of a person before an act that cannot be taken back."""
    find: Find
    searches: SearchDesk
    results: Mapping[ResultsForm, ResultsWriter]
    clock: Clock
    profile: str
    """desk or server; shown at the foot."""
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesks:
    """The use cases behind the pages of people."""

    sign_in: SignInDesk
    second_factor: SecondFactorDesk
    common: CommonSignInDesk | None
    """The body's own sign-in; None: there is none."""
    audit: AuditDesk
    work: WorkDesk
    accounts: AccountDesk
    units: UnitDesk
    code_lists: CodeListDesk
    clock: Clock
    own_unit: str
    """Code of the unit of this installation; known without a row in the tree."""
    tls: bool
    """Whether the site is reached over TLS alone: cookies then are sent over nothing else."""
    profile: str
    version: str
