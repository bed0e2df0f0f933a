"""A body with its people and deposited dossiers: some due by a confirmed rule, others for other reasons not."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyotp

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import hashed
from adapters.catalogue import accounts, batches, documents
from app.desks.accounts import CatalogueUnitDesk
from app.desks.retention import CatalogueRetentionDesk
from app.desks.schedules import CatalogueScheduleDesk
from app.desks.second_factor import CatalogueSecondFactorDesk
from app.desks.sign_in import CatalogueSignInDesk
from app.reassess import reassess
from app.steps.index import pages_of
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from ingest.model import DocumentState
from records.description import Description, Field, FieldProposal
from tests.browser.people import PASSWORD
from tests.contracts.disposal_office import LETTER_RULE
from tests.contracts.retention_desk import LABOUR_CONTRACT, PLANNING_LETTER, REGISTER
from tests.installation_parts import parts_of
from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts

PEOPLE = {
    "an": Role.ARCHIVIST,
    "binh": Role.COUNCIL_MEMBER,
    "chi": Role.COUNCIL_MEMBER,
    "dung": Role.COUNCIL_MEMBER,
    "giang": Role.HEAD,
    "khanh": Role.ARCHIVIST,
    "hoa": Role.AUDITOR,
    "lan": Role.UNIT_READER,
}
UNIT, UNIT_CODE = "Phòng Văn hóa", "VH"
"""Where what is not due lies."""
NOT_DUE = 3
"""How many dossiers that is."""


@dataclass(frozen=True)
class Office:
    """A running site."""

    url: str
    due: tuple[str, ...]
    """Three dossiers that are due by a confirmed rule."""
    later: str
    """Due in 2031, by the same rule."""
    waiting: str
    """Kept from the end of a contract that nobody has recorded."""
    permanent: str
    app: str
    """Secret of the authenticator app of who executes."""
    recovery: str
    """A code that stands in for it once."""


@contextmanager
def office_of(profile: str, data: Path) -> Iterator[Office]:
    """On the profile, on real servers where it has them."""
    with installation_of(
        profile, data, body="UBND phường An Nghiệp", second_factor_key="khóa của cuộc thử, dài hơn 32 ký tự"
    ) as installation:
        with parts_of(installation) as parts:
            _confirm(parts)
            for name, role in PEOPLE.items():
                _account(parts, name, role)
            app, recovery = _with_app(parts, "khanh")
            CatalogueUnitDesk(parts).put(parts.operator, UNIT_CODE, UNIT, None)
            due = tuple(_dossier(parts, number, PLANNING_LETTER[1], date(2010 + number, 5, 1)) for number in (1, 2, 3))
        with parts_of(installation, unit=UNIT_CODE) as parts:
            later = _dossier(parts, 4, PLANNING_LETTER[1], date(2025, 5, 1))
            waiting = _dossier(parts, 5, LABOUR_CONTRACT[1], date(2025, 5, 1))
            permanent = _dossier(parts, 6, REGISTER[1], date(2025, 5, 1))
        with installation.serve(workers=1) as site:
            yield Office(site.url, due, later, waiting, permanent, app, recovery)


def _confirm(parts: Parts) -> None:
    CatalogueScheduleDesk(parts).confirm(parts.operator, [LETTER_RULE], source="Công báo")
    while reassess(parts, seconds=0):
        pass


def _dossier(parts: Parts, number: int, subject: str, ended: date) -> str:
    """Its date is known before it is deposited, so that the store gives no lease where it is due."""
    batch = new_batch(parts)
    dossier, document = receive_dossier(parts, batch, number)
    with parts.catalogue.begin() as connection:
        documents.described(connection, document, Description(proposals=(_said(subject),)), "")
        documents.set_state(connection, document, DocumentState.MADE)
        batches.seal(connection, batch)
    CatalogueRetentionDesk(parts).set_work_ended(parts.operator, dossier, ended)
    deposit_dossier(parts, batch, dossier, document)
    parts.index.replace_document(document, pages_of(parts, document))
    parts.index.commit()
    return dossier.value


def _said(subject: str) -> FieldProposal:
    return FieldProposal(
        field=Field.SUBJECT, value=subject, confidence=1.0, doubtful=False, page=None, box=None, evidence=""
    )


def _account(parts: Parts, name: str, role: Role) -> None:
    with parts.catalogue.begin() as connection:
        accounts.add(
            connection,
            name=name,
            full_name=f"Ông {name.title()}",
            rights=Rights(roles=frozenset({role}), unit=ALL_UNITS, conditional=True),
            password=hashed(PASSWORD),
            password_until=None,
            by="may-nay",
            now=parts.clock.now(),
        )


def _with_app(parts: Parts, name: str) -> tuple[str, str]:
    """What cannot be taken back needs a second factor: its secret, and a recovery code."""
    sign_in = CatalogueSignInDesk(parts)
    desk = CatalogueSecondFactorDesk(parts, sign_in)
    reader = sign_in.reader_of_session(sign_in.sign_in(name, PASSWORD).secret)
    assert reader is not None
    offer = desk.begin_codes(reader, PASSWORD)
    # The code of the half minute before: the next one is left for the journey.
    code = pyotp.TOTP(offer.secret).at(parts.clock.now() - timedelta(seconds=30))
    return offer.secret, desk.finish_codes(reader, code)[0]
