"""Addresses that name nothing."""

from __future__ import annotations

import pytest

from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked

WORLD = full_world()
DOSSIER = WORLD.dossiers[0]


@pytest.mark.parametrize(
    "address",
    [
        "/ho-so/abc",
        f"/ho-so/{DOSSIER.dossier}/abc/1",
        f"/ho-so/{DOSSIER.dossier}/{DOSSIER.documents[0].document}/abc",
        f"/ho-so/{DOSSIER.dossier}/{DOSSIER.documents[0].document}/-1",
        "/tiep-nhan/abc",
        "/tiep-nhan/abc/bien-nhan",
    ],
    ids=["dossier", "document", "page in letters", "page below one", "batch", "receipt"],
)
def test_what_is_no_identifier_is_not_found(address: str) -> None:
    answer = ask(application(WORLD), address)
    assert answer.status_code == 404
    words = checked(answer.text)
    assert "Không có địa chỉ này." in words
    assert "valid" not in words
