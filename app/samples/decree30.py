"""The parts of a paper laid out as Decree 30/2020/NĐ-CP, Annex I wants them (box numbers in brackets)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.samples.sheet import LEFT, MIDDLE, RIGHT, TOP, Autograph, BoxedMark, Seal, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_LEFT_COLUMN = LEFT + 84
_RIGHT_COLUMN = RIGHT - 132
_SIGNER_COLUMN = RIGHT - 110


def written(day: date) -> str:
    """``ngày 08 tháng 01 năm 2026``: days below 10 and the first two months with a nought."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def head(
    sheet: Sheet, *, superior: str, agency: Sequence[str], number: str, place: str, day: date, about: Sequence[str] = ()
) -> None:
    """Name of the state (1), of the agency (2), number and sign (3), place and date (4), subject of a letter (5b)."""
    faces = sheet.faces
    left = [(superior, faces.regular, 12.0)] if superior else []
    left += [(name, faces.bold, 12.0) for name in agency]
    right = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", faces.bold, 12.0),
        ("Độc lập - Tự do - Hạnh phúc", faces.bold, 13.0),
    ]
    top = TOP
    for at in range(max(len(left), len(right))):
        y = top + at * 16.5
        if at < len(left):
            text, face, size = left[at]
            sheet.put(text, at=_LEFT_COLUMN, y=y, face=face, size=size)
        if at < len(right):
            text, face, size = right[at]
            width = sheet.put(text, at=_RIGHT_COLUMN, y=y, face=face, size=size)
            if at == 1:
                sheet.underline(_RIGHT_COLUMN, width, y + size * 1.32)
    below = top + len(left) * 16.5
    sheet.underline(_LEFT_COLUMN, 52, below + 1.5)
    y = max(below, top + 33) + 10
    if number:
        sheet.put(number, at=_LEFT_COLUMN, y=y, size=13)
    sheet.put(f"{place}, {written(day)}", at=_RIGHT_COLUMN, y=y, face=faces.italic, size=13)
    for at, text in enumerate(about):
        sheet.put(text, at=_LEFT_COLUMN, y=y + 19 + at * 15, size=12)
    sheet.y = y + 30 + 15 * len(about)


def title(sheet: Sheet, kind: str, about: Sequence[str] = ()) -> None:
    """Type of the paper and its subject (5a), with the short rule below."""
    sheet.skip(8)
    sheet.put(kind, face=sheet.faces.bold, size=14)
    for text in about:
        sheet.put(text, face=sheet.faces.bold, size=13.5)
    if about:
        sheet.underline(MIDDLE, 92, sheet.y + 2)
    sheet.skip(14)


def page_number(sheet: Sheet, number: int) -> None:
    """In the middle of the top margin, not on page 1."""
    sheet.put(str(number), y=30, size=13)
    sheet.y = TOP


def signed(
    sheet: Sheet,
    *,
    authority: Sequence[str],
    name: str,
    recipients: Sequence[str] = (),
    seal: tuple[str, str] | None = None,
    hand: int = 1,
) -> None:
    """Recipients (9b) on the left; authority, hand, seal and name of who signs (7a, 7b, 7c, 8) on the right."""
    sheet.skip(10)
    top = sheet.y
    if recipients:
        sheet.put("Nơi nhận:", at=LEFT, y=top, align="left", face=sheet.faces.bold_italic, size=12)
        for at, line in enumerate(recipients):
            sheet.put(line, at=LEFT, y=top + 17 + at * 14, align="left", size=11)
    for at, line in enumerate(authority):
        sheet.put(line, at=_SIGNER_COLUMN, y=top + at * 17, face=sheet.faces.bold, size=13)
    below = top + len(authority) * 17
    if hand:
        sheet.extras.append(Autograph(_SIGNER_COLUMN - 8, below + 34, hand))
    if seal is not None:
        # the seal covers about a third of the signature, on its left (Decree 30/2020, Art. 33)
        sheet.extras.append(Seal(_SIGNER_COLUMN - 62, below + 28, *seal))
    sheet.put(name, at=_SIGNER_COLUMN, y=below + 66, face=sheet.faces.bold, size=13.5)
    sheet.y = max(below + 90, top + 20 + 14 * len(recipients))


def secrecy(sheet: Sheet, mark: str, y: float) -> None:
    """The mark of secrecy (10a), left, below number and sign."""
    sheet.extras.append(BoxedMark(mark, _LEFT_COLUMN, y))
    sheet.lines.append(mark)
