"""One-page PDFs that were never on paper, each different: what an office sends by the thousand."""

from __future__ import annotations

import io

import pikepdf

_LINES = 44
_PLACE = b"0000000000"
_LINE = (
    "Uy ban nhan dan xa tiep nhan ho so so {place}, dong {line:02d}: noi dung duoc soan thao tren may tinh va gui den."
)


class BornDigital:
    """Makes as many PDFs as are asked for, of some 5 KB each, in no time worth counting."""

    def __init__(self) -> None:
        lines = [_LINE.format(place=_PLACE.decode(), line=number) for number in range(_LINES)]
        text = "BT /F1 10 Tf 14 TL 50 790 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        out = io.BytesIO()
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.contents_add(text.encode("ascii"))
            pdf.save(out, compress_streams=False)
        self._template = out.getvalue()

    def number(self, number: int) -> bytes:
        """The PDF of that number, 0 to 9,999,999,999; of the same length as every other."""
        return self._template.replace(_PLACE, b"%010d" % number)
