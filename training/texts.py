"""What training lines say: pieces of given texts, syllables drawn from the rules of spelling, and what offices write.

Half the lines come from texts. The other half are drawn so that every syllable the language allows
comes as often as any other: a reader that only saw texts guesses the usual word instead of reading the mark.
"""

from __future__ import annotations

import random
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from records import syllables as spelling
from training.letters import spellable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_MARKED = "ăâêôơư"
_HEADS = (
    "ỦY BAN NHÂN DÂN|SỞ TƯ PHÁP|BỘ NỘI VỤ|SỞ KẾ HOẠCH VÀ ĐẦU TƯ|VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI|HỘI ĐỒNG NHÂN DÂN|"
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|CHI CỤC THUẾ|PHÒNG TÀI NGUYÊN VÀ MÔI TRƯỜNG|CÔNG AN TỈNH|BỘ Y TẾ|"
    "THỦ TƯỚNG CHÍNH PHỦ|KT. BỘ TRƯỞNG|TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIẤY CHỨNG NHẬN|ĐƠN ĐỀ NGHỊ|"
    "TỜ TRÌNH|THÔNG BÁO|BÁO CÁO|KẾ HOẠCH|QUYẾT ĐỊNH|CÔNG VĂN|HỎA TỐC|Độc lập - Tự do - Hạnh phúc|Nơi nhận:|"
    "Lưu: VT|Kính gửi:"
).split("|")
_TYPES = "QĐ TT NQ CT TB BC KH NĐ-CP TTLT CV GP HD TTr GM PC".split()
_BODIES = "UBND BNV TTg HĐND BTC BYT STP SNV BKHĐT BTNMT CP TCT VPCP BTP BGDĐT STNMT CCT PTC".split()
_ODD = '& - + / – = % * “ ” ĐVT m² TP. No. www.dvc.gov.vn email@vn.com.vn "a" [1] § °C'.split()
_ENDS = ", , . . ; ; : ? ! ) …".split()
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Texts:
    """Draws lines by Python's own ``random``."""

    def __init__(self, sources: Iterable[Path]) -> None:
        """``sources`` are UTF-8 text files; the pages to be scored later must not be among them."""
        self._lines = [line for source in sources for line in _lines(source)]

    def draw(self, most: int) -> str:
        """A line of up to some ``most`` letters, spellable; may be empty."""
        chance = random.random()
        if chance < 0.55:
            line = self._piece(most)
        elif chance < 0.82:
            line = _invented(random.randint(1, max(1, most // 5)))
        elif chance < 0.85:
            line = _cell()
        elif chance < 0.88:
            line = random.choice(_HEADS)
        elif chance < 0.92:
            line = _sign()
        elif chance < 0.95:
            line = _date()
        elif chance < 0.97:
            line = " ".join(_number() for _ in range(random.randint(1, 2)))
        else:
            head = random.choice(("Điều", "Mục", "Chương", "Khoản", "Phần", "Bước", "Câu"))
            line = f"{head} {random.randint(1, 60)}{random.choice(('.', ':', ''))} {_invented(random.randint(0, 4))}"
        return spellable(line)

    def _piece(self, most: int) -> str:
        line = random.choice(self._lines)
        length = random.randint(min(10, most), max(10, most))
        if len(line) > length:
            words = line.split(" ")
            begin = end = random.randrange(len(words))
            while end < len(words) and len(" ".join(words[begin : end + 1])) <= length:
                end += 1
            line = " ".join(words[begin:end]) or line[:length]
        chance = random.random()
        return line.upper() if chance < 0.1 else line.title() if chance < 0.15 else line


def _lines(source: Path) -> list[str]:
    text = re.sub(r"[.…_]{4,}", " ", source.read_text("utf-8", "ignore"))
    return [line for raw in text.splitlines() if len(line := spellable(raw)) > 3]


@cache
def every_syllable() -> tuple[str, ...]:
    """All that the rules of spelling allow, with every tone; some thousands more than are in use."""
    drawn = (
        unicodedata.normalize("NFC", f"{onset}{rime[: at + 1]}{tone}{rime[at + 1 :]}")
        for onset in ("", *spelling.ONSETS)
        for rime in sorted(spelling.RIMES)
        for at in _tone_places(rime)
        for tone in _TONES
    )
    return tuple(word for word in drawn if not spelling.invalid_ratio([word]))


def _tone_places(rime: str) -> list[int]:
    """Where the tone stands: on the last marked vowel, else on the one the old or the new school puts it."""
    vowels = [at for at, sign in enumerate(rime) if sign in _VOWELS]
    marked = [at for at in vowels if rime[at] in _MARKED]
    if marked:
        return marked[-1:]
    if len(vowels) == 1 or rime[-1] not in _VOWELS:
        return vowels[-1:]
    return vowels[-2:] if rime in {"oa", "oe", "uy"} else vowels[-2:-1]


def _word() -> str:
    word = random.choice(every_syllable())
    chance = random.random()
    return word.capitalize() if chance < 0.12 else word.upper() if chance < 0.2 else word


def _invented(words: int) -> str:
    drawn = []
    for _ in range(words):
        chance = random.random()
        if chance < 0.8:
            word = _word()
        elif chance < 0.9:
            word = _number()
        elif chance < 0.94:
            word = _sign()
        elif chance < 0.97:
            word = "".join(random.choices(_LATIN, k=random.randint(1, 8)))
        else:
            word = random.choice(_ODD)
        if random.random() < 0.14:
            word += random.choice(_ENDS)
        if random.random() < 0.03:
            word = f"({word}"
        drawn.append(f"“{word}”" if random.random() < 0.02 else word)
    return " ".join(drawn)


def _cell() -> str:
    return random.choice(
        (
            str(random.randint(0, 99)), "TT", "STT", "Cộng", "Tổng", "x", "-", f"{random.randint(1, 30)}.",
            f"{random.choice('abcdđe')})", random.choice(("I", "II", "III", "IV", "V", "VI")), _word(), _number(),
        )
    )  # fmt: skip


def _number() -> str:
    n = random.randint
    return random.choice(
        (
            f"{n(1, 9)}", f"{n(10, 999)}", f"{n(1, 999)}.{n(0, 999):03d}", f"{n(1, 100)}%", f"({n(1, 20)})",
            f"{n(1, 99)}.{n(0, 999):03d}.{n(0, 999):03d}", f"{n(0, 99)},{n(0, 99)}", f"{n(10**8, 10**12)}",
            f"0{n(10**8, 10**9 - 1)}",
            f"{n(1, 31):02d}/{n(1, 12):02d}/{n(1950, 2030)}", f"{n(1, 31)}-{n(1, 12)}-{n(1990, 2030)}",
            f"{n(1, 9)}.{n(1, 9)}", f"{n(0, 999999):06d}",
        )
    )  # fmt: skip


def _sign() -> str:
    n = random.randint
    kind, body = random.choice(_TYPES), random.choice(_BODIES)
    return random.choice(
        (
            f"{n(1, 4000)}/{random.choice((f'{n(1990, 2026)}/', ''))}{kind}-{body}",
            f"Số: {n(1, 3000):02d}/{kind}-{body}",
            f"{n(100, 999)}.{n(10, 99)}.{n(10, 99)}.H{n(10, 99)}-{n(200000, 261231)}-{n(1, 9999):04d}",
        )
    )


def _date() -> str:
    n = random.randint
    place = random.choice(("", "Hà Nội, ", "Đà Nẵng, ", "Cao Bằng, ", "Tỉnh "))
    return f"{place}ngày {n(1, 31):02d} tháng {n(1, 12):02d} năm {n(1975, 2026)}"
