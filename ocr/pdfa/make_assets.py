"""Makes the two files that every PDF/A carries: ``invisible.ttf`` and ``srgb.icc``.

``python -m ocr.pdfa.make_assets`` writes them beside this file; running it again writes the
same bytes. They are made by us and free of foreign licences.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from PIL import ImageCms

FOLDER = Path(__file__).parent
_EPOCH_1904 = 2_082_844_800
"""Seconds from 1904 (the epoch of fonts) to 1970: the font claims to be made then, always."""


def invisible_font() -> bytes:
    """A TrueType font of two empty glyphs, each half an em wide: ``.notdef`` and the one we use.

    Ascent is one em and descent nothing, so that a letter of size s covers s points above the
    baseline: a viewer marks exactly the box of the line.
    """
    glyphs = [".notdef", "blank"]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({0x20: "blank"})
    builder.setupGlyf({name: Glyph() for name in glyphs})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 0)))
    builder.setupHorizontalHeader(ascent=1000, descent=0)
    builder.setupNameTable({"familyName": "Vankho Invisible", "styleName": "Regular", "psName": "VankhoInvisible"})
    builder.setupOS2(sTypoAscender=1000, sTypoDescender=0, usWinAscent=1000, usWinDescent=0, fsType=0)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=_EPOCH_1904, modified=_EPOCH_1904)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def srgb_profile() -> bytes:
    """The sRGB profile of Little CMS with the time of its making and its serial digest left out."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07ce 0002 0009 0006 0031 0000")  # the time stamp of the sRGB profile of 1998
    profile[84:100] = bytes(16)  # profile ID: zero means not computed (ICC.1:2010, 7.2.18)
    return bytes(profile)


def main() -> None:
    (FOLDER / "invisible.ttf").write_bytes(invisible_font())
    (FOLDER / "srgb.icc").write_bytes(srgb_profile())


if __name__ == "__main__":
    main()
