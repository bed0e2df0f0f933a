"""Time is an argument; where a long-lived part needs it again and again, it takes a Clock."""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Tells the time."""

    @abstractmethod
    def now(self) -> datetime:
        """The present moment with its time zone, UTC."""

    @abstractmethod
    def today(self) -> date:
        """The civil date in Viet Nam: legal periods are counted in civil dates."""


class SystemClock(Clock):
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now(VIET_NAM).date()
