"""Second factors of accounts: rows of totp, recovery_code, passkey, passkey_challenge and second_factor_role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from accounts.model import Passkey, Role
from adapters.catalogue.schema_second_factor import (
    passkey,
    passkey_challenge,
    recovery_code,
    second_factor_role,
    totp,
)
from adapters.catalogue.statements import insert_new, insert_or_leave
from records.identifiers import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


# -- codes of an app --------------------------------------------------------------------------


def begin_totp(connection: sa.Connection, name: str, sealed: str, now: datetime) -> None:
    """A secret that counts once a first code of it was given; one that was begun before is replaced.

    One that is set stays, and nothing is begun.
    """
    begun = sa.and_(totp.c.account == name, totp.c.set_at.is_(None))
    connection.execute(sa.delete(totp).where(begun))
    values = {"account": name, "secret": sealed, "created_at": now, "taken": 0}
    connection.execute(insert_or_leave(connection, totp).values(values))


def totp_of(connection: sa.Connection, name: str) -> Any | None:
    """The row, begun or set."""
    return connection.execute(sa.select(totp).where(totp.c.account == name)).first()


def take_step(connection: sa.Connection, name: str, step: int, *, set_at: datetime | None = None) -> bool:
    """Let no code of ``step`` or an earlier one be taken again; False where one was meanwhile.

    With ``set_at`` what was begun is set from then on.
    """
    values: dict[str, Any] = {"taken": step} | ({"set_at": set_at} if set_at else {})
    taken = sa.update(totp).where(totp.c.account == name, totp.c.taken < step).values(values)
    return connection.execute(taken).rowcount == 1


def remove_totp(connection: sa.Connection, name: str) -> bool:
    """Whether there was one that was set."""
    removed = sa.delete(totp).where(totp.c.account == name).returning(totp.c.set_at)
    return connection.execute(removed).scalar() is not None


# -- recovery codes ---------------------------------------------------------------------------


def put_recovery_codes(connection: sa.Connection, name: str, digests: Iterable[str], now: datetime) -> None:
    """In place of those the account had."""
    connection.execute(sa.delete(recovery_code).where(recovery_code.c.account == name))
    rows = [{"digest": digest, "account": name, "created_at": now} for digest in digests]
    if rows:
        connection.execute(sa.insert(recovery_code), rows)


def has_recovery_code(connection: sa.Connection, name: str, digest: str) -> bool:
    """Whether it is one of the account's that was not used."""
    mine = (recovery_code.c.digest == digest, recovery_code.c.account == name, recovery_code.c.used_at.is_(None))
    return connection.execute(sa.select(recovery_code.c.digest).where(*mine)).first() is not None


def take_recovery_code(connection: sa.Connection, name: str, digest: str, now: datetime) -> bool:
    """Use it; False where it was used meanwhile."""
    mine = (recovery_code.c.digest == digest, recovery_code.c.account == name, recovery_code.c.used_at.is_(None))
    return connection.execute(sa.update(recovery_code).where(*mine).values(used_at=now)).rowcount == 1


def recovery_codes_left(connection: sa.Connection, name: str) -> int:
    left = sa.select(sa.func.count()).where(recovery_code.c.account == name, recovery_code.c.used_at.is_(None))
    return connection.execute(left).scalar_one()


# -- passkeys ---------------------------------------------------------------------------------


def add_passkey(
    connection: sa.Connection,
    *,
    account: str,
    credential: str,
    public_key: str,
    sign_count: int,
    name: str,
    now: datetime,
) -> bool:
    """False where the authenticator was added before, by whomever."""
    return insert_new(
        connection,
        passkey,
        id=str(uuid7()),
        account=account,
        credential=credential,
        public_key=public_key,
        sign_count=sign_count,
        name=name,
        created_at=now,
    )


def passkeys(connection: sa.Connection, name: str) -> Sequence[Passkey]:
    """Oldest first."""
    found = connection.execute(sa.select(passkey).where(passkey.c.account == name).order_by(passkey.c.id))
    return [Passkey(passkey=UUID(r.id), name=r.name, created_at=r.created_at, used_at=r.used_at) for r in found]


def credentials(connection: sa.Connection, name: str) -> list[str]:
    """As authenticators name them, base64url."""
    return list(connection.execute(sa.select(passkey.c.credential).where(passkey.c.account == name)).scalars())


def passkey_named(connection: sa.Connection, name: str, credential: str) -> Any | None:
    """The account's row of that credential."""
    mine = (passkey.c.account == name, passkey.c.credential == credential)
    return connection.execute(sa.select(passkey).where(*mine)).first()


def take_sign_count(connection: sa.Connection, row_id: str, before: int, after: int, now: datetime) -> bool:
    """Remember how often the authenticator has signed; False where it was used meanwhile or is gone."""
    used = sa.update(passkey).where(passkey.c.id == row_id, passkey.c.sign_count == before)
    return connection.execute(used.values(sign_count=after, used_at=now)).rowcount == 1


def remove_passkey(connection: sa.Connection, name: str, which: UUID) -> bool:
    """Whether the account had it."""
    removed = sa.delete(passkey).where(passkey.c.id == str(which), passkey.c.account == name)
    return connection.execute(removed).rowcount == 1


def put_challenge(
    connection: sa.Connection, *, account: str, purpose: str, challenge: str, site: str, expires_at: datetime
) -> None:
    """In place of the one that was asked for before."""
    key = (passkey_challenge.c.account == account, passkey_challenge.c.purpose == purpose)
    values = {"challenge": challenge, "site": site, "expires_at": expires_at}
    new = insert_or_leave(connection, passkey_challenge).values(account=account, purpose=purpose, **values)
    if connection.execute(new.returning(passkey_challenge.c.account)).first() is None:
        connection.execute(sa.update(passkey_challenge).where(*key).values(values))


def take_challenge(connection: sa.Connection, account: str, purpose: str, now: datetime) -> Any | None:
    """The challenge, which nobody can answer again; None where there is none or it is too old."""
    key = (passkey_challenge.c.account == account, passkey_challenge.c.purpose == purpose)
    row = connection.execute(sa.delete(passkey_challenge).where(*key).returning(*passkey_challenge.c)).first()
    return row if row is not None and row.expires_at > now else None


# -- all together -----------------------------------------------------------------------------


def kinds_set(connection: sa.Connection, name: str) -> tuple[bool, bool]:
    """Whether codes of an app, and whether a passkey."""
    code = sa.exists().where(totp.c.account == name, totp.c.set_at.is_not(None))
    key = sa.exists().where(passkey.c.account == name)
    row = connection.execute(sa.select(code, key)).one()
    return bool(row[0]), bool(row[1])


def accounts_with_one(connection: sa.Connection) -> set[str]:
    """Names of accounts with a second factor."""
    codes = sa.select(totp.c.account).where(totp.c.set_at.is_not(None))
    return set(connection.execute(sa.union(codes, sa.select(passkey.c.account))).scalars())


def is_due(connection: sa.Connection, name: str, roles: Iterable[str]) -> bool:
    """Whether one of the roles demands a second factor and the account has none."""
    demanded = (
        sa.select(sa.literal(1))
        .where(
            second_factor_role.c.role.in_(list(roles)),
            ~sa.exists().where(totp.c.account == name, totp.c.set_at.is_not(None)),
            ~sa.exists().where(passkey.c.account == name),
        )
        .limit(1)
    )
    return connection.execute(demanded).first() is not None


def forget(connection: sa.Connection, name: str) -> bool:
    """Every second factor of the account; whether there was one."""
    had = any(kinds_set(connection, name))
    for table in (totp, recovery_code, passkey, passkey_challenge):
        connection.execute(sa.delete(table).where(table.c.account == name))
    return had


def demanding_roles(connection: sa.Connection) -> frozenset[Role]:
    """Roles of which a second factor is demanded."""
    return frozenset(Role(role) for role in connection.execute(sa.select(second_factor_role.c.role)).scalars())


def demand_of(connection: sa.Connection, roles: frozenset[Role], by: str, now: datetime) -> None:
    """Of these roles and no others."""
    kept = [role.value for role in roles]
    connection.execute(sa.delete(second_factor_role).where(second_factor_role.c.role.not_in(kept)))
    for role in sorted(kept):
        values = {"role": role, "demanded_at": now, "demanded_by": by}
        connection.execute(insert_or_leave(connection, second_factor_role).values(values))
