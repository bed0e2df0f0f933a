"""The routes of second factors: ``/api/me/second-factor`` and ``/api/second-factor``."""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from accounts.model import Role, SecondFactors
from accounts.passwords import MOST_SIGNS
from accounts.ports import SecondFactorDesk
from records.needs import Anybody, needs
from records.reader import Capability, Reader

MOST_CODE = 8000
"""Signs of a code: what a passkey answers is the longest."""


class Proof(BaseModel):
    """What a person gives again to prove who it is."""

    password: str = Field(max_length=MOST_SIGNS)
    code: str = Field(default="", max_length=MOST_CODE, description="Of the second factor, where there is one.")


class Code(BaseModel):
    """A code of the app."""

    code: str = Field(max_length=20)


class PasskeyAnswer(BaseModel):
    """An authenticator that signs."""

    passkey: UUID
    name: str
    created_at: datetime
    used_at: datetime | None


class SecondFactorAnswer(BaseModel):
    """What an account has besides its password."""

    code_since: datetime | None = Field(description="Since when codes of an app are asked for.")
    passkeys: list[PasskeyAnswer]
    recovery_codes_left: int
    demanded: bool = Field(description="Whether a role of the account, or the settings, demand that there is one.")

    @classmethod
    def of(cls, had: SecondFactors) -> Self:
        keys = [
            PasskeyAnswer(passkey=k.passkey, name=k.name, created_at=k.created_at, used_at=k.used_at)
            for k in had.passkeys
        ]
        return cls(
            code_since=had.code_since,
            passkeys=keys,
            recovery_codes_left=had.recovery_codes_left,
            demanded=had.demanded,
        )


class Offered(BaseModel):
    """A secret for an app, told this once."""

    secret: str = Field(description="Base 32.")
    address: str = Field(description="The same as `otpauth://`, for a QR code.")


class RecoveryCodes(BaseModel):
    """Codes for the day the phone is lost, each good for one time; told this once."""

    codes: list[str]


class Demanding(BaseModel):
    """Roles of which a second factor is demanded."""

    roles: list[Role]


def second_factor_routes(desk: SecondFactorDesk, reader: Callable[..., Reader]) -> APIRouter:
    """The routes of second factors; ``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api", tags=["people"])
    _own_routes(router, desk, reader)
    _administration_routes(router, desk, reader)
    return router


def _own_routes(router: APIRouter, desk: SecondFactorDesk, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/me/second-factor", summary="Lớp xác thực thứ hai của tôi")
    @needs(Anybody.IN_PERSON)
    def mine(asks: asking) -> SecondFactorAnswer:
        """What your account has besides its password."""
        return SecondFactorAnswer.of(desk.of(asks))

    @router.post("/me/second-factor/codes", status_code=201, summary="Bắt đầu dùng mã của ứng dụng")
    @needs(Anybody.IN_PERSON)
    def begin(asks: asking, proof: Proof) -> Offered:
        """A secret for an authenticator app. Errors: sign_in.refused, sign_in.locked, second_factor.set."""
        offer = desk.begin_codes(asks, proof.password, proof.code)
        return Offered(secret=offer.secret, address=offer.address)

    @router.post("/me/second-factor/codes/finish", summary="Xác nhận mã đầu tiên")
    @needs(Anybody.IN_PERSON)
    def finish(asks: asking, first: Code) -> RecoveryCodes:
        """Ask for codes from now on. Errors: sign_in.refused, sign_in.locked, second_factor.not_begun."""
        return RecoveryCodes(codes=list(desk.finish_codes(asks, first.code)))

    @router.post(
        "/me/second-factor/codes/remove", status_code=204, response_class=Response, summary="Thôi dùng mã của ứng dụng"
    )
    @needs(Anybody.IN_PERSON)
    def remove(asks: asking, proof: Proof) -> None:
        """Ask for no codes any more. Errors: sign_in.refused, sign_in.locked, sign_in.second_factor_needed."""
        desk.remove_codes(asks, proof.password, proof.code)

    @router.post("/me/second-factor/recovery-codes", status_code=201, summary="Tạo lại mã dự phòng")
    @needs(Anybody.IN_PERSON)
    def recovery(asks: asking, proof: Proof) -> RecoveryCodes:
        """Ten new ones in place of all before. Errors: sign_in.refused, sign_in.locked, second_factor.none."""
        return RecoveryCodes(codes=list(desk.new_recovery_codes(asks, proof.password, proof.code)))


def _administration_routes(router: APIRouter, desk: SecondFactorDesk, reader: Callable[..., Reader]) -> None:
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/second-factor/roles", summary="Vai trò phải có lớp xác thực thứ hai")
    @needs(Capability.ADMINISTER)
    def demanding(asks: asking) -> Demanding:
        """Roles whose accounts may do nothing before they have a second factor."""
        return Demanding(roles=sorted(desk.demanding_roles(asks)))

    @router.put("/second-factor/roles", summary="Đổi vai trò phải có lớp xác thực thứ hai")
    @needs(Capability.ADMINISTER)
    def demand(asks: asking, of: Demanding) -> Demanding:
        """Demand one of these roles and no others, from the next request on."""
        desk.demand_of(asks, frozenset(of.roles))
        return Demanding(roles=sorted(desk.demanding_roles(asks)))

    @router.post(
        "/accounts/{name}/second-factor/forget",
        status_code=204,
        response_class=Response,
        summary="Gỡ lớp xác thực thứ hai",
    )
    @needs(Capability.ADMINISTER)
    def forget(asks: asking, name: Annotated[str, Path(max_length=64)]) -> None:
        """Take all of an account's second factors away; sessions end. Errors: account.not_found, account.own."""
        desk.forget(asks, name)
