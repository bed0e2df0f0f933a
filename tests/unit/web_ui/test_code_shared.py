"""Two dossiers that have one code, in the pages."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from tests.unit.web_ui.asking import ask
from tests.unit.web_ui.site import application, full_world
from tests.unit.web_ui.test_pages import checked


def test_dossiers_of_one_code_tell_of_each_other_and_are_told_apart_by_identifier() -> None:
    world = full_world()
    one, two = (replace(each, code="h36.12.07-000000-0001") for each in world.dossiers[:2])
    world.dossiers[:2] = [one, two]
    site = application(world)
    for this, other in ((one, two), (two, one)):
        html = ask(site, f"/ho-so/{this.dossier}").text
        assert "Còn hồ sơ khác mang cùng mã" in checked(html)
        assert f'data-copy="{this.dossier}"' in html
        assert f'href="/ho-so/{other.dossier}"' in html
        assert f"/lenh-giu?ma={this.dossier}#dat" in html
    query = urlencode({"ma": one.code})
    assert ask(site, f"/ho-so/ma?{query}").headers["location"] == "/tra-cuu?" + urlencode({"q": one.code})
    found = ask(site, "/tra-cuu?" + urlencode({"q": one.code})).text
    assert found.count("its-dossier") == 2
    # The identifier that each page gives leads to it from the box too.
    for typed in (one.dossier.value, one.dossier.ocfl_id):
        assert ask(site, "/tra-cuu?" + urlencode({"q": typed})).headers["location"] == f"/ho-so/{one.dossier}"
    hold = {"ground": "inspection", "dated": "2026-11-02", "kind": "dossier", "value": one.code}
    refused = ask(site, "/lenh-giu", method="POST", form=hold)
    assert refused.status_code == 422
    assert one.dossier.value in refused.text
    assert two.dossier.value in refused.text
