"""A running desk with a batch taken in, dossiers and people: for looking at every page there is."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

import httpx
import sqlalchemy as sa

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import hashed
from adapters.catalogue import accounts, documents
from adapters.catalogue.schema import document as document_table
from app.desks.accounts import CatalogueUnitDesk
from app.desks.code_lists import CatalogueCodeListDesk
from app.desks.use import CatalogueUseDesk
from app.desks.view_record import ViewRecord
from app.desks.words import words_of_document
from app.server import create_site
from app.settings import Settings
from app.steps.index import pages_of
from app.wiring import open_parts
from archive.use.model import Purpose, UseKind, filing
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from ingest.code_lists.model import CodeListKind
from records.identifiers import DossierId
from search_api.door import declared
from search_api.sign_in import SESSION_COOKIE
from tests.contracts.disposal_office import DisposalOffice
from tests.contracts.hand_over_office import HandOverOffice
from tests.contracts.retention_desk import OPERATOR
from tests.contracts.transfer_office import TransferOffice
from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts
    from records.needs import Need

PASSWORD = "bon tu bat ky nao do"
EVERYBODY = "tat-ca"
"""Name of the account that has every role, so that no page is closed to it."""
CARD = ("CĂN CƯỚC CÔNG DÂN", "Citizen Identity Card", "Số / No.: 001085012389", "Họ và tên / Full name")


@dataclass(frozen=True)
class StaffedDesk:
    """Where it answers, the secret of everybody's session, what stands for each parameter of an address, the routes."""

    url: str
    session: str
    known: dict[str, str]
    """By name of the parameter, or by that after the first word of the address where one name stands for two things."""
    card: str
    """Address of a page that shows an identity card."""
    routes: tuple[tuple[str, Need | None], ...]
    """Path with parameters, and need, of every route that answers GET."""


@contextmanager
def staffed_desk(data: Path, samples: Path) -> Iterator[StaffedDesk]:
    installation = Installation(data, historical_archive="Lưu trữ lịch sử tỉnh")
    with installation.serve(workers=1) as site:
        batch = httpx.post(f"{site.url}/api/batches", json={"name": "Lô thử", "dossier_by": "folder"}).json()["batch"]
        names = [path for path in sorted(samples.rglob("*")) if path.is_file()]
        for path in [one for one in names if one.parent.name.startswith("Khai sinh") or one.parent == samples]:
            name = path.relative_to(samples).as_posix()
            httpx.put(
                f"{site.url}/api/batches/{batch}/files", params={"name": name}, content=path.read_bytes(), timeout=60
            )
        httpx.post(f"{site.url}/api/batches/{batch}/seal", timeout=60)
        site.wait_finished(batch)
        parts = open_parts(Settings(data=data, account="may-nay", _env_file=None))
        try:
            yield _staffed(parts, site.url, batch)
        finally:
            parts.close()


def _staffed(parts: Parts, url: str, batch: str) -> StaffedDesk:
    CatalogueUnitDesk(parts).put(parts.operator, "A", "Phòng Hạ tầng", None, identification_code="h36-12")
    dossier, document = receive_dossier(parts, own := new_batch(parts), 1, *CARD)
    deposit_dossier(parts, own, dossier, document)
    parts.index.replace_document(document, pages_of(parts, document))
    parts.index.commit()
    parts.index.close()
    secret, now = token_urlsafe(16), parts.clock.now()
    with parts.catalogue.begin() as connection:
        documents.note_personal(
            connection, document, [text.text for text in words_of_document(parts, dossier, document)]
        )
        read = connection.execute(
            sa.select(document_table.c.id, document_table.c.dossier_id)
            .where(document_table.c.pictures_digest.is_not(None))
            .order_by(document_table.c.page_count.desc())
        ).first()
        assert read is not None
        rights = Rights(roles=frozenset(Role), unit=ALL_UNITS, conditional=True)
        accounts.add(
            connection, name=EVERYBODY, full_name="Tất Cả", rights=rights, password=hashed(PASSWORD),
            password_until=None, by="may-nay", now=now,
        )  # fmt: skip
        digest = hashlib.sha256(secret.encode()).hexdigest()
        accounts.begin_session(connection, digest, EVERYBODY, now, now + timedelta(hours=12))
    disposal, hand_over = DisposalOffice(parts.catalogue, now.date()), HandOverOffice(parts.catalogue, now.date())
    transfer = TransferOffice(parts.catalogue, now.date())
    listed = disposal.listed(disposal.due("Thư đến hạn 1"), disposal.due("Thư đến hạn 2"))
    with httpx.Client(
        base_url=url, headers={"Cookie": f"{SESSION_COOKIE}={secret}", "Origin": url}, timeout=60
    ) as site:
        answer = site.post("/api/search/saved", params={"q": "khai sinh", "name": "Khai sinh"})
        assert answer.status_code == 201, answer.text
        drawn = {"act": "box", "ground": "personal_data", "left": "20", "top": "30", "width": "60", "height": "8"}
        assert site.post(f"/ho-so/{read.dossier_id}/{read.id}/1/che", data=drawn).status_code == 303
        mask = {"page": 1, "box": [60, 80, 200, 120], "ground": "access_restricted"}
        ordered = site.post(f"/api/documents/{read.id}/redactions", json={"masks": [mask]})
        assert ordered.status_code == 202, ordered.text
    routes = tuple(
        (context.path_format or "", need)
        for context, need in declared(create_site(parts))
        if "GET" in (context.methods or ())
    )
    known = {
        "batch_id": batch,
        "dossier_id": str(DossierId(read.dossier_id)),
        "document_id": read.id,
        "number": "1",
        "name": EVERYBODY,
        "code": "A",
        "saved": answer.json()["id"],
        "redaction": ordered.json()["redaction"],
        "huy/listed": listed.id.value,
        "version": str(disposal.schedules.versions(OPERATOR)[0].id),
        "quan-tri/version": _proposed_agencies(parts),
        "hold": disposal.place(disposal.due("Thư bị giữ")).value,
        "transfer": transfer.registered(transfer.permanent("Sổ hộ tịch 2026")).id.value,
        "ban-giao/listed": hand_over.submitted(hand_over.ended("Việc đã xong")).id.value,
        "asked": _asked(parts, DossierId(read.dossier_id)),
    }
    return StaffedDesk(
        url=url, session=secret, known=known, card=f"/ho-so/{dossier}/{document}/1", routes=routes
    )  # fmt: skip


def _proposed_agencies(parts: Parts) -> str:
    """A version that adds, changes and removes, for somebody to accept; its id."""
    desk = CatalogueCodeListDesk(parts)
    table = desk.export(parts.operator, desk.in_force(parts.operator, CodeListKind.AGENCIES).about.id).decode()
    rows = [row for row in table.splitlines() if not row.startswith(("G27", "G28"))]
    rows = [f"{row[:-3]};2021-07-01;;" if row.startswith("G06") else row for row in rows]
    rows += ["H36;Tỉnh Ninh Thuận;UBND tỉnh Ninh Thuận;;2025-06-30;H34", "H34;Tỉnh Khánh Hòa;UBND tỉnh Khánh Hòa;;;"]
    told = {
        "file_name": "co-quan.csv",
        "version": "2025-1",
        "source": "Quyết định 09/2025/QĐ-TTg và nghị quyết sáp nhập",
    }
    kept = desk.take_in(parts.operator, CodeListKind.AGENCIES, "\n".join(rows).encode(), **told).version
    assert kept is not None
    return kept.id.value


def _asked(parts: Parts, dossier: DossierId) -> str:
    """A request for a copy that everybody may decide on: somebody else filed it."""
    asked = filing(
        kind=UseKind.COPY,
        purpose=Purpose.PRIVATE,
        purpose_said="Làm giấy chủ quyền nhà",
        person="Nguyễn Văn Bảy",
        id_number="001085012389",
        on_behalf=True,
        dossier=dossier,
    )
    return CatalogueUseDesk(parts, ViewRecord(parts)).file(parts.operator, asked).id.value
