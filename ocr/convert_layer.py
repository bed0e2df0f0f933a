"""Convert a text layer of TCVN3 or VNI to Unicode, and judge it like any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocr.ink import PREVIEW_DPI, ink_covered
from ocr.judge_page import judge_page
from ocr.model import TextLayer
from records.legacy_encoding import FOREIGN

if TYPE_CHECKING:
    from ocr.legacy_text import ConvertedLayer
    from ocr.model import Judgement
    from ocr.source import SourceDocument
    from records.identifiers import PageNumber
    from records.page_text import PageText

_FEWEST = 3
"""Words with foreign signs from which it is worth a look what their fonts hold."""


def convert_layer(
    source: SourceDocument, number: PageNumber, layer: PageText, judgement: Judgement
) -> tuple[Judgement, ConvertedLayer | None]:
    """``judgement`` of page ``number`` after its old encodings were converted, and the text if it is good now.

    A page whose text was good but for some words (a letterhead in VNI above Unicode) is converted
    too. Where the conversion is no Vietnamese either, the layer stays *legacy*, to be read from
    its picture, and the reason says what was tried.
    """
    worth_it = judgement.layer is TextLayer.LEGACY or (
        judgement.keeps_text and sum(bool(FOREIGN.search(word.text)) for word in layer.words) >= _FEWEST
    )
    converted = source.converted_layer(number) if worth_it else None
    if converted is None:
        return judgement, None
    covered = ink_covered(source.preview(number, PREVIEW_DPI), converted.text)
    after = judge_page(converted.text, source.content(number), covered)
    told = _evidence(converted, judgement.invalid_ratio, after.invalid_ratio)
    if after.layer is TextLayer.GOOD:
        return replace(after, layer=TextLayer.CONVERTED, reason=f"{told} {after.reason}"), converted
    if judgement.layer is TextLayer.LEGACY:
        return replace(judgement, reason=f"{judgement.reason} {told} Converted, it is {after.layer.value}."), None
    return judgement, None


def _evidence(converted: ConvertedLayer, before: float, after: float) -> str:
    fonts = ", ".join(
        f"{evidence.encoding} in {font} ({evidence.invalid} of {evidence.judged} marked syllables invalid)"
        for font, evidence in sorted(converted.fonts.items())
    )
    return f"Converted to Unicode: {fonts}; invalid syllables of the page {before:.0%} before, {after:.0%} after."
