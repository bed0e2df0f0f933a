from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

LINES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 2217/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "Về việc cấp giấy chứng nhận quyền sử dụng đất",
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Căn cứ Nghị định của Chính phủ về công tác văn thư;",
    "Xét đề nghị của Trưởng phòng Tài nguyên và Môi trường.",
    "Điều 1. Cấp giấy chứng nhận cho ông Nguyễn Văn Bình,",
    "thường trú tại thôn Đông, xã Hòa Bình, huyện Lạc Thủy.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
)
_FONTS = (
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
    "/usr/share/fonts/truetype/freefont/FreeSerif.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/Library/Fonts/Times New Roman.ttf",
    "C:/Windows/Fonts/times.ttf",
)


def font(size: int) -> ImageFont.FreeTypeFont:
    for path in _FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, size)
    pytest.skip("no font with Vietnamese letters is installed (fonts-croscore)")


@pytest.fixture(scope="session")
def page_lines() -> tuple[str, ...]:
    return LINES


@pytest.fixture(scope="session")
def drawn_page() -> Image.Image:
    """An A4 page at 200 dots an inch with eleven lines of Vietnamese, in colour."""
    page = Image.new("RGB", (1654, 2339), "white")
    pen = ImageDraw.Draw(page)
    for index, line in enumerate(LINES):
        pen.text((180, 220 + 80 * index), line, font=font(38), fill=(20, 20, 30))
    return page


@pytest.fixture(scope="session")
def drawn_gray(drawn_page: Image.Image) -> np.ndarray:
    return np.array(drawn_page.convert("L"))
