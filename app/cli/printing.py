"""``vankho disposal list`` and ``form``: the lists, and their papers as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import disposal_list
from app.cli.output import out, print_json, print_table
from app.cli.session import Json, session
from app.desks.disposal import CatalogueDisposalDesk
from app.desks.execution import CatalogueExecutionDesk
from app.desks.forms import CatalogueFormDesk
from app.desks.sign_in import CatalogueSignInDesk
from app.desks.view_record import ViewRecord
from app.form_writers import form_writers
from app.write_reports import write_reports
from records.errors import InvalidInput, Sentence
from retention_rules.execution import execute_by, overdue
from retention_rules.forms.model import FormFormat, FormKind
from retention_rules.forms.write import written

if TYPE_CHECKING:
    from app.cli.session import Session
    from app.wiring import Parts
    from retention_rules.disposal import DisposalList
    from retention_rules.forms.model import PrintedForm

Needed = cyclopts.Parameter(required=True)


def lists(*, json: Json = False) -> int:
    """Disposal lists, newest first."""
    current = session()
    with current.parts() as parts:
        found = CatalogueDisposalDesk(parts).lists(parts.operator)
        today = parts.clock.today()
    if json:
        print_json({"lists": found})
        return 0
    rows = [
        (
            one.id,
            one.name,
            len(one.items),
            current.words(
                "disposal.verdict_sent_back"
                if one.withdrawal and one.withdrawal.sent_back
                else f"disposal.list_state_{one.state.value}"
            ),
            one.decision.number if one.decision else "",
            until(current, one, late=overdue(one, today)),
        )
        for one in found
    ]
    headings = current.say(
        "mã|tên|số mục|trạng thái|quyết định|hạn thực hiện", "id|name|items|state|decision|execute by"
    ).split("|")
    print_table(headings, rows)
    return 0


def reports(*, to: Annotated[Path, Needed]) -> int:
    """Write statistics and lists into a folder of today; ``VANKHO_REPORTS_TO`` has it done each night.

    Parameters
    ----------
    to
        The folder that holds a folder a day.
    """
    current = session()
    with current.parts() as parts:
        written_to = write_reports(parts, to)
    out.print(current.say(f"Báo cáo ở {written_to}", f"Reports are in {written_to}"), markup=False)
    return 0


def until(current: Session, found: DisposalList, *, late: bool) -> str:
    """The last day to execute the list, and whether that is over with something left to do."""
    if found.decision is None:
        return "—"
    day = f"{execute_by(found.decision.decided_on):%d/%m/%Y}"
    return f"{day} {current.say('(quá hạn)', '(overdue)')}" if late else day


def form(listed: str, which: FormKind, /, *, to: Annotated[Path, Needed], json: Json = False) -> int:
    """Write a form of a disposal list to a file.

    Parameters
    ----------
    listed
        Id of the list, or its first or last signs.
    which
        The form.
    to
        A new file; its ending, .docx, .pdf, .xlsx or .csv, says the kind.
    """
    current = session()
    kind = kind_of(to)
    with current.parts() as parts:
        chosen = disposal_list(CatalogueDisposalDesk(parts), parts.operator, listed).id
        made = forms_desk(parts).form(parts.operator, chosen, which)
    return save(current, made, kind, to, json=json)


def save(current: Session, made: PrintedForm, kind: FormFormat, to: Path, *, json: bool) -> int:
    """Write the form, and say so."""
    content = written(made, kind, form_writers())
    to.write_bytes(content)
    if json:
        print_json({"file": to, "bytes": len(content)})
    else:
        out.print(current.say(f"Đã ghi {to}", f"Written: {to}"), markup=False)
    return 0


def forms_desk(parts: Parts) -> CatalogueFormDesk:
    """The desk of forms for a command."""
    sign_in = CatalogueSignInDesk(parts)
    return CatalogueFormDesk(parts, ViewRecord(parts, sign_in), CatalogueExecutionDesk(parts, sign_in))


def kind_of(to: Path) -> FormFormat:
    """The kind of file that a new file is to be, by its ending.

    Raises:
        InvalidInput (form.bad_target): It is there already, or its ending is none of those.
    """
    ending = to.suffix.lower().removeprefix(".")
    if ending not in {one.value for one in FormFormat} or to.exists():
        raise InvalidInput(
            "form.bad_target",
            Sentence(
                f"{to} đã có, hoặc không phải .docx, .pdf, .xlsx hay .csv.",
                f"{to} exists, or is none of .docx, .pdf, .xlsx and .csv.",
            ),
            Sentence("Nêu một tệp mới.", "Name a new file."),
        )
    return FormFormat(ending)
