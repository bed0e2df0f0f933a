"""The routes of people: ``/api/me``, ``/api/accounts`` and ``/api/units``."""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from accounts.http_models import (
    AccountAnswer,
    Dissolved,
    GivenRights,
    MeAnswer,
    NewAccount,
    NewPassword,
    NewToken,
    OneTimePasswordAnswer,
    PutUnit,
    TokenAnswer,
    TokenMade,
    UnitAnswer,
)
from accounts.ports import AccountDesk, SignInDesk, UnitDesk
from records.needs import Anybody, needs
from records.reader import Capability, Reader


def routes(sign_in: SignInDesk, accounts: AccountDesk, units: UnitDesk, reader: Callable[..., Reader]) -> APIRouter:
    """The routes of people; ``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api", tags=["people"])
    _own_routes(router, sign_in, reader)
    _account_routes(router, accounts, reader)
    _unit_routes(router, units, reader)
    return router


def _own_routes(router: APIRouter, desk: SignInDesk, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/me", summary="Tài khoản của tôi")
    @needs(Anybody.SIGNED_IN)
    def me(asks: asking) -> MeAnswer:
        """Who asks, and what he may."""
        return MeAnswer.of(asks)

    @router.put("/me/password", status_code=204, response_class=Response, summary="Đổi mật khẩu")
    @needs(Anybody.IN_PERSON)
    def change_password(asks: asking, body: NewPassword) -> None:
        """Set a new password; every session ends. Errors: sign_in.refused, sign_in.locked, account.password_weak."""
        desk.change_password(asks.account, body.present, body.new)

    @router.get("/me/tokens", summary="Mã truy cập của tôi")
    @needs(Anybody.IN_PERSON)
    def tokens(asks: asking) -> list[TokenAnswer]:
        """Tokens of programs that act for this account, newest first."""
        return [TokenAnswer.of(view) for view in desk.tokens(asks)]

    @router.post("/me/tokens", status_code=201, summary="Tạo mã truy cập")
    @needs(Anybody.IN_PERSON)
    def make_token(asks: asking, new: NewToken) -> TokenMade:
        """A token with its secret, told this once. Errors: account.not_allowed, account.none."""
        made, secret = desk.make_token(asks, new.name, frozenset(new.scopes), new.days)
        return TokenMade(**TokenAnswer.of(made).model_dump(), secret=secret)

    @router.delete("/me/tokens/{token}", status_code=204, response_class=Response, summary="Thu hồi mã truy cập")
    @needs(Anybody.IN_PERSON)
    def revoke_token(asks: asking, token: UUID) -> None:
        """Nobody gets in by it any more. Errors: token.not_found."""
        desk.revoke_token(asks, token)


def _account_routes(router: APIRouter, desk: AccountDesk, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]
    named = Annotated[str, Path(max_length=64)]

    @router.get("/accounts", summary="Các tài khoản")
    @needs(Capability.ADMINISTER)
    def list_accounts(asks: asking) -> list[AccountAnswer]:
        """Every account, by name."""
        return [AccountAnswer.of(view) for view in desk.accounts(asks)]

    @router.post("/accounts", status_code=201, summary="Tạo tài khoản")
    @needs(Capability.ADMINISTER)
    def add_account(asks: asking, new: NewAccount) -> OneTimePasswordAnswer:
        """An account with a password for one time.

        Errors: account.name_invalid, account.no_role, account.first_administers, account.exists, unit.not_found.
        """
        return OneTimePasswordAnswer.of(desk.add(asks, new.name, new.full_name, new.rights))

    @router.put("/accounts/{name}", summary="Đổi quyền của tài khoản")
    @needs(Capability.ADMINISTER)
    def change_account(asks: asking, name: named, given: GivenRights) -> AccountAnswer:
        """Other rights; they count from its next request on.

        Errors: account.not_found, account.own, account.no_role, unit.not_found.
        """
        desk.change(asks, name, given.full_name, given.rights)
        return AccountAnswer.of(desk.account(asks, name))

    @router.post("/accounts/{name}/disable", summary="Khóa tài khoản")
    @needs(Capability.ADMINISTER)
    def disable(asks: asking, name: named) -> AccountAnswer:
        """Its sessions end at once. Errors: account.not_found, account.own."""
        desk.set_enabled(asks, name, enabled=False)
        return AccountAnswer.of(desk.account(asks, name))

    @router.post("/accounts/{name}/enable", summary="Mở lại tài khoản")
    @needs(Capability.ADMINISTER)
    def enable(asks: asking, name: named) -> AccountAnswer:
        """Let it in again. Errors: account.not_found."""
        desk.set_enabled(asks, name, enabled=True)
        return AccountAnswer.of(desk.account(asks, name))

    @router.post("/accounts/{name}/reset", summary="Cấp lại mật khẩu")
    @needs(Capability.ADMINISTER)
    def reset(asks: asking, name: named) -> OneTimePasswordAnswer:
        """A password for one time; opens a locked name at once. Errors: account.not_found."""
        return OneTimePasswordAnswer.of(desk.reset(asks, name))


def _unit_routes(router: APIRouter, desk: UnitDesk, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]
    coded = Annotated[str, Path(max_length=64)]

    @router.get("/units", summary="Các đơn vị")
    @needs(Capability.ADMINISTER)
    def list_units(asks: asking) -> list[UnitAnswer]:
        """Every unit, dissolved ones too, by code."""
        return [UnitAnswer.of(unit) for unit in desk.units(asks)]

    @router.put("/units/{code}", status_code=204, response_class=Response, summary="Thêm hoặc sửa đơn vị")
    @needs(Capability.ADMINISTER)
    def put_unit(asks: asking, code: coded, body: PutUnit) -> None:
        """Make, rename or move a unit.

        Errors: unit.code_invalid, unit.name_missing, unit.in_circle, unit.days_reversed, unit.not_found.
        """
        desk.put(
            asks,
            code,
            body.name,
            body.parent or None,
            identification_code=body.identification_code,
            began_on=body.began_on,
        )

    @router.delete("/units/{code}", status_code=204, response_class=Response, summary="Bỏ đơn vị lập nhầm")
    @needs(Capability.ADMINISTER)
    def remove_unit(asks: asking, code: coded) -> None:
        """Take away a unit that nothing names.

        Errors: unit.not_found, unit.in_use.
        """
        desk.remove(asks, code)

    @router.post("/units/{code}/dissolve", status_code=204, response_class=Response, summary="Giải thể đơn vị")
    @needs(Capability.ADMINISTER)
    def dissolve(asks: asking, code: coded, body: Dissolved) -> None:
        """Its records go to the successor from that day on.

        Errors: unit.not_found, unit.in_circle, unit.days_reversed.
        """
        desk.dissolve(asks, code, body.on, body.successor)
