"""Rules and dossiers to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from records.identifiers import DossierId
from retention_rules.model import Rule
from retention_rules.period import read_period

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def dossier() -> DossierId:
    return DossierId("01931a2b-0000-7000-8000-000000000001")


@pytest.fixture
def make_rule() -> Callable[..., Rule]:
    def make(period: str, *, confirmed: bool = False, name: str = "") -> Rule:
        read = read_period(period)
        return Rule(
            id=f"T-{name or period}",
            group="Nhóm",
            record_type="Loại hồ sơ",
            period=read.code,
            kind=read.kind,
            years=read.years,
            clause="TT10/2022 PL I mục 3",
            confidence="high",
            confirmed=confirmed,
        )

    return make
