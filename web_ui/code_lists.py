"""Lists of codes in pages of administration: tables taken in row by row, what one would change, acceptance."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from ingest.code_lists.model import CodeListKind, CodeListReading, CodeListState, Entry
from ingest.code_lists.read_table import MOST_BYTES
from ingest.code_lists.table_forms import FORMS
from records.errors import NotFound, VankhoError
from records.folding import fold
from records.identifiers import CodeListId
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import PeopleDesks
from web_ui.rendering import Foot, page

_AT = "/quan-tri/danh-muc"
_ENTRIES = 100
_FINDINGS = 200


def shown_entries(entries: tuple[Entry, ...], words: str) -> list[Entry]:
    """Those whose cells hold every word."""
    wanted = fold(words).split()
    return [entry for entry in entries if all(word in fold(" ".join(entry.values())) for word in wanted)]


def routes(desks: PeopleDesks, reader: Callable[..., Reader]) -> APIRouter:
    """``/quan-tri/danh-muc`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]
    text = Annotated[str, Form(max_length=1000)]

    def shared(who: Reader) -> dict[str, Any]:
        return {"reader": who, "foot": foot, "here": "people"}

    def versions_page(
        request: Request,
        who: Reader,
        kind: CodeListKind,
        *,
        wrong: VankhoError | None = None,
        reading: CodeListReading | None = None,
        given: dict[str, str] | None = None,
    ) -> Response:
        refused = reading is not None and reading.version is None
        return page(
            request,
            "admin_code_lists.html",
            status=wrong.http_status if wrong else 422 if refused else 200,
            kinds=list(CodeListKind),
            kind=kind,
            columns=FORMS[kind].columns,
            versions=[one for one in desks.code_lists.versions(who) if one.kind is kind],
            wrong=wrong,
            reading=reading,
            findings=reading.findings[:_FINDINGS] if reading else (),
            given=given or {"version": "", "source": ""},
            **shared(who),
        )

    @router.get(_AT)
    @needs(Capability.ADMINISTER)
    def versions(request: Request, who: asking, muc: CodeListKind = CodeListKind.DOCUMENT_KINDS) -> Response:
        return versions_page(request, who, muc)

    @router.post(_AT)
    @needs(Capability.ADMINISTER)
    def take_in(
        request: Request,
        who: asking,
        *,
        table: Annotated[UploadFile | None, File()] = None,
        kind: Annotated[CodeListKind, Form()] = CodeListKind.DOCUMENT_KINDS,
        version: text = "",
        source: text = "",
    ) -> Response:
        given = {"version": version, "source": source}
        try:
            reading = desks.code_lists.take_in(
                who,
                kind,
                table.file.read(MOST_BYTES + 1) if table else b"",
                file_name=(table.filename or "") if table else "",
                version=version,
                source=source,
            )
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return versions_page(request, who, kind, wrong=wrong, given=given)
        if reading.version is not None and not reading.findings:
            return RedirectResponse(f"{_AT}/{reading.version.id}", status_code=303)
        # Kept with something to look at, or not kept: either way row by row.
        return versions_page(request, who, kind, reading=reading, given=None if reading.version else given)

    def version_page(
        request: Request,
        who: Reader,
        which: CodeListId,
        *,
        q: str = "",
        offset: int = 0,
        wrong: VankhoError | None = None,
    ) -> Response:
        found = desks.code_lists.version(who, which)
        entries = shown_entries(found.entries, q)
        some = entries[offset : offset + _ENTRIES]
        here = f"{_AT}/{which}?{urlencode({'q': q})}&offset="
        return page(
            request,
            "admin_code_list.html",
            status=wrong.http_status if wrong else 200,
            found=found,
            columns=FORMS[found.about.kind].columns,
            preview=desks.code_lists.preview(who, which) if found.about.state is CodeListState.PROPOSED else None,
            entries=some,
            matching=len(entries),
            q=q,
            wrong=wrong,
            first=offset + 1,
            last=offset + len(some),
            before=f"{here}{max(0, offset - _ENTRIES)}" if offset else "",
            after=f"{here}{offset + _ENTRIES}" if offset + _ENTRIES < len(entries) else "",
            **shared(who),
        )

    @router.get(_AT + "/{version:uuid}")
    @needs(Capability.ADMINISTER)
    def one(
        request: Request,
        who: asking,
        version: UUID,
        *,
        q: Annotated[str, Query(max_length=200)] = "",
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        return version_page(request, who, CodeListId(str(version)), q=q, offset=offset)

    @router.post(_AT + "/{version:uuid}/chap-nhan")
    @needs(Capability.ADMINISTER)
    def accept(
        request: Request,
        who: asking,
        version: UUID,
        *,
        fingerprint: Annotated[str, Form(max_length=64)] = "",
        removing: Annotated[bool, Form()] = False,
    ) -> Response:
        which = CodeListId(str(version))
        try:
            accepted = desks.code_lists.accept(who, which, fingerprint=fingerprint, removing=removing)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return version_page(request, who, which, wrong=wrong)
        return RedirectResponse(f"{_AT}?muc={accepted.kind}", status_code=303)

    return router
