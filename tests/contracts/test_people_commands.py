"""``vankho account`` and ``vankho unit``, run as people run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_account_closes_a_desk_and_opens_it_for_who_has_it(tmp_path: Path) -> None:
    desk = Installation(tmp_path / "data")
    assert desk.error("account", "add", "lan", "--role", "clerk", expect=2)["code"] == "account.first_administers"
    desk.run("unit", "put", "H36", "UBND phường")
    with desk.serve(workers=1) as site:
        assert httpx.get(f"{site.url}/api/me").json()["account"] == "can-bo-thu"
        made = desk.json("account", "add", "quan-tri", "--role", "administrator", "--role", "clerk", "--unit", "H36")
        assert httpx.get(f"{site.url}/api/me").status_code == 401, "at once, in a running site"
        with httpx.Client(base_url=site.url, headers={"Origin": site.url}) as browser:
            new = "bon tu bat ky nao do"
            said = {"name": "quan-tri", "password": made["password"], "new": new, "again": new}
            assert browser.post("/dang-nhap/mat-khau", data=said).status_code == 303
            me = browser.get("/api/me").json()
            assert (me["units"], me["capabilities"]) == (["H36"], ["administer", "hand_over", "read", "take_in"])
            opened = browser.post("/api/batches", json={"name": "lô", "dossier_by": "folder"})
            assert opened.status_code == 201
            desk.run("account", "change", "quan-tri", "--role", "administrator")
            assert browser.get("/api/batches").status_code == 403, "other rights count at once"
            desk.run("account", "disable", "quan-tri")
            assert browser.get("/api/me").status_code == 401
    (listed,) = desk.json("account", "list")
    assert (listed["name"], listed["enabled"]) == ("quan-tri", False)
    desk.run("account", "enable", "quan-tri")
    assert desk.json("account", "reset", "quan-tri")["password"] != made["password"]
    desk.run("unit", "put", "H36.1", "Một cửa", "--parent", "H36")
    desk.run("unit", "put", "H37", "Nơi nhận")
    desk.run("unit", "dissolve", "H36", "2025-07-01", "--into", "H37")
    assert [(one["code"], one["successor"]) for one in desk.json("unit", "list")] == [
        ("H36", "H37"),
        ("H36.1", None),
        ("H37", None),
    ]
    desk.run("unit", "put", "H99", "Lập nhầm")
    desk.run("unit", "remove", "H99")
    assert desk.error("unit", "remove", "H37", expect=6)["code"] == "unit.in_use"
    assert desk.error("unit", "dissolve", "H37", "2025-07-02", "--into", "H36", expect=2)["code"] == "unit.in_circle"


@pytest.mark.parametrize(
    ("hosts", "sign_in", "codes"),
    [
        ("127.0.0.1,localhost,[::1]", "auto", []),
        ("127.0.0.1,vankho.xa.gov.vn", "auto", ["account.none_published"]),
        ("*", "auto", ["account.none_published"]),
        ("127.0.0.1,vankho.xa.gov.vn", "required", ["account.none_yet"]),
    ],
)
def test_a_site_that_others_reach_needs_an_account(tmp_path: Path, hosts: str, sign_in: str, codes: list[str]) -> None:
    from accounts.model import Role
    from app.operations.checks import accounts
    from records.findings import Verdict
    from tests.contracts.offices import office, opened

    with office("sqlite", tmp_path) as parts:
        desk = opened(parts, allowed_hosts=hosts.split(","), sign_in=sign_in)
        seen = accounts(desk.parts.settings, parts.catalogue)
        assert [found.code for found in seen.findings] == codes
        assert (seen.verdict is Verdict.FAILED) is ("account.none_published" in codes)
        assert (seen.refuses is not None) is ("account.none_published" in codes)
        desk.add("quan-tri", Role.ADMINISTRATOR)
        assert accounts(desk.parts.settings, parts.catalogue).findings == ()
