"""Values of reading and making.

A raster is a ``numpy.ndarray`` of ``uint8``: ``(height, width)`` gray or ``(height, width, 3)``
RGB, white 255.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from records.errors import Sentence
from records.findings import Finding, Severity
from records.identifiers import Digest, PageNumber
from records.page_text import Line, PageText

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    # Every command loads this module, and most never look at a picture: numpy takes a tenth of their time.
    Raster = npt.NDArray[np.uint8]


class TextLayer(StrEnum):
    """What a page's own text is worth (judged against what the page shows)."""

    MISSING = "missing"
    """No text, or only a portal stamp: read the picture."""
    GOOD = "good"
    """Kept as it is, never read anew."""
    GARBAGE = "garbage"
    """Text that is not what the page shows (English OCR of Vietnamese): read anew."""
    LEGACY = "legacy"
    """TCVN3 or VNI bytes without Unicode that no conversion makes Vietnamese: read anew."""
    CONVERTED = "converted"
    """TCVN3 or VNI, converted to Unicode and checked by syllables: kept as converted."""
    OUTLINES = "outlines"
    """Letters drawn as curves, no text: read the rendering."""
    INCOMPLETE = "incomplete"
    """Good as far as it goes, but parts of what the page shows are not in it: a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was decided about a page's text layer, with the figures it was decided on."""

    layer: TextLayer
    words: int
    """Words in the layer."""
    invalid_ratio: float
    """Share of the judged words that are no Vietnamese syllable."""
    ink_covered: float
    """Share of the page's ink that lies under words of the layer, 0 to 1."""
    reason: str
    """One English sentence for the record."""
    scan: bool | None = None
    """Whether the page is a picture of a page; None: not looked at, or written down by an older version."""

    @property
    def keeps_text(self) -> bool:
        return self.layer in {TextLayer.GOOD, TextLayer.CONVERTED, TextLayer.INCOMPLETE}

    @property
    def is_clean(self) -> bool:
        """The words are those the file's maker typed, all of them: no reader can have erred in one."""
        return self.layer in {TextLayer.GOOD, TextLayer.CONVERTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Straightening:
    """How the page of the file becomes the page as shown: quarter turns, then a small angle.

    Recognition and display share it; the image stream itself is never resampled: the PDF/A
    page carries it as a content matrix.
    """

    quarter_turns: int = 0
    """Counter-clockwise quarter turns applied to the file's page as its viewer would show it, 0 to 3."""
    angle: float = 0.0
    """Degrees turned counter-clockwise afterwards, about the centre; the page keeps its size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """What a page shows, as pixels."""

    pixels: Raster
    dpi: float
    digest: Digest
    """SHA-256 of the encoded image stream where the picture was taken from it, else of the pixels."""
    rendered: bool
    """False: decoded from the page's own full-page image; True: rasterised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """Everything known of one page after it was judged and, if need be, read. Travels as JSON."""

    number: PageNumber
    judgement: Judgement
    straightening: Straightening
    text: PageText
    image_digest: Digest | None
    engine: str
    """Engine, model and recipe that read the page; ``text-layer`` where its text was kept, with the
    encoding where it was converted: ``text-layer+tcvn3``."""
    invalid_ratio: float
    """Share of invalid syllables in ``text``: the best single measure of how well it was read."""
    barcodes: tuple[str, ...] = ()
    marks: tuple[Line, ...] = ()
    """What is stamped in red on the upper part of the page: read by itself, not part of ``text``."""
    findings: tuple[Finding, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        return {
            "number": self.number.value,
            "judgement": {
                "layer": self.judgement.layer.value,
                "words": self.judgement.words,
                "invalid_ratio": self.judgement.invalid_ratio,
                "ink_covered": self.judgement.ink_covered,
                "reason": self.judgement.reason,
                "scan": self.judgement.scan,
            },
            "straightening": [self.straightening.quarter_turns, self.straightening.angle],
            "text": self.text.to_plain(),
            "image_digest": self.image_digest.hex if self.image_digest else None,
            "engine": self.engine,
            "invalid_ratio": self.invalid_ratio,
            "barcodes": list(self.barcodes),
            "marks": replace(self.text, lines=self.marks).to_plain(),
            "findings": [
                [f.code, f.severity.value, f.says.vi, f.says.en, f.hint.vi, f.hint.en, f.where] for f in self.findings
            ],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        turns, angle = plain["straightening"]
        judgement = plain["judgement"]
        return cls(
            number=PageNumber(plain["number"]),
            judgement=Judgement(**{**judgement, "layer": TextLayer(judgement["layer"])}),
            straightening=Straightening(quarter_turns=turns, angle=angle),
            text=PageText.from_plain(plain["text"]),
            image_digest=Digest(plain["image_digest"]) if plain["image_digest"] else None,
            engine=plain["engine"],
            invalid_ratio=plain["invalid_ratio"],
            barcodes=tuple(plain["barcodes"]),
            marks=PageText.from_plain(plain["marks"]).lines,
            findings=tuple(
                Finding(
                    code=code,
                    severity=Severity(severity),
                    says=Sentence(vi, en),
                    hint=Sentence(hint_vi, hint_en),
                    where=where,
                )
                for code, severity, vi, en, hint_vi, hint_en, where in plain["findings"]
            ),
        )
