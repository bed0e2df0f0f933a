"""Administration without a shell: accounts with their rights, and the tree of units."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from accounts.model import ALL_UNITS, OneTimePassword, Rights, Role, Unit
from ingest.check_codes import CodeKind
from records.errors import VankhoError
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import PeopleDesks
from web_ui.rendering import Foot, page

_Name = Annotated[str, Path(max_length=64)]
_Roles = Annotated[list[Role] | None, Form()]
_Act = Literal["khoa", "mo", "cap-lai", "go-lop-hai"]
_Text = Annotated[str, Form(max_length=500)]


def tree_of(units: Sequence[Unit]) -> list[tuple[int, Unit]]:
    """Units below those they are part of, each with how deep it stands; by code among their like."""
    below: dict[str | None, list[Unit]] = {}
    codes = {unit.code for unit in units}
    for unit in units:
        below.setdefault(unit.parent if unit.parent in codes else None, []).append(unit)
    rows: list[tuple[int, Unit]] = []

    def walk(parent: str | None, depth: int) -> None:
        for unit in below.get(parent, ()):
            rows.append((depth, unit))
            walk(unit.code, depth + 1)

    walk(None, 0)
    return rows


def routes(desks: PeopleDesks, reader: Callable[..., Reader]) -> APIRouter:
    """``/quan-tri`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]

    def shared(who: Reader) -> dict[str, Any]:
        units = desks.units.units(who)
        own = [] if any(unit.code == desks.own_unit for unit in units) else [desks.own_unit]
        return {
            "reader": who,
            "foot": foot,
            "here": "people",
            "tree": tree_of(units),
            "own_units": own,
            "roles": list(Role),
        }

    def accounts_page(
        request: Request,
        who: Reader,
        wrong: VankhoError | None = None,
        made: OneTimePassword | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        accounts = desks.accounts.accounts(who)
        empty = {"name": "", "full_name": "", "roles": frozenset(), "unit": "", "conditional": False}
        if not accounts:
            empty |= {"roles": frozenset({Role.ADMINISTRATOR}), "unit": ALL_UNITS}
        return page(
            request,
            "admin_accounts.html",
            status=wrong.http_status if wrong else 200,
            accounts=accounts,
            wrong=wrong,
            made=made,
            given=given or empty,
            demanding=desks.second_factor.demanding_roles(who),
            **shared(who),
        )

    def account_page(
        request: Request,
        who: Reader,
        name: str,
        wrong: VankhoError | None = None,
        made: OneTimePassword | None = None,
    ) -> Response:
        return page(
            request,
            "admin_account.html",
            status=wrong.http_status if wrong else 200,
            account=desks.accounts.account(who, name),
            wrong=wrong,
            made=made,
            **shared(who),
        )

    @router.get("/quan-tri")
    @needs(Capability.ADMINISTER)
    def accounts(request: Request, who: asking) -> Response:
        return accounts_page(request, who)

    @router.post("/quan-tri")
    @needs(Capability.ADMINISTER)
    def add(
        request: Request,
        who: asking,
        *,
        name: _Text = "",
        full_name: _Text = "",
        unit: _Text = "",
        roles: _Roles = None,
        conditional: Annotated[bool, Form()] = False,
    ) -> Response:
        rights = Rights(roles=frozenset(roles or []), unit=unit, conditional=conditional)
        given = {"name": name, "full_name": full_name, "roles": rights.roles, "unit": unit, "conditional": conditional}
        try:
            made = desks.accounts.add(who, name.strip(), full_name, rights)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return accounts_page(request, who, wrong, given=given)
        return accounts_page(request, who, made=made)

    @router.get("/quan-tri/tai-khoan/{name}")
    @needs(Capability.ADMINISTER)
    def account(request: Request, who: asking, name: _Name) -> Response:
        return account_page(request, who, name)

    @router.post("/quan-tri/tai-khoan/{name}")
    @needs(Capability.ADMINISTER)
    def change(
        request: Request,
        who: asking,
        *,
        name: _Name,
        full_name: _Text = "",
        unit: _Text = "",
        roles: _Roles = None,
        conditional: Annotated[bool, Form()] = False,
    ) -> Response:
        rights = Rights(roles=frozenset(roles or []), unit=unit, conditional=conditional)
        try:
            desks.accounts.change(who, name, full_name, rights)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return account_page(request, who, name, wrong)
        return RedirectResponse("/quan-tri", status_code=303)

    @router.post("/quan-tri/lop-hai")
    @needs(Capability.ADMINISTER)
    def demand(who: asking, roles: _Roles = None) -> Response:
        desks.second_factor.demand_of(who, frozenset(roles or []))
        return RedirectResponse("/quan-tri#lop-hai", status_code=303)

    @router.post("/quan-tri/tai-khoan/{name}/{act}")
    @needs(Capability.ADMINISTER)
    def act_on(request: Request, who: asking, name: _Name, act: _Act) -> Response:
        try:
            if act == "cap-lai":
                return account_page(request, who, name, made=desks.accounts.reset(who, name))
            if act == "go-lop-hai":
                desks.second_factor.forget(who, name)
                return RedirectResponse(f"/quan-tri/tai-khoan/{name}", status_code=303)
            desks.accounts.set_enabled(who, name, enabled=act == "mo")
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return account_page(request, who, name, wrong)
        return RedirectResponse(f"/quan-tri/tai-khoan/{name}", status_code=303)

    _unit_routes(router, desks, reader, shared)
    return router


def _unit_routes(
    router: APIRouter,
    desks: PeopleDesks,
    reader: Callable[..., Reader],
    shared: Callable[[Reader], dict[str, Any]],
) -> None:
    """The tree of units."""
    asking = Annotated[Reader, Depends(reader)]

    def units_page(request: Request, who: Reader, wrong: VankhoError | None = None) -> Response:
        told = shared(who)
        # The code of a unit that ended need not be in the list of today.
        codes = {unit.identification_code for _, unit in told["tree"] if not unit.dissolved_on} - {""}
        return page(
            request,
            "admin_units.html",
            status=wrong.http_status if wrong else 200,
            wrong=wrong,
            code_findings=desks.code_lists.check(who, CodeKind.AGENCY, sorted(codes)),
            **told,
        )

    @router.get("/quan-tri/don-vi")
    @needs(Capability.ADMINISTER)
    def units(request: Request, who: asking) -> Response:
        return units_page(request, who)

    @router.post("/quan-tri/don-vi")
    @needs(Capability.ADMINISTER)
    def put_unit(
        request: Request,
        who: asking,
        *,
        code: _Text = "",
        name: _Text = "",
        parent: _Text = "",
        identification_code: _Text = "",
        began_on: Annotated[date | None, Form()] = None,
    ) -> Response:
        return _unit_act(
            request,
            who,
            lambda: desks.units.put(
                who,
                code.strip(),
                name,
                parent or None,
                identification_code=identification_code,
                began_on=began_on,
            ),
        )

    @router.post("/quan-tri/don-vi/giai-the")
    @needs(Capability.ADMINISTER)
    def dissolve(request: Request, who: asking, code: _Text, on: Annotated[date, Form()], successor: _Text) -> Response:
        return _unit_act(request, who, lambda: desks.units.dissolve(who, code, on, successor))

    @router.post("/quan-tri/don-vi/bo")
    @needs(Capability.ADMINISTER)
    def remove_unit(request: Request, who: asking, code: _Text) -> Response:
        return _unit_act(request, who, lambda: desks.units.remove(who, code))

    def _unit_act(request: Request, who: Reader, act: Callable[[], None]) -> Response:
        try:
            act()
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return units_page(request, who, wrong)
        return RedirectResponse("/quan-tri/don-vi", status_code=303)
