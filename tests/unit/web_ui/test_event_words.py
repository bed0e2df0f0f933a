"""Events of a dossier are told in words."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from archive.model import Event
from tests.architecture.repository import files
from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.fake_desks import World
from tests.unit.web_ui.invented import NOW, document, dossier
from tests.unit.web_ui.site import application
from tests.unit.web_ui.test_pages import checked
from web_ui.audit import kinds
from web_ui.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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
        (
            "replacement",
            "",
            {"found_sha256": "cd" * 32, "sha512": "ef" * 64, "object": "v1/a.pdf", "taken_from": "copy"},
        ),
    )
    for part in (
        "Tính mã băm đơn.pdf · vankho · 1,2 MB",
        "Kiểm tra hợp lệ đơn.pdf · vankho · dạng PDF",
        "Làm PDF/A đơn.pdf · vankho · PDF/A-2u",
        "Nộp vào kho vankho · bản 2 · SHA-512 của bản kê: abababababab…",
        "quy tắc: R-1 · Quy tắc hoặc mốc tính chưa xác nhận · hết hạn 31/12/2045",
        "kết thúc công việc 01/03/2025",
        "đã kiểm 2,0 MB · người làm: lan",
        "SHA-256 lúc hỏng: cdcdcdcdcdcd… · SHA-512 phải có: efefefefefef… · ở v1/a.pdf · lấy từ bản sao lưu",
    ):
        assert part in words
    for key in ("algorithm", "media_type", "joined_by", "retention_rule", "inventory", "expires_on", "dossier_code"):
        assert key not in words


def test_a_decision_on_the_period_and_the_lack_of_a_rule_are_told_in_words() -> None:
    words = told(
        ("metadata modification", "", {"retention_rule": "DECISION", "state": "confirmed", "expires_on": "2045-12-31"}),
        ("metadata modification", "", {"retention_rule": "VANKHO-DEFAULT-20", "state": "provisional"}),
    )
    assert "quy tắc: quyết định của người đứng đầu · hết hạn 31/12/2045" in words
    assert "quy tắc: chưa có, giữ tạm 20 năm · Tạm thời, không dẫn tới hủy" in words
    assert "DECISION" not in words
    assert "VANKHO-DEFAULT" not in words


def test_what_has_no_words_yet_is_shown_as_it_stands() -> None:
    assert "colour: red" in told(("something new", "", {"colour": "red", "nothing": None}))


_RECORDING = frozenset({"_happened", "_tell", "add"})


def _recorded() -> Iterator[tuple[str, str]]:
    """What the code writes into events: types, acts and names of details, as far as they stand there as words."""
    for file in files(".py", under=("app", "adapters")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict) and "act" in (keys := [getattr(key, "value", "") for key in node.keys]):
                act = node.values[keys.index("act")]
                if isinstance(act, ast.Constant):
                    yield "act", str(act.value)
                yield from (("detail", key) for key in keys if key)
            if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in _RECORDING:
                continue
            name = ast.unparse(node.func)
            if name.endswith("_happened"):
                words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                yield from (("act", word) for word in words[:1])
                own = {"type_", "outcome", "dossier"}
                yield from (("detail", key.arg) for key in node.keywords if key.arg and key.arg not in own)
            for key in node.keywords if name.endswith("events.add") else ():
                if key.arg == "type" and isinstance(key.value, ast.Constant):
                    yield "type", str(key.value.value)
                if key.arg == "detail" and isinstance(key.value, ast.Dict):
                    yield from (("detail", one.value) for one in key.value.keys if isinstance(one, ast.Constant))


def test_whatever_is_recorded_has_words_and_is_offered_as_a_filter() -> None:
    found = set(_recorded())
    assert {("act", "rules_confirmed"), ("act", "destroyed"), ("type", "ingestion"), ("detail", "merkle_root")} <= found
    offered = {kind for kind, _ in kinds()}
    assert [word for what, word in found if what != "detail" and word not in offered] == []
    silent = {"act", "about", "hold", "joined_by", "from", "codes", "algorithm", "reason"}
    assert [
        word for what, word in found if what == "detail" and word not in silent and f"detail.{word}" not in TEXTS
    ] == []


def test_no_name_of_a_program_stands_in_the_words() -> None:
    words = told(
        ("dissemination", "", {"what": "identity_card", "page": 2}),
        ("account modification", "", {"roles": "unit_reader, council_member", "unit": "mot-cua"}),
        ("policy assignment", "", {"act": "results_exported", "form": "xlsx", "question_sha256": "ab" * 32}),
    )
    assert "ảnh giấy tờ tùy thân" in words
    assert "Bộ phận một cửa" in words
    for raw in ("identity_card", "unit_reader", "council_member", "mot-cua", "results_exported", "question_sha256"):
        assert raw not in words
