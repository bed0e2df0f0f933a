"""The site: API and pages of one installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.http import routes as people_routes
from accounts.http_audit import audit_routes
from accounts.http_second_factor import second_factor_routes
from app.desks.access import CatalogueAccessDesk
from app.desks.accounts import CatalogueAccountDesk, CatalogueUnitDesk
from app.desks.audit import CatalogueAuditDesk
from app.desks.code_lists import CatalogueCodeListDesk
from app.desks.common_sign_in import common_sign_in
from app.desks.disposal import CatalogueDisposalDesk
from app.desks.disposal_sheets import CatalogueDisposalSheets
from app.desks.execution import CatalogueExecutionDesk
from app.desks.forms import CatalogueFormDesk
from app.desks.hand_over import CatalogueHandOverDesk
from app.desks.holds import CatalogueHoldDesk
from app.desks.intake import CatalogueIntakeDesk
from app.desks.papers import CataloguePaperDesk
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.redactions import CatalogueRedactionDesk
from app.desks.references import CatalogueReferenceDesk
from app.desks.registers import CatalogueRegisterDesk
from app.desks.retention import CatalogueRetentionDesk
from app.desks.schedules import CatalogueScheduleDesk
from app.desks.searches import CatalogueSearchDesk, finding
from app.desks.second_factor import CatalogueSecondFactorDesk
from app.desks.sign_in import CatalogueSignInDesk, who_asks
from app.desks.transfer import CatalogueTransferDesk
from app.desks.use import CatalogueUseDesk
from app.desks.view_record import RecordedIndex, ViewRecord
from app.desks.work import CatalogueWorkDesk
from app.form_writers import form_writers
from app.operations.examine import Examination, checks_of
from app.operations.health import routes as health_routes
from app.operations.requests import Requests
from app.operations.watch import Watch
from app.operations.work_routes import work_routes
from app.result_writers import result_writers
from app.wiring import VERSION
from archive.http import routes as archive_routes
from archive.http_access import access_routes
from archive.http_papers import paper_routes
from archive.http_redactions import redaction_routes
from archive.http_references import reference_routes
from archive.use.http import use_routes
from archive.use.model import RegisterFormat
from ingest.code_lists.http import code_list_routes
from ingest.http import routes as intake_routes
from retention_rules.forms.http import form_routes
from retention_rules.forms.http_registers import register_routes
from retention_rules.forms.model import FormFormat
from retention_rules.hand_over.http import hand_over_routes
from retention_rules.hand_over.http_transfer import transfer_routes
from retention_rules.http import routes as retention_routes
from retention_rules.http_disposal import disposal_routes
from retention_rules.http_execution import execution_routes
from retention_rules.http_holds import hold_routes
from retention_rules.http_schedules import schedule_routes
from search_api.frame import create_application
from search_api.http import routes as find_routes
from search_api.http_searches import search_routes
from search_api.sign_in import signed_in
from web_ui.pages import Desks, PeopleDesks, error_page, mount_static, pages, people_pages
from web_ui.saved_notice import SavedNotice

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.operations.metrics import Metrics
    from app.wiring import Parts


def create_site(parts: Parts) -> FastAPI:
    """Every route, for the operator of this machine until there are accounts."""
    sign_in = CatalogueSignInDesk(parts)
    record = ViewRecord(parts, sign_in)
    intake, room, retention = (
        CatalogueIntakeDesk(parts),
        CatalogueReadingRoom(parts, record),
        CatalogueRetentionDesk(parts),
    )
    index = RecordedIndex(parts.index, record)
    searches = CatalogueSearchDesk(parts, index, record)
    find = finding(index, searches)
    execution, writers = CatalogueExecutionDesk(parts, sign_in), form_writers()
    forms = CatalogueFormDesk(parts, record, execution)
    desks = Desks(
        intake=intake,
        room=room,
        access=CatalogueAccessDesk(parts, record),
        papers=CataloguePaperDesk(parts),
        redactions=CatalogueRedactionDesk(parts, room, record),
        references=CatalogueReferenceDesk(parts, record),
        retention=retention,
        disposal=CatalogueDisposalDesk(parts),
        sheets=CatalogueDisposalSheets(parts),
        holds=CatalogueHoldDesk(parts),
        schedules=CatalogueScheduleDesk(parts),
        hand_over=CatalogueHandOverDesk(parts),
        transfer=CatalogueTransferDesk(parts),
        use=CatalogueUseDesk(parts, record),
        body=parts.settings.body,
        historical_archive=parts.settings.historical_archive,
        execution=execution,
        forms=forms,
        registers=CatalogueRegisterDesk(parts, record),
        writers=writers,
        proof=sign_in.proof_asked,
        find=find,
        searches=searches,
        results=result_writers(),
        clock=parts.clock,
        profile=parts.settings.profile,
        version=VERSION,
    )
    accounts, units = CatalogueAccountDesk(parts), CatalogueUnitDesk(parts)
    code_lists = CatalogueCodeListDesk(parts)
    second_factor = CatalogueSecondFactorDesk(parts, sign_in)
    examination = Examination(checks_of(parts.settings))
    watch = Watch(examination, parts.clock)
    work = CatalogueWorkDesk(parts, watch.latest, examination.thorough)
    people = PeopleDesks(
        sign_in=sign_in,
        second_factor=second_factor,
        common=common_sign_in(parts.settings, sign_in, parts.clock),
        audit=CatalogueAuditDesk(parts),
        work=work,
        accounts=accounts,
        units=units,
        code_lists=code_lists,
        clock=parts.clock,
        own_unit=parts.settings.unit,
        tls=parts.settings.tls,
        profile=parts.settings.profile,
        version=VERSION,
    )
    metrics = _metrics(parts, watch)
    site = create_application(
        [
            health_routes(watch.latest, metrics.text if metrics else None),
            intake_routes(intake, signed_in),
            archive_routes(room, signed_in),
            access_routes(desks.access, signed_in, parts.clock),
            paper_routes(desks.papers, signed_in),
            redaction_routes(desks.redactions, signed_in, parts.clock),
            reference_routes(desks.references, signed_in),
            use_routes(desks.use, signed_in, [writers[FormFormat(form.value)].media_type for form in RegisterFormat]),
            retention_routes(retention, signed_in, clock=parts.clock),
            schedule_routes(desks.schedules, signed_in),
            hold_routes(desks.holds, signed_in, parts.clock),
            disposal_routes(desks.disposal, signed_in, parts.clock),
            form_routes(forms, writers, signed_in),
            register_routes(desks.registers, forms, writers, signed_in),
            hand_over_routes(desks.hand_over, signed_in, parts.clock),
            execution_routes(desks.execution, signed_in, parts.clock),
            transfer_routes(desks.transfer, signed_in),
            find_routes(find, parts.clock, signed_in, room.page_text),
            search_routes(find, searches, desks.results, parts.clock, signed_in),
            people_routes(sign_in, accounts, units, signed_in),
            second_factor_routes(second_factor, signed_in),
            audit_routes(people.audit, signed_in),
            work_routes(work, signed_in),
            code_list_routes(code_lists, signed_in),
        ],
        pages=[*pages(desks, signed_in), *people_pages(people, signed_in)],
        version=VERSION,
        # By its loopback address it is asked by health checks of its own machine or container.
        allowed_hosts=[*parts.settings.allowed_hosts, parts.settings.host, "127.0.0.1"],
        who=who_asks(sign_in, parts.operator),
        error_page=error_page,
    )
    mount_static(site)
    site.add_middleware(SavedNotice)
    site.state.notices = watch.notices
    site.state.unit_names = units.names
    site.state.full_name = accounts.full_name
    site.add_middleware(Requests, timed=metrics.timed if metrics else None)
    return site


def _metrics(parts: Parts, watch: Watch) -> Metrics | None:
    """Figures for Prometheus; None where its client is not installed, which a desk does not need."""
    try:
        from app.operations.metrics import Metrics  # noqa: PLC0415  of the server's libraries
    except ModuleNotFoundError:
        return None
    return Metrics(parts, watch.latest)
