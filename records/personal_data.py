"""Numbers and addresses of people in a text, found and masked (Law 91/2025/QH15; Decree 356/2025, Arts 3, 4).

Found are personal identification numbers (căn cước, CCCD: 12 digits), numbers of the older card (CMND: 9
digits, only beside a word that says so), numbers of passports beside that word, lines of cards and passports that
machines read, telephone numbers and e-mail addresses; on a page that shows an identity paper also the name, birth
and places on it (``identity_fields``). A scan tears digits apart and reads O for 0: both are allowed for. What looks
alike and is nobody's (codes of dossiers, numbers of documents, sums, accounts, tax codes of companies) is left alone.

All offsets are of ``normalise``d text, and a masked text is as long as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.folding import fold, normalise
from records.identity_card import shows_identity_card
from records.identity_fields import identity_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK = "•"


class PersonalKind(StrEnum):
    """What was found."""

    ID_NUMBER = "id_number"
    OLD_ID_NUMBER = "old_id_number"
    TELEPHONE = "telephone"
    EMAIL = "email"
    PASSPORT_NUMBER = "passport_number"
    MACHINE_LINE = "machine_line"
    """A line that machines read, of a card or a passport."""
    IDENTITY = "identity"
    """A word of a name, a birth or a place on an identity paper."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A number or address at ``text[start:end]``."""

    start: int
    end: int
    kind: PersonalKind
    key: str
    """In its one spelling: digits alone (a telephone number with 0 for +84), an address in small letters.

    Empty where nobody is to find it by typing it: of a machine-readable line, and of a word of an identity paper.
    """


# Provinces and cities as numbers of birth registration name them (Circular 59/2021/TT-BCA, Annex I). A number
# never changes, so the codes of provinces merged in 2025 stay.
_PROVINCES = frozenset(
    re.findall(
        "...",
        "001002004006008010011012014015017019020022024025026027030031033034035036037038040042044045046048049051052054"
        "056058060062064066067068070072074075077079080082083084086087089091092093094095096",
    )
)
_CENTURIES = "0123"
"""The fourth digit: who was born from 1900 to 2099 (Decree 137/2015, Art. 7)."""

_D = "[0-9oil]"
"""A digit, or a letter that is read for one."""
# Names of files join by underscores; 0912345678/QĐ-UBND is the number of a document.
_BEFORE = r"(?<![^\W_])(?<!•)(?<!\d[.,\-–])"
_AFTER = r"(?![^\W_])(?!•)(?![.,\-–]\d)(?!/(?:[a-z]{2,4}-|(?:qd|tt|nd|cv|kh|bc|tb|gp|hd)\b))"
_THREES = rf"{_D}{{3}}(?P<gap>[ .]?){_D}{{3}}(?P=gap){_D}{{3}}(?P=gap){_D}{{3}}"
_FOURS = rf"{_D}{{4}}(?P<wide>[ .]){_D}{{4}}(?P=wide){_D}{{4}}"
_TWELVE = re.compile(rf"{_BEFORE}(?:{_THREES}|{_FOURS}){_AFTER}")
_NINE = re.compile(rf"{_BEFORE}\d{{3}}(?P<gap>[ .]?)\d{{3}}(?P=gap)\d{{3}}{_AFTER}")
_MOBILE = re.compile(
    rf"{_BEFORE}(?:\+?84[ .\-]?|0)(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)"
    rf"(?:\d{{7}}|\d(?P<gap>[ .\-])\d{{3}}(?P=gap)\d{{3}}|(?P<wide>[ .\-])\d{{3}}(?P=wide)\d{{4}}"
    rf"|\d[ .\-]\d{{6}}|[ .\-]\d{{7}}|\d(?:[ .\-]\d{{2}}){{3}}){_AFTER}"
)
_LANDLINE = re.compile(rf"{_BEFORE}(?:\(02\d{{1,2}}\)|02\d{{1,2}})[ .\-]*\d{{3,4}}[ .\-]?\d{{4}}{_AFTER}")
_EMAIL = re.compile(r"(?<![\w.+%\-])[a-z0-9][a-z0-9._%+\-]*@[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}")

_PASSPORT = re.compile(rf"{_BEFORE}[a-z]\d{{7}}{_AFTER}")
# Filled up with <, which stands in no other text so.
_MACHINE_LINE = re.compile(r"(?<![^\W_])(?<!<)(?=[a-z0-9<]{20})[a-z0-9]+<[a-z0-9<]*")

_CUES = re.compile(
    r"(?P<id>\bcmnd\b|\bcmtnd?\b|\bcccd\b|chung minh(?: thu)?\b|can cuoc|dinh danh|giay to tuy than|\bcmt\b)"
    r"|(?P<passport>ho chieu|passport)"
    r"|(?P<telephone>dien thoai|\bd/?t\b|\bdt ?dd\b|\bsdt\b|\btel\b|\bphone\b|di dong|zalo|hotline|\bfax\b|lien he)"
    r"|(?P<other>tai khoan|\bs?tk\b|ma so thue|\bmst\b|ma so doanh nghiep|dang ky kinh doanh|\bdkkd\b"
    r"|ma vach|imei|ma giao dich|ma don)"
)
_SAYS_WHO = ("id", "passport")
"""Cues of papers; forms ask for whichever of them somebody has."""
_CUE_REACH = 60
"""Signs before a number in which a word says what it is; a long number between belongs to that word."""
_LONG_NUMBER = re.compile(r"\d(?:[ .]?\d){5}")
_ISSUED_BY_POLICE = re.compile(r"cong an|\bca (?:tinh|tp|thanh pho)\b|cuc canh sat")
_POLICE_REACH = 80

_DIGITS = str.maketrans(
    {"o": "0", "i": "1", "l": "1", " ": None, ".": None, "-": None, "(": None, ")": None, "+": None}
)
_FEWEST_DIGITS = 10
"""Of twelve signs; with more letters it is a word."""
_HINT = re.compile(r"[0-9][0-9oil .\-)]{7}|@|<<|[a-z]\d{7}")
_OF_PAPERS = frozenset(
    {PersonalKind.ID_NUMBER, PersonalKind.OLD_ID_NUMBER, PersonalKind.PASSPORT_NUMBER, PersonalKind.MACHINE_LINE}
)


def find_personal(text: str) -> tuple[Personal, ...]:
    """What of people stands in ``normalise``d ``text``, in order, apart from one another."""
    folded = fold(text)
    if not _HINT.search(folded):
        return ()
    found: list[Personal] = []
    for one in (
        *_addresses(folded),
        *_machine_lines(folded),
        *_id_numbers(folded),
        *_telephones(folded),
        *_old_id_numbers(folded),
        *_passports(folded),
    ):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    numbers = [one.start for one in found if one.kind in _OF_PAPERS]
    if numbers and "\n" in text and shows_identity_card(text):
        for start, end in identity_fields(folded, numbers):
            if not any(start < other.end and other.start < end for other in found):
                found.append(Personal(start, end, PersonalKind.IDENTITY, ""))
    return tuple(sorted(found, key=lambda one: one.start))


def mask(text: str) -> str:
    """``text``, as long as it was, with what of people stands in it masked: ``0010••••••89``, ``091•••••67``."""
    return masked(text, find_personal(text))


def masked(text: str, found: tuple[Personal, ...]) -> str:
    """``text`` with what was ``found`` in it masked."""
    for one in found:
        text = text[: one.start] + _cover(text[one.start : one.end], one.kind) + text[one.end :]
    return text


def tells_of_people(*texts: str) -> bool:
    """Whether a number or address of people stands in one of these, however they are encoded."""
    return any(find_personal(normalise(text)) for text in texts)


def taken_out(text: str, found: tuple[Personal, ...]) -> str:
    """``text`` with nothing in place of what was ``found`` in it: no beginning of a number is left to be looked for."""
    for one in found:
        text = text[: one.start] + MASK * (one.end - one.start) + text[one.end :]
    return text


def personal_key(text: str) -> str:
    """The key of ``text`` if all of it is a number or address of people, so that whoever types the whole is understood.

    Nine digits by themselves count, and a letter with seven: who looks for a card or a passport types no word beside
    it. Empty for anything else.
    """
    stripped = text.strip()
    found = find_personal(stripped)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(stripped)):
        return found[0].key
    digits = fold(stripped).translate(_DIGITS)
    if _PASSPORT.fullmatch(fold(stripped)):
        return fold(stripped)
    whole = _NINE.fullmatch(stripped) or _TWELVE.fullmatch(fold(stripped))
    return digits if whole and digits.isdigit() else ""


_SHOWN = {
    PersonalKind.ID_NUMBER: (4, 2),
    PersonalKind.OLD_ID_NUMBER: (2, 2),
    PersonalKind.TELEPHONE: (3, 2),
    PersonalKind.PASSPORT_NUMBER: (1, 2),
}
"""Signs that are shown at the beginning and the end; of what is not named here none."""


def _cover(piece: str, kind: PersonalKind) -> str:
    if kind is PersonalKind.EMAIL:
        name, at, host = piece.partition("@")
        return name[0] + MASK * (len(name) - 1) + at + host
    first, last = _SHOWN.get(kind, (0, 0))
    places = [at for at, sign in enumerate(piece) if sign.isalnum()]
    hidden = set(places[first : len(places) - last])
    return "".join(MASK if at in hidden else sign for at, sign in enumerate(piece))


def _addresses(folded: str) -> Iterator[Personal]:
    for match in _EMAIL.finditer(folded):
        yield Personal(match.start(), match.end(), PersonalKind.EMAIL, match.group())


def _id_numbers(folded: str) -> Iterator[Personal]:
    for match in _TWELVE.finditer(folded):
        digits = match.group().translate(_DIGITS)
        if sum(sign.isdigit() for sign in match.group()) < _FEWEST_DIGITS:
            continue
        cue = _cue_before(folded, match.start())
        has_head = digits[:3] in _PROVINCES and digits[3] in _CENTURIES
        if cue in _SAYS_WHO or (has_head and cue != "other"):
            yield Personal(match.start(), match.end(), PersonalKind.ID_NUMBER, digits)


def _old_id_numbers(folded: str) -> Iterator[Personal]:
    for match in _NINE.finditer(folded):
        cue = _cue_before(folded, match.start())
        after = folded[match.end() : match.end() + _POLICE_REACH]
        if cue in _SAYS_WHO or (cue is None and "cap" in after and _ISSUED_BY_POLICE.search(after)):
            yield Personal(match.start(), match.end(), PersonalKind.OLD_ID_NUMBER, match.group().translate(_DIGITS))


def _machine_lines(folded: str) -> Iterator[Personal]:
    for match in _MACHINE_LINE.finditer(folded):
        yield Personal(match.start(), match.end(), PersonalKind.MACHINE_LINE, "")


def _passports(folded: str) -> Iterator[Personal]:
    for match in _PASSPORT.finditer(folded):
        if _cue_before(folded, match.start()) in _SAYS_WHO:
            yield Personal(match.start(), match.end(), PersonalKind.PASSPORT_NUMBER, match.group())


def _telephones(folded: str) -> Iterator[Personal]:
    for match in _MOBILE.finditer(folded):
        if _cue_before(folded, match.start()) not in {"other", *_SAYS_WHO}:
            digits = match.group().translate(_DIGITS)
            yield Personal(match.start(), match.end(), PersonalKind.TELEPHONE, "0" + digits[-9:])
    for match in _LANDLINE.finditer(folded):
        digits = match.group().translate(_DIGITS)
        # Tax codes of ten digits begin alike: without a word or the gaps of a telephone number it is none.
        said = _cue_before(folded, match.start())
        if len(digits) in {10, 11} and (said == "telephone" or (said is None and len(digits) == 11)):
            yield Personal(match.start(), match.end(), PersonalKind.TELEPHONE, digits)


def _cue_before(folded: str, start: int) -> str | None:
    """What the nearest word before ``start`` says of a number there: id, telephone, other."""
    before = folded[max(0, start - _CUE_REACH) : start]
    last = None
    for last in _CUES.finditer(before):  # noqa: B007  the last one is wanted
        pass
    if last is None or _LONG_NUMBER.search(before, last.end()):
        return None
    return last.lastgroup
