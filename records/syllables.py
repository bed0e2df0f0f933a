"""Whether a word can be a Vietnamese syllable, told from spelling rules alone (no word list).

A syllable is an onset, a rime and a tone. The rules are those of the school grammar: ``k``,
``gh`` and ``ngh`` stand before e, ê, i, y; ``c``, ``g`` and ``ng`` before the others; a rime
that ends in a stop (c, ch, p, t) carries the tone sắc or nặng. About 6,500 written syllables
are in use and about three times as many are possible, which still leaves noise out: the share
of invalid syllables follows the character error rate of a page closely.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from records.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_ONSET_LIST = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu ych ynh yt
    o oc oi om on ong oong ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oem oen oeo oet ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ uơi uy uya uych uynh
    uyn uyt uyp uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
# After "qu" the u belongs to the onset, so the rime may begin as if nothing stood before it.
_RIMES_AFTER_QU_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eng eo et ê ên êch ênh êt
    y ych yn ynh yt yên yêt yêu ơ ơn ơt ôc ôi it in
"""
ONSETS = sorted(_ONSET_LIST.split(), key=lambda onset: (-len(onset), onset))
RIMES = frozenset(_RIME_LIST.split())
_RIMES_AFTER_QU = frozenset(_RIMES_AFTER_QU_LIST.split())
_FRONT = frozenset("eêiy")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = frozenset("\u0301\u0323")
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVXLC]+")


def _without_tone(syllable: str) -> tuple[str, str] | None:
    """The syllable in NFC with its tone taken out, and the tone; None for two tones."""
    tones = ""
    kept = []
    for sign in unicodedata.normalize("NFD", syllable):
        if sign in _TONES:
            tones += sign
        else:
            kept.append(sign)
    return (unicodedata.normalize("NFC", "".join(kept)), tones) if len(tones) < 2 else None


def _rime_fits(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime in _RIMES_AFTER_QU
    if rime not in RIMES:
        return False
    if onset in {"k", "gh", "ngh"}:
        return rime[0] in _FRONT
    if onset in {"c", "ng"}:
        return rime[0] not in _FRONT
    if onset == "g":
        # gì, gìn, giếng: the i of "gi" is the rime's own.
        return rime[0] not in "eêy"
    return True


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (letters only, any case) can be a syllable.

    Both places of the tone mark (hòa and hoà) are right.
    """
    parts = _without_tone(word.lower())
    if parts is None:
        return False
    plain, tone = parts
    for onset in (*ONSETS, ""):
        rime = plain[len(onset) :]
        if plain.startswith(onset) and rime and _rime_fits(onset, rime):
            return not rime.endswith(("c", "ch", "p", "t")) or tone in _STOP_TONES
    return False


def may_be_syllable(word: str) -> bool:
    """Whether ``word`` can be a syllable as it stands, or one whose marks were not typed (*hiem* for *hiểm*)."""
    return is_syllable(word) or word.lower() in _UNMARKED


_UNMARKED = frozenset(
    fold(onset + rime) for onset in (*ONSETS, "") for rime in RIMES | _RIMES_AFTER_QU if _rime_fits(onset, rime)
)


def judged_syllables(words: Iterable[str]) -> list[str]:
    """What of ``words`` can be judged: runs of letters, two or more, that are no Roman number.

    Words with a digit inside (numbers, signs of documents) and single letters say nothing.
    """
    judged: list[str] = []
    for word in words:
        if any(sign.isdigit() for sign in word):
            continue
        judged += [run for run in _LETTERS.findall(word) if len(run) > 1 and not _ROMAN.fullmatch(run)]
    return judged


def invalid_ratio(words: Iterable[str]) -> float:
    """Share of the judged syllables in ``words`` that no syllable can be, 0 to 1; 0 where none can be judged.

    Printed pages with few abbreviations stand near 0.03; English OCR of Vietnamese near 0.4.
    """
    judged = judged_syllables(words)
    return sum(not is_syllable(run) for run in judged) / len(judged) if judged else 0.0
