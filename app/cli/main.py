"""Puts the commands together, and turns errors into exit status and sentences."""

from __future__ import annotations

import os
import sys

import cyclopts

from app.cli.output import err, print_error
from app.cli.session import session
from app.wiring import VERSION
from records.errors import VankhoError

EXIT_STATUS = """\
Exit status: 0 done; 1 unexpected; 2 input to correct; 3 done, but something needs a person; 4 not found;
5 forbidden; 6 conflict; 7 unavailable, try again; 8 damaged; 9 settings; 130 stopped by Ctrl+C.
"""


_COMMANDS = {
    "ingest": ("taking_in", "Take in files and folders as one batch, and follow it to its end."),
    "status": ("taking_in", "Show the batches, or one batch with its files."),
    "checklist": ("taking_in", "Confirm that nothing is in a batch that must not be digitised."),
    "retry": ("taking_in", "Try the failed steps of a batch again."),
    "reread": ("rereading", "Read pages in the archive anew, where another engine read them than would today."),
    "search": ("finding", "Find pages by any words on them, with or without diacritics."),
    "show": ("finding", "Show a dossier: its documents, fields, due date and what was done to it."),
    "export": ("keeping", "Write a dossier, or every dossier of a batch, into a folder."),
    "verify": ("keeping", "Read every object of the archive and compare it with its digests."),
    "serve": ("running", "Run the site until stopped (Ctrl+C); on a desk with its workers."),
    "worker": ("running", "Run workers without the site until stopped."),
    "scheduler": ("running", "Of the server profile: announce again what is undone, until stopped."),
    "audit": ("auditing", "Show who did what, or write it into a file."),
    "failed": ("auditing", "Show the steps that failed and wait for a person."),
    "doctor": ("operating", "Examine everything this installation depends on, and say what is left to do."),
    "backup": ("operating", "Copy the installation into a folder; again into the same one copies what is new."),
    "restore": ("operating", "Bring a back-up back into an empty installation of either profile."),
    "migrate": ("running", "Bring the installation to this version."),
}


_RETENTION = {
    "report": ("deciding", "What falls due when, and why."),
    "missing": ("deciding", "Dossiers whose date waits for an event that nobody has recorded."),
    "reports": ("printing", "Write statistics and lists into a folder of today."),
    "ended": ("deciding", "Record the day on which the work of a dossier ended."),
    "trigger": ("deciding", "Record the day of another event that a period is counted from."),
    "decide": ("deciding", "Record a decision of the head on how long a dossier is kept."),
}


_SCHEDULE = {
    "list": ("versions", "Every version of the schedule, newest first."),
    "import": ("take_in", "Import a table (CSV or XLSX) as a proposed version."),
    "export": ("export", "Write a version as a table."),
    "preview": ("preview", "What accepting a version would do to every dossier."),
    "accept": ("accept", "Put a proposed version in force, as it was previewed."),
    "confirm": ("confirm", "Confirm rules, as compared with the text in force."),
    "withdraw": ("withdraw", "Take confirmations of rules back."),
}


_CODES = {
    "list": ("versions", "Every version of every list of codes, newest first."),
    "import": ("take_in", "Import a table (CSV) as a proposed version."),
    "export": ("export", "Write a version as a table."),
    "preview": ("preview", "What accepting a version would change."),
    "accept": ("accept", "Put a proposed version in force, as it was previewed."),
    "check": ("check", "Say what is wrong with codes."),
}


_HOLD = {
    "place": ("place", "Place a hold: nothing under it is destroyed."),
    "lift": ("lift", "Lift a hold, with the reason."),
    "list": ("holds", "Holds, newest first."),
}


_HAND_OVER = {
    "owed": ("owed", "What units owe to the current archive, and by when."),
    "submit": ("submit", "Freeze a list of dossiers and give it to the archive."),
    "list": ("lists", "Lists of hand-over, newest first."),
    "check": ("check", "Accept dossiers of a list, or refuse them with a reason."),
    "receive": ("receive", "Close a list with the minutes: the archive has what was accepted."),
    "withdraw": ("withdraw", "Take an open list back."),
    "keep": ("keep", "Record the head's consent that dossiers stay with their unit."),
    "kept": ("kept", "What units keep back, by whose consent."),
    "form": ("form", "Write list or minutes of a hand-over to a file."),
}


_DISPOSAL = {
    "why": ("disposing", "why", "Every reason why a dossier may not be destroyed."),
    "link": ("disposing", "link", "Record that two dossiers belong together."),
    "list": ("printing", "lists", "Disposal lists, newest first."),
    "form": ("printing", "form", "Write a form of a disposal list to a file."),
    "appraise": ("disposing", "appraise", "Record the appraisal of the competent body."),
    "withdraw": ("disposing", "withdraw", "Take back a list that nobody has decided on."),
    "show": ("executing", "show", "Where each item of a list stands, and why."),
    "execute": ("executing", "execute", "Have destroyed what was decided; it cannot be taken back."),
    "record": ("executing", "record", "The disposal dossier of an executed list."),
    "certificate": ("executing", "certificate", "What is gone of a list, under one digest."),
}


_TRANSFER = {
    "owed": ("owed", "What is to go to the historical archive, and by when."),
    "register": ("register", "Register a list with it, twelve months ahead."),
    "list": ("lists", "Transfers, newest first."),
    "answer": ("answer", "Record what it answered."),
    "package": ("package", "Write the packages of an agreed transfer."),
    "receive": ("receive", "Record its receipt: what it names is transferred."),
    "give-up": ("give_up", "Close a transfer that nothing came of."),
}


_BACKUP_SET = {
    "list": ("sets", "Back-up sets, and which still hold destroyed dossiers."),
    "add": ("add", "Register a back-up set that is not known yet, or a copy of one."),
    "rewrite": ("rewrite", "Take destroyed dossiers out of a back-up set where it lies."),
    "erase": ("erase", "Erase a whole back-up set where it lies, and look again."),
    "gone": ("gone", "Record that people destroyed a back-up set, by their minutes."),
    "destroyed": ("destroyed", "Write the list of all that was destroyed into a folder."),
}


def _commands() -> cyclopts.App:
    app = cyclopts.App(
        name="vankho",
        version=VERSION,
        help="Văn khố: from scanned dossiers to a lawful electronic archive.",
        help_epilogue=EXIT_STATUS,
        result_action="return_value",
    )
    # By name: a command's libraries load when it is run, not when another one is.
    for name, (module, summary) in _COMMANDS.items():
        app.command(f"app.cli.{module}:{name}", name=name, help=summary)
    index = cyclopts.App(name="index", help="The search index, which is a copy and can be rebuilt.")
    index.command("app.cli.keeping:rebuild", name="rebuild", help="Make the search index anew from the archive.")
    app.command(index)
    retention = cyclopts.App(name="retention", help="How long dossiers are kept, and why.")
    for name, (module, summary) in _RETENTION.items():
        retention.command(f"app.cli.{module}:{name}", name=name, help=summary)
    app.command(retention)
    schedule = cyclopts.App(name="schedule", help="The retention schedule: its versions and who confirmed its rules.")
    for name, (function, summary) in _SCHEDULE.items():
        schedule.command(f"app.cli.scheduling:{function}", name=name, help=summary)
    app.command(schedule)
    codes = cyclopts.App(name="codes", help="Lists of codes: kinds of documents, agencies, procedures, days off.")
    for name, (function, summary) in _CODES.items():
        codes.command(f"app.cli.coding:{function}", name=name, help=summary)
    app.command(codes)
    hold = cyclopts.App(name="hold", help="Holds: records that are not destroyed whatever else is decided.")
    for name, (function, summary) in _HOLD.items():
        hold.command(f"app.cli.holding:{function}", name=name, help=summary)
    app.command(hold)
    hand_over = cyclopts.App(name="hand-over", help="Dossiers that units hand over to the current archive.")
    for name, (function, summary) in _HAND_OVER.items():
        hand_over.command(f"app.cli.handing_over:{function}", name=name, help=summary)
    app.command(hand_over)
    transfer = cyclopts.App(name="transfer", help="Dossiers that go to the historical archive.")
    for name, (function, summary) in _TRANSFER.items():
        transfer.command(f"app.cli.transferring:{function}", name=name, help=summary)
    app.command(transfer)
    disposal = cyclopts.App(name="disposal", help="Lists of what is to be destroyed, and what keeps a dossier from it.")
    for name, (module, function, summary) in _DISPOSAL.items():
        disposal.command(f"app.cli.{module}:{function}", name=name, help=summary)
    app.command(disposal)
    backup_set = cyclopts.App(name="backup-set", help="Back-ups that stand, and what they hold of destroyed dossiers.")
    for name, (function, summary) in _BACKUP_SET.items():
        backup_set.command(f"app.cli.backing_up:{function}", name=name, help=summary)
    app.command(backup_set)
    dossier = cyclopts.App(name="dossier", help="Who sees a dossier, where its paper lies, what it shares.")
    dossier.command(
        "app.cli.seeing:level", name="level", help="Put another access level on a dossier, with the reason."
    )
    dossier.command("app.cli.placing:paper", name="paper", help="Say where the paper of a dossier lies.")
    for name, summary in (
        ("refer", "Let a dossier refer to a document of another one."),
        ("withdraw", "Take such a reference back."),
        ("rehome", "Move a document to a dossier that refers to it."),
    ):
        dossier.command(f"app.cli.referring:{name}", name=name, help=summary)
    dossier.command("app.cli.placing:box", name="box", help="Dossiers of a paper file code, or in a box.")
    dossier.command("app.cli.registers:dossier_form", name="form", help="Write a paper of a dossier to a file.")
    app.command(dossier)
    register = cyclopts.App(name="register", help="Registers of documents, of their use, of what is kept.")
    register.command("app.cli.registers:registers", name="list", help="Registers of a year, and how long each is.")
    register.command("app.cli.registers:register", name="write", help="Write a volume of a register to a file.")
    app.command(register)
    scan = cyclopts.App(name="scan", help="Scans that fall short of what their batch asks for.")
    scan.command("app.cli.deciding_scans:accept", name="accept", help="Keep a scan that falls short as it is.")
    scan.command("app.cli.deciding_scans:again", name="again", help="Have the paper of a scan scanned again.")
    app.command(scan)
    for group in _people():
        app.command(group)
    return app


def _people() -> list[cyclopts.App]:
    account = cyclopts.App(name="account", help="Accounts: once there is one, everybody signs in.")
    for name, function, summary in (
        ("add", "add", "Make an account; the first must be an administrator."),
        ("list", "accounts", "Show the accounts."),
        ("change", "change", "Give an account other rights."),
        ("disable", "disable", "Keep an account out."),
        ("enable", "enable", "Let an account in again."),
        ("reset", "reset", "Give an account a password for one time."),
        ("forget-factor", "forget_factor", "Take the second factors of an account away."),
        ("demand-factor", "demand_factor", "Demand a second factor of roles."),
    ):
        account.command(f"app.cli.people:{function}", name=name, help=summary)
    unit = cyclopts.App(name="unit", help="Units in their tree, and who took over from whom.")
    for name, function, summary in (
        ("list", "units", "Show the units."),
        ("put", "put_unit", "Make a unit, or rename and move one."),
        ("dissolve", "dissolve", "End a unit whose records another one takes over."),
        ("remove", "remove_unit", "Take away a unit made by mistake, which nothing names."),
    ):
        unit.command(f"app.cli.people:{function}", name=name, help=summary)
    return [account, unit]


def main() -> None:
    """Entry of the command ``vankho``."""
    as_json = "--json" in sys.argv
    try:
        status = _commands()()
    except VankhoError as error:
        print_error(error, _language(), as_json=as_json)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("Đã dừng theo yêu cầu. / Stopped as asked.")
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)


def _language() -> str:
    try:
        return session().settings.language
    except VankhoError:  # the settings are what is wrong
        return "en" if os.environ.get("VANKHO_LANGUAGE") == "en" else "vi"
