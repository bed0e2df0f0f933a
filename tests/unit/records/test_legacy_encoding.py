"""Every letter of Vietnamese through TCVN3 and VNI, and what is told of text by its syllables."""

from __future__ import annotations

import unicodedata

import pytest

from records.legacy_encoding import LegacyEncoding, best_encoding, font_encoding, to_unicode

TCVN3, VNI = LegacyEncoding.TCVN3, LegacyEncoding.VNI

# Byte by byte from table VN3 of TCVN 5712:1993.
VN3 = {
    "a": "61 B5 B6 B7 B8 B9", "ă": "A8 BB BC BD BE C6", "â": "A9 C7 C8 C9 CA CB", "e": "65 CC CE CF D0 D1",
    "ê": "AA D2 D3 D4 D5 D6", "i": "69 D7 D8 DC DD DE", "o": "6F DF E1 E2 E3 E4", "ô": "AB E5 E6 E7 E8 E9",
    "ơ": "AC EA EB EC ED EE", "u": "75 EF F1 F2 F3 F4", "ư": "AD F5 F6 F7 F8 F9", "y": "79 FA FB FC FD FE",
}  # fmt: skip
VN3_OTHERS = {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7, "đ": 0xAE}
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

# As typed in VNI for Windows: letter, then its marks.
VNI_TYPED = {
    "a": "a aø aû aõ aù aï", "ă": "aê aè aú aü aé aë", "â": "aâ aà aå aã aá aä", "e": "e eø eû eõ eù eï",
    "ê": "eâ eà eå eã eá eä", "i": "i ì æ ó í ò", "o": "o oø oû oõ où oï", "ô": "oâ oà oå oã oá oä",
    "ơ": "ô ôø ôû ôõ ôù ôï", "u": "u uø uû uõ uù uï", "ư": "ö öø öû öõ öù öï", "y": "y yø yû yõ yù î",
}  # fmt: skip


@pytest.mark.parametrize("letter", VN3)
def test_every_letter_of_tcvn3(letter: str) -> None:
    for code, tone in zip(VN3[letter].split(), TONES, strict=True):
        assert to_unicode(chr(int(code, 16)), TCVN3) == unicodedata.normalize("NFC", letter + tone)


def test_the_capitals_of_tcvn3() -> None:
    for letter, code in VN3_OTHERS.items():
        assert to_unicode(chr(code), TCVN3) == letter


@pytest.mark.parametrize("letter", VNI_TYPED)
def test_every_letter_of_vni_small_and_capital(letter: str) -> None:
    for typed, tone in zip(VNI_TYPED[letter].split(), TONES, strict=True):
        written = unicodedata.normalize("NFC", letter + tone)
        assert to_unicode(typed, VNI) == written
        assert to_unicode(typed.upper(), VNI) == written.upper()
        assert to_unicode(typed[0].upper() + typed[1:], VNI) == written.upper()


@pytest.mark.parametrize(
    ("encoding", "typed", "written"),
    [
        (TCVN3, "ng©n hµng nhµ n−íc, x∙ héi; §éc lËp - Tù do", "ngân hàng nhà nước, xã hội; Độc lập - Tự do"),
        (TCVN3, "Q§-TTg 2001/Q\u00a7", "QĐ-TTg 2001/QĐ"),
        # A PDF calls the byte of ư a hyphen, as it calls hyphens.
        (TCVN3, "n-íc, nh- §¹i, -u tiªn, Q§-TTg, 15-16 tr-êng A-B", "nước, như Đại, ưu tiên, QĐ-TTg, 15-16 trường A-B"),
        (VNI, "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (VNI, "Ñieàu 5. Ngöôøi söû duïng ñaát", "Điều 5. Người sử dụng đất"),
        (VNI, "ê à", "ê à"),  # marks that stand on no letter are left
    ],
)  # fmt: skip
def test_running_text(encoding: LegacyEncoding, typed: str, written: str) -> None:
    assert to_unicode(typed, encoding) == written


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", TCVN3), ("FBHPEM+VnTimeBold", TCVN3), (".VnArialH,Bold", TCVN3), ("VNI-Times", VNI),
        ("ABCDEF+VNI-Helve", VNI), ("Times New Roman", None), ("Verdana", None), ("", None),
    ],
)  # fmt: skip
def test_what_fonts_are_made_for(font: str, encoding: LegacyEncoding | None) -> None:
    assert font_encoding(font) is encoding


TCVN3_TEXT = "QuyÕt ®Þnh cña Bé tr\u00adëng Bé Tµi chÝnh"
VNI_TEXT = "Quyeát ñònh cuûa Boä tröôûng Boä Taøi chính"
UNICODE_TEXT = "Quyết định của Bộ trưởng Bộ Tài chính"


@pytest.mark.parametrize("font", ["", ".VnTime", "VNI-Times", "Times New Roman"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TCVN3_TEXT, TCVN3),
        (VNI_TEXT, VNI),
        (UNICODE_TEXT, None),
        ("Société générale de l'électricité à Genève", None),
        ("The office of the ministry", None),
    ],
)
def test_text_tells_its_encoding_whatever_the_font_is_called(
    text: str, encoding: LegacyEncoding | None, font: str
) -> None:
    assert best_encoding(text.split(), font).encoding is encoding


def test_what_no_encoding_makes_vietnamese_is_left() -> None:
    found = best_encoding(["§¶ÞßÝ", "ÆØ×þ", "¾½¼»º", "ÐÏÎÌ", "®©ª«¬", "µ¶·¸¹"], ".VnTime")
    assert found.encoding is None
