"""Flat OpenDocument files: old encodings by font and by paragraph, spaced letters, sheets that hide something."""

from __future__ import annotations

import re

from lxml import etree

from adapters.office_converter.flat_odf import converted
from adapters.office_converter.flat_sheets import show_everything

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip


def document(body: str, styles: str = "", faces: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMES}><office:font-face-decls>
<style:font-face style:name="Old" svg:font-family=".VnTime"/>
<style:font-face style:name="Old Arial" svg:font-family="'.VnArialH'"/>
<style:font-face style:name="South" svg:font-family="'VNI-Times'"/>
<style:font-face style:name="New" svg:font-family="'Times New Roman'"/>{faces}</office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="New"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"><style:text-properties style:font-name="Old"/></style:style>
</office:styles><office:automatic-styles>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="South"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:font-name="Old Arial"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties style:font-name="New"/></style:style>
{styles}</office:automatic-styles><office:body>{body}</office:body></office:document>""".encode()


def texts(content: bytes) -> list[str]:
    root = etree.fromstring(content)
    return ["".join(p.itertext()) for p in root.iter(f"{{{root.nsmap['text']}}}p")]


def p1(content: str) -> str:
    return f'<text:p text:style-name="P1">{content}</text:p>'


def span(style: str, content: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def paragraphs(*bodies: str) -> str:
    return "<office:text>" + "".join(bodies) + "</office:text>"


def test_each_font_is_converted_by_its_own_encoding() -> None:
    content = document(
        paragraphs(
            p1("QuyÕt ®Þnh cña " + span("T2", "bé tr\u00adëng") + " Bé"),
            p1(f"{span('T1', 'UÛy ban nhaân daân quaän')} sè 5"),
            p1(span("T3", "Điều 1. Société générale")),
            "<text:p>Bộ Tài chính, à votre santé</text:p>",
        )
    )
    made, evidence = converted(content)
    assert texts(made) == [
        "Quyết định của bộ trưởng Bộ",
        "Ủy ban nhân dân quận số 5",
        "Điều 1. Société générale",
        "Bộ Tài chính, à votre santé",
    ]
    assert [line.partition(" (")[0] for line in evidence] == [
        "tcvn3 in .VnArialH", "tcvn3 in .VnTime", "vni in VNI-Times",
    ]  # fmt: skip
    families = re.findall(r"svg:font-family=\"'?([^'\"]+)", made.decode())
    assert families == ["Times New Roman", "Arial", "Times New Roman", "Times New Roman"]


def test_a_real_hyphen_stays_one() -> None:
    made, _ = converted(document(paragraphs(p1("nh- QuyÕt ®Þnh cña Bé, th«ng t\u00ad"))))
    assert texts(made) == ["nh- Quyết định của Bộ, thông tư"]


def test_old_text_in_a_font_of_unicode_is_found_paragraph_by_paragraph() -> None:
    lines = ["<text:p>Bộ trưởng Bộ Tài chính quyết định</text:p>"] * 9 + [
        "<text:p>QuyÕt ®Þnh cña Bé tr\u00adëng Bé</text:p>"
    ]
    made, evidence = converted(document(paragraphs(*lines)))
    assert texts(made)[-2:] == ["Bộ trưởng Bộ Tài chính quyết định", "Quyết định của Bộ trưởng Bộ"]
    assert evidence


def test_what_needs_nothing_comes_back_as_it_was() -> None:
    content = document(paragraphs(p1("Bộ trưởng Bộ Tài chính")))
    assert converted(content) == (content, ())
    assert converted(content)[0] is content


def test_letters_set_apart_are_set_close() -> None:
    spaced = '<style:style style:name="T9"><style:text-properties fo:letter-spacing="0.02in"/></style:style>'
    made, evidence = converted(document(paragraphs("<text:p>Bộ</text:p>"), styles=spaced))
    assert 'fo:letter-spacing="normal"' in made.decode()
    assert evidence == ()


ROWS = """<office:spreadsheet><table:table table:name="A" table:print-ranges="A.A1:A.A1" table:style-name="ta">
<table:table-column table:style-name="co" table:number-columns-repeated="3" table:default-cell-style-name="ce"/>
<table:table-row table:style-name="ro">
<table:table-cell><text:p>A long line of text that does not fit</text:p></table:table-cell>
<table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell/></table:table-row>
<table:table-row table:style-name="ro" table:visibility="collapse">
<table:table-cell><text:p>A long line of text</text:p></table:table-cell><table:table-cell/><table:table-cell/>
</table:table-row><table:table-row table:style-name="ro">
<table:table-cell table:number-rows-spanned="2"><text:p>A long line of text that does not fit</text:p>
</table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell/></table:table-row>
</table:table></office:spreadsheet>"""
SHEET_STYLES = """<style:style style:name="co" style:family="table-column">
<style:table-column-properties style:column-width="2.54cm"/></style:style>
<style:style style:name="ro" style:family="table-row">
<style:table-row-properties style:row-height="0.2in" style:use-optimal-row-height="false"/></style:style>
<style:style style:name="ce" style:family="table-cell"><style:text-properties fo:font-size="10pt"/></style:style>
<style:style style:name="ta" style:family="table"><style:table-properties table:display="false"/></style:style>"""


def test_sheets_show_what_they_hide() -> None:
    made = show_everything(document(ROWS, styles=SHEET_STYLES)).decode()
    for hidden in ("print-ranges", "visibility", 'table:display="false"'):
        assert hidden not in made
    root = etree.fromstring(made.encode())
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    style_of = [cell.get(f"{table}style-name") for cell in root.iter(f"{table}table-cell")]
    wraps, shrinks = style_of[0], style_of[6]
    # The first wraps and its row grows; the second runs over the empty cell beside it; a merged one shrinks.
    assert style_of == [wraps, None, None, None, None, None, shrinks, None, None]
    assert re.search(
        rf'<style:style style:name="{wraps}"[^>]*>\s*<style:table-cell-properties fo:wrap-option="wrap"', made
    )
    assert re.search(rf'style:name="{shrinks}"[^>]*>\s*<style:table-cell-properties [^>]*shrink-to-fit="true"', made)
    rows = [row.get(f"{table}style-name") for row in root.iter(f"{table}table-row")]
    assert rows[1:] == ["ro", "ro"]
    assert re.search(
        rf'style:name="{rows[0]}"[^>]*>\s*<style:table-row-properties style:use-optimal-row-height="true"', made
    )
