"""Which documents a body issued itself: by its name however it is written, and by its other names in the list."""

from __future__ import annotations

import pytest

from ingest.match_agency import AgencyCatalogue
from ingest.own_body import OwnBody

pytestmark = pytest.mark.law("R30")

LIST = AgencyCatalogue(
    [
        {
            "code": "H36.12",
            "name": "Ủy ban nhân dân phường An Nghiệp",
            "other_names": "UBND An Nghiệp|Phường An Nghiệp",
            "first_day": "",
            "last_day": "",
            "successor": "",
        },
        {
            "code": "H36.13",
            "name": "Ủy ban nhân dân phường An Lạc",
            "other_names": "",
            "first_day": "",
            "last_day": "",
            "successor": "",
        },
    ]
)
NOTHING = AgencyCatalogue([])


@pytest.mark.parametrize(
    "written",
    [
        "ỦY BAN NHÂN DÂN PHƯỜNG AN NGHIỆP",
        "UBND phường An Nghiệp",
        "Uỷ ban Nhân dân  phường An Nghiệp",
        "ubnd PHƯỜNG AN NGHIỆP",
    ],
)
def test_its_name_in_every_spelling_is_its_own(written: str) -> None:
    for name in ("UBND phường An Nghiệp", "Ủy ban nhân dân phường An Nghiệp"):
        assert OwnBody(name, NOTHING).issued(written)


def test_other_names_in_the_list_are_its_own_too() -> None:
    body = OwnBody("Ủy ban nhân dân phường An Nghiệp", LIST)
    assert body.issued("Phường An Nghiệp")
    assert not OwnBody("Ủy ban nhân dân phường An Nghiệp", NOTHING).issued("Phường An Nghiệp")
    assert not body.issued("Ủy ban nhân dân phường An Lạc")
    # What is above it, or only begins alike, is somebody else.
    assert not body.issued("Ủy ban nhân dân phường An Nghiệp Đông")
    assert not body.issued("UBND")


def test_without_a_name_nothing_is_its_own() -> None:
    for body in (OwnBody("", LIST), OwnBody("UBND phường An Nghiệp", LIST)):
        assert not body.issued("")
    assert not OwnBody("", LIST).issued("Ủy ban nhân dân phường An Nghiệp")
    assert LIST.names_like("") == frozenset()
