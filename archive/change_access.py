"""Change who may see a dossier or a document of it: access level and until when it is restricted.

Archives Law 33/2024, Art. 25. A document may be stricter than its dossier, never looser.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.errors import InvalidInput, Sentence
from records.reader import AccessLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """Who may see a dossier, beside its unit."""

    level: AccessLevel
    restricted_until: date | None = None
    """First day on which it is open to who has no right to decide; None: not restricted."""

    def stricter_or_same(self, before: AccessRule) -> bool:
        """Whether nobody sees it by this rule who did not by ``before``."""
        never = date.min
        return self.level >= before.level and (self.restricted_until or never) >= (before.restricted_until or never)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """What a document demands beside its dossier's rule; the default demands nothing."""

    level: AccessLevel | None = None
    """Only 02 demands anything."""
    restricted_until: date | None = None

    def within(self, dossier: AccessRule) -> AccessRule:
        """Who may see the document: the stricter of both, whatever becomes of the dossier's rule."""
        days = [day for day in (dossier.restricted_until, self.restricted_until) if day is not None]
        return AccessRule(
            level=max(dossier.level, self.level or dossier.level), restricted_until=max(days, default=None)
        )


AS_ITS_DOSSIER = DocumentRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccessChange:
    """A rule to be put on a document, and why."""

    rule: DocumentRule
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChange:
    """A rule to be put on a dossier, and why."""

    rule: AccessRule
    reason: str


def access_change(level: str, *, restricted_until: date | None, reason: str, today: date) -> AccessChange:
    """The change as it was said, where it can be made.

    Raises:
        InvalidInput (access.level_not_admitted): ``level`` is neither 01 nor 02; secret records are kept elsewhere.
        InvalidInput (access.date_not_ahead): ``restricted_until`` is not after ``today``, so it would restrict nothing.
        InvalidInput (access.no_reason): ``reason`` is blank.
    """
    if level not in set(AccessLevel):
        raise InvalidInput(
            "access.level_not_admitted",
            Sentence("Chỉ nhận mức 01 hoặc 02.", "Only level 01 or 02 is admitted."),
            Sentence(
                "01 công khai, 02 tiếp cận có điều kiện; tài liệu mật (03) không lưu ở đây.",
                "01 is public, 02 open on conditions; secret records (03) are not kept here.",
            ),
        )
    if restricted_until is not None and restricted_until <= today:
        raise InvalidInput(
            "access.date_not_ahead",
            Sentence("Ngày hết hạn chế phải sau hôm nay.", "The day a restriction ends must be after today."),
            Sentence("Ghi ngày sau hôm nay, hoặc bỏ trống nếu không hạn chế.", "Give a later day, or none at all."),
        )
    why = " ".join(reason.split())
    if not why:
        raise InvalidInput(
            "access.no_reason",
            Sentence("Đổi mức tiếp cận phải có lý do.", "Changing who may see a dossier takes a reason."),
            Sentence("Ghi văn bản hoặc lý do cho phép đổi.", "Give the document or the reason that allows it."),
        )
    return AccessChange(rule=AccessRule(level=AccessLevel(level), restricted_until=restricted_until), reason=why)


def document_access_change(
    level: str, *, restricted_until: date | None, reason: str, today: date
) -> DocumentAccessChange:
    """The change of a document as it was said, where it can be made; an empty ``level`` is its dossier's.

    Raises:
        InvalidInput (access.not_stricter): ``level`` is 01, by which no document is stricter than its dossier.
        InvalidInput: As ``access_change`` does.
    """
    if level == AccessLevel.PUBLIC.value:
        raise not_stricter()
    said = access_change(
        level or AccessLevel.PUBLIC.value, restricted_until=restricted_until, reason=reason, today=today
    )
    rule = DocumentRule(level=said.rule.level if level else None, restricted_until=restricted_until)
    return DocumentAccessChange(rule=rule, reason=said.reason)


def not_stricter() -> InvalidInput:
    """A document was to be seen by somebody who does not see its dossier."""
    return InvalidInput(
        "access.not_stricter",
        Sentence(
            "Văn bản chỉ có thể hạn chế hơn hồ sơ của nó, không thể rộng hơn.",
            "A document may be stricter than its dossier, never looser.",
        ),
        Sentence(
            "Chọn như hồ sơ, hoặc mức 02, hoặc ngày muộn hơn; muốn mở rộng thì đổi mức của hồ sơ.",
            "Choose as the dossier, level 02, or a later day; to open it, change the dossier.",
        ),
    )
