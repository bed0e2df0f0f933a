"""What lies on a page of a file before anything is read: enough to judge its text layer by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """A count of what the page is built of."""

    pictures: int
    """Pictures drawn on the page."""
    picture_share: float
    """Share of the page's area under pictures (a scan may come in strips), 0 to 1."""
    paths: int
    """Lines, rectangles and outlines."""
    glyphs: int
    """Signs of text, blanks left out."""
    glyphs_without_meaning: int
    """Signs that draw a shape but name no character: extracting the text loses them."""

    @property
    def is_scan(self) -> bool:
        """The page is a picture of a page: text on it was put there by a machine that read it."""
        return self.picture_share >= 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScan:
    """How a page was scanned, by the header of its picture: whatever it was made smaller to be read."""

    dpi: float
    """Dots an inch at the size of the page."""
    in_colour: bool


WHOLE_PICTURE = PageContent(pictures=1, picture_share=1.0, paths=0, glyphs=0, glyphs_without_meaning=0)
"""The content of a page that is an image file."""
