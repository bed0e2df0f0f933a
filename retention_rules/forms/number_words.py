"""Whole numbers in Vietnamese words, as totals of forms are written beside their figures."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")
_BILLION = 10**9


def in_words(number: int) -> str:
    """``một nghìn không trăm linh năm`` for 1005; any number that is not negative.

    Raises:
        ValueError: It is negative.
    """
    if number < 0:
        msg = "only numbers that count something"
        raise ValueError(msg)
    if number == 0:
        return _DIGITS[0]
    if number >= _BILLION * 1000:
        return f"{in_words(number // _BILLION)} tỷ {in_words(number % _BILLION)}".removesuffix(" không")
    groups = []
    rest = number
    while rest:
        groups.append(rest % 1000)
        rest //= 1000
    words = []
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        words.append(_hundreds(group, leading=place == len(groups) - 1))
        if _SCALES[place]:
            words.append(_SCALES[place])
    return " ".join(words)


def _hundreds(group: int, *, leading: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = []
    if hundreds or not leading:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if ones:
            words += ["linh"] if words else []
            words.append(_DIGITS[ones])
        return " ".join(words)
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        words.append(_unit(tens, ones))
    return " ".join(words)


def _unit(tens: int, ones: int) -> str:
    if ones == 5:
        return "lăm"
    if ones == 1 and tens > 1:
        return "mốt"
    return _DIGITS[ones]
