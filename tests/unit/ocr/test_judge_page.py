from __future__ import annotations

import pytest

from ocr.judge_page import judge_page
from ocr.model import TextLayer
from ocr.page_content import PageContent
from records.page_text import Box, Line, PageText, Word

GOOD = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày mười chín tháng sáu; Xét đề nghị của Trưởng phòng "
    "Tài nguyên và Môi trường, Ủy ban nhân dân huyện quyết định cấp giấy chứng nhận quyền sử dụng đất"
)
ENGLISH_READING = (
    "Cdn cri Ludt T6 chric chinh quydn dia phuong ngdy mudi chin thing siu Xet ttd nghi cira Trudng phdng "
    "Tdi nguy6n vd M6i trudng Uy ban nhan ddn huyQn quytit dinh cdp gi6y chring nhQn quy6n sri dung ddt"
)
UNMARKED = "cong hoa xa hoi chu nghia nam tu do dan bo lao dong thanh tra hang nam theo chi tai ban hoi dong"
TCVN3 = "C¨n cø LuËt Tæ chøc chÝnh quyÒn ®Þa ph­¬ng ngµy m­êi chÝn th¸ng s¸u; XÐt ®Ò nghÞ cña Tr­ëng phßng"
VNI = "Caên cöù Luaät Toå chöùc chính quyeàn ñòa phöông ngaøy möôøi chín thaùng saùu; Xeùt ñeà nghò cuûa Tröôûng phoøng"
FOREIGN = (
    "The committee shall meet twice every month and report to the council within thirty days after each meeting held"
)

GERMAN = (
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren Sie sind mit Vernunft und Gewissen begabt und "
    "sollen einander im Geiste der Brüderlichkeit begegnen Jeder hat Anspruch auf die in dieser Erklärung"
)
FRENCH = (
    "Tous les êtres humains naissent libres et égaux en dignité et en droits Ils sont doués de raison et de conscience "
    "et doivent agir les uns envers les autres dans un esprit de fraternité"
)
GARBLED = "Cộnq hòz xỹf hộik chủk nghĩaw Việtz Nạmq tựz dọw hạnhz phúkz " * 3
CHINESE = "商品编码 数量 商品名称 商品基本条码 华联绿豆 散称华联 " * 10


def text(words: str) -> PageText:
    line = Line(tuple(Word(word, Box(0, 0, 10, 10), 1.0) for word in words.split()))
    return PageText(width=595, height=842, lines=(line,) if words else ())


def content(**changes: float) -> PageContent:
    return PageContent(
        **{"pictures": 0, "picture_share": 0.0, "paths": 3, "glyphs": 200, "glyphs_without_meaning": 0} | changes
    )  # type: ignore[arg-type]  # counts and a share


SCAN = content(pictures=1, picture_share=1.0, paths=0)
PRINT = content()


@pytest.mark.parametrize(
    ("words", "page", "ink", "layer"),
    [
        (GOOD, PRINT, 1.0, TextLayer.GOOD),
        (GOOD, SCAN, 0.95, TextLayer.GOOD),
        ("", SCAN, 0.0, TextLayer.MISSING),
        ("", content(paths=1478, glyphs=0), 0.0, TextLayer.OUTLINES),
        ("", content(paths=0, glyphs=0), 0.0, TextLayer.MISSING),
        (GOOD, SCAN, 0.08, TextLayer.MISSING),
        (ENGLISH_READING, SCAN, 0.97, TextLayer.GARBAGE),
        (FOREIGN, SCAN, 0.97, TextLayer.GARBAGE),
        (UNMARKED, SCAN, 0.97, TextLayer.GARBAGE),
        (UNMARKED, PRINT, 0.97, TextLayer.GOOD),
        (FOREIGN, PRINT, 1.0, TextLayer.GOOD),
        (GERMAN, PRINT, 1.0, TextLayer.GOOD),
        (FRENCH, PRINT, 1.0, TextLayer.GOOD),
        (CHINESE, PRINT, 1.0, TextLayer.GOOD),
        (GARBLED, PRINT, 1.0, TextLayer.GARBAGE),
        ('"7+%-', PRINT, 1.0, TextLayer.GARBAGE),
        ("1.250.000 12/2024", PRINT, 1.0, TextLayer.GOOD),
        (TCVN3, PRINT, 1.0, TextLayer.LEGACY),
        (VNI, PRINT, 1.0, TextLayer.LEGACY),
        (GOOD, content(glyphs_without_meaning=20), 0.97, TextLayer.INCOMPLETE),
        (GOOD, content(glyphs_without_meaning=150), 0.97, TextLayer.GARBAGE),
        ("4", PRINT, 1.0, TextLayer.GOOD),
    ],
)
def test_each_kind_of_layer_is_told(words: str, page: PageContent, ink: float, layer: TextLayer) -> None:
    judgement = judge_page(text(words), page, ink)
    assert judgement.layer is layer
    assert judgement.reason
    assert judgement.words == len(words.split())


def test_only_good_and_incomplete_layers_are_kept() -> None:
    kept = {layer for layer in TextLayer if judge_page(text(GOOD), PRINT, 1.0).keeps_text}
    assert kept
    assert not judge_page(text(TCVN3), PRINT, 1.0).keeps_text
