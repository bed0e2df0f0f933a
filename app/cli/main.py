"""Puts the commands together, and turns errors into exit status and sentences."""

from __future__ import annotations

import sys

import cyclopts
import pydantic

from app.cli import deciding, finding, keeping, running, taking_in
from app.cli.output import err, print_error
from app.cli.session import session
from app.wiring import VERSION
from records.errors import Misconfigured, Sentence, VankhoError

EXIT_STATUS = """\
Exit status: 0 done; 2 input to correct; 3 done, but something needs a person; 4 not found;
5 forbidden; 6 conflict; 7 unavailable, try again; 8 damaged; 9 settings.
"""


def _commands() -> cyclopts.App:
    app = cyclopts.App(
        name="vankho",
        version=VERSION,
        help="Văn khố: from scanned dossiers to a lawful electronic archive.",
        help_epilogue=EXIT_STATUS,
        result_action="return_value",
    )
    app.command(taking_in.ingest)
    app.command(taking_in.status)
    app.command(taking_in.retry)
    app.command(finding.search)
    app.command(finding.show)
    app.command(keeping.export)
    app.command(keeping.verify)
    index = cyclopts.App(name="index", help="The search index, which is a copy and can be rebuilt.")
    index.command(keeping.rebuild)
    app.command(index)
    retention = cyclopts.App(name="retention", help="How long dossiers are kept, and why.")
    retention.command(deciding.report)
    retention.command(deciding.ended)
    app.command(retention)
    app.command(running.serve)
    app.command(running.worker)
    app.command(running.migrate)
    return app


def main() -> None:
    """Entry of the command ``vankho``."""
    as_json = "--json" in sys.argv
    try:
        status = _commands()()
    except VankhoError as error:
        print_error(error, _language(), as_json=as_json)
        sys.exit(error.exit_code)
    except pydantic.ValidationError as error:
        wrong = _wrong_setting(error)
        print_error(wrong, "vi", as_json=as_json)
        sys.exit(wrong.exit_code)
    except KeyboardInterrupt:
        err.print("Đã dừng theo yêu cầu. / Stopped as asked.")
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)


def _language() -> str:
    try:
        return session().settings.language
    except (VankhoError, pydantic.ValidationError):
        return "vi"


def _wrong_setting(error: pydantic.ValidationError) -> Misconfigured:
    first = error.errors()[0]
    name = "VANKHO_" + "_".join(str(part) for part in first["loc"]).upper()
    return Misconfigured(
        "settings.invalid",
        Sentence(f"Thiết lập {name} không hợp lệ: {first['msg']}.", f"{name} is not valid: {first['msg']}."),
        Sentence("Sửa biến môi trường hoặc tệp .env; xem docs/operations.md.", "Correct it; see docs/operations.md."),
    )
