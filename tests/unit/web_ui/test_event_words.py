"""Events of a dossier are told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model import Event
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import NOW, document, dossier
from tests.unit.web_ui.site import application
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from collections.abc import Mapping


def told(*events: tuple[str, str, Mapping[str, object]], language: str = "vi") -> str:
    one = document("a/đơn.pdf", 1)
    subjects = {"document": (one.document.value,), "digest": ("x", one.original_digest.hex), "": ()}
    world = World(dossiers=[dossier("Một", "1", [one])])
    world.events = [
        Event(id=str(at), at=NOW, type=type_, agent="vankho", outcome="success", subjects=subjects[of], detail=detail)
        for at, (type_, of, detail) in enumerate(events)
    ]
    return checked(ask(application(world), f"/ho-so/{world.dossiers[0].dossier}", language=language).text)


def test_what_the_steps_record_today_is_told_in_words_with_the_file() -> None:
    words = told(
        ("message digest calculation", "digest", {"size": 1_153_204, "algorithm": "SHA-256"}),
        ("validation", "digest", {"media_type": "application/pdf", "codes": []}),
        ("normalization", "document", {"pdfa": "2u", "reason": ""}),
        ("accession", "document", {"joined_by": "dossier_code", "from": "0198"}),
        ("ingestion", "", {"version": 2, "inventory_sha512": "ab" * 64}),
        ("metadata modification", "", {"retention_rule": "R-1", "state": "unconfirmed", "expires_on": "2045-12-31"}),
        ("metadata modification", "", {"work_ended_on": "2025-03-01"}),
        ("fixity check", "", {"bytes": 2_000_000, "by": "lan"}),
    )
    for part in (
        "Tính mã băm đơn.pdf · vankho · 1,2 MB",
        "Kiểm tra hợp lệ đơn.pdf · vankho · dạng PDF",
        "Làm PDF/A đơn.pdf · vankho · PDF/A-2u",
        "Nộp vào kho vankho · bản 2 · SHA-512 của bản kê: abababababab…",
        "quy tắc R-1 · Quy tắc chưa được xác nhận · hết hạn 31/12/2045",
        "kết thúc công việc 01/03/2025",
        "đã kiểm 2,0 MB · người làm: lan",
    ):
        assert part in words
    for key in ("algorithm", "media_type", "joined_by", "retention_rule", "inventory", "expires_on", "dossier_code"):
        assert key not in words


def test_what_has_no_words_yet_is_shown_as_it_stands() -> None:
    assert "colour: red" in told(("something new", "", {"colour": "red", "nothing": None}))
