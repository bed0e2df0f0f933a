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
    desk.run("codes", "export", "document_kinds", "--to", str(tmp_path / "again.csv"))
    fewer = (tmp_path / "again.csv").read_bytes().replace("Giấy chứng nhận;GCN;32\r\n".encode(), b"")
    table.write_bytes(fewer)
    third = desk.json(*told, "--version", "3")["version"]["id"]
    seen = desk.json("codes", "preview", third)
    assert seen["changes"]["removed"] == 1
    said = ("codes", "accept", third, "--preview", seen["fingerprint"])
    assert desk.error(*said, expect=6)["code"] == "code_list.removes"
    assert desk.json(*said, "--removing")["state"] == "in_force"
    (tmp_path / "thu-tuc.csv").write_text("code;name;first_day;last_day\n2.000635;Khai sinh;;30/06/2025\n", "utf-8")
    told = ("codes", "import", "procedures", str(tmp_path / "thu-tuc.csv"), "--source", "Cổng dịch vụ công")
    made = desk.json(*told, "--version", "2")["version"]["id"]
    print_of = desk.json("codes", "preview", made)["fingerprint"]
    desk.json("codes", "accept", made, "--preview", print_of)
    (ended,) = desk.json("codes", "check", "procedure", "2.000635", expect=(3,))["2.000635"]
    assert ended["code"] == "code.procedure_not_in_force"
    assert desk.json("codes", "check", "procedure", "2.000635", "--on", "2025-06-30") == {"2.000635": []}
    checked = desk.json("codes", "check", "agency", "H36.12", "h36", expect=(3,))
    assert {code: [one["code"] for one in found] for code, found in checked.items()} == {
        "H36.12": [],
        "h36": ["code.signs"],
    }
