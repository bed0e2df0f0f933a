"""The whole HTTP API against its own description (OpenAPI): what a stranger makes up is never answered otherwise.

Cases are made by schemathesis from the description, right and wrong ones, with a fixed seed; each is sent by an
administrator, an archivist or a reader in turn (in the long round by all three), half of them about things that are
there. No answer may be an error of ours,
have a status, content type or header that is not described, or a body that does not fit.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, get_args

import httpx
import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.model import Role
from search_api.door import declared
from search_api.sign_in import SESSION_COOKIE
from tests.contracts.sites import URL, Site, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

WHO = ("quan-tri", "luu-tru", "doc")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 50
"""An operation, in every round: each by one of WHO, which keeps the whole under two minutes of one core."""
MANY = 1000
SHARES = 8
"""Of the operations, each a test of its own: the long round can be shared out, and goes on where it was broken off."""
_ENDLESS = "/live"
"""What is there streams until it is finished."""


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site("sqlite", tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.units.put(desks.operator, "B", "Phòng B", None)
        desks.add("quan-tri", Role.ADMINISTRATOR)
        desks.add("luu-tru", Role.ARCHIVIST, Role.HEAD, Role.COUNCIL_MEMBER, conditional=True)
        desks.add("doc", Role.UNIT_READER, Role.CLERK, Role.AUDITOR, unit="B")
        yield made


@cache
def _described(application: Any) -> Any:
    return schemathesis.openapi.from_dict(application.openapi())


def operations(made: Site) -> list[Any]:
    return [found.ok() for found in _described(made.site).get_all_operations()]


def _cases(operation: Any) -> SearchStrategy[Any]:
    right = operation.as_strategy(schemathesis.GenerationMode.POSITIVE)
    takes = operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody")
    return st.one_of(right, operation.as_strategy(schemathesis.GenerationMode.NEGATIVE)) if takes else right


class Asking:
    """Sends cases as they are, each by the next of WHO or by everybody."""

    def __init__(self, made: Site, *, by_everybody: bool) -> None:
        self._site = made
        self._by_everybody = by_everybody
        self._number = 0
        # One loop and one client for all: thousands are asked.
        self._loop = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(made.site), base_url=URL)
        self._cookies = {who: self._signed_in(who) for who in WHO}
        things = [made.put(unit="B"), made.put(unit="B", level="02"), made.put(unit="A")]
        self._known = [
            {"dossier": thing.dossier, "document": thing.document, "batch": thing.batch, "file": thing.file}
            for thing in things
        ] + [{"name": "doc", "code": "B", "dossier": things[0].dossier, "document": things[0].document, "page": "1"}]

    def close(self) -> None:
        self._loop.run(self._client.aclose())
        self._loop.close()

    def send(self, case: Any) -> None:
        self._number += 1
        if self._number % 2 and not case.operation.path.endswith(_ENDLESS):
            self._about_what_is_there(case)
        said = requests.Request(**case.as_transport_kwargs(base_url=URL)).prepare()
        for who in WHO if self._by_everybody else (WHO[self._number % len(WHO)],):
            answer = self._ask(said, who)
            if answer.status_code == HTTPStatus.UNAUTHORIZED:  # the case before signed out, or changed the password
                self._cookies[who] = self._signed_in(who)
                answer = self._ask(said, who)
            case.validate_response(answer, checks=CHECKS)

    def _ask(self, said: requests.PreparedRequest, who: str) -> httpx.Response:
        headers = {name: _text(value) for name, value in said.headers.items() if name.lower() != "cookie"}
        headers["Cookie"] = self._cookies[who]
        headers.setdefault("Origin", URL)
        path = (said.url or URL).removeprefix(URL)
        request = self._client.request(said.method or "GET", path, headers=headers, content=_bytes(said.body))
        try:
            return self._loop.run(request)
        finally:
            self._client.cookies.clear()

    def _signed_in(self, who: str) -> str:
        return f"{SESSION_COOKIE}={self._site.session(who)}"

    def _about_what_is_there(self, case: Any) -> None:
        known = self._known[self._number // 2 % len(self._known)]
        for place in (case.path_parameters, case.query):
            with suppress(TypeError):  # a wrong case may have no parameters at all
                for name in place:
                    if name in known:
                        place[name] = known[name]


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _bytes(body: Any) -> bytes | None:
    return body.encode() if isinstance(body, str) else body


def _run(made: Site, tried: list[Any], examples: int, *, by_everybody: bool) -> list[str]:
    """What was wrong, an operation an entry; every one of them is tried."""
    asking, wrong = Asking(made, by_everybody=by_everybody), []
    for operation in tried:
        try:
            _try(asking, operation, examples)
        except (Exception, BaseExceptionGroup) as found:  # noqa: BLE001  every way to fail is told of
            wrong.append(f"{operation.method.upper()} {operation.path}\n{_told(found)}")
    asking.close()
    return wrong


def _try(asking: Asking, operation: Any, examples: int) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    @given(_cases(operation))
    def each(case: Any) -> None:
        asking.send(case)

    each()


def _told(found: BaseException) -> str:
    inner = getattr(found, "exceptions", ())
    return "\n".join(_told(each) for each in inner) or f"{type(found).__name__}: {found}"


@pytest.mark.timeout(1800)
def test_answers_are_as_described(staffed: Site) -> None:
    every = operations(staffed)
    assert len(every) > 50
    wrong = _run(staffed, every, EXAMPLES, by_everybody=False)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("share", range(SHARES))
def test_answers_are_as_described_a_thousand_times(staffed: Site, share: int) -> None:
    wrong = _run(staffed, operations(staffed)[share::SHARES], MANY, by_everybody=True)
    assert not wrong, "\n\n".join(wrong)


def test_every_number_that_a_route_takes_has_an_end(staffed: Site) -> None:
    """A number beyond what a catalogue can hold is an error of whoever sends it, and never one of ours."""
    endless = []
    for context, _ in declared(staffed.site):
        dependant = getattr(context.original_route, "dependant", None)
        for taken in (*dependant.query_params, *dependant.path_params) if dependant else ():
            kinds = {taken.field_info.annotation, *get_args(taken.field_info.annotation)}
            bounds = {type(bound).__name__ for bound in taken.field_info.metadata}
            if int in kinds and bool not in kinds and not bounds & {"Le", "Lt"}:
                endless.append((context.path_format, taken.name))
    # The page of a document is compared with the pages there are (the test below).
    assert {path for path, _ in endless} <= {
        "/ho-so/{dossier_id}/{document_id}/{number}",
        "/ho-so/{dossier_id}/{document_id}/{number}/hien",
        "/ho-so/{dossier_id}/{document_id}/{number}/ban",
        "/ho-so/{dossier_id}/{document_id}/{number}/lien-quan",
        "/ho-so/{dossier_id}/{document_id}/{number}/che",
        "/ho-so/{dossier_id}/{document_id}/{number}/che/hien",
    }


@pytest.mark.parametrize("end", ["", "/ban", "/lien-quan", "/che"])
def test_a_page_beyond_what_a_catalogue_holds_is_one_that_is_not_there(tmp_path: Path, end: str) -> None:
    with site("sqlite", tmp_path) as made:  # a site of its own: the rounds above change who may do what
        made.desks.units.put(made.desks.operator, "B", "Phòng B", None)
        made.desks.add("luu-tru", Role.ARCHIVIST)
        thing = made.put(unit="B")
        address = f"/ho-so/{thing.dossier}/{thing.document}/{10**30}{end}"
        assert made.get(address, "luu-tru").status_code == HTTPStatus.NOT_FOUND
        for act in ("page", "box") if end == "/che" else ():
            said = {"act": act, "ground": "personal_data", "left": "1", "top": "1", "width": "9", "height": "9"}
            assert made.ask("POST", address, "luu-tru", data=said).status_code == HTTPStatus.NOT_FOUND
            assert made.ask("POST", f"{address}/hien", "luu-tru").status_code == HTTPStatus.NOT_FOUND
