"""Draw a sheet as a picture, as it would leave a good printer and a rubber stamp."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from app.samples.sheet import HEIGHT, INK, STAMP, WIDTH, Autograph, Barcode, BoxedMark, Seal

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray
    from PIL import ImageFont

    from app.samples.fonts import Face
    from app.samples.sheet import Sheet

_SEAL_RADIUS = 49.0
"""Points; the seal of a commune is 35 to 36 mm across."""


def draw(sheet: Sheet, dpi: float, chance: Generator) -> NDArray[np.uint8]:
    """The sheet in RGB, ``dpi`` dots an inch, height x width x 3."""
    scale = dpi / 72
    page = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), "white")
    pen = ImageDraw.Draw(page)
    for stroke in sheet.strokes:
        ends = [v * scale for v in (stroke.x0, stroke.y0, stroke.x1, stroke.y1)]
        pen.line(ends, fill=(30, 28, 32), width=max(1, round(stroke.weight * scale)))
    for run in sheet.runs:
        spot = (run.x * scale, run.baseline * scale)
        pen.text(spot, run.text, fill=run.colour, font=run.face.at(run.size * scale), anchor="ls")
    for extra in sheet.extras:
        if isinstance(extra, Barcode):
            _barcode(page, extra, scale)
    canvas = np.asarray(page).copy()
    for extra in sheet.extras:
        centre = (extra.x * scale, extra.y * scale)
        if isinstance(extra, Seal):
            _press(canvas, _seal(extra, sheet.faces.bold, scale), centre, chance)
        elif isinstance(extra, BoxedMark):
            _press(canvas, _boxed(extra, sheet.faces.bold, scale), centre, chance)
        elif isinstance(extra, Autograph):
            _press(canvas, _autograph(extra, scale), centre, chance, colour=INK, dry=0.05)
    return canvas


def _barcode(page: Image.Image, code: Barcode, scale: float) -> None:
    form = zxingcpp.BarcodeFormat.QRCode if code.square else zxingcpp.BarcodeFormat.Code128
    modules = Image.fromarray(
        np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(code.text, form), scale=1))
    )
    # whole dots a module: a module of 2.4 dots is what makes printed codes unreadable
    times = max(1, round(code.size * scale / modules.width))
    height = modules.height * times if code.square else round(30 * scale)
    picture = modules.resize((modules.width * times, height), Image.Resampling.NEAREST)
    page.paste(picture.convert("RGB"), (round(code.x * scale), round(code.y * scale)))


def _press(
    canvas: NDArray[np.uint8],
    ink: Image.Image,
    centre: tuple[float, float],
    chance: Generator,
    *,
    colour: tuple[int, int, int] = STAMP,
    dry: float = 0.3,
) -> None:
    """Multiply ``ink`` (255 where it prints) onto the canvas around ``centre``; ``dry`` spots take none."""
    strength = np.asarray(ink, dtype=np.float32) / 255
    patches = chance.random((max(2, ink.height // 14), max(2, ink.width // 14))).astype(np.float32)
    texture = Image.fromarray((patches * 255).astype(np.uint8)).resize(ink.size, Image.Resampling.BICUBIC)
    strength *= 1 - dry * np.clip(np.asarray(texture, dtype=np.float32) / 128 - 0.55, 0, 1)
    left, top = round(centre[0] - ink.width / 2), round(centre[1] - ink.height / 2)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(canvas.shape[1], left + ink.width), min(canvas.shape[0], top + ink.height)
    part = strength[y0 - top : y1 - top, x0 - left : x1 - left, None]
    tint = np.array(colour, dtype=np.float32) / 255
    under = canvas[y0:y1, x0:x1].astype(np.float32)
    canvas[y0:y1, x0:x1] = (under * (1 - part + part * tint)).astype(np.uint8)


def _seal(seal: Seal, face: Face, scale: float) -> Image.Image:
    radius = _SEAL_RADIUS * scale
    side = int(radius * 2 + 8)
    ink = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(ink)
    middle = side / 2
    for part, weight in ((1.0, 2.0), (0.94, 0.8), (0.60, 0.8)):
        r = radius * part
        pen.ellipse((middle - r, middle - r, middle + r, middle + r), outline=235, width=max(1, round(weight * scale)))
    _around(ink, seal.outer, face.at(7.6 * scale), radius * 0.77)
    _star(pen, middle, middle + radius * 0.77, 3.8 * scale)
    _star(pen, middle, middle - radius * 0.1, radius * 0.26)
    pen.text((middle, middle + radius * 0.36), seal.inner, fill=235, font=face.at(6.6 * scale), anchor="ms")
    return ink.rotate(-7, resample=Image.Resampling.BICUBIC)


def _around(ink: Image.Image, text: str, font: ImageFont.FreeTypeFont, radius: float) -> None:
    """Letters along the upper arc of the seal."""
    middle, pixels = ink.width / 2, font.size
    side = int(pixels * 2.4)
    advances = [font.getlength(letter) * 1.12 for letter in text]
    angle = -sum(advances) / radius / 2
    for letter, advance in zip(text, advances, strict=True):
        turn = angle + advance / radius / 2
        tile = Image.new("L", (side, side), 0)
        ImageDraw.Draw(tile).text((side / 2, side / 2 + pixels * 0.36), letter, fill=235, font=font, anchor="ms")
        tile = tile.rotate(-math.degrees(turn), resample=Image.Resampling.BICUBIC)
        left = round(middle + radius * math.sin(turn) - side / 2)
        top = round(middle - radius * math.cos(turn) - side / 2)
        ink.paste(235, (left, top, left + side, top + side), tile)
        angle += advance / radius


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    corners = []
    for step in range(10):
        r = radius if step % 2 == 0 else radius * 0.4
        corners.append((x + r * math.sin(step * math.pi / 5), y - r * math.cos(step * math.pi / 5)))
    pen.polygon(corners, fill=225)


def _boxed(mark: BoxedMark, face: Face, scale: float) -> Image.Image:
    font = face.at(mark.size * scale)
    width, height = int(font.getlength(mark.text) + 22 * scale), int(mark.size * 1.9 * scale)
    ink = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(ink)
    edge = max(2, round(1.4 * scale))
    pen.rectangle((edge, edge, width - edge, height - edge), outline=240, width=edge)
    pen.text((width / 2, height / 2 + mark.size * 0.36 * scale), mark.text, fill=240, font=font, anchor="ms")
    return ink.rotate(2.2, resample=Image.Resampling.BICUBIC, expand=True)


def _autograph(hand: Autograph, scale: float) -> Image.Image:
    """A quick looping line, always the same for one ``number``."""
    chance = np.random.default_rng(7700 + hand.number)
    width, height = int(118 * scale), int(52 * scale)
    ink = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(ink)
    t = np.linspace(0, 1, 420)
    loops = chance.integers(4, 7)
    phase = chance.random(3) * math.tau
    swing = 0.26 * (1 - 0.55 * t) * np.sin(loops * math.tau * t + phase[0]) + 0.10 * np.sin(2.3 * loops * t + phase[1])
    x = 0.08 + 0.80 * t + 0.055 * np.sin(loops * math.tau * t + phase[2])
    y = 0.50 + swing - 0.10 * t
    flourish = np.linspace(0, 1, 60)
    x = np.concatenate([x, x[-1] - 0.62 * flourish])
    y = np.concatenate([y, y[-1] + 0.30 * flourish - 0.10 * np.sin(flourish * math.pi)])
    points = list(zip((x * width).tolist(), (y * height).tolist(), strict=True))
    for at in range(len(points) - 1):
        weight = 0.75 + 0.55 * abs(math.sin(at / 17))
        pen.line([points[at], points[at + 1]], fill=230, width=max(1, round(weight * scale)))
    return ink.rotate(6, resample=Image.Resampling.BICUBIC)
