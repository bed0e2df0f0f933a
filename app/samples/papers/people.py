"""Invented people and places; the same seed gives the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

COMMUNE = "Thạch Mai"
PROVINCE = "Vân Sơn"
SEAL = ("ỦY BAN NHÂN DÂN XÃ THẠCH MAI", "T. VÂN SƠN")

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Huỳnh", "Phan")
_MEN = ("Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Đình")
_WOMEN = ("Thị", "Thị Thu", "Thị Ngọc", "Thị Bích", "Thị Kim")
_MEN_GIVEN = ("Hùng", "Dũng", "Thắng", "Lộc", "Khải", "Tuấn", "Nghĩa", "Vượng", "Hiệp", "Quyết", "Sỹ", "Trường")
_WOMEN_GIVEN = ("Hạnh", "Thảo", "Yến", "Phượng", "Nguyệt", "Liễu", "Hằng", "Quỳnh", "Tuyết", "Duyên")
_HAMLETS = ("Đồng Rạng", "Bãi Sậy", "Cầu Ngói", "Gò Dưa", "Xóm Trại", "Vườn Cau", "Ngã Ba Đình")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who never was."""

    name: str
    born: int
    identity: str
    """Twelve digits that no register gives out (they begin with 999)."""
    hamlet: str
    telephone: str

    @property
    def address(self) -> str:
        return f"thôn {self.hamlet}, xã {COMMUNE}, tỉnh {PROVINCE}"


def person(chance: Random, *, woman: bool = False, born: tuple[int, int] = (1965, 1998)) -> Person:
    middle, given = (_WOMEN, _WOMEN_GIVEN) if woman else (_MEN, _MEN_GIVEN)
    return Person(
        name=f"{chance.choice(_FAMILY)} {chance.choice(middle)} {chance.choice(given)}",
        born=chance.randint(*born),
        identity=f"999{chance.randrange(10**9):09d}",
        hamlet=chance.choice(_HAMLETS),
        telephone=f"0900 {chance.randrange(1000):03d} {chance.randrange(1000):03d}",
    )
