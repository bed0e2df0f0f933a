"""``vankho register list`` and ``write``, ``vankho dossier form``: registers and papers as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import print_json, print_table
from app.cli.printing import forms_desk, kind_of, save
from app.cli.session import Json, session
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.registers import CatalogueRegisterDesk
from app.desks.sign_in import CatalogueSignInDesk
from app.desks.view_record import ViewRecord
from retention_rules.forms.dossier_papers import DossierForm
from retention_rules.forms.registers import DEFINITIONS, Register, RegisterQuery

if TYPE_CHECKING:
    from app.wiring import Parts

Needed = cyclopts.Parameter(required=True)


def registers(*, year: int | None = None, unit: str = "", json: Json = False) -> int:
    """Registers of a year, and how many rows and volumes each has.

    Parameters
    ----------
    year
        Without it documents on which no day was read, and dossiers of every year.
    unit
        Code of a unit; without it all of them.
    """
    current = session()
    with current.parts() as parts:
        found = _desk(parts).sizes(parts.operator, year=year, unit=unit)
    if json:
        print_json([{"register": one.register, "rows": one.rows, "volumes": one.volumes} for one in found])
        return 0
    rows = [(one.register, DEFINITIONS[one.register].title, one.rows, one.volumes) for one in found]
    print_table(current.say("sổ|tên|số dòng|số quyển", "register|title|rows|volumes").split("|"), rows)
    return 0


def register(
    which: Register,
    /,
    *,
    to: Annotated[Path, Needed],
    year: int | None = None,
    unit: str = "",
    volume: int = 1,
    json: Json = False,
) -> int:
    """Write a volume of a register to a file.

    Parameters
    ----------
    which
        The register.
    to
        A new file; its ending, .docx, .pdf, .xlsx or .csv, says the kind.
    year
        Without it documents on which no day was read, and dossiers of every year.
    unit
        Code of a unit; without it all of them.
    volume
        Of 1,000 rows each.
    """
    current = session()
    kind = kind_of(to)
    with current.parts() as parts:
        query = RegisterQuery(register=which, year=year, unit=unit, volume=volume)
        made = _desk(parts).register(parts.operator, query)
    return save(current, made, kind, to, json=json)


def dossier_form(dossier: str, which: DossierForm, /, *, to: Annotated[Path, Needed], json: Json = False) -> int:
    """Write a paper of a dossier to a file.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    which
        The paper.
    to
        A new file; its ending, .docx or .pdf, says the kind.
    """
    current = session()
    kind = kind_of(to)
    with current.parts() as parts:
        chosen = dossier_id(CatalogueReadingRoom(parts), parts.operator, dossier)
        made = forms_desk(parts).dossier_form(parts.operator, chosen, which)
    return save(current, made, kind, to, json=json)


def _desk(parts: Parts) -> CatalogueRegisterDesk:
    return CatalogueRegisterDesk(parts, ViewRecord(parts, CatalogueSignInDesk(parts)))
