"""Code 128 and QR through zxing-cpp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zxingcpp

from ocr.ports import BarcodeReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr.model import Raster


_KINDS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode])


class ZxingBarcodeReader(BarcodeReader):
    """The kinds that separator sheets and dossier receipts of one-stop desks carry."""

    def read(self, gray: Raster) -> Sequence[str]:
        found = zxingcpp.read_barcodes(gray, formats=_KINDS)
        found = sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
        return tuple(code.text for code in found if code.text)
