"""``vankho codes``, run as people run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.law("R37", "R32")


def test_a_list_is_taken_out_corrected_and_put_in_force(tmp_path: Path) -> None:
    desk, table = Installation(tmp_path / "data"), tmp_path / "ten-loai.csv"
    desk.run("codes", "export", "document_kinds", "--to", str(table))
    assert desk.error("codes", "export", "agencies", "--to", str(table), expect=2)["code"] == "code_list.bad_target"
    told = ("codes", "import", "document_kinds", str(table), "--source", "Thông tư 05/2025")
    table.write_bytes(table.read_bytes() + "Giấy chứng nhận;G-CN;32\n".encode())
    refused = desk.json(*told, "--version", "2", expect=(3,))
    assert (refused["version"], [one["code"] for one in refused["findings"]]) == (None, ["code_list.abbreviation"])
    table.write_bytes(table.read_bytes().replace(b"G-CN", b"GCN"))
    made = desk.json(*told, "--version", "2")["version"]["id"]
    seen = desk.json("codes", "preview", made[-8:])
    assert seen["changes"] == {"added": 1, "changed": 0, "removed": 0}
    assert desk.json("codes", "accept", made[-8:], "--preview", seen["fingerprint"])["state"] == "in_force"
    found = desk.json("codes", "list")
    assert [(one["version"], one["state"]) for one in found if one["kind"] == "document_kinds"] == [
        ("2", "in_force"),
        ("1", "superseded"),
    ]
    checked = desk.json("codes", "check", "agency", "H36.12", "h36", expect=(3,))
    assert {code: [one["code"] for one in found] for code, found in checked.items()} == {
        "H36.12": [],
        "h36": ["code.signs"],
    }
