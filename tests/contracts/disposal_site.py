"""A site where a disposal list can go its way: people signed in, and dossiers that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.model import Role
from tests.contracts.disposal_office import DisposalOffice
from tests.contracts.sites import Site

if TYPE_CHECKING:
    import httpx

    from tests.contracts.offices import Office

PAGE = {"Accept": "text/html"}
COUNCIL = ("binh", "chi", "dung")


class DisposalSite(Site):
    """An archivist, a council of three, a head, an auditor and a reader of one unit."""

    def __init__(self, desks: Office) -> None:
        super().__init__(desks)
        self.office = DisposalOffice(desks.parts.catalogue, desks.clock.today())
        desks.add("quan-tri", Role.ADMINISTRATOR)
        desks.add("an", Role.ARCHIVIST, conditional=True)
        for name in COUNCIL:
            desks.add(name, Role.COUNCIL_MEMBER, conditional=True)
        desks.add("giang", Role.HEAD, conditional=True)
        desks.add("hoa", Role.AUDITOR)
        desks.add("lan", Role.UNIT_READER, unit="A")

    def page(self, path: str, who: str, status: int = 200) -> str:
        return _html(self.get(path, who, headers=PAGE), status)

    def send(self, path: str, who: str, **form: object) -> httpx.Response:
        return self.ask("POST", path, who, data=form, headers=PAGE)

    def sent(self, path: str, who: str, **form: object) -> str:
        """Where it led to."""
        answer = self.send(path, who, **form)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def refused(self, path: str, who: str, status: int, **form: object) -> str:
        return _html(self.send(path, who, **form), status)


def _html(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text
