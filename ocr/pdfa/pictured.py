"""Which pages of a PDF must be shown as pictures so that the whole becomes PDF/A, and doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pikepdf
import pypdfium2

from ocr.pdfa import says
from ocr.pdfa.cleaning import strip_extras
from ocr.pdfa.culprits import culprits
from ocr.pdfa.frame import viewport
from ocr.pdfa.page import show_picture
from ocr.pdfa.proof import objections
from ocr.pdfa.rendered import draw_pages

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from ocr.pdfa.frame import Viewport


class PicturedPages:
    """Pages of ``source`` shown as pictures in ``pdf``.

    A context manager to be left only after ``pdf`` is saved: the pictures stay in files of
    their own until then, not in memory.
    """

    def __init__(self, pdf: pikepdf.Pdf, source: Path, views: list[Viewport], work: Path) -> None:
        self.reasons: dict[int, str] = {}
        """Page number to why it is a picture."""
        self._pdf = pdf
        self._source = source
        self._views = views
        self._work = work
        self._files: list[pikepdf.Pdf] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def show(self, reasons: dict[int, str]) -> None:
        """Replace the content of these pages by their picture; ``views`` follow.

        Raises:
            Damaged (pdfa.source_cannot_be_opened): A page cannot be drawn.
        """
        if not reasons:
            return
        numbers = sorted(reasons)
        path = self._work / f"pictured-{len(self._files)}.pdf"
        try:
            draw_pages(self._source, numbers, path)
        except (pypdfium2.PdfiumError, OSError, ValueError) as error:
            raise says.cannot_be_opened(f"a page cannot be drawn: {error}") from error
        file = pikepdf.open(path)
        self._files.append(file)
        for number, picture in zip(numbers, file.pages, strict=True):
            page = self._pdf.pages[number - 1]
            show_picture(self._pdf, page, picture)
            self._views[number - 1] = viewport(page, (0, 0))
        self.reasons |= reasons
        # The structure speaks of content that is no longer there.
        for key in ("/StructTreeRoot", "/MarkInfo"):
            if key in self._pdf.Root:
                del self._pdf.Root[key]

    def settle(self) -> None:
        """Show as pictures the pages that the validator refuses; if that does not help, all.

        Raises:
            Damaged (pdfa.not_valid): Not even pictures of all pages are accepted.
        """
        refused = objections(self._pdf)
        if not refused:
            return
        found = culprits(self._pdf, refused)
        self.show({number: reason for number, reason in found.items() if number not in self.reasons})
        if objections(self._pdf):
            strip_extras(self._pdf)
        if refused := objections(self._pdf):
            every = range(1, len(self._views) + 1)
            self.show({number: refused[0] for number in every if number not in self.reasons})
        if refused := objections(self._pdf):
            raise says.not_valid("; ".join(refused[:3]))
