"""What a period is counted from, by the code that schedules write.

A number alone is counted from the end of the work (Archives Law 33/2024/QH15, Art. 15(3)). Other
codes name an event of their own: ``HHL``, ``TT`` and ``TL`` end with the event, ``5+HD`` five
years after it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.model import PeriodKind

if TYPE_CHECKING:
    from retention_rules.model import Rule


class TriggerKind(StrEnum):
    """What a period is counted from."""

    WORK_END = "work_end"
    """kết thúc công việc: the result returned, or the dossier refused, withdrawn or stopped"""
    DOCUMENT_EXPIRY = "document_expiry"
    """HHL: the document ceases to have effect (hết hiệu lực)"""
    CONTRACT_END = "contract_end"
    """HD: the contract ends (hợp đồng chấm dứt)"""
    WORKS_LIFETIME = "works_lifetime"
    """TT: the works or the equipment are no more (hết tuổi thọ công trình)"""
    FISCAL_YEAR_END = "fiscal_year_end"
    """KT: the accounting year ends (kết thúc kỳ kế toán năm; Decree 174/2016/NĐ-CP, Art. 15)"""
    ASSET_DISPOSAL = "asset_disposal"
    """TL: the asset is disposed of (thanh lý tài sản)"""
    FINAL_SETTLEMENT = "final_settlement"
    """of construction (quyết toán): no period is counted from it, its hand-over is (Decree 30/2020, Art. 30(2))"""


EVENT_OF_CODE = {
    "HHL": TriggerKind.DOCUMENT_EXPIRY,
    "HD": TriggerKind.CONTRACT_END,
    "TT": TriggerKind.WORKS_LIFETIME,
    "KT": TriggerKind.FISCAL_YEAR_END,
    "TL": TriggerKind.ASSET_DISPOSAL,
}
UNTIL = ("HHL", "TT", "TL")
"""Codes that may stand alone: kept until the event, and no year longer."""

_OWN = re.compile(r"(?:([0-9]{1,2})\+)?([A-Z]{2,3})")

_HAPPENED = {
    TriggerKind.WORK_END: Sentence("công việc kết thúc", "the work ended"),
    TriggerKind.DOCUMENT_EXPIRY: Sentence("văn bản hết hiệu lực", "the document ceased to have effect"),
    TriggerKind.CONTRACT_END: Sentence("hợp đồng chấm dứt", "the contract ended"),
    TriggerKind.WORKS_LIFETIME: Sentence("công trình, thiết bị không còn", "the works or the equipment are no more"),
    TriggerKind.FISCAL_YEAR_END: Sentence("kỳ kế toán năm kết thúc", "the accounting year ended"),
    TriggerKind.ASSET_DISPOSAL: Sentence("tài sản được thanh lý", "the asset was disposed of"),
    TriggerKind.FINAL_SETTLEMENT: Sentence("công trình được quyết toán", "the construction was finally settled"),
}


def happened(trigger: TriggerKind) -> Sentence:
    """The event as a clause: ``hợp đồng chấm dứt``, ``the contract ended``."""
    return _HAPPENED[trigger]


def trigger_of(rule: Rule) -> TriggerKind | None:
    """What the rule counts from; None where nothing is counted (permanent, not a record)."""
    if rule.kind is PeriodKind.YEARS:
        return TriggerKind.WORK_END
    if rule.kind is PeriodKind.OWN_TRIGGER:
        return EVENT_OF_CODE[_own(rule.period)[1]]
    return None


def years_counted(rule: Rule) -> int:
    """How many years are added to the year of the trigger; 0 where the event itself ends the period."""
    return _own(rule.period)[0] if rule.kind is PeriodKind.OWN_TRIGGER else rule.years or 0


def _own(period: str) -> tuple[int, str]:
    read = _OWN.fullmatch(period)
    if read is None or read[2] not in EVENT_OF_CODE:  # read_period lets in none such
        raise ValueError(f"{period!r} names no event of its own")
    return int(read[1] or 0), read[2]
