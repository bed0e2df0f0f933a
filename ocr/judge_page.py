"""What a page's own text is worth, decided page by page and against what the page shows.

"The document has text" decides nothing: a portal's stamp, the scanner's own English reading
or letters in an encoding of the 1990s are text too. Thresholds come from real files: the
text of born-digital pages has up to 15 % of syllables that are none (abbreviations, tables of
codes), English readings of Vietnamese 50 to 70 %, TCVN3 bytes 70 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr.model import Judgement, TextLayer
from records.legacy_encoding import FOREIGN
from records.syllables import invalid_ratio, judged_syllables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.page_content import PageContent
    from records.page_text import PageText

_LEGACY_SHARE = 0.2
_GARBAGE_ON_SCAN = 0.25
_GARBAGE_ON_PRINT = 0.35
_FEWEST_JUDGED = 20
"""Below this many syllables a share says little; half of them must then be wrong."""
_MARKED = 0.3
"""Least share of words with marks in Vietnamese text; running text has 0.6 to 0.9."""
_COVERED = 0.4
"""Least share of a scan's ink under words of a layer that is more than a stamp."""
_LITTLE_WORDS = (
    "the of and is are this that with for from by at which les des et est pour dans une sur par avec der die das und "
    "ist mit von den ein eine nicht auf im zum zur el los las una por para del il gli della"
)
_OTHER_LANGUAGES = frozenset(_LITTLE_WORDS.split())
"""Little words of English, French, German, Spanish and Italian that are no Vietnamese syllables, damaged or not."""
_FOREIGN_SHARE = 0.03
_FEWEST_FOREIGN = 2
_LATIN_ENDS, _LATIN_AGAIN, _OTHER_SCRIPTS = "\u036f", "\u1e00", "\u2e80"
_NO_LETTERS = 0.5
"""Share of letters and digits below which signs are a font's own codes, not what is shown."""
_OUTLINES = 30
"""Paths on a page without text from which they are taken for letters."""


def judge_page(text: PageText, content: PageContent, ink_covered: float) -> Judgement:
    """Judge the layer ``text`` of a page built of ``content``.

    ``ink_covered`` is the share of the page's ink under the words (``ocr.ink``); it is not
    asked for a page without words.
    """
    words = [word.text for word in text.words]
    judged = judged_syllables(words)
    invalid = invalid_ratio(words)
    layer, reason = _judged(words, judged, invalid, content, ink_covered)
    return Judgement(
        layer=layer,
        words=len(words),
        invalid_ratio=round(invalid, 4),
        ink_covered=round(ink_covered, 4) if words else 0.0,
        reason=reason,
        scan=content.is_scan,
    )


def _judged(
    words: Sequence[str], judged: Sequence[str], invalid: float, content: PageContent, ink_covered: float
) -> tuple[TextLayer, str]:
    if not words:
        if not content.is_scan and content.paths >= _OUTLINES:
            return TextLayer.OUTLINES, f"No text; the page is drawn with {content.paths} outlines."
        return TextLayer.MISSING, "The page has no text layer."
    if sum(bool(FOREIGN.search(word)) for word in words) >= max(3.0, _LEGACY_SHARE * len(words)):
        return TextLayer.LEGACY, "The text is in TCVN3 or VNI bytes, not in Unicode."
    if ink_covered < _COVERED and content.is_scan:
        return TextLayer.MISSING, f"The text covers only {ink_covered:.0%} of the ink: a stamp, not a layer."
    if ink_covered < _COVERED and content.paths >= 10 * _OUTLINES:
        return TextLayer.OUTLINES, f"The text covers only {ink_covered:.0%} of the ink; the rest are outlines."
    garbage = _garbage(words, judged, invalid, content)
    if garbage:
        return TextLayer.GARBAGE, garbage
    lost = content.glyphs_without_meaning
    if lost > content.glyphs / 2:
        return TextLayer.GARBAGE, f"{lost} of {content.glyphs} signs name no character."
    if lost:
        return TextLayer.INCOMPLETE, f"{lost} of {content.glyphs} signs are drawn but missing in the text."
    return TextLayer.GOOD, f"{invalid:.0%} of {len(judged)} syllables are invalid; the text covers the ink."


def _garbage(words: Sequence[str], judged: Sequence[str], invalid: float, content: PageContent) -> str:
    """Why the text is not what the page shows, or nothing."""
    signs = "".join(words)
    if not judged and sum(sign.isalnum() for sign in signs) < _NO_LETTERS * len(signs):
        return f"Hardly any of {len(signs)} signs is a letter or a digit."
    limit = _GARBAGE_ON_SCAN if content.is_scan else _GARBAGE_ON_PRINT
    if len(judged) < _FEWEST_JUDGED:
        limit = 0.5 if content.is_scan else 1.1
    marked = sum(not run.isascii() for run in judged) / len(judged) if judged else 0.0
    if content.is_scan and len(judged) >= _FEWEST_JUDGED and marked < _MARKED:
        # Reading such a page anew costs a second; keeping it would lose every search with marks.
        return f"Only {marked:.0%} of {len(judged)} syllables carry marks: not read as Vietnamese."
    if invalid < limit:
        return ""
    if not content.is_scan and (marked < 0.05 or _in_another_language(words)):
        # Text that was typed without any mark is another language, and is what the page shows.
        return ""
    return f"{invalid:.0%} of {len(judged)} syllables are no Vietnamese syllables."


def _in_another_language(words: Sequence[str]) -> bool:
    letters = [sign for word in words for sign in word if sign.isalpha()]
    if sum(_LATIN_ENDS < sign < _LATIN_AGAIN or sign >= _OTHER_SCRIPTS for sign in letters) > len(letters) / 2:
        return True  # Chinese, Lao, Khmer, Cyrillic
    little = sum(word.strip(".,;:()\"'").lower() in _OTHER_LANGUAGES for word in words)
    return little >= max(_FEWEST_FOREIGN, _FOREIGN_SHARE * len(words))
