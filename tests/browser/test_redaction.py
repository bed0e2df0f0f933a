"""An archivist makes a redacted copy in a real Chromium: with the mouse, and by the keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_MADE = 60_000
"""Milliseconds in which a worker has drawn a few pages, on a slow machine."""


def _editor(page: Page) -> tuple[str, str]:
    """Address of the editor of a document's first page, and the first word read on it."""
    dossiers = page.request.get("/api/dossiers?limit=100").json()
    for dossier in dossiers:
        told = page.request.get(f"/api/dossiers/{dossier['dossier']}").json()
        for document in told["documents"]:
            if document["pdfa_level"] and document["state"] == "indexed" and not document["signed"]:
                words = page.request.get(f"/api/documents/{document['document']}/pages/1/words").json()
                if len(words["lines"]) > 5:
                    return f"/ho-so/{dossier['dossier']}/{document['document']}/1/che", _first(words)
    pytest.fail("the samples have no document to redact")


def _first(words: Any) -> str:
    return str(words["lines"][0][0]["text"])


def _drag_and_undo(page: Page) -> None:
    """What is dragged is drawn, and undone by a key."""
    boxes = page.locator("rect.masked")
    expect(boxes).to_have_count(0)
    sheet = page.locator("[data-draw]").bounding_box()
    assert sheet is not None
    page.mouse.move(sheet["x"] + 80, sheet["y"] + 60)
    page.mouse.down()
    page.mouse.move(sheet["x"] + 260, sheet["y"] + 110, steps=4)
    page.mouse.up()
    expect(boxes).to_have_count(1)
    drawn = boxes.bounding_box()
    assert drawn is not None
    assert abs(drawn["x"] - sheet["x"] - 80) < 3
    assert abs(drawn["width"] - 180) < 4
    page.locator("h1").click()
    page.keyboard.press("u")
    expect(boxes).to_have_count(0)


def test_boxes_are_drawn_by_mouse_and_by_keyboard_and_the_copy_is_made(page: Page) -> None:
    address, first = _editor(page)
    page.goto(address)
    boxes = page.locator("rect.masked")
    _drag_and_undo(page)

    # By keyboard alone: words by arrows and blank, a box by its millimetres.
    words = page.locator("[data-words] input")
    assert words.evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1
    words.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(words.nth(1)).to_be_focused()
    button = page.get_by_role("button", name="Che các chữ đã chọn")
    button.focus()
    page.keyboard.press("Enter")
    expect(boxes).to_have_count(1)
    expect(page.locator(".hidden-word").first).to_contain_text(first)
    for name, value in (("Từ trái", "20"), ("Từ trên", "100"), ("Rộng", "60"), ("Cao", "30")):
        page.get_by_role("spinbutton", name=name, exact=True).focus()
        page.keyboard.type(value)
    assert page.locator("[data-ghost]").evaluate("ghost => ghost.getBoundingClientRect().width") > 50
    page.keyboard.press("Enter")
    expect(boxes).to_have_count(2)

    # As it will be, and then made; the page of the copy comes again by itself.
    page.get_by_role("link", name="Xem như bản sẽ làm").click()
    expect(page.locator("[data-picture]")).to_have_attribute("src", re.compile("/redactions/pages/1/preview"))
    assert (
        page.locator("[data-picture]").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 1000
    )
    page.get_by_role("link", name="Làm bản đã che…").click()
    page.get_by_role("button", name="Làm bản đã che").click()
    expect(page.locator(".head [role='status']")).to_contain_text("đã làm xong", timeout=_MADE)
    where = page.get_by_role("link", name="Mở").get_attribute("href")
    content = page.request.get(str(where)).body()
    document = pypdfium2.PdfDocument(content)
    try:
        text = document[0].get_textpage().get_text_range()
        picture = document[0].render(scale=1).to_pil().convert("L")
    finally:
        document.close()
    assert first not in text.split()[:1]
    middle = tuple(round(millimetres * 72 / 25.4) for millimetres in (50, 115))
    assert picture.getpixel(middle) < 40  # type: ignore[operator,arg-type]  # a gray level
