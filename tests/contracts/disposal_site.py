"""A site where a disposal list can go its way: people signed in, and dossiers that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue.schema import batch as batch_table
from app.work import Work
from ingest.model import BatchState
from tests.contracts.disposal_office import DisposalOffice
from tests.contracts.sites import Site

if TYPE_CHECKING:
    import httpx

    from records.identifiers import DossierId
    from tests.contracts.offices import Office

PAGE = {"Accept": "text/html"}
COUNCIL = ("binh", "chi", "dung")


class DisposalSite(Site):
    """An archivist, a council of three, a head, a second archivist to execute, an auditor, a reader of one unit."""

    def __init__(self, desks: Office) -> None:
        super().__init__(desks)
        self.office = DisposalOffice(desks.parts.catalogue, desks.clock.today())
        desks.add("quan-tri", Role.ADMINISTRATOR)
        desks.add("an", Role.ARCHIVIST, conditional=True)
        for name in COUNCIL:
            desks.add(name, Role.COUNCIL_MEMBER, conditional=True)
        desks.add("giang", Role.HEAD, conditional=True)
        desks.add("khanh", Role.ARCHIVIST, conditional=True)
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

    def decided(self, *dossiers: DossierId) -> str:
        """The address of a list that went its way to the decision."""
        chosen = [each.value for each in dossiers]
        address = self.sent("/huy/lap", "an", name="Đợt 1", dossiers=chosen, council=list(COUNCIL))
        for member in COUNCIL:
            self.sent(f"{address}/phieu", member, rest="destroy", **{f"muc-{each}": "1" for each in chosen})
        day = self.desks.clock.today().isoformat()
        self.sent(f"{address}/quyet-dinh", "giang", number="12/QĐ-UBND", decided_on=day)
        return address

    def work(self) -> None:
        """What workers would do now; nothing more comes into the batches."""
        parts = self.desks.parts
        with parts.catalogue.begin() as connection:
            connection.execute(sa.update(batch_table).values(state=BatchState.WORKING.value))
        work = Work(parts, "w")
        while (step := work.claim()) is not None:
            work.do(step)

    def refused(self, path: str, who: str, status: int, **form: object) -> str:
        return _html(self.send(path, who, **form), status)


def _html(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text
