"""The retention schedule in pages: versions, tables taken in row by row, what a change would do, confirming rules."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from records.errors import NotFound, VankhoError
from records.folding import fold
from records.identifiers import ScheduleId
from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.clause_words import instrument_in_words
from retention_rules.model import Rule
from retention_rules.schedule_change import says
from retention_rules.schedule_file import MOST_BYTES
from retention_rules.schedule_versions import ScheduleReading, ScheduleState, ScheduleVersion
from web_ui.desks import Desks
from web_ui.rendering import Foot, page

_RULES = 100
_AT = "/bang-thoi-han"

Shown = Literal["all", "unconfirmed", "confirmed"]


def shown_rules(version: ScheduleVersion, which: Shown, words: str) -> list[Rule]:
    """Rules of the version whose kind, group, id or clause holds every word."""
    wanted = fold(words).split()
    found = []
    for rule in version.schedule.rules:
        if which != "all" and rule.confirmed is not (which == "confirmed"):
            continue
        text = fold(f"{rule.id} {rule.group} {rule.record_type} {rule.clause}")
        if all(word in text for word in wanted):
            found.append(rule)
    return found


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/bang-thoi-han`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]
    text = Annotated[str, Form(max_length=1000)]

    def shared(who: Reader) -> dict[str, Any]:
        return {"reader": who, "foot": foot, "here": "retention"}

    def versions_page(
        request: Request,
        who: Reader,
        *,
        wrong: VankhoError | None = None,
        reading: ScheduleReading | None = None,
        given: dict[str, str] | None = None,
    ) -> Response:
        return page(
            request,
            "schedules.html",
            status=wrong.http_status if wrong else 422 if reading else 200,
            versions=desks.schedules.versions(who),
            work=desks.schedules.reassessment(who),
            wrong=wrong,
            reading=reading,
            given=given or {"name": "", "version": "", "source": "", "effective_from": ""},
            **shared(who),
        )

    @router.get(_AT)
    @needs(Capability.DECIDE)
    def versions(request: Request, who: asking, muc: Annotated[str, Query(max_length=100)] = "") -> Response:
        if muc:  # the rule of that id, in the version in force
            found = desks.schedules.in_force(who).id
            return RedirectResponse(f"{_AT}/{found}?{urlencode({'q': muc})}", status_code=303)
        return versions_page(request, who)

    @router.post(_AT)
    @needs(Capability.DECIDE)
    def take_in(
        request: Request,
        who: asking,
        *,
        table: Annotated[UploadFile | None, File()] = None,
        name: text = "",
        version: text = "",
        source: text = "",
        effective_from: Annotated[str, Form(max_length=10)] = "",
    ) -> Response:
        given = {"name": name, "version": version, "source": source, "effective_from": effective_from}
        try:
            reading = desks.schedules.take_in(
                who,
                table.file.read(MOST_BYTES + 1) if table else b"",
                file_name=(table.filename or "") if table else "",
                name=name,
                version=version,
                source=source,
                effective_from=_day(effective_from, desks.clock.today()),
            )
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return versions_page(request, who, wrong=wrong, given=given)
        if reading.version is None:
            return versions_page(request, who, reading=reading, given=given)
        return RedirectResponse(f"{_AT}/{reading.version.id}", status_code=303)

    def version_page(
        request: Request,
        who: Reader,
        which: ScheduleId,
        *,
        hien: Shown = "all",
        q: str = "",
        offset: int = 0,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        found = desks.schedules.version(who, which)
        rules = shown_rules(found, hien, q)
        here = f"{_AT}/{which}?{urlencode({'hien': hien, 'q': q})}&offset="
        return page(
            request,
            "schedule.html",
            status=wrong.http_status if wrong else 200,
            found=found,
            rules=rules[offset : offset + _RULES],
            matching=len(rules),
            hien=hien,
            q=q,
            wrong=wrong,
            given=given or {"rules": [], "source": "", "why": ""},
            work=desks.schedules.reassessment(who),
            in_force=found.state is ScheduleState.IN_FORCE,
            first=offset + 1,
            last=offset + len(rules[offset : offset + _RULES]),
            before=f"{here}{max(0, offset - _RULES)}" if offset else "",
            after=f"{here}{offset + _RULES}" if offset + _RULES < len(rules) else "",
            **shared(who),
        )

    @router.get(_AT + "/{version:uuid}")
    @needs(Capability.DECIDE)
    def one(
        request: Request,
        who: asking,
        version: UUID,
        *,
        hien: Shown = "all",
        q: Annotated[str, Query(max_length=200)] = "",
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        return version_page(request, who, ScheduleId(str(version)), hien=hien, q=q, offset=offset)

    def preview_page(request: Request, who: Reader, which: ScheduleId, wrong: VankhoError | None = None) -> Response:
        return page(
            request,
            "schedule_preview.html",
            status=wrong.http_status if wrong else 200,
            found=desks.schedules.version(who, which),
            preview=desks.schedules.preview(who, which),
            says=says,
            wrong=wrong,
            **shared(who),
        )

    @router.get(_AT + "/{version:uuid}/xem-truoc")
    @needs(Capability.DECIDE)
    def preview(request: Request, who: asking, version: UUID) -> Response:
        return preview_page(request, who, ScheduleId(str(version)))

    @router.post(_AT + "/{version:uuid}/chap-nhan")
    @needs(Capability.DECIDE)
    def accept(
        request: Request,
        who: asking,
        version: UUID,
        *,
        fingerprint: Annotated[str, Form(max_length=64)] = "",
        shorter: Annotated[bool, Form()] = False,
    ) -> Response:
        which = ScheduleId(str(version))
        try:
            desks.schedules.accept(who, which, fingerprint=fingerprint, shorter=shorter)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return preview_page(request, who, which, wrong)
        return RedirectResponse(f"{_AT}/{which}", status_code=303)

    _confirm_route(router, desks, reader, version_page, shared)
    return router


def _confirm_route(
    router: APIRouter,
    desks: Desks,
    reader: Callable[..., Reader],
    version_page: Callable[..., Response],
    shared: Callable[[Reader], dict[str, Any]],
) -> None:
    asking = Annotated[Reader, Depends(reader)]
    text = Annotated[str, Form(max_length=1000)]

    @router.post(_AT + "/{version:uuid}/xac-nhan")
    @needs(Capability.DECIDE)
    def confirm(
        request: Request,
        who: asking,
        version: UUID,
        *,
        rules: Annotated[list[str] | None, Form()] = None,
        source: text = "",
        why: text = "",
        withdraw: Annotated[bool, Form()] = False,
        sure: Annotated[bool, Form()] = False,
        back: Annotated[bool, Form()] = False,
        hien: Annotated[Shown, Form()] = "all",
        q: Annotated[str, Form(max_length=200)] = "",
        offset: Annotated[int, Form(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        """Asked once more before anything is done; where they were and what they had ticked stays."""
        which, chosen = ScheduleId(str(version)), rules or []
        given = {"rules": chosen, "source": source, "why": why}
        place: dict[str, Any] = {"hien": hien, "q": q, "offset": offset}
        try:
            if back:
                return version_page(request, who, which, given=given, **place)
            if not sure:
                kept = desks.schedules.kept_by(who, chosen, said=why if withdraw else source, withdrawing=withdraw)
                asked = {"withdraw": withdraw, "kept": kept, "given": given, **place}
                return _question(request, desks, who, which, asked | shared(who))
            if withdraw:
                desks.schedules.withdraw(who, chosen, why=why)
            else:
                desks.schedules.confirm(who, chosen, source=source)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return version_page(request, who, which, wrong=wrong, given=given, **place)
        return RedirectResponse(f"{_AT}/{which}?{urlencode({'hien': hien, 'q': q})}", status_code=303)


def _question(request: Request, desks: Desks, who: Reader, which: ScheduleId, asked: dict[str, Any]) -> Response:
    in_force = desks.schedules.in_force(who).schedule
    chosen = [rule for each in dict.fromkeys(asked["given"]["rules"]) if (rule := in_force.rule(each)) is not None]
    sources = Counter(instrument_in_words(rule.clause) for rule in chosen)
    return page(
        request,
        "schedule_confirm.html",
        found=desks.schedules.version(who, which),
        rules=chosen,
        sources=sources.most_common(),
        **asked,
    )


def _day(told: str, otherwise: date) -> date:
    """The day as it was typed; none counts from today, as the field's own check lets nothing else through."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        return otherwise
