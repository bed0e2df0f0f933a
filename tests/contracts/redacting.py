"""A site where redacted copies are made: the people, the pages, and how a copy is ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2

from accounts.model import Role
from app.work import Work

if TYPE_CHECKING:
    import httpx

    from tests.contracts.sites import Site, Thing

NUMBER, NAME = "001085012389", "Nguyễn"
PAGES = (
    ("Quyết định cấp giấy phép", f"ông {NAME} Văn An", f"CCCD {NUMBER}"),
    ("trang hai", f"số {NUMBER} lần nữa"),
)
DECISION = {"decision_number": "12/QĐ-UBND", "decided_on": "2026-03-01"}


def staffed(made: Site) -> Site:
    """Of unit B: ``doc`` reads and is not cleared for 02, ``can-bo`` is; ``luu-tru`` decides. ``ngoai`` is of A."""
    desks = made.desks
    desks.add("quan-tri", Role.ADMINISTRATOR)
    for code in ("A", "B"):
        desks.units.put(desks.operator, code, f"Phòng {code}", None)
    desks.add("doc", Role.UNIT_READER, unit="B")
    desks.add("can-bo", Role.UNIT_READER, unit="B", conditional=True)
    desks.add("luu-tru", Role.ARCHIVIST, unit="B", conditional=True)
    desks.add("ngoai", Role.UNIT_READER, unit="A", conditional=True)
    return made


def work(made: Site) -> None:
    """Every step that is there to be done."""
    working = Work(made.desks.parts, "w")
    while (found := working.claim()) is not None:
        working.do(found)


def numbers(made: Site, thing: Thing) -> list[dict[str, Any]]:
    """The boxes proposed around numbers of people, with their ground."""
    proposed = made.get(f"/api/documents/{thing.document}/redactions/proposals", "luu-tru").json()
    return [{**each, "ground": "personal_data"} for each in proposed]


def order(made: Site, thing: Thing, **said: Any) -> httpx.Response:
    body = {"masks": said["masks"] if "masks" in said else numbers(made, thing), **said}
    return made.ask("POST", f"/api/documents/{thing.document}/redactions", "luu-tru", json=body)


def ordered(made: Site, thing: Thing, **said: Any) -> str:
    """A copy that was made; its id."""
    answer = order(made, thing, **said)
    assert (answer.status_code, answer.json()["state"]) == (202, "making"), answer.text
    work(made)
    which: str = answer.json()["redaction"]
    assert made.get(f"/api/redactions/{which}", "luu-tru").json()["state"] == "made"
    return which


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def words_in(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()
