"""Holds: while one is open over a dossier nothing of it is destroyed, whatever else was decided.

Decree 30/2020/NĐ-CP, Annex VI, Part I, IV.1(g): sets of records are locked against moving, deleting
and editing. A hold has a name, a mandate (number, date, who issued it) and scopes; what comes
under a scope later is reached too. A hold forbids acts, it moves no date.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from records.errors import InvalidInput, Sentence
from records.folding import fold, normalise
from records.identifiers import DossierId, HoldId
from records.incomplete import MEND_IT, in_one, lacks, missing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


_EMPTY_SCOPE = Sentence(
    "một phạm vi giữ để trống hoặc không đọc được", "something that it is over is empty or cannot be read"
)


class HoldGround(StrEnum):
    """Why."""

    INSPECTION = "inspection"
    """thanh tra, kiểm tra"""
    COMPLAINT = "complaint"
    """khiếu nại, tố cáo"""
    LITIGATION = "litigation"
    """tố tụng, điều tra"""
    AUDIT = "audit"
    """kiểm toán"""
    OTHER = "other"


class ScopeKind(StrEnum):
    """What a scope names."""

    DOSSIER = "dossier"
    UNIT = "unit"
    PROCEDURE = "procedure"
    """A series: dossiers of one procedure, which carry its name as their title."""
    QUERY = "query"
    """Dossiers whose code, title or described fields hold all the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldScope:
    """A part of the holdings, named so that what comes later belongs to it too."""

    kind: ScopeKind
    value: str
    """Dossier id, code of the unit, name of the procedure, or the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder:
    """A hold that is to be placed."""

    name: str
    ground: HoldGround
    mandate_number: str
    mandate_date: date
    mandate_by: str
    """The body that asks for it."""
    scopes: tuple[HoldScope, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold as it stands."""

    id: HoldId
    name: str
    """Empty for readers who may not decide: it may name people."""
    ground: HoldGround
    mandate_number: str
    mandate_date: date
    mandate_by: str
    scopes: tuple[HoldScope, ...]
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str
    dossiers: int
    """Reached so far."""
    spread: bool
    """Every dossier was looked at since it was placed; what comes later is reached as it comes."""

    @property
    def open(self) -> bool:
        return self.lifted_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFacts:
    """What scopes are compared with."""

    dossier: DossierId
    unit: str
    title: str
    texts: tuple[str, ...]
    """Code, title and values of the described fields."""


def hold_order(
    *,
    name: str,
    ground: HoldGround,
    mandate_number: str,
    mandate_date: date,
    mandate_by: str,
    scopes: Sequence[HoldScope],
    today: date,
) -> HoldOrder:
    """The order, complete.

    Raises:
        InvalidInput (hold.incomplete): Name, mandate or every scope is missing, or a scope is empty.
        InvalidInput (hold.mandate_in_future): The mandate is dated after ``today``.
    """
    told = {"name": _tidy(name), "mandate_number": _tidy(mandate_number), "mandate_by": _tidy(mandate_by)}
    tidied = tuple(dict.fromkeys(_scope(scope) for scope in scopes))
    lacking = lacks(
        (not told["name"], missing("tên lệnh giữ", "the name of the hold")),
        (not told["mandate_number"], missing("số văn bản yêu cầu", "the number of the mandate")),
        (not told["mandate_by"], missing("cơ quan yêu cầu", "the body that demands it")),
        (not tidied, missing("phạm vi giữ", "what it is over")),
        (not all(_meaning(scope) for scope in tidied), _EMPTY_SCOPE),
    )
    if lacking:
        raise incomplete(*lacking)
    if mandate_date > today:
        raise InvalidInput(
            "hold.mandate_in_future",
            Sentence("Ngày của văn bản yêu cầu chưa tới.", "The day of the mandate has not come yet."),
            Sentence("Nhập ngày ghi trên văn bản.", "Enter the date that it carries."),
        )
    return HoldOrder(**told, ground=ground, mandate_date=mandate_date, scopes=tidied)


def matches(scope: HoldScope, facts: DossierFacts) -> bool:
    """Whether the dossier comes under the scope, as it is described now."""
    match scope.kind:
        case ScopeKind.DOSSIER:
            return facts.dossier.value == scope.value
        case ScopeKind.UNIT:
            return facts.unit == scope.value
        case ScopeKind.PROCEDURE:
            return _folded(facts.title) == _folded(scope.value)
        case ScopeKind.QUERY:
            text = f" {' '.join(_folded(each) for each in facts.texts)} "
            return all(f" {word} " in text for word in _folded(scope.value).split())


def scope_to_plain(scope: HoldScope) -> dict[str, Any]:
    return {"kind": scope.kind.value, "value": scope.value}


def scope_from_plain(plain: dict[str, Any]) -> HoldScope:
    return HoldScope(kind=ScopeKind(plain["kind"]), value=plain["value"])


def _scope(scope: HoldScope) -> HoldScope:
    value = _tidy(scope.value)
    if scope.kind is ScopeKind.DOSSIER:
        try:
            value = DossierId(value).value
        except ValueError as error:
            raise incomplete(_EMPTY_SCOPE) from error
    return HoldScope(kind=scope.kind, value=value)


def _meaning(scope: HoldScope) -> str:
    # Words that fold to nothing would be found everywhere, and hold the whole archive by mistake.
    return scope.value if scope.kind in {ScopeKind.DOSSIER, ScopeKind.UNIT} else _folded(scope.value)


def _tidy(text: str) -> str:
    return " ".join(normalise(text).split())


def _folded(text: str) -> str:
    plain = fold(normalise(text))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def incomplete(*lacking: Sentence) -> InvalidInput:
    return InvalidInput("hold.incomplete", in_one(lacking), MEND_IT)
